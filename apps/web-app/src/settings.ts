/** Every setting of the web app: its kind, default and meaning. */
import path from 'node:path';
import {
  cidrs,
  defineSettings,
  file,
  httpUrl,
  integer,
  oneOf,
  port,
  type SettingsOf,
  seconds,
  secret,
  text,
  toggle,
} from '@gatehouse/config';

const root = path.resolve(import.meta.dirname, '../../..');

/** The settings' definition, from which flags, environment names and their description are made. */
export const settingsDefinition = defineSettings({
  program: 'web-app',
  prefix: 'WEB',
  fields: {
    mode: oneOf('development', 'production')
      .default('development')
      .describe('development takes the client secret that the authorization server made on this machine'),
    issuer: httpUrl().default('https://localhost:3000').describe('Issuer identifier of the authorization server'),
    clientId: text().default('web-app').describe('Client identifier at the authorization server'),
    clientSecret: secret().optional().describe('Client secret; in development the file in .gatehouse/secrets/clients'),
    publicOrigin: httpUrl()
      .default('https://localhost:3003')
      .describe('Where browsers reach this application: the only accepted Host'),
    apiOrigin: httpUrl().default('https://localhost:3001').describe('Where the API is'),
    resource: text()
      .default('https://localhost:3001')
      .describe('The resource indicator of the API: the audience of access tokens (RFC 8707)'),
    scope: text()
      .default('openid profile email profile_read invoice_read invoice_approve')
      .describe('What is asked for at sign-in'),
    host: text().default('127.0.0.1').describe('Address to listen on'),
    port: port().default(3003).describe('Port to listen on'),
    managementHost: text().default('127.0.0.1').describe('Address of the management port'),
    managementPort: port().default(9003).describe('Port for /livez, /readyz, /startupz and /metrics; never expose it'),
    drainDelaySeconds: seconds({ max: 5 })
      .default(0)
      .describe(
        'On SIGTERM, how long it is not ready and still takes requests, so that balancers see it before the port closes',
      ),
    tls: toggle().default(true).describe('false when a proxy in front ends TLS'),
    tlsCertFile: file().default(path.join(root, 'certs/web-app.pem')).describe('Certificate chain, PEM'),
    tlsKeyFile: file().default(path.join(root, 'certs/web-app.key')).describe('Private key, PEM'),
    caFile: file()
      .optional()
      .describe('Further certificate authorities for outbound TLS, PEM; in development the one in certs/'),
    trustedProxies: cidrs().default([]).describe('Peers whose X-Forwarded-For counts'),
    sessionIdleSeconds: seconds({ min: 10 })
      .default(30 * 60)
      .describe('A session unused for this long ends'),
    sessionTtlSeconds: seconds({ min: 10 })
      .default(8 * 60 * 60)
      .describe('A session ends after this, used or not'),
    sessionLimit: integer({ min: 1 })
      .default(10_000)
      .describe('Sessions kept at most; one more ends the one that was unused for longest'),
    renewBeforeSeconds: seconds({ max: 300 })
      .default(30)
      .describe('An access token is renewed when it has less than this left'),
    logLevel: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent')
      .default('info')
      .describe('Least level that is logged'),
  },
  refine: [
    ({ publicOrigin }, fault) => {
      const { origin, protocol } = new URL(publicOrigin);
      if (origin !== publicOrigin) fault('publicOrigin', 'must be an origin alone, without a path');
      // Browsers take a __Host- cookie over https only.
      if (protocol !== 'https:') fault('publicOrigin', 'must be https');
    },
    ({ scope }, fault) => {
      if (!scope.split(' ').includes('openid')) fault('scope', 'must contain openid');
    },
    ({ sessionIdleSeconds, sessionTtlSeconds }, fault) => {
      if (sessionIdleSeconds > sessionTtlSeconds) {
        fault('sessionIdleSeconds', 'must not be longer than the session itself (session_ttl_seconds)');
      }
    },
    ({ mode, clientSecret }, fault) => {
      if (mode === 'production' && clientSecret === undefined) fault('clientSecret', 'is required in production');
    },
    ({ issuer }, fault) => {
      if (!issuer.startsWith('https:')) fault('issuer', 'must be https');
    },
    ({ apiOrigin }, fault) => {
      if (!apiOrigin.startsWith('https:')) fault('apiOrigin', 'must be https: tokens travel there');
    },
  ],
});

/** The settings of a running web app, frozen. */
export type Settings = SettingsOf<typeof settingsDefinition>;

/** The development authority, for `caFile` when nothing is set in development. */
export const developmentCaFile = path.join(root, 'certs/ca.pem');

/** Where the authorization server leaves this client's secret in development. */
export const developmentSecretFile = path.join(root, '.gatehouse/secrets/clients/web-app');
