/** Every setting of the authorization server: its kind, default and meaning. */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import {
  defineSettings,
  developmentDirectory,
  file,
  fileOrDirectory,
  httpUrl,
  integer,
  isDevelopmentCertificate,
  list,
  mailSenderFault,
  oneOf,
  type SettingsOf,
  seconds,
  secret,
  secretList,
  serviceSettings,
  smtpUrlFault,
  text,
  toggle,
} from '@gatehouse/config';
import { databaseUrlFault } from '@gatehouse/storage';
import { commandFields } from './command-settings.ts';
import { adminSettings, auditSettings, databaseSettings, domainSettings } from './settings-groups.ts';

const days = 24 * 60 * 60;
/** One core stays free, so that clients who ask for tokens do not wait for users who sign in (OPS-09). */
const hashesAtOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
/** Keys are kept as long as an ID token may come back as a hint; verifiers do not want to read hundreds of them. */
const mostRetiredKeys = 50;

const developmentRegistry = path.resolve(import.meta.dirname, '../registry/development.yaml');

const isDevelopmentRegistry = (given: string): boolean =>
  given.endsWith('registry/development.yaml') || path.resolve(given) === path.dirname(developmentRegistry);

export const settingsDefinition = defineSettings({
  program: 'gatehouse',
  prefix: 'GATEHOUSE_',
  fields: {
    mode: serviceSettings.mode(
      'development makes keys, secrets and demo users on this machine; production refuses them',
    ),
    issuer: serviceSettings.issuer('Issuer identifier: the public origin of this server, without a path (RFC 8414)'),
    ...serviceSettings.listening({ port: 3000, managementPort: 9000 }),
    workers: integer({ min: 1, max: 64 })
      .default(1)
      .describe('Processes that share the port, one for each core; the management port speaks for all of them'),
    ...serviceSettings.serverTls('authorization-server'),
    tlsClientCaFile: file()
      .optional()
      .describe(
        'Certificate authorities for client certificates, PEM; asks clients for a certificate (RFC 8705). In development ca.pem beside the certificate',
      ),
    trustedProxies: serviceSettings.trustedProxies(),
    traceCallers: serviceSettings.traceCallers(),
    ...databaseSettings,
    registryFile: list(fileOrDirectory())
      .default([developmentRegistry])
      .describe(
        'Registry files: resources, roles, clients and what holds for users, YAML or JSON; several with commas between them, or a folder of them. Applied at start',
      ),
    encryptionKeys: secretList()
      .optional()
      .describe('32-byte keys, base64url, that encrypt secrets in the database; the first encrypts, all decrypt'),
    stateDirectory: text().default(developmentDirectory).describe('Development only: where generated secrets are kept'),
    services: list().optional().describe('Development only: other services that the page at / names, NAME=ADDRESS'),
    accessTokenTtlSeconds: seconds({ min: 10, max: 600 }).default(300).describe('Lifetime of an access token'),
    authorizationCodeTtlSeconds: seconds({ min: 5, max: 600 })
      .default(60)
      .describe('Lifetime of an authorization code'),
    idTokenTtlSeconds: seconds({ min: 10, max: 3600 }).default(300).describe('Lifetime of an ID token'),
    refreshTokenTtlSeconds: seconds({ min: 10 })
      .default(14 * days)
      .describe('A refresh token that is not used for this long expires'),
    grantTtlSeconds: seconds({ min: 10 })
      .default(180 * days)
      .describe('Lifetime of a family of refresh tokens, used or not'),
    refreshRetrySeconds: seconds({ min: 0, max: 60 })
      .default(10)
      .describe('A client that repeats a refresh within this gets the same refresh token again; 0 is strict'),
    sessionIdleSeconds: seconds({ min: 60 })
      .default(12 * 60 * 60)
      .describe('A session that is not used for this long expires, up to one percent of it or a minute earlier'),
    sessionTtlSeconds: seconds({ min: 60 })
      .default(14 * days)
      .describe('Lifetime of a session, used or not'),
    interactionTtlSeconds: seconds({ min: 60 })
      .default(60 * 60)
      .describe('Time to finish signing in'),
    passwordHashConcurrency: integer({ min: 1, max: 64 })
      .default(hashesAtOnce)
      .describe('Password hashes computed at once; 2, or 1 on a machine with two cores, when not set'),
    passwordHashQueue: integer({ min: 1, max: 10_000 })
      .default(100)
      .describe('Sign-ins that may wait for a hash; further ones get 503'),
    breachedPasswordsFile: file()
      .optional()
      .describe(
        'Breached passwords (Pwned Passwords) that nobody may choose: SHA-1 in hexadecimal, one a line, sorted',
      ),
    smtpUrl: secret()
      .optional()
      .describe(
        'Mail server, smtp://user:password@host:port or smtps://…; in development /development/mail shows mails instead',
      ),
    mailQueueLimit: integer({ min: 1 })
      .default(10_000)
      .describe('Mails that may wait for the mail server; a request for one more gets 503'),
    registration: toggle()
      .optional()
      .describe(
        'Self-registration: users may create accounts; needs a mail server. Default: on in development, off in production',
      ),
    emailCode: toggle()
      .default(false)
      .describe(
        'After the password, users with a confirmed address and no other second factor type a code from a mail; needs a mail server. Better than a password alone, yet acr stays 1',
      ),
    mailFrom: text()
      .default('no-reply@localhost')
      .describe('Sender of mails: "Name <address>" or an address; required in production with a mail server'),
    signInAttemptsPerAccount: integer({ min: 1, max: 100 })
      .default(10)
      .describe('Wrong passwords or codes for one account, within the window, before sign-in pauses for it'),
    signInAttemptsPerAddress: integer({ min: 1 })
      .default(60)
      .describe('The same for one address; an IPv6 address counts by its /64'),
    signInAttemptsForEveryone: integer({ min: 1 })
      .default(3000)
      .describe('The same for all together; browsers that a user signed in with before are spared'),
    signInWindowSeconds: seconds({ min: 1, max: 86_400 }).default(900).describe('The window of these three'),
    keyRotationSeconds: seconds()
      .default(30 * days)
      .describe('How long a key signs before the next one takes over; 0: until "gatehouse keys rotate"'),
    keyPublishAheadSeconds: seconds({ max: 30 * days })
      .default(days)
      .describe('How long a key is published before it signs: longer than verifiers keep the keys they know'),
    rsaModulusBits: oneOf('2048', '3072').default('2048').describe('Size of the RSA keys that are made from now on'),
    signer: oneOf('in-process', 'transit')
      .default('in-process')
      .describe('Who makes and holds the keys that sign tokens; transit is an OpenBao or Vault Transit engine'),
    transitUrl: httpUrl()
      .optional()
      .describe('Where the Transit engine is mounted: https://bao.internal:8200/v1/transit'),
    transitToken: secret().optional().describe('Token for the Transit engine'),
    jwksMaxAgeSeconds: seconds({ min: 0, max: 86_400 })
      .default(300)
      .describe('How long clients and APIs may cache discovery and JWKS'),
    ...commandFields,
    ...auditSettings,
    ...adminSettings,
    outboundAllow: list(httpUrl())
      .optional()
      .describe(
        'Origins that requests to client-chosen URLs may reach although private; none, and in development the demo web app and the console on this machine. Replaces the default: name these too',
      ),
    ...domainSettings,
    caFile: file()
      .optional()
      .describe(
        'Further certificate authorities for outbound TLS, PEM. In development ca.pem beside the certificate. Replaces the default: have both in the file',
      ),
    gcIntervalSeconds: seconds({ min: 1 }).default(60).describe('How often expired rows are removed'),
    logLevel: serviceSettings.logLevel(),
  },
  // Each rule stands alone: a fault in a setting that one needs does not silence the others.
  refine: [
    ({ issuer }, fault) => {
      const { pathname, search, hash } = new URL(issuer);
      if (pathname === '/' && !search && !hash && !issuer.endsWith('/')) return;
      fault('issuer', 'must be an origin alone, such as https://id.example.com');
    },
    ({ sessionIdleSeconds, sessionTtlSeconds }, fault) => {
      if (sessionIdleSeconds <= sessionTtlSeconds) return;
      fault('sessionIdleSeconds', 'must not be longer than the session itself (session_ttl_seconds)');
    },
    ({ encryptionKeys }, fault) => {
      if (!encryptionKeys?.some((key) => Buffer.from(key.reveal(), 'base64url').length !== 32)) return;
      fault(
        'encryptionKeys',
        'each key must be 32 random bytes in base64url; "openssl rand -base64 32 | tr +/ -_" makes one',
      );
    },
    ({ keyPublishAheadSeconds, jwksMaxAgeSeconds }, fault) => {
      if (keyPublishAheadSeconds >= jwksMaxAgeSeconds) return;
      fault(
        'keyPublishAheadSeconds',
        'must not be shorter than jwks_max_age_seconds: others may know the old keys so long',
      );
    },
    ({ keyRotationSeconds: rotation, keyPublishAheadSeconds: ahead, sessionTtlSeconds }, fault) => {
      if (rotation === 0) return;
      if (rotation < ahead) {
        fault(
          'keyRotationSeconds',
          'must not be shorter than key_publish_ahead_seconds, or 0 to rotate by command only',
        );
      }
      if (sessionTtlSeconds / rotation > mostRetiredKeys) {
        fault(
          'keyRotationSeconds',
          `would keep more than ${mostRetiredKeys} old keys published (see session_ttl_seconds)`,
        );
      }
    },
    ({ signer, transitUrl, transitToken }, fault) => {
      if (signer !== 'transit') return;
      if (!transitUrl) fault('transitUrl', 'is required with signer transit');
      if (!transitToken) fault('transitToken', 'is required with signer transit');
    },
    ({ auditTokens, auditFile }, fault) => {
      if (auditTokens !== 'stream' || auditFile) return;
      fault('auditTokens', 'stream needs audit_file: there would be no record of tokens at all');
    },
    ({ outboundAllow }, fault) => {
      const wrong = outboundAllow?.find((url) => new URL(url).origin !== url.replace(/\/$/u, ''));
      if (wrong) fault('outboundAllow', `must be origins alone, such as https://rp.internal:8443, not ${wrong}`);
    },
    ({ registration, smtpUrl, mode }, fault) => {
      if (!registration || smtpUrl || mode === 'development') return;
      fault('registration', 'needs smtp_url: new users confirm their address by a mail');
    },
    ({ emailCode, smtpUrl, mode }, fault) => {
      if (!emailCode || smtpUrl || mode === 'development') return;
      fault('emailCode', 'needs smtp_url: the codes go out by mail');
    },
    ({ services, mode }, fault) => {
      if (mode === 'production' && services) fault('services', 'is for development only');
      const wrong = services?.find((service) => !/^[^=]+=https?:\/\/\S+$/u.test(service));
      if (wrong) fault('services', `must be NAME=ADDRESS, such as API=https://localhost:3001, not ${wrong}`);
    },
    ({ adminUrl, mode }, fault) => {
      if (adminUrl && new URL(adminUrl).origin !== adminUrl) fault('adminUrl', 'must be an origin alone');
      else if (mode === 'production' && adminUrl?.startsWith('http:')) fault('adminUrl', 'must be https in production');
    },
    ({ adminApi, tls, adminHost, mode }, fault) => {
      if (adminApi !== 'management' || tls || mode === 'development' || /^(?:127\.|localhost$|::1$)/u.test(adminHost))
        return;
      fault('adminApi', 'management needs tls, or admin_host on loopback with a proxy in front that ends TLS');
    },
    // What production refuses.
    ({ issuer, mode }, fault) => {
      if (mode === 'production' && !issuer.startsWith('https:')) fault('issuer', 'must be https in production');
    },
    ({ encryptionKeys, mode }, fault) => {
      if (mode === 'production' && !encryptionKeys?.length) fault('encryptionKeys', 'is required in production');
    },
    ({ signer, transitUrl, mode }, fault) => {
      if (mode !== 'production' || signer !== 'transit' || !transitUrl?.startsWith('http:')) return;
      fault('transitUrl', 'must be https in production');
    },
    ({ registryFile, mode }, fault) => {
      if (mode !== 'production' || !registryFile.some(isDevelopmentRegistry)) return;
      fault('registryFile', 'the development registry is refused in production');
    },
    ({ outboundAllow, mode }, fault) => {
      if (mode !== 'production' || !outboundAllow?.some((url) => url.startsWith('http:'))) return;
      fault('outboundAllow', 'must be https in production');
    },
    ({ databaseUrl, databaseCaFile }, fault) => {
      const wrong = databaseUrlFault(databaseUrl.reveal(), databaseCaFile);
      if (wrong !== undefined) fault('databaseUrl', wrong);
    },
    ({ mailFrom }, fault) => {
      const wrong = mailSenderFault(mailFrom);
      if (wrong !== undefined) fault('mailFrom', wrong);
    },
    ({ mailFrom, smtpUrl, mode }, fault) => {
      if (mode !== 'production' || !smtpUrl || !mailFrom.replace(/>$/u, '').endsWith('@localhost')) return;
      fault(
        'mailFrom',
        'is required in production with a mail server: the sender of mails, such as "Example <no-reply@example.com>"',
      );
    },
    ({ tls, tlsCertFile, mode }, fault) => {
      if (mode !== 'production' || !tls || !isDevelopmentCertificate(tlsCertFile)) return;
      fault(
        'tlsCertFile',
        'a development certificate is refused in production: name your own, or set GATEHOUSE_TLS=false when a proxy in front ends TLS',
      );
    },
    ({ smtpUrl }, fault) => {
      const wrong = smtpUrl && smtpUrlFault(smtpUrl.reveal());
      if (wrong !== undefined) fault('smtpUrl', wrong);
    },
    ({ databaseUrl, mode }, fault) => {
      if (mode !== 'production' || !databaseUrl.reveal().startsWith('sqlite::memory:')) return;
      fault('databaseUrl', 'production needs durable storage');
    },
  ],
});

/** The settings of a running authorization server, frozen. */
export type Settings = SettingsOf<typeof settingsDefinition>;
