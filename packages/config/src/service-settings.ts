/** Settings that several services have, and the rules about them: defined once, and taken by each service among its own. */
import path from 'node:path';
import { developmentCertificate, developmentDirectory } from './development-files.ts';
import {
  cidrs,
  file,
  httpUrl,
  integer,
  oneOf,
  port,
  seconds,
  secret,
  signatureAlgorithms,
  text,
  toggle,
} from './kinds.ts';
import type { Secret } from './secret.ts';

type Fault<Field extends string> = (field: Field, message: string) => void;

/** @param meaning what development does that production refuses */
export const mode = (meaning: string) => oneOf('development', 'production').default('development').describe(meaning);

/** Where a service listens, and how it stops. */
export const listening = (ports: { readonly port: number; readonly managementPort: number }) => ({
  host: text().default('127.0.0.1').describe('Address to listen on'),
  port: port().default(ports.port).describe('Port to listen on'),
  managementHost: text().default('127.0.0.1').describe('Address of the management port'),
  managementPort: port()
    .default(ports.managementPort)
    .describe('Port for /livez, /readyz, /startupz and /metrics; never expose it'),
  drainDelaySeconds: seconds({ max: 5 })
    .default(0)
    .describe(
      'On SIGTERM, how long it is not ready and still takes requests, so that balancers see it before the port closes',
    ),
});

/** TLS of the public port. @param name of the development certificate */
export const serverTls = (name: string) => ({
  tls: toggle().default(true).describe('false when a proxy in front ends TLS'),
  tlsCertFile: file()
    .default(developmentCertificate(`${name}.pem`))
    .describe('Certificate chain, PEM'),
  tlsKeyFile: file()
    .default(developmentCertificate(`${name}.key`))
    .describe('Private key, PEM'),
});

/** Callers that decide for others which traces are recorded. */
export const traceCallers = () =>
  cidrs().optional().describe('Callers whose traces (traceparent) are continued; in development those on this machine');

/** Peers that speak for others. */
export const trustedProxies = () => cidrs().default([]).describe('Peers whose X-Forwarded-For counts');

/** The authorization server. */
export const issuer = (meaning = 'Issuer identifier of the authorization server') =>
  httpUrl().default('https://localhost:3000').describe(meaning);

/** The client that a service is at the authorization server. */
export const oauthClient = (id: string) => ({
  clientId: text().default(id).describe('Client identifier at the authorization server'),
  clientSecret: secret().optional().describe('Client secret; in development the file in .gatehouse/secrets/clients'),
});

/** The API that a client calls. */
export const protectedApi = (scope: { readonly default: string; readonly meaning: string }) => ({
  apiOrigin: httpUrl().default('https://localhost:3001').describe('Where the API is'),
  resource: text()
    .default('https://localhost:3001')
    .describe('The resource indicator of the API: the audience of access tokens (RFC 8707)'),
  scope: text().default(scope.default).describe(scope.meaning),
});

/** Authorities of outbound TLS; see `outboundAuthorities`. */
export const outboundCaFile = () =>
  file().optional().describe('Further certificate authorities for outbound TLS, PEM; in development the one in certs/');

/** How access tokens are verified. @param verifier as whoever reads the meaning of a setting knows the service */
export const tokenVerification = (verifier: string) => ({
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
    .describe(`How far the clocks of issuer and ${verifier} may differ`),
});

/** The database of a service. @param fileName of its SQLite database in development */
export const database = (fileName: string, poolMeaning: string) => ({
  databaseUrl: secret()
    .prefault(`sqlite:${path.join(developmentDirectory, fileName)}`)
    .describe('sqlite:PATH or postgres://…'),
  databaseCaFile: file()
    .optional()
    .describe(
      'Authorities that sign the certificate of the PostgreSQL server, PEM; with it the connection is verify-full',
    ),
  databasePoolSize: integer({ min: 1, max: 500 }).default(10).describe(poolMeaning),
});

/** Requests that one of them may send. @param caller whom the limit is for */
export const rateLimitRequests = (caller: string) =>
  integer({ min: 0 })
    .default(1200)
    .describe(`Requests that one ${caller} may send in a window; 0 switches the limit off`);

/** The window of that. */
export const rateLimitWindowSeconds = () => seconds({ min: 1 }).default(60).describe('Length of that window');

/** When a client renews its access token. */
export const renewBeforeSeconds = (meaning: string) => seconds({ max: 300 }).default(30).describe(meaning);

/** What a service logs. */
export const logLevel = () =>
  oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent')
    .default('info')
    .describe('Least level that is logged');

/** Rules between these settings. Each stands alone: a fault in one does not silence another. */
export const rules = {
  clientSecretInProduction: (
    { mode: given, clientSecret }: { readonly mode: string; readonly clientSecret?: Secret | undefined },
    fault: Fault<'clientSecret'>,
  ): void => {
    if (given === 'production' && clientSecret === undefined) fault('clientSecret', 'is required in production');
  },
  /** Keys and tokens travel from and to there. */
  httpsIssuer: (settings: { readonly issuer: string }, fault: Fault<'issuer'>): void => {
    if (!settings.issuer.startsWith('https:')) fault('issuer', 'must be https');
  },
  /** In development also http, on this machine. */
  httpsIssuerOrLocal: (settings: { readonly issuer: string; readonly mode: string }, fault: Fault<'issuer'>): void => {
    const { protocol, hostname } = new URL(settings.issuer);
    if (protocol === 'https:') return;
    if (settings.mode === 'production') fault('issuer', 'must be https in production');
    else if (!['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
      fault('issuer', 'must be https unless it is on this machine');
    }
  },
  httpsApi: ({ apiOrigin }: { readonly apiOrigin: string }, fault: Fault<'apiOrigin'>): void => {
    if (!apiOrigin.startsWith('https:')) fault('apiOrigin', 'must be https: tokens travel there');
  },
  publicOrigin: (
    settings: { readonly mode: string; readonly publicOrigin: string },
    fault: Fault<'publicOrigin'>,
  ): void => {
    const { publicOrigin } = settings;
    if (new URL(publicOrigin).origin !== publicOrigin) fault('publicOrigin', 'must be an origin alone, without a path');
    if (settings.mode === 'production' && !publicOrigin.startsWith('https:')) {
      fault('publicOrigin', 'must be https in production');
    }
  },
} as const;
