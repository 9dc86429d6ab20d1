/** JWT access tokens of this server that come back to it: verified as an API would, but for any audience (RFC 9068). */
import type { JWTPayload } from 'jose';
import { type Members, verifyJwt } from '../keys/jws.ts';
import type { Keyring } from '../keys/keyring.ts';

/** A JWT access token that this server signed and that has not expired. It may have been revoked. */
export interface OwnToken {
  readonly kid: string;
  readonly claims: JWTPayload & { readonly jti: string; readonly client_id: string; readonly exp: number };
}

const TYPE = /^(?:application\/)?at\+jwt$/iu;

const isText = (value: unknown) => typeof value === 'string' && value !== '';

function isCurrent(claims: Members, issuer: string, nowSeconds: number): claims is OwnToken['claims'] & Members {
  const { iss, exp, nbf, iat, aud } = claims;
  if (iss !== issuer || typeof exp !== 'number' || exp <= nowSeconds || typeof iat !== 'number') return false;
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= nowSeconds)) return false;
  return aud !== undefined && ['jti', 'sub', 'client_id'].every((name) => isText(claims[name]));
}

/** @returns undefined for what is not ours, not an access token, altered or expired */
export async function verifyOwnToken(
  token: string,
  { keyring, issuer, clock }: { keyring: Keyring; issuer: string; clock: () => number },
): Promise<OwnToken | undefined> {
  const verified = verifyJwt(token, keyring);
  if (!verified) return undefined;
  const { kid, header, claims } = verified;
  const { typ } = header;
  if (typeof typ !== 'string' || !TYPE.test(typ) || !claims) return undefined;
  return isCurrent(claims, issuer, clock() / 1000) ? { kid, claims } : undefined;
}
