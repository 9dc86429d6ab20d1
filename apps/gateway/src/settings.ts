/** Every setting of the gateway: its kind, default and meaning. */
import path from 'node:path';
import {
  cidrs,
  defineSettings,
  file,
  httpUrl,
  integer,
  type SettingsOf,
  seconds,
  secretList,
  serviceSettings,
  toggle,
} from '@gatehouse/config';

/** The settings' definition, from which flags, environment names and their description are made. */
export const settingsDefinition = defineSettings({
  program: 'gateway',
  prefix: 'GATEWAY',
  fields: {
    mode: serviceSettings.mode(
      'development adds /echo and takes the client secret that the authorization server made on this machine',
    ),
    issuer: serviceSettings.issuer(),
    publicOrigin: httpUrl()
      .default('https://localhost:3002')
      .describe('Where callers reach the gateway: the only accepted Host, and the base of DPoP proofs'),
    audience: httpUrl()
      .default('https://localhost:3002')
      .describe('Resource indicator of the gateway itself: the audience of tokens that are good on every route'),
    ...serviceSettings.listening({ port: 3002, managementPort: 9002 }),
    ...serviceSettings.serverTls('gateway'),
    tlsClientCaFile: file()
      .optional()
      .describe(
        'Authorities of client certificates, PEM; asks callers for a certificate. In development ca.pem beside the certificate',
      ),
    ticketKeys: secretList()
      .optional()
      .describe(
        "Keys that encrypt tickets of pages, 32 characters or more each, for instances that take each other's; the first encrypts, all decrypt. Without it each instance has its own",
      ),
    upstreamCertFile: file().optional().describe('Certificate that the gateway shows to services (mutual TLS), PEM'),
    upstreamKeyFile: file().optional().describe('Its private key, PEM'),
    caFile: serviceSettings.outboundCaFile(),
    trustedProxies: serviceSettings.trustedProxies(),
    traceCallers: serviceSettings.traceCallers(),
    authorizeCallers: cidrs()
      .default([])
      .describe('Proxies that may ask at /.gatehouse/authorize whether a request may go on (auth_request, ext_authz)'),
    routesFile: file()
      .default(path.resolve(import.meta.dirname, '../routes/development.yaml'))
      .describe('The route table, YAML or JSON'),
    ...serviceSettings.oauthClient('gateway'),
    ...serviceSettings.tokenVerification('gateway'),
    exchangeTimeoutSeconds: seconds({ min: 1, max: 60 }).default(5).describe('Time for one exchange'),
    exchangeCacheEntries: integer({ min: 1 })
      .default(10_000)
      .describe('Exchanged tokens kept at most; one more pushes out the oldest'),
    credentialCacheSeconds: seconds({ max: 300 })
      .default(30)
      .describe('How long an API key, a service account or a certificate is believed without asking again'),
    revocationFeed: toggle()
      .default(true)
      .describe('Hear of revoked tokens and API keys within seconds; false: they live until they expire'),
    rateLimitRequests: serviceSettings.rateLimitRequests('caller'),
    rateLimitFailures: integer({ min: 0 })
      .default(60)
      .describe('Refused credentials from one address in a window, after which it is not listened to; 0: off'),
    quotaRequestsPerDay: integer({ min: 0 })
      .default(0)
      .describe('Requests that one caller may send on one day (UTC) through this instance; 0: as many as they like'),
    usageFile: file({ mustExist: false })
      .optional()
      .describe(
        'Where the requests of each caller are counted by day, one JSON object a line; one file for each instance',
      ),
    usageFlushSeconds: seconds({ min: 1, max: 3600 })
      .default(10)
      .describe('How often they are written: a crash loses what came since'),
    usageRetentionDays: integer({ min: 0, max: 3650 })
      .default(400)
      .describe(
        'Days that those counts stay in the file, so that a year can be compared with the one before; 0: for ever',
      ),
    rateLimitWindowSeconds: serviceSettings.rateLimitWindowSeconds(),
    keepAliveSeconds: seconds({ min: 1, max: 3600 })
      .default(65)
      .describe('How long an idle connection of a caller is kept; longer than a balancer in front keeps its own'),
    upstreamConnections: integer({ min: 1, max: 10_000 }).default(128).describe('Connections to one service at most'),
    accessLog: toggle().default(true).describe('One line in the log for each request'),
    logLevel: serviceSettings.logLevel(),
  },
  refine: [
    ({ ticketKeys }, fault) => {
      if (ticketKeys?.some((key) => key.reveal().length < 32))
        fault('ticketKeys', 'each key needs 32 characters or more');
    },
    serviceSettings.rules.clientSecretInProduction,
    serviceSettings.rules.httpsIssuerOrLocal,
    serviceSettings.rules.publicOrigin,
    ({ upstreamCertFile, upstreamKeyFile }, fault) => {
      if ((upstreamCertFile === undefined) !== (upstreamKeyFile === undefined)) {
        fault('upstreamKeyFile', 'goes together with upstream_cert_file');
      }
    },
    ({ mode, routesFile }, fault) => {
      if (mode === 'production' && routesFile.endsWith('routes/development.yaml')) {
        fault('routesFile', 'the development routes are refused in production');
      }
    },
  ],
});

/** The settings of a running gateway, frozen. */
export type Settings = SettingsOf<typeof settingsDefinition>;
