/** Caddy in front, which ends TLS and gets the certificate. */
import { type Deployment, upstreams } from './deployment.ts';

/** Of an access log and of errors: the path without what follows "?", and no header. */
const logFormat = `format filter {
			wrap json
			fields {
				request>uri regexp "[?].*" ""
				request>headers delete
				resp_headers delete
			}
		}`;

/** A Caddyfile. Caddy passes Host and gets certificates by itself. */
export function caddyDocument(deployment: Deployment): string {
  const { host } = new URL(deployment.issuer);
  return `# Caddy in front of Gatehouse, ${deployment.issuer}. Certificates come and are renewed by themselves (ACME).
{
	# Paths without what follows "?", in errors too: links of mails and answers to sign-ins carry secrets there.
	log {
		${logFormat}
	}
}

${host} {
	log {
		${logFormat}
	}

	reverse_proxy ${upstreams(deployment).join(' ')} {
		lb_policy round_robin
		# The other instance is asked when one takes no connection, and for a GET also when it fails. Caddy up to 2.11.1 cannot
		# send a body again, so a POST that meets an instance as it stops is answered 502 or 503: nginx and HAProxy lose none.
		lb_try_duration 5s
		lb_try_interval 50ms

		# Each instance is asked whether it answers. Not /readyz: its management port differs between instances, and one
		# without its database still answers what needs none.
		health_uri /.well-known/openid-configuration
		health_headers {
			Host ${host}
		}
		health_interval 500ms
		health_timeout 2s
		health_status 200

		# Caddy sets X-Forwarded-For, -Proto and -Host; what a caller says of itself ends here.
		header_up -X-Forwarded-Port
		header_up -Forwarded

		transport http {
			dial_timeout 2s
			response_header_timeout 75s
			# Shorter than the 65 seconds of the server, so that no request meets a connection that is being closed.
			keepalive 60s
		}
	}
}
`;
}
