/** The settings as the modules take them. */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listeningOptions } from '@gatehouse/http/listening';
import type { Settings } from './settings.ts';

/** Where the server listens, as `createService` takes it. */
export const serviceSettings = (settings: Settings, clientCaFile: string | undefined) => ({
  name: 'authorization-server',
  publicOrigin: settings.issuer,
  ...listeningOptions(settings, clientCaFile),
});

/** What the directory is opened with. */
export const directorySettings = (settings: Settings) => ({
  ...settings,
  development: settings.mode === 'development',
  signInLimits: signInLimits(settings),
  tokenRecords: tokenRecords(settings),
  commandClient: adminPlace(settings) !== 'off',
});

/** Where the admin API is served. */
export const adminPlace = ({ adminApi, mode }: Pick<Settings, 'adminApi' | 'mode'>): 'public' | 'management' | 'off' =>
  adminApi ?? (mode === 'development' ? 'public' : 'off');

/** The origin by which the admin API is reached. */
export function adminOrigin(settings: Settings): string {
  if (adminPlace(settings) === 'public') return settings.issuer;
  return settings.adminUrl ?? `${settings.tls ? 'https' : 'http'}://localhost:${settings.adminPort}`;
}

/** The limits of signing in, as `limitsFrom` takes them. */
export const signInLimits = (settings: Settings) => ({
  perAccount: settings.signInAttemptsPerAccount,
  perAddress: settings.signInAttemptsPerAddress,
  forEveryone: settings.signInAttemptsForEveryone,
  windowSeconds: settings.signInWindowSeconds,
});

/** What the outbound guard lets through, as `createOutboundFetch` takes it. */
export const outboundAllow = ({ mode, outboundAllow: listed }: Pick<Settings, 'mode' | 'outboundAllow'>) =>
  listed ?? (mode === 'development' ? ['https://localhost:3003', 'https://localhost:3006'] : []);

/** What leaves by itself, as `openDelivery` takes it. */
export const deliverySettings = (settings: Settings) => ({
  issuer: settings.issuer,
  development: settings.mode === 'development',
  smtpUrl: settings.smtpUrl?.reveal(),
  mailFrom: settings.mailFrom,
  mailQueueLimit: settings.mailQueueLimit,
  allow: outboundAllow(settings),
});

/** How keys rotate, as `rotationPolicies` takes it. */
export const rotationSettings = (
  settings: Pick<Settings, 'keyRotationSeconds' | 'keyPublishAheadSeconds' | 'idTokenTtlSeconds' | 'sessionTtlSeconds'>,
) => ({
  rotationSeconds: settings.keyRotationSeconds,
  publishAheadSeconds: settings.keyPublishAheadSeconds,
  idTokenSeconds: settings.idTokenTtlSeconds,
  sessionSeconds: settings.sessionTtlSeconds,
});

/** Who signs, as `configuredSigners` takes it. */
export const signerSettings = (settings: Settings) => ({
  rsaModulusBits: settings.rsaModulusBits === '3072' ? (3072 as const) : (2048 as const),
  transit:
    settings.signer === 'transit' && settings.transitUrl && settings.transitToken
      ? { url: settings.transitUrl.replace(/\/$/u, ''), token: settings.transitToken.reveal() }
      : undefined,
});

/** How long audit records are kept in the database; undefined: for ever. */
export const auditKeptSeconds = ({ auditRetentionDays: days }: Pick<Settings, 'auditRetentionDays'>) =>
  days === 0 ? undefined : days * 86_400;

/** How often what is over is removed, and what counts as over, as `startSweeper` takes it. */
export const sweeping = (settings: Settings) => ({
  intervalSeconds: settings.gcIntervalSeconds,
  auditKeptSeconds: auditKeptSeconds(settings),
});

/** Which records of issued tokens the database gets, as `createAudit` takes it. */
const tokenRecords = ({ auditTokens, auditTokenSample: sample }: Settings) =>
  auditTokens === 'sampled' ? { sample } : auditTokens;

/** How long things live, as the provider takes it. */
export const lifetimesOf = (settings: Settings) => ({
  accessTokenSeconds: settings.accessTokenTtlSeconds,
  authorizationCodeSeconds: settings.authorizationCodeTtlSeconds,
  idTokenSeconds: settings.idTokenTtlSeconds,
  refreshTokenSeconds: settings.refreshTokenTtlSeconds,
  grantSeconds: settings.grantTtlSeconds,
  sessionIdleSeconds: settings.sessionIdleSeconds,
  sessionSeconds: settings.sessionTtlSeconds,
  interactionSeconds: settings.interactionTtlSeconds,
  refreshRetrySeconds: settings.refreshRetrySeconds,
  documentsSeconds: settings.jwksMaxAgeSeconds,
});

/** Who makes certificates of clients; undefined: none is asked for. */
export const clientCaFile = (settings: Settings): string | undefined =>
  settings.tls ? (settings.tlsClientCaFile ?? developmentCa(settings)) : undefined;

/** In development the authority that made the server's certificate makes those of clients and applications too. */
export function developmentCa({ mode, tlsCertFile }: Settings): string | undefined {
  const file = join(dirname(tlsCertFile), 'ca.pem');
  return mode === 'development' && existsSync(file) ? file : undefined;
}

/** What a server in development tells whoever has just started it; undefined in production. */
export const development = (settings: Settings) =>
  settings.mode === 'development'
    ? {
        stateDirectory: settings.stateDirectory,
        services: (settings.services ?? []).map((service) => {
          const at = service.indexOf('=');
          return { name: service.slice(0, at), origin: service.slice(at + 1) };
        }),
        caFile: developmentCa(settings),
      }
    : undefined;
