/**
 * Writes `deploy/`: what `gatehouse init` writes for https://id.example.com, for those who look before they run anything.
 * `npm run deploy-files` writes them, a test compares.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { composeDatabaseHost, type Deployment } from '../apps/authorization-server/src/cli/init/deployment.ts';
import { plannedFiles } from '../apps/authorization-server/src/cli/init/planned-files.ts';
import {
  consoleApp,
  consoleSettings,
  gateway,
  gatewayRoutes,
  gatewaySettings,
  serviceUnit,
} from '../apps/authorization-server/src/cli/init/service-units.ts';

const folder = '/etc/letsencrypt/live/id.example.com';

const example: Deployment = {
  issuer: 'https://id.example.com',
  target: 'systemd',
  proxy: 'nginx',
  directory: '/etc/gatehouse',
  installation: '/opt/gatehouse',
  databaseUrl: 'postgres://gatehouse@%2Fvar%2Frun%2Fpostgresql/gatehouse',
  mail: { smtpUrl: 'smtp://mail.example.com:587', from: 'Example <no-reply@example.com>' },
  certificate: { certFile: `${folder}/fullchain.pem`, keyFile: `${folder}/privkey.pem` },
  account: { uid: 1000, gid: 1000 },
};

/** The file of `deployment` by its name there. */
function written(deployment: Deployment, name: string): string {
  const file = plannedFiles(deployment, '').find(({ path: planned }) => basename(planned) === name);
  if (!file || file.secret) throw new TypeError(`init writes no ${name}`);
  return file.content;
}

const compose: Deployment = {
  ...example,
  target: 'compose',
  databaseUrl: `postgres://gatehouse:password@${composeDatabaseHost}:5432/gatehouse`,
};

/** Each file by its path from the root of the repository. Secrets are no part of it, and no file is there twice. */
export const deployFiles = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries({
      'systemd/gatehouse@.service': written(example, 'gatehouse@.service'),
      'systemd/gatehouse.yaml': written(example, 'gatehouse.yaml'),
      'systemd/registry.yaml': written(example, 'registry.yaml'),
      'systemd/gatehouse-gateway.service': serviceUnit(gateway, example),
      'systemd/gateway.yaml': gatewaySettings(example.issuer),
      'systemd/routes.yaml': gatewayRoutes(),
      'systemd/gatehouse-console.service': serviceUnit(consoleApp, example),
      'systemd/console.yaml': consoleSettings(example.issuer),
      'nginx/nginx.conf': written(example, 'nginx.conf'),
      'caddy/Caddyfile': written({ ...example, proxy: 'caddy' }, 'Caddyfile'),
      'haproxy/haproxy.cfg': written({ ...example, proxy: 'haproxy' }, 'haproxy.cfg'),
      'haproxy/tcp.cfg': written({ ...example, proxy: 'haproxy-tcp' }, 'haproxy.cfg'),
      'compose/compose.yaml': written(compose, 'compose.yaml'),
      'compose/gatehouse.yaml': written(compose, 'gatehouse.yaml'),
      'compose/nginx.conf': written(compose, 'nginx.conf'),
    }).map(([name, content]) => [`deploy/${name}`, content]),
  );

if (import.meta.main) {
  for (const [file, content] of deployFiles()) {
    const path = join(resolve(import.meta.dirname, '..'), file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
