/**
 * Logout tokens of upstream providers, where we are the relying party (OpenID Connect Back-Channel Logout 1.0, section 2.6).
 * Anybody can send one: what can be seen without a key is looked at first, so that nothing is fetched for what is no good anyway.
 */
import { createRemoteJWKSet, customFetch, decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import type { Configuration } from 'openid-client';
import type { OutboundFetch } from '../../../delivery/outbound/guard.ts';
import type { Connection } from '../connections.ts';
import type { RawClaims } from '../mapping.ts';
import type { Configurations } from './configurations.ts';
import { LogoutTokenRefused, UpstreamFailed } from './failed.ts';
import { failureOf } from './failure-of.ts';
import type { Kind } from './kind.ts';
import { kinds } from './kinds.ts';

/** What a good logout token says: that session, or all sessions of that user. */
export interface UpstreamLogout {
  readonly issuer: string;
  readonly subject: string | undefined;
  readonly sid: string | undefined;
  /** Unique among those of the issuer; taken once until then. */
  readonly jti: string;
  readonly expiresAtSeconds: number;
}

const event = 'http://schemas.openid.net/event/backchannel-logout';
/** Asymmetric ones alone. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const types: ReadonlySet<unknown> = new Set([undefined, 'jwt', 'logout+jwt', 'application/logout+jwt']);
const longest = 8192;
/** Of a token; it is made when it is sent. */
const mostSeconds = 600;
const toleranceSeconds = 30;
/** Keys are fetched no more often than that for a key that is unknown. */
const cooldownMs = 30_000;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 512;
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with the claims, in a sentence, whoever signed them; undefined when nothing is. */
function faultOf(claims: RawClaims, { client_id: clientId }: Connection, nowSeconds: number): string | undefined {
  const { aud, iat, exp, jti, sub, sid, events, nonce } = claims;
  if (![aud].flat().includes(clientId)) return 'aud is not our client_id';
  if (typeof iat !== 'number' || typeof exp !== 'number') return 'iat and exp are needed';
  if (iat > nowSeconds + toleranceSeconds) return 'iat is in the future';
  if (iat < nowSeconds - mostSeconds) return 'iat is too long ago';
  if (exp <= nowSeconds - toleranceSeconds) return 'exp has passed';
  if (!isText(jti)) return 'jti is needed';
  if (sub !== undefined && !isText(sub)) return 'sub is no text';
  if (sid !== undefined && !isText(sid)) return 'sid is no text';
  if (sub === undefined && sid === undefined) return 'sub or sid is needed';
  if (!isObject(events) || !isObject((events as RawClaims)[event])) return `events must hold ${event}`;
  // An ID token must not pass for one.
  return nonce === undefined ? undefined : 'nonce must not be there';
}

function refuse(fault: string): never {
  throw new LogoutTokenRefused(`the logout token is not good: ${fault}`);
}

/** The token, looked at without a key. Throws LogoutTokenRefused. */
function seen(token: string, connection: Connection, nowSeconds: number): RawClaims {
  // Encrypted ones have five parts, and none was asked for.
  if (token.length > longest || token.split('.').length !== 3) return refuse('it is no signed JWT');
  let header: ReturnType<typeof decodeProtectedHeader>;
  let claims: RawClaims;
  try {
    header = decodeProtectedHeader(token);
    claims = decodeJwt(token);
  } catch {
    return refuse('it is no signed JWT');
  }
  if (!algorithms.includes(String(header.alg))) return refuse('alg is none that is accepted');
  if (header.crit !== undefined) return refuse('crit is not understood');
  if (!types.has(header.typ?.toLowerCase())) return refuse('typ is not logout+jwt');
  const fault = faultOf(claims, connection, nowSeconds);
  return fault === undefined ? claims : refuse(fault);
}

/** The issuer as it must be said; Entra ID has one for each of its tenants. */
const issuerOf = (config: Configuration, { tid }: RawClaims): string =>
  config.serverMetadata().issuer.replace('{tenantid}', () => String(tid));

/** Codes of jose for a token that is not good; anything else is about the keys. */
const ofToken: ReadonlySet<string> = new Set([
  errors.JWKSNoMatchingKey.code,
  errors.JWKSMultipleMatchingKeys.code,
  errors.JWSSignatureVerificationFailed.code,
  errors.JWSInvalid.code,
  errors.JWTInvalid.code,
  errors.JWTExpired.code,
  errors.JWTClaimValidationFailed.code,
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
]);

/** Reads a logout token. Rejects with LogoutTokenRefused, or UpstreamFailed when the keys of the upstream cannot be had. */
export type ReadLogoutToken = (connection: Connection, token: string) => Promise<UpstreamLogout>;

export function createLogoutTokens({
  fetch,
  clock,
  configurations,
}: {
  readonly fetch: OutboundFetch;
  readonly clock: () => number;
  readonly configurations: Pick<Configurations, 'of'>;
}): ReadLogoutToken {
  /** By what is known of the upstream: another one when that is read again. */
  const keySets = new WeakMap<Configuration, ReturnType<typeof createRemoteJWKSet>>();

  function keysOf(config: Configuration): ReturnType<typeof createRemoteJWKSet> {
    const { jwks_uri: uri } = config.serverMetadata();
    if (uri === undefined) throw new UpstreamFailed('misconfigured', 'the upstream has no jwks_uri');
    const keys =
      keySets.get(config) ??
      createRemoteJWKSet(new URL(uri), {
        cooldownDuration: cooldownMs,
        [customFetch]: fetch,
      });
    keySets.set(config, keys);
    return keys;
  }

  return async (connection, token) => {
    if (!('discover' in (kinds[connection.kind] as Kind).server(connection)))
      throw new LogoutTokenRefused('the connection is to an upstream without ID tokens, which sends no logout tokens');
    const nowSeconds = Math.floor(clock() / 1000);
    const claims = seen(token, connection, nowSeconds);
    const config = await configurations.of(connection);
    const issuer = issuerOf(config, claims);
    if (claims['iss'] !== issuer) return refuse('iss is not the issuer of this connection');
    try {
      await jwtVerify(token, keysOf(config), {
        issuer,
        audience: connection.client_id,
        algorithms,
        clockTolerance: toleranceSeconds,
        currentDate: new Date(clock()),
      });
    } catch (error) {
      if (error instanceof errors.JOSEError && ofToken.has(error.code))
        throw new LogoutTokenRefused('the logout token is not good: its signature is not of this upstream', {
          cause: error,
        });
      throw error instanceof errors.JOSEError
        ? new UpstreamFailed('unavailable', 'the keys of the upstream cannot be read', { cause: error })
        : failureOf(error);
    }
    const { sub, sid, jti, exp, iat } = claims as { sub?: string; sid?: string; jti: string; exp: number; iat: number };
    const expiresAtSeconds = Math.ceil(Math.min(exp, iat + mostSeconds)) + toleranceSeconds + 1;
    return { issuer, subject: sub, sid, jti, expiresAtSeconds };
  };
}
