/**
 * JWT access tokens (RFC 9068 section 4). What costs least is checked first, so that a flood of bad tokens stays cheap; nothing
 * is accepted before the signature held.
 */

import { isSignatureAlgorithm, type SignatureAlgorithm, type VerificationKey } from './algorithms.ts';
import { type AudienceRules, checkAudience, hasWellFormedOptionalClaims, isName, isNumericDate } from './claims.ts';
import { type Confirmations, confirmationOf } from './confirmation.ts';
import { type CompactJws, hasUnsupportedHeader, splitCompactJws } from './jws.ts';
import type { IssuerKeys } from './keys.ts';
import type { AccessTokenClaims } from './principal.ts';
import { Refusal, refuse } from './refusal.ts';

/** One issuer whose tokens are accepted. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly algorithms: readonly SignatureAlgorithm[];
  readonly keys: IssuerKeys;
}

/** The policy that JWT access tokens are verified under. */
export interface JwtRules extends AudienceRules {
  readonly issuers: ReadonlyMap<string, TrustedIssuer>;
  readonly clockToleranceSeconds: number;
  readonly maxTokenAgeSeconds: number;
  readonly confirmations: Confirmations;
  /** Headers of tokens that held, by their spelling. Filled here, and only with such, so that strangers cannot fill it. */
  readonly knownHeaders: Map<string, Record<string, unknown>>;
}

/** A JWT that holds. */
export interface VerifiedJwt {
  readonly header: Record<string, unknown>;
  readonly payload: AccessTokenClaims;
}

const MAX_KNOWN_HEADERS = 100;
const ACCESS_TOKEN_TYPES = new Set(['at+jwt', 'application/at+jwt']);

/**
 * Verifies a JWT access token. Never throws and never rejects.
 *
 * @param token one that looks like a compact JWS
 * @param nowSeconds wall time in seconds since the epoch
 * @returns the claims or a refusal; a promise of these only when the issuer must be asked for a key
 */
export function verifyJwt(
  token: string,
  rules: JwtRules,
  nowSeconds: number,
): VerifiedJwt | Refusal | Promise<VerifiedJwt | Refusal> {
  const jws = splitCompactJws(token, rules.knownHeaders);
  if (jws === undefined) return refuse('malformed_token');
  const { header, payload } = jws;
  const { alg, typ } = header;
  if (hasUnsupportedHeader(header)) return refuse('unsupported_header');
  if (typeof typ !== 'string' || !ACCESS_TOKEN_TYPES.has(typ.toLowerCase())) return refuse('wrong_type');
  const trusted = typeof payload['iss'] === 'string' ? rules.issuers.get(payload['iss']) : undefined;
  if (trusted === undefined) return refuse('wrong_issuer');
  if (!isSignatureAlgorithm(alg) || !trusted.algorithms.includes(alg)) return refuse('unsupported_algorithm');
  const wrong = checkClaims(payload, rules, nowSeconds);
  if (wrong !== undefined) return wrong;
  const key = trusted.keys.find(header['kid'], alg);
  return key instanceof Promise
    ? key.then((found) => checkSignature(jws, found, rules))
    : checkSignature(jws, key, rules);
}

function checkSignature(
  jws: CompactJws,
  key: VerificationKey | Refusal,
  { knownHeaders }: JwtRules,
): VerifiedJwt | Refusal {
  if (key instanceof Refusal) return key;
  if (!key.verifies(jws.signingInput(), jws.signature)) return refuse('bad_signature');
  if (knownHeaders.size < MAX_KNOWN_HEADERS) knownHeaders.set(jws.headerPart, jws.header);
  return { header: jws.header, payload: jws.payload as AccessTokenClaims };
}

/** RFC 9068 section 2.2: the claims that must be there, of their types; then audience and time. */
function checkClaims(payload: Record<string, unknown>, rules: JwtRules, nowSeconds: number): Refusal | undefined {
  const { exp, iat, nbf } = payload;
  if (!isName(payload['sub']) || !isName(payload['client_id']) || !isName(payload['jti']))
    return refuse('invalid_claims');
  if (!isNumericDate(exp) || !isNumericDate(iat) || (nbf !== undefined && !isNumericDate(nbf)))
    return refuse('invalid_claims');
  if (!hasWellFormedOptionalClaims(payload)) return refuse('invalid_claims');
  return (
    checkAudience(payload['aud'], rules) ??
    checkTimes(exp, iat, nbf ?? 0, rules, nowSeconds) ??
    confirmationOf(payload['cnf'], rules.confirmations)
  );
}

function checkTimes(exp: number, iat: number, nbf: number, rules: JwtRules, nowSeconds: number): Refusal | undefined {
  const tolerance = rules.clockToleranceSeconds;
  if (nowSeconds >= exp + tolerance) return refuse('token_expired');
  if (nbf > nowSeconds + tolerance || iat > nowSeconds + tolerance) return refuse('token_not_yet_valid');
  if (nowSeconds - iat > rules.maxTokenAgeSeconds + tolerance) return refuse('token_too_old');
  return undefined;
}
