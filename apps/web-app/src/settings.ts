/** Every setting of the web app: its kind, default and meaning. */
import { defineSettings, httpUrl, integer, type SettingsOf, seconds, serviceSettings } from '@gatehouse/config';

/** The settings' definition, from which flags, environment names and their description are made. */
export const settingsDefinition = defineSettings({
  program: 'web-app',
  prefix: 'WEB',
  fields: {
    mode: serviceSettings.mode(
      'development takes the client secret that the authorization server made on this machine',
    ),
    issuer: serviceSettings.issuer(),
    ...serviceSettings.oauthClient('web-app'),
    publicOrigin: httpUrl()
      .default('https://localhost:3003')
      .describe('Where browsers reach this application: the only accepted Host'),
    ...serviceSettings.protectedApi({
      default: 'openid profile email profile_read invoice_read invoice_approve',
      meaning: 'What is asked for at sign-in',
    }),
    ...serviceSettings.listening({ port: 3003, managementPort: 9003 }),
    ...serviceSettings.serverTls('web-app'),
    caFile: serviceSettings.outboundCaFile(),
    trustedProxies: serviceSettings.trustedProxies(),
    traceCallers: serviceSettings.traceCallers(),
    sessionIdleSeconds: seconds({ min: 10 })
      .default(30 * 60)
      .describe('A session that is not used for this long expires'),
    sessionTtlSeconds: seconds({ min: 10 })
      .default(8 * 60 * 60)
      .describe('Lifetime of a session, used or not'),
    sessionLimit: integer({ min: 1 })
      .default(10_000)
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
    serviceSettings.rules.httpsApi,
  ],
});

/** The settings of a running web app, frozen. */
export type Settings = SettingsOf<typeof settingsDefinition>;
