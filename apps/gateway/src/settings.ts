/** Every setting of the gateway: its kind, default and meaning. */
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
  secretList,
  signatureAlgorithms,
  text,
  toggle,
} from '@gatehouse/config';

const root = path.resolve(import.meta.dirname, '../../..');

/** The settings' definition, from which flags, environment names and their description are made. */
export const settingsDefinition = defineSettings({
  program: 'gateway',
  prefix: 'GATEWAY',
  fields: {
    mode: oneOf('development', 'production')
      .default('development')
      .describe(
        'development adds /echo and takes the client secret that the authorization server made on this machine',
      ),
    issuer: httpUrl().default('https://localhost:3000').describe('Issuer identifier of the authorization server'),
    publicOrigin: httpUrl()
      .default('https://localhost:3002')
      .describe('Where callers reach the gateway: the only accepted Host, and the base of DPoP proofs'),
    audience: httpUrl()
      .default('https://localhost:3002')
      .describe('Resource indicator of the gateway itself: the audience of tokens that are good on every route'),
    host: text().default('127.0.0.1').describe('Address to listen on'),
    port: port().default(3002).describe('Port to listen on'),
    managementHost: text().default('127.0.0.1').describe('Address of the management port'),
    managementPort: port().default(9002).describe('Port for /livez, /readyz, /startupz and /metrics; never expose it'),
    drainDelaySeconds: seconds({ max: 5 })
      .default(0)
      .describe(
        'On SIGTERM, how long it is not ready and still takes requests, so that balancers see it before the port closes',
      ),
    tls: toggle().default(true).describe('false when a proxy in front ends TLS'),
    tlsCertFile: file().default(path.join(root, 'certs/gateway.pem')).describe('Certificate chain, PEM'),
    tlsKeyFile: file().default(path.join(root, 'certs/gateway.key')).describe('Private key, PEM'),
    tlsClientCaFile: file()
      .optional()
      .describe(
        'Authorities of client certificates, PEM; asks callers for a certificate. In development ca.pem beside the certificate',
      ),
    ticketKeys: secretList()
      .optional()
      .describe(
        "Keys that seal tickets of pages, 32 characters or more each, for instances that take each other's; the first seals, all open. Without it each instance has its own",
      ),
    upstreamCertFile: file().optional().describe('Certificate that the gateway shows to services (mutual TLS), PEM'),
    upstreamKeyFile: file().optional().describe('Its private key, PEM'),
    caFile: file()
      .optional()
      .describe('Further certificate authorities for outbound TLS, PEM; in development the one in certs/'),
    trustedProxies: cidrs().default([]).describe('Peers whose X-Forwarded-For counts'),
    authorizeCallers: cidrs()
      .default([])
      .describe('Proxies that may ask at /.gatehouse/authorize whether a request may go on (auth_request, ext_authz)'),
    routesFile: file()
      .default(path.resolve(import.meta.dirname, '../routes/development.yaml'))
      .describe('The route table, YAML or JSON'),
    clientId: text().default('gateway').describe('Client identifier at the authorization server'),
    clientSecret: secret().optional().describe('Client secret; in development the file in .gatehouse/secrets/clients'),
    jwksCacheSeconds: seconds({ min: 1, max: 86_400 })
      .default(600)
      .describe('How long the keys of the issuer count as fresh'),
    jwksStaleSeconds: seconds({ max: 365 * 86_400 })
      .default(24 * 60 * 60)
      .describe('How long known keys serve on while the issuer is away'),
    jwksCooldownSeconds: seconds({ min: 1, max: 86_400 })
      .default(30)
      .describe('Least time between two requests for keys'),
    signingAlgorithms: signatureAlgorithms()
      .default(['RS256'])
      .describe(
        'Algorithms that access tokens may be signed with; what the issuer is told for this resource must be among them',
      ),
    clockToleranceSeconds: seconds({ max: 60 })
      .default(10)
      .describe('How far the clocks of issuer and gateway may differ'),
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
    rateLimitRequests: integer({ min: 0 })
      .default(1200)
      .describe('Requests that one caller may send in a window; 0 switches the limit off'),
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
    rateLimitWindowSeconds: seconds({ min: 1 }).default(60).describe('Length of that window'),
    keepAliveSeconds: seconds({ min: 1, max: 3600 })
      .default(65)
      .describe('How long an idle connection of a caller is kept; longer than a balancer in front keeps its own'),
    upstreamConnections: integer({ min: 1, max: 10_000 }).default(128).describe('Connections to one service at most'),
    accessLog: toggle().default(true).describe('One line in the log for each request'),
    logLevel: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent')
      .default('info')
      .describe('Least level that is logged'),
  },
  refine: [
    ({ ticketKeys }, fault) => {
      if (ticketKeys?.some((key) => key.reveal().length < 32))
        fault('ticketKeys', 'each key needs 32 characters or more');
    },
    ({ mode, clientSecret }, fault) => {
      if (mode === 'production' && clientSecret === undefined) fault('clientSecret', 'is required in production');
    },
    ({ issuer, mode }, fault) => {
      const { protocol, hostname } = new URL(issuer);
      if (protocol === 'https:') return;
      if (mode === 'production') fault('issuer', 'must be https in production');
      else if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
        fault('issuer', 'must be https unless it is on this machine');
      }
    },
    ({ mode, publicOrigin }, fault) => {
      if (new URL(publicOrigin).origin !== publicOrigin)
        fault('publicOrigin', 'must be an origin alone, without a path');
      if (mode === 'production' && !publicOrigin.startsWith('https:')) {
        fault('publicOrigin', 'must be https in production');
      }
    },
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

/** The development authority, for `caFile` when nothing is set in development. */
export const developmentCaFile = path.join(root, 'certs/ca.pem');

/** Where the authorization server leaves this client's secret in development. */
export const developmentSecretFile = path.join(root, '.gatehouse/secrets/clients/gateway');
