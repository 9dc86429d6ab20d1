/** Logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6): what makes one good. */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { IssuerUnavailable } from './errors.ts';

/** Whose sessions end: those of one session at the authorization server, or all of a user. */
export interface LogoutOrder {
  readonly subject: string | undefined;
  readonly sid: string | undefined;
}

/** Checks logout tokens. */
export interface LogoutTokens {
  /**
   * The order of a good token; undefined when it is not good, or was used before.
   * @throws IssuerUnavailable when the keys cannot be read
   */
  read(token: string): Promise<LogoutOrder | undefined>;
}

/** Where logout tokens come from and whom they are for. */
export interface LogoutTokenOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Where the issuer's keys are; asked for when the first token comes. */
  readonly jwksUri: () => Promise<string>;
}

const event = 'http://schemas.openid.net/event/backchannel-logout';
const longestToken = 8192;
/** Tokens older than this are refused, so no longer must a `jti` be remembered. */
const maxAgeSeconds = 120;
const rememberedAtMost = 10_000;

/** Makes the checker. */
export function createLogoutTokens({ issuer, clientId, jwksUri }: LogoutTokenOptions): LogoutTokens {
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  const seen = new Map<string, number>();

  async function claimsOf(token: string): Promise<JWTPayload | undefined> {
    keys ??= createRemoteJWKSet(new URL(await jwksUri()), { timeoutDuration: 5_000 });
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience: clientId,
        algorithms: ['RS256'],
        typ: 'logout+jwt',
        maxTokenAge: maxAgeSeconds,
        clockTolerance: 10,
        requiredClaims: ['iat', 'jti', 'events'],
      });
      return payload;
    } catch (error) {
      // A token that is wrong is the sender's fault; keys that cannot be read are not.
      const isAway =
        !(error instanceof errors.JOSEError) || error.code === 'ERR_JWKS_TIMEOUT' || error.code === 'ERR_JOSE_GENERIC';
      if (isAway) throw new IssuerUnavailable('the keys of the authorization server cannot be read', { cause: error });
      return undefined;
    }
  }

  /** Whether this `jti` comes for the first time. When the memory is full nothing is forgotten that still counts. */
  function isFirst(jti: string, nowSeconds: number): boolean {
    if (seen.has(jti)) return false;
    for (const [old, until] of seen) if (until < nowSeconds) seen.delete(old);
    if (seen.size >= rememberedAtMost) return false;
    seen.set(jti, nowSeconds + maxAgeSeconds + 10);
    return true;
  }

  return {
    async read(token) {
      if (token.length > longestToken) return undefined;
      const claims = await claimsOf(token);
      if (claims === undefined || claims['nonce'] !== undefined || !isLogout(claims['events'])) return undefined;
      const { sub: subject, sid, jti } = claims;
      if (subject === undefined && typeof sid !== 'string') return undefined;
      if (jti === undefined || !isFirst(jti, Date.now() / 1000)) return undefined;
      return { subject, sid: typeof sid === 'string' ? sid : undefined };
    },
  };
}

function isLogout(events: unknown): boolean {
  if (typeof events !== 'object' || events === null) return false;
  const value: unknown = Object.hasOwn(events, event) ? (events as Record<string, unknown>)[event] : undefined;
  return typeof value === 'object' && value !== null;
}
