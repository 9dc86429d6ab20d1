/** Every setting of the resource server: its kind, default and meaning. */
import path from 'node:path';
import {
  cidrs,
  defineSettings,
  file,
  httpUrl,
  integer,
  list,
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
import { databaseUrlFault } from '@gatehouse/database';
import { originFault } from '@gatehouse/http';

const root = path.resolve(import.meta.dirname, '../../..');

/** Where everything of a development machine is kept; made when it does not exist. */
export const developmentDirectory = path.join(root, '.gatehouse');

/** The settings' definition, from which flags, environment names and their description are made. */
export const settingsDefinition = defineSettings({
  program: 'resource-server',
  prefix: 'API',
  fields: {
    mode: oneOf('development', 'production')
      .default('development')
      .describe('development makes demo people and invoices; production refuses what is only good for development'),
    issuer: httpUrl()
      .default('https://localhost:3000')
      .describe('Issuer identifier of the authorization server whose tokens are accepted (RFC 8414)'),
    publicOrigin: httpUrl()
      .default('https://localhost:3001')
      .describe('Where callers reach this API: the only accepted Host, and the base of DPoP proofs'),
    audience: httpUrl()
      .default('https://localhost:3001')
      .describe('The resource indicator that a token must be made for (RFC 8707)'),
    host: text().default('127.0.0.1').describe('Address to listen on'),
    port: port().default(3001).describe('Port to listen on'),
    managementHost: text().default('127.0.0.1').describe('Address of the management port'),
    managementPort: port().default(9001).describe('Port for /livez, /readyz, /startupz and /metrics; never expose it'),
    drainDelaySeconds: seconds({ max: 5 })
      .default(0)
      .describe(
        'On SIGTERM, how long it is not ready and still takes requests, so that balancers see it before the port closes',
      ),
    tls: toggle().default(true).describe('false when a proxy in front ends TLS'),
    tlsCertFile: file().default(path.join(root, 'certs/resource-server.pem')).describe('Certificate chain, PEM'),
    tlsKeyFile: file().default(path.join(root, 'certs/resource-server.key')).describe('Private key, PEM'),
    tlsClientCaFile: file()
      .optional()
      .describe('Certificate authorities for client certificates, PEM; asks clients for a certificate (RFC 8705)'),
    clientCertificateHeader: text()
      .optional()
      .describe(
        'Header in which trusted proxies that end TLS pass on the client certificate, such as client-cert (RFC 9440)',
      ),
    caFile: file()
      .optional()
      .describe('Further certificate authorities for outbound TLS, PEM; in development the one in certs/'),
    trustedProxies: cidrs().default([]).describe('Peers whose X-Forwarded-For counts'),
    allowedOrigins: list()
      .default([])
      .describe(
        'Origins of pages that may call this API from a browser, such as https://app.example.com; * lets every page, in development only',
      ),
    databaseUrl: secret()
      .prefault(`sqlite:${path.join(developmentDirectory, 'resource-server.sqlite')}`)
      .describe('sqlite:PATH or postgres://…'),
    databaseCaFile: file()
      .optional()
      .describe(
        'Authorities that sign the certificate of the PostgreSQL server, PEM; with it the connection is verify-full',
      ),
    databasePoolSize: integer({ min: 1, max: 500 }).default(10).describe('PostgreSQL connections at most'),
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
    clockToleranceSeconds: seconds({ max: 60 }).default(10).describe('How far the clocks of issuer and API may differ'),
    clientId: text().default('api').describe('Client that this API is at the issuer, for the revocation feed'),
    clientSecret: secret()
      .optional()
      .describe('Its secret; with it the API hears of revoked tokens, without it they live until they expire'),
    revocationMaxStaleSeconds: seconds({ min: 1, max: 86_400 })
      .default(60)
      .describe('How long what was last heard of revoked tokens counts as current'),
    revocationWhenStale: oneOf('accept', 'not-ready', 'refuse')
      .default('accept')
      .describe('What then: go on, turn /readyz to 503, or answer 503'),
    approvalDepartment: text().default('Finance').describe('Claim `department` of whoever approves invoices'),
    approvalAcrValues: list()
      .default(['urn:gatehouse:acr:2'])
      .describe('Values of the claim `acr` that say "with a second factor" (RFC 9470)'),
    approvalMaxAgeSeconds: seconds({ min: 1 })
      .default(300)
      .describe('How long ago the person who approves may have authenticated'),
    cursorKeys: secretList()
      .optional()
      .describe('Keys that seal the cursors of lists, 32 characters or more each; the first seals, all open'),
    rateLimitRequests: integer({ min: 0 })
      .default(1200)
      .describe('Requests that one principal may send in a window; 0 switches the limit off'),
    rateLimitWindowSeconds: seconds({ min: 1 }).default(60).describe('Length of that window'),
    logLevel: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent')
      .default('info')
      .describe('Least level that is logged'),
  },
  refine: [
    ({ cursorKeys }, fault) => {
      if (cursorKeys?.some((key) => key.reveal().length < 32)) {
        fault('cursorKeys', 'each key needs 32 characters or more');
      }
    },
    ({ mode, issuer }, fault) => {
      const { protocol, hostname } = new URL(issuer);
      if (protocol === 'https:') return;
      if (mode === 'production') fault('issuer', 'must be https in production');
      else if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
        fault('issuer', 'must be https unless it is on this machine');
      }
    },
    ({ jwksCacheSeconds, jwksStaleSeconds }, fault) => {
      if (jwksStaleSeconds < jwksCacheSeconds) {
        fault('jwksStaleSeconds', 'must not be shorter than the keys count as fresh (jwks_cache_seconds)');
      }
    },
    ({ clientCertificateHeader, trustedProxies }, fault) => {
      if (clientCertificateHeader === undefined) return;
      if (!/^[a-z\d-]+$/u.test(clientCertificateHeader))
        fault('clientCertificateHeader', 'must be a header name in lower case');
      if (trustedProxies.length === 0)
        fault('clientCertificateHeader', 'needs trusted_proxies: nobody else may say it');
    },
    ({ mode, publicOrigin }, fault) => {
      if (new URL(publicOrigin).origin !== publicOrigin)
        fault('publicOrigin', 'must be an origin alone, without a path');
      if (mode === 'production' && !publicOrigin.startsWith('https:')) {
        fault('publicOrigin', 'must be https in production');
      }
    },
    ({ mode, allowedOrigins }, fault) => {
      const isForAll = allowedOrigins.includes('*');
      if (isForAll && allowedOrigins.length > 1) fault('allowedOrigins', '* stands alone');
      if (isForAll && mode === 'production') fault('allowedOrigins', '* is refused in production: name the origins');
      const wrong = allowedOrigins.filter((origin) => origin !== '*').flatMap((origin) => originFault(origin) ?? []);
      if (wrong.length > 0) fault('allowedOrigins', wrong.join('; '));
    },
    ({ mode, cursorKeys }, fault) => {
      if (mode === 'production' && cursorKeys === undefined) fault('cursorKeys', 'is required in production');
    },
    ({ databaseUrl, databaseCaFile }, fault) => {
      const wrong = databaseUrlFault(databaseUrl.reveal(), databaseCaFile);
      if (wrong !== undefined) fault('databaseUrl', wrong);
    },
    ({ mode, databaseUrl }, fault) => {
      if (mode === 'production' && databaseUrl.reveal().startsWith('sqlite::memory:')) {
        fault('databaseUrl', 'production needs durable storage');
      }
    },
  ],
});

/** The settings of a running resource server, frozen. */
export type Settings = SettingsOf<typeof settingsDefinition>;

/** The development authority, for `caFile` when nothing is set in development. */
export const developmentCaFile = path.join(root, 'certs/ca.pem');
