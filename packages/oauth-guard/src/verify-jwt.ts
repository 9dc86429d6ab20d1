/**
 * JWT access tokens (RFC 9068 section 4). What costs least is checked first, so that a flood of bad tokens stays cheap; nothing
 * is accepted before the signature held.
 */

import { isSignatureAlgorithm, type SignatureAlgorithm, type VerificationKey } from './algorithms.ts';
import { type AudienceRules, checkAudience, checkClient, type IssuerAudienceRules } from './audience.ts';
import { dateFault, invalidClaims, signInFault } from './claims.ts';
import { type Confirmations, confirmationOf } from './confirmation.ts';
import { shown } from './detail.ts';
import { isSameButForSlash } from './discovery.ts';
import { andThen, type Eventually } from './eventually.ts';
import { type CompactJws, hasUnsupportedHeader, parseCompactJws } from './jws.ts';
import type { IssuerKeys } from './keys.ts';
import type { Misfits } from './misfits.ts';
import type { AccessTokenClaims } from './principal.ts';
import type { TokenReader } from './profiles/token-reader.ts';
import { Refusal, refuse } from './refusal.ts';
import { checkTimes, type Dates, type TimeRules } from './token-times.ts';

/** One issuer whose tokens are accepted. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly algorithms: readonly SignatureAlgorithm[];
  readonly keys: IssuerKeys;
  /** What its access tokens look like. */
  readonly reader: TokenReader;
  readonly audienceRules: IssuerAudienceRules;
  /** Monotonic milliseconds. Until then what was verified need not be verified anew. */
  readonly believedUntil?: number;
}

/** The policy that JWT access tokens are verified under. */
export interface JwtRules extends AudienceRules, TimeRules {
  readonly issuers: ReadonlyMap<string, TrustedIssuer>;
  /** Where those are found that were not known at creation. */
  readonly runTimeIssuers?: { find(issuer: string): Eventually<TrustedIssuer | Refusal> } | undefined;
  /** Told of tokens that are refused though they may be right. */
  readonly misfits?: Misfits | undefined;
  readonly confirmations: Confirmations;
  /** Headers of tokens that held, by their spelling. Filled here, and only with such, so that strangers cannot fill it. */
  readonly knownHeaders: Map<string, Record<string, unknown>>;
}

/** A JWT that holds. */
export interface VerifiedJwt {
  readonly header: Record<string, unknown>;
  readonly payload: AccessTokenClaims;
  readonly reader: TokenReader;
  /** Whose keys it was verified with; undefined where none were needed. */
  readonly issuer?: TrustedIssuer;
}

const MAX_KNOWN_HEADERS = 100;

/**
 * Verifies a JWT access token. Never throws and never rejects.
 *
 * @param nowSeconds wall time in seconds since the epoch
 * @returns the claims or a refusal; a promise of these only when the issuer must be asked for a key
 */
export function verifyJwt(
  token: string,
  rules: JwtRules,
  nowSeconds: number,
): VerifiedJwt | Refusal | Promise<VerifiedJwt | Refusal> {
  const jws = parseCompactJws(token, rules.knownHeaders);
  if (jws === undefined) return refuse('malformed_token');
  if (hasUnsupportedHeader(jws.header)) return refuse('unsupported_header');
  const { iss } = jws.payload;
  const trusted = typeof iss === 'string' ? rules.issuers.get(iss) : undefined;
  if (trusted !== undefined) return checkJws(jws, rules, trusted, nowSeconds);
  if (typeof iss !== 'string' || rules.runTimeIssuers === undefined) return wrongIssuer(iss, rules);
  return andThen<TrustedIssuer | Refusal, VerifiedJwt | Refusal>(rules.runTimeIssuers.find(iss), (found) =>
    found instanceof Refusal ? found : checkJws(jws, rules, found, nowSeconds),
  );
}

function checkJws(
  jws: CompactJws,
  rules: JwtRules,
  trusted: TrustedIssuer,
  nowSeconds: number,
): Eventually<VerifiedJwt | Refusal> {
  const { header, payload } = jws;
  const { alg, typ } = header;
  if (!trusted.reader.acceptsType(typ)) return misfit(jws, rules, trusted, wrongType(typ, trusted));
  if (!isAccepted(alg, trusted)) return refuse('unsupported_algorithm');
  const wrong = checkClaims(payload, rules, trusted, nowSeconds);
  if (wrong !== undefined) return misfit(jws, rules, trusted, wrong);
  const key = trusted.keys.find(header['kid'], alg);
  return key instanceof Promise
    ? key.then((found) => checkSignature(jws, found, rules, trusted))
    : checkSignature(jws, key, rules, trusted);
}

function isAccepted(alg: unknown, { algorithms }: TrustedIssuer): alg is SignatureAlgorithm {
  return isSignatureAlgorithm(alg) && algorithms.includes(alg);
}

/**
 * The refusal of a token that does not fit, and where nobody watches a warning about it: only when the signature holds, so that
 * strangers choose no words of the log. Nothing is verified for it once that was told.
 */
function misfit(jws: CompactJws, { misfits }: JwtRules, trusted: TrustedIssuer, refusal: Refusal): Refusal {
  const tell = misfits?.token(trusted.issuer, refusal);
  const { alg, kid } = jws.header;
  if (tell === undefined || !isAccepted(alg, trusted)) return refusal;
  void andThen<VerificationKey | Refusal, void>(trusted.keys.find(kid, alg), (key) => {
    if (!(key instanceof Refusal) && key.verifies(jws.signingInput(), jws.signature)) tell();
  });
  return refusal;
}

function checkSignature(
  jws: CompactJws,
  key: VerificationKey | Refusal,
  { knownHeaders }: JwtRules,
  issuer: TrustedIssuer,
): VerifiedJwt | Refusal {
  if (key instanceof Refusal) return key;
  if (!key.verifies(jws.signingInput(), jws.signature)) return refuse('bad_signature');
  if (knownHeaders.size < MAX_KNOWN_HEADERS) knownHeaders.set(jws.headerPart, jws.header);
  return { header: jws.header, payload: jws.payload as AccessTokenClaims, reader: issuer.reader, issuer };
}

/** The claims that must be there, of their types, and that tell what this token is; then audience, client and time. */
function checkClaims(
  payload: Record<string, unknown>,
  rules: JwtRules,
  { reader, audienceRules }: TrustedIssuer,
  nowSeconds: number,
): Refusal | undefined {
  const fault = dateFault(payload) ?? reader.findFault(payload) ?? signInFault(payload);
  if (fault !== undefined) return invalidClaims(fault);
  return (
    checkAudience(payload['aud'], rules, audienceRules) ??
    checkClient(payload, reader, audienceRules) ??
    checkTimes(payload as unknown as Dates, rules, nowSeconds) ??
    confirmationOf(payload['cnf'], rules.confirmations)
  );
}

function wrongIssuer(iss: unknown, { issuers, misfits }: JwtRules): Refusal {
  const names = [...issuers.keys()];
  if (typeof iss === 'string') {
    const written = names.find((issuer) => isSameButForSlash(iss, issuer));
    misfits?.issuer(names, written === undefined ? undefined : { iss, written });
  }
  return new Refusal('wrong_issuer', { detail: `iss is ${shown([iss])}, not ${shown(names)}` });
}

function wrongType(typ: unknown, { reader }: TrustedIssuer): Refusal {
  return new Refusal('wrong_type', {
    detail: `typ is ${shown([typ])}; access tokens of this issuer have ${reader.acceptedTypes}`,
  });
}
