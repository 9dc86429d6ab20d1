/** Every setting of the resource server: its kind, default and meaning. */
import {
  defineSettings,
  file,
  httpUrl,
  list,
  oneOf,
  type SettingsOf,
  seconds,
  secret,
  secretList,
  serviceSettings,
  text,
} from '@gatehouse/config';
import { databaseUrlFault } from '@gatehouse/database';
import { originFault } from '@gatehouse/http';

/** The settings' definition, from which flags, environment names and their description are made. */
export const settingsDefinition = defineSettings({
  program: 'resource-server',
  prefix: 'API',
  fields: {
    mode: serviceSettings.mode(
      'development makes demo users and invoices; production refuses what is only good for development',
    ),
    issuer: serviceSettings.issuer(
      'Issuer identifier of the authorization server whose tokens are accepted (RFC 8414)',
    ),
    publicOrigin: httpUrl()
      .default('https://localhost:3001')
      .describe('Where callers reach this API: the only accepted Host, and the base of DPoP proofs'),
    audience: httpUrl()
      .default('https://localhost:3001')
      .describe('The resource indicator that a token must be made for (RFC 8707)'),
    ...serviceSettings.listening({ port: 3001, managementPort: 9001 }),
    ...serviceSettings.serverTls('resource-server'),
    tlsClientCaFile: file()
      .optional()
      .describe('Certificate authorities for client certificates, PEM; asks clients for a certificate (RFC 8705)'),
    clientCertificateHeader: text()
      .optional()
      .describe(
        'Header in which trusted proxies that end TLS pass on the client certificate, such as client-cert (RFC 9440)',
      ),
    caFile: serviceSettings.outboundCaFile(),
    trustedProxies: serviceSettings.trustedProxies(),
    traceCallers: serviceSettings.traceCallers(),
    allowedOrigins: list()
      .default([])
      .describe(
        'Origins of pages that may call this API from a browser, such as https://app.example.com; * lets every page, in development only',
      ),
    ...serviceSettings.database('resource-server.sqlite', 'PostgreSQL connections at most'),
    ...serviceSettings.tokenVerification('API'),
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
    approvalDepartment: text().default('Finance').describe('Claim `department` of users who may approve invoices'),
    approvalAcrValues: list()
      .default(['urn:gatehouse:acr:2'])
      .describe('Values of the claim `acr` that say "with a second factor" (RFC 9470)'),
    approvalMaxAgeSeconds: seconds({ min: 1 })
      .default(300)
      .describe('How long ago the user who approves may have authenticated'),
    cursorKeys: secretList()
      .optional()
      .describe('Keys that encrypt the cursors of lists, 32 characters or more each; the first encrypts, all decrypt'),
    rateLimitRequests: serviceSettings.rateLimitRequests('principal'),
    rateLimitWindowSeconds: serviceSettings.rateLimitWindowSeconds(),
    logLevel: serviceSettings.logLevel(),
  },
  refine: [
    ({ cursorKeys }, fault) => {
      if (cursorKeys?.some((key) => key.reveal().length < 32)) {
        fault('cursorKeys', 'each key needs 32 characters or more');
      }
    },
    serviceSettings.rules.httpsIssuerOrLocal,
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
    serviceSettings.rules.publicOrigin,
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
