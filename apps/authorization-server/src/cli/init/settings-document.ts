/** The settings and the registry, as files with comments. */
import { composeNetwork, type Deployment, endsTls, registryFile, secretFile } from './deployment.ts';

/** A value of YAML on one line. */
const scalar = (value: string): string => (/^[\w/](?:[\w./:@-]*[\w/])?$/u.test(value) ? value : JSON.stringify(value));

/** The file that GATEHOUSE_CONFIG_FILE names. */
export function settingsDocument(deployment: Deployment): string {
  const { issuer, target, proxy, mail, certificate } = deployment;
  const inContainer = target === 'compose';
  const tls = endsTls(deployment)
    ? [
        `tls_cert_file: ${scalar(certificate.certFile)}`,
        `tls_key_file: ${scalar(certificate.keyFile)}`,
        '# tls_client_ca_file: /etc/gatehouse/client-ca.pem   # clients with certificates (mutual TLS)',
      ]
    : [
        '# The proxy in front ends TLS; requests of these addresses may say whom they speak for.',
        'tls: false',
        inContainer ? `trusted_proxies: [${composeNetwork}]` : 'trusted_proxies: [127.0.0.1, "::1"]',
      ];
  const mailing = mail
    ? [`smtp_url_file: ${scalar(secretFile(deployment, 'smtp-url'))}`, `mail_from: ${scalar(mail.from)}`]
    : [
        '# Without a mail server there is no registration, no invitation by mail and no "Forgot your password?".',
        `# smtp_url_file: ${scalar(secretFile(deployment, 'smtp-url'))}   # smtp://user:password@mail.example.com:587`,
        '# mail_from: Example <no-reply@example.com>',
      ];
  return `${[
    '# Settings of the Gatehouse authorization server. GATEHOUSE_CONFIG_FILE names this file.',
    '#',
    '# YAML or JSON, one mapping: each key is the name of a setting in lower case, without GATEHOUSE_ (GATEHOUSE_MAIL_FROM is',
    '# mail_from). Lists are [a, b]. A flag or a variable of the environment counts before the file. A secret is read from',
    '# the file that KEY_file names; the line break at its end is not part of it.',
    '# "gatehouse serve --help" lists every setting; "gatehouse config check" says all that is wrong with these.',
    'mode: production',
    '',
    '# It is in every token: choose it for good.',
    `issuer: ${scalar(issuer)}`,
    inContainer || proxy === 'none' ? 'host: 0.0.0.0' : 'host: 127.0.0.1',
    ...tls,
    ...(proxy === 'none'
      ? []
      : [
          '# When it stops it is not ready for so long and still takes requests, each on its last connection: then none is',
          '# lost between the proxy and a connection that is being closed.',
          'drain_delay_seconds: 2',
        ]),
    '',
    `database_url_file: ${scalar(secretFile(deployment, 'database-url'))}`,
    '# Keep a copy of these keys apart from the backups of the database: without them it does not open.',
    `encryption_keys_file: ${scalar(secretFile(deployment, 'encryption-keys'))}`,
    '',
    '# Clients, resources and roles; applied at each start, and by "gatehouse registry apply".',
    `registry_file: ${scalar(registryFile(deployment))}`,
    '',
    ...mailing,
    '',
    '# registration: true                # "Create an account" on the sign-in page',
    ...(inContainer ? [] : ['# audit_file: /var/log/gatehouse/audit.jsonl']),
    '# audit_retention_days: 180         # in the database',
  ].join('\n')}\n`;
}

/** A registry that declares nothing yet and shows how. */
export const registryDocument =
  (): string => `# What this server knows: APIs (resources), roles of users, and applications (clients).
# "gatehouse registry check FILE" says what is wrong, "gatehouse registry apply FILE" carries it over without a restart.
# No secret stands here: "gatehouse clients secret add ID" makes one and shows it once.
resources: []
# - indicator: https://api.example.com      # the audience of its access tokens
#   name: Orders
#   scopes:
#     orders_read: See your orders

roles: {}
# member:
#   https://api.example.com: [orders_read]  # users with this role may let applications have this scope

clients: []
# scope names OpenID Connect scopes (who the user is), scopes those of APIs (what the client may do there).
# - client_id: shop
#   client_name: Shop
#   redirect_uris: [https://shop.example.com/callback]
#   post_logout_redirect_uris: [https://shop.example.com]
#   grant_types: [authorization_code, refresh_token]
#   token_endpoint_auth_method: client_secret_basic
#   scope: openid profile email offline_access
#   scopes:
#     https://api.example.com: [orders_read]
#   first_party: true                       # users are not asked whether it may
`;
