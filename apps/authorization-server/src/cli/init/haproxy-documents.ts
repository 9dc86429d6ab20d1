/** HAProxy in front: it ends TLS, or hands connections on to servers that do. */
import { type Deployment, instancePorts, managementPort, publicPort } from './deployment.ts';

/** Certificate chain and key in one file, as HAProxy reads them. */
export const haproxyPem = '/etc/haproxy/gatehouse.pem';

/** Where certbot listens while it proves the name, behind HAProxy. */
const acmePort = 8402;

const servers = (deployment: Deployment, check: (port: number) => string): string =>
  instancePorts(deployment)
    .map((port) => `  server gatehouse-${port} 127.0.0.1:${port}${check(port)}\n`)
    .join('');

const checked = (deployment: Deployment): string =>
  servers(
    deployment,
    (port) => ` check port ${managementPort(port)} inter 500ms fastinter 250ms downinter 250ms fall 2 rise 1`,
  );

const global = `global
  user haproxy
  group haproxy
  chroot /var/lib/haproxy
  # To the journal. There is no stats page and no stats socket.
  log stdout format raw local0 info
  maxconn 4000
`;

const listening = (port: number, options = ''): string => `  bind :${port}${options}
  bind [::]:${port} v6only${options}
`;

/** `/etc/haproxy/haproxy.cfg` where HAProxy ends TLS. */
export function haproxyDocument(deployment: Deployment): string {
  const port = publicPort(deployment);
  const redirect = `frontend plain
${listening(80)}  acl acme path_beg /.well-known/acme-challenge/
  http-request redirect prefix ${deployment.issuer} code 301 unless acme
  default_backend acme

# certbot, while it proves the name: certbot certonly --standalone --http-01-port ${acmePort} …
backend acme
  retries 0
  server certbot 127.0.0.1:${acmePort}

`;
  return `# HAProxy (2.6 or later) in front of Gatehouse, ${deployment.issuer}: /etc/haproxy/haproxy.cfg.
# It reads certificate chain and key from one file, which a hook of certbot writes after each renewal.
${global}  # A request line and its headers may take 16 KB, as the server has it; authorization requests are long.
  tune.bufsize 32768
  ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
  ssl-default-bind-ciphers ECDHE+AESGCM:ECDHE+CHACHA20

defaults
  mode http
  log global
  # Paths without what follows "?": links of mails and answers to sign-ins carry secrets there.
  log-format '%ci [%tr] "%HM %HPO" %ST %B %Ta %s'
  timeout http-request 10s
  timeout http-keep-alive 60s
  timeout client 75s
  timeout connect 2s
  timeout server 75s

${port === 443 ? redirect : ''}frontend gatehouse
${listening(port, ` ssl crt ${haproxyPem} alpn h2,http/1.1`)}  # The longest body is one of the admin API.
  http-request deny deny_status 413 if { req.body_size gt 1048576 }
  # Set, not added to: what a caller says of itself ends here.
  http-request set-header X-Forwarded-For %[src]
  http-request set-header X-Forwarded-Proto https
  http-request set-header X-Forwarded-Host %[req.hdr(host)]
  http-request set-header X-Forwarded-Port %[dst_port]
  http-request del-header Forwarded
  # Where none is ready, as without a database, each still answers what it can, and says when to come again.
  use_backend gatehouse-unready if { nbsrv(gatehouse) eq 0 }
  default_backend gatehouse

backend gatehouse
  balance roundrobin
  option httpchk
  http-check send meth GET uri /readyz
  http-check expect status 200
  # The other instance is asked when one takes no connection, and for a GET also when it closes without an answer. A POST
  # that an instance has begun is never sent twice. So instances can be restarted one after the other.
  retries 3
  option redispatch 1
  retry-on conn-failure empty-response
  http-request disable-l7-retry unless METH_GET
${checked(deployment)}
backend gatehouse-unready
  balance roundrobin
  retries 3
  option redispatch 1
${servers(deployment, () => '')}`;
}

/** The same where the servers end TLS themselves: clients with certificates (mutual TLS) need it. */
export function haproxyTcpDocument(deployment: Deployment): string {
  return `# HAProxy (2.6 or later) in front of Gatehouse, ${deployment.issuer}, for instances that end TLS themselves, as clients with
# certificates (mutual TLS) need it: /etc/haproxy/haproxy.cfg. HAProxy sees no request and hands connections on.
#
# The server does not read the PROXY protocol, so there is no send-proxy here: it sees the address of HAProxy. Limits by
# address then count all callers together, and the audit names HAProxy. Where that matters and HAProxy is the router of the
# instances, "source 0.0.0.0 usesrc clientip" in the backend keeps the addresses of callers.
${global}
defaults
  mode tcp
  log global
  log-format '%ci [%t] %s %B %Tt %ts'
  # Longer than the server keeps an idle connection (65 s).
  timeout client 120s
  timeout connect 2s
  timeout server 120s

frontend gatehouse
${listening(publicPort(deployment))}  # Where none is ready, as without a database, each still answers what it can, and says when to come again.
  use_backend gatehouse-unready if { nbsrv(gatehouse) eq 0 }
  default_backend gatehouse

backend gatehouse
  balance leastconn
  option httpchk
  http-check send meth GET uri /readyz
  http-check expect status 200
  # Another instance is asked when one takes no connection.
  retries 3
  option redispatch 1
${checked(deployment)}
backend gatehouse-unready
  balance leastconn
  retries 3
  option redispatch 1
${servers(deployment, () => '')}`;
}
