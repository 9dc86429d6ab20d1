/** What is to be done after `gatehouse init`, as commands that can be pasted. */
import { type Deployment, instancePorts, managementPort, settingsFile, stateDirectory } from './deployment.ts';
import { haproxyPem } from './haproxy-documents.ts';

function systemdSteps(deployment: Deployment): string[] {
  const { directory, installation, proxy, databaseUrl, certificate } = deployment;
  const units = instancePorts(deployment).map((port) => `gatehouse@${port}`);
  return [
    `sudo install -m 0644 ${directory}/gatehouse@.service /etc/systemd/system/`,
    'sudo systemctl daemon-reload',
    `gatehouse() { sudo -u gatehouse env GATEHOUSE_CONFIG_FILE=${settingsFile(deployment)} ${installation}/bin/gatehouse "$@"; }`,
    ...(databaseUrl.startsWith('sqlite:')
      ? [`sudo install --directory --owner gatehouse --group gatehouse --mode 0700 ${stateDirectory}`]
      : []),
    'gatehouse config check && gatehouse migrate up',
    `sudo systemctl enable --now ${units.join(' ')}`,
    `curl --fail --retry 10 --retry-all-errors http://127.0.0.1:${managementPort(instancePorts(deployment)[0] ?? 3000)}/readyz`,
    ...(proxy === 'nginx'
      ? [
          `sudo install -m 0644 ${directory}/nginx.conf /etc/nginx/conf.d/gatehouse.conf`,
          'sudo nginx -t && sudo systemctl reload nginx',
        ]
      : []),
    ...(proxy === 'haproxy'
      ? [
          `sudo sh -c 'umask 077; cat ${certificate.certFile} ${certificate.keyFile} > ${haproxyPem}'`,
          '# After each renewal the same, then "systemctl reload haproxy": the --deploy-hook of certbot.',
        ]
      : []),
    ...(proxy.startsWith('haproxy')
      ? [
          `sudo install -m 0644 ${directory}/haproxy.cfg /etc/haproxy/haproxy.cfg`,
          'sudo haproxy -c -f /etc/haproxy/haproxy.cfg && sudo systemctl reload haproxy',
        ]
      : []),
    ...(proxy === 'caddy'
      ? [`sudo install -m 0644 ${directory}/Caddyfile /etc/caddy/Caddyfile`, 'sudo systemctl reload caddy']
      : []),
  ];
}

function composeSteps({ directory }: Deployment): string[] {
  const compose = `docker compose --file ${directory}/compose.yaml`;
  return [
    `${compose} up --build --detach --wait`,
    `gatehouse() { ${compose} exec -T gatehouse-1 node apps/authorization-server/bin/gatehouse.js "$@"; }`,
    'gatehouse config check',
  ];
}

/** One command a line. */
export function nextSteps(deployment: Deployment): readonly string[] {
  const { target, mail } = deployment;
  const invite = 'gatehouse users invite LOGIN --name NAME --email ADDRESS';
  return [
    ...(target === 'systemd' ? systemdSteps(deployment) : composeSteps(deployment)),
    mail ? 'gatehouse doctor --send-mail ADDRESS' : 'gatehouse doctor',
    mail ? invite : `${invite} --print-link`,
  ];
}
