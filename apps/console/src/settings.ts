/** Every setting of the console: its kind, default and meaning. */
import { defineSettings, httpUrl, integer, type SettingsOf, seconds, serviceSettings, text } from '@gatehouse/config';
import { adminScopes } from './scopes.ts';

/** The settings' definition, from which flags, environment names and their description are made. */
export const settingsDefinition = defineSettings({
  program: 'console',
  prefix: 'CONSOLE',
  fields: {
    mode: serviceSettings.mode(
      'development takes the client secret that the authorization server made on this machine',
    ),
    issuer: serviceSettings.issuer(),
    ...serviceSettings.oauthClient('console'),
    publicOrigin: httpUrl()
      .default('https://localhost:3006')
      .describe('Where browsers reach this application: the only accepted Host'),
    apiOrigin: httpUrl()
      .optional()
      .describe('Where the admin API is, when it has a listener of its own; by default at the issuer'),
    resource: text()
      .optional()
      .describe('The resource indicator of the admin API; by default the issuer with /admin/v1'),
    scope: text()
      .default(['openid', 'profile', 'email', ...adminScopes].join(' '))
      .describe('What is asked for at sign-in; users get what their roles give of it'),
    ...serviceSettings.listening({ port: 3006, managementPort: 9006 }),
    ...serviceSettings.serverTls('console'),
    caFile: serviceSettings.outboundCaFile(),
    trustedProxies: serviceSettings.trustedProxies(),
    traceCallers: serviceSettings.traceCallers(),
    sessionIdleSeconds: seconds({ min: 10 })
      .default(15 * 60)
      .describe('A session that is not used for this long expires'),
    sessionTtlSeconds: seconds({ min: 10 })
      .default(8 * 60 * 60)
      .describe('Lifetime of a session, used or not'),
    sessionLimit: integer({ min: 1 })
      .default(1000)
      .describe('Sessions kept at most; one more ends the one that was unused for longest'),
    renewBeforeSeconds: serviceSettings.renewBeforeSeconds(
      'An access token is renewed when it has less than this left',
    ),
    logLevel: serviceSettings.logLevel(),
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
    serviceSettings.rules.clientSecretInProduction,
    serviceSettings.rules.httpsIssuer,
    ({ apiOrigin }, fault) => {
      if (apiOrigin !== undefined && !apiOrigin.startsWith('https:')) {
        fault('apiOrigin', 'must be https: tokens travel there');
      }
    },
  ],
});

/** The settings of a running console, frozen. */
export type Settings = SettingsOf<typeof settingsDefinition>;
