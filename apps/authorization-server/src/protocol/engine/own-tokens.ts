/** JWT access tokens of this server that come back to it: verified as an API would, but for any audience (RFC 9068). */
import type { JWTPayload } from 'jose';
import { verifies } from '../../directory/keys/signer.ts';
import type { Keyring } from '../keys/keyring.ts';

/** A JWT access token that this server signed and that has not expired. It may have been revoked. */
export interface OwnToken {
  readonly kid: string;
  readonly claims: JWTPayload & { readonly jti: string; readonly client_id: string; readonly exp: number };
}

const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/u;
const TYPE = /^(?:application\/)?at\+jwt$/iu;

/** True for what looks like a JWS in compact form. Opaque tokens have no dots. */
export const looksLikeJwt = (token: string): boolean => COMPACT.test(token);

type Members = Readonly<Record<string, unknown>>;

/** The members of a part; undefined for what is no JSON object. */
function membersOf(part: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

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
  if (!looksLikeJwt(token)) return undefined;
  const [head = '', payload = '', last = ''] = token.split('.');
  const { alg, kid, typ, crit } = membersOf(head) ?? {};
  const key = keyring.tokenKeys.find((one) => one.kid === kid && one.algorithm === alg);
  if (!key || typeof typ !== 'string' || !TYPE.test(typ) || crit !== undefined) return undefined;
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')));
  const signature = Buffer.from(last, 'base64url');
  // A few spellings of the last character mean the same bytes: only one of them is the token that was issued.
  if (signature.toString('base64url') !== last) return undefined;
  if (!verifies(key.algorithm, key.publicKey, signed, signature)) return undefined;
  const claims = membersOf(payload);
  return claims && isCurrent(claims, issuer, clock() / 1000) ? { kid: key.kid, claims } : undefined;
}
