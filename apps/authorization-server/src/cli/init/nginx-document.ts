/** nginx in front, which ends TLS. Host goes through as it came, and who the caller is comes from the proxy alone. */
import { type Deployment, publicPort, upstreams } from './deployment.ts';

/** A file of nginx, in its `http` context: `/etc/nginx/conf.d/gatehouse.conf`. */
export function nginxDocument(deployment: Deployment): string {
  const { hostname } = new URL(deployment.issuer);
  const port = publicPort(deployment);
  const { certFile, keyFile } = deployment.certificate;
  const logs = `  access_log /var/log/nginx/gatehouse.log gatehouse;
  # An error is logged with the whole request, so that of "error", for instances that do not answer, is left out.
  error_log /var/log/nginx/gatehouse-error.log crit;
`;
  const redirect = `server {
  listen 80;
  listen [::]:80;
  server_name ${hostname};

${logs}
  location /.well-known/acme-challenge/ { root /var/www/html; }
  location / { return 301 https://$host$request_uri; }
}

`;
  return `# nginx in front of Gatehouse, ${deployment.issuer}. It belongs into the http context (conf.d).
upstream gatehouse {
  # An instance that restarts is asked again at once, so that both can be restarted one after the other. nginx asks no
  # /readyz: it goes by what requests meet, and one that hangs keeps its requests for proxy_read_timeout.
${upstreams(deployment)
  .map((address) => `  server ${address} max_fails=0;\n`)
  .join('')}  keepalive 32;
}

# Paths without what follows "?": links of mails and answers to sign-ins carry secrets there.
log_format gatehouse '$remote_addr [$time_iso8601] "$request_method $uri" $status $body_bytes_sent $request_time';

${port === 443 ? redirect : ''}server {
  listen ${port} ssl;
  listen [::]:${port} ssl;
  server_name ${hostname};
  server_tokens off;

  ssl_certificate ${certFile};
  ssl_certificate_key ${keyFile};
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache shared:gatehouse:1m;
  ssl_session_tickets off;

${logs}
  # Authorization requests may be long; the longest body is one of the admin API.
  large_client_header_buffers 4 16k;
  client_max_body_size 1m;

  location / {
    proxy_pass http://gatehouse;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    # $http_host and not $host, which loses a port.
    proxy_set_header Host $http_host;
    # Set, not added to: what a caller says of itself ends here.
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_set_header X-Forwarded-Port $server_port;
    proxy_set_header Forwarded "";
    proxy_buffer_size 16k;
    proxy_buffers 8 16k;
    proxy_connect_timeout 2s;
    proxy_read_timeout 75s;
    # The other instance is asked when one takes no connection, and for a GET also when it fails or is not ready. A POST
    # is never sent twice: one that meets the moment in which an instance closes its port is answered 502. HAProxy, which
    # asks /readyz, has no such moment.
    proxy_next_upstream error timeout http_503;
  }
}
`;
}
