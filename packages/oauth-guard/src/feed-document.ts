/** One document of the revocation feed: a JWS in flattened JSON serialization, its payload unencoded (RFC 7515, RFC 7797). */

import { isSignatureAlgorithm, type SignatureAlgorithm, type VerificationKey } from './algorithms.ts';
import { isNumericDate } from './claims.ts';
import { isObject, parseJsonObject } from './json.ts';
import { Refusal } from './refusal.ts';
import { type FeedContent, MARK_LENGTH, type MarkGroups } from './revocation-marks.ts';
import type { TrustedIssuer } from './verify-jwt.ts';

const TYPE = 'revocations+jws';

/**
 * Reads and verifies a document. Never throws.
 *
 * @param isCompromised whether a key may not be believed any more
 * @returns for the log why it cannot be believed
 */
export async function readFeedDocument(
  bytes: Uint8Array,
  trusted: TrustedIssuer,
  isCompromised: (kid: string) => boolean,
): Promise<FeedContent | string> {
  const jws = parseJsonObject(bytes);
  const { protected: encodedHeader, payload, signature } = jws ?? {};
  if (typeof encodedHeader !== 'string' || typeof payload !== 'string' || typeof signature !== 'string') {
    return 'not a flattened JWS';
  }
  const header = parseJsonObject(Buffer.from(encodedHeader, 'base64url'));
  const { alg, kid, typ, b64, crit } = header ?? {};
  if (typ !== TYPE || b64 !== false || JSON.stringify(crit) !== '["b64"]') return 'not a document of the feed';
  if (!isSignatureAlgorithm(alg) || !trusted.algorithms.includes(alg)) return 'signed with another algorithm';
  if (typeof kid !== 'string' || isCompromised(kid)) return 'signed with a key that may not be believed';
  const key = await findKey(trusted, kid, alg);
  if (key instanceof Refusal) return `signed with a key that is not known: ${key.code}`;
  const signed = Buffer.from(`${encodedHeader}.${payload}`);
  if (!key.verifies(signed, Buffer.from(signature, 'base64url'))) return 'its signature is wrong';
  return readContent(parseJsonObject(Buffer.from(payload)), trusted.issuer) ?? 'its content is malformed';
}

/** The authorization server says by its signature that the key exists: worth a fetch, though it was unknown a moment ago. */
async function findKey(
  { keys }: TrustedIssuer,
  kid: string,
  alg: SignatureAlgorithm,
): Promise<VerificationKey | Refusal> {
  const key = await keys.find(kid, alg);
  if (!(key instanceof Refusal)) return key;
  await keys.refresh();
  return keys.find(kid, alg);
}

function readContent(content: Record<string, unknown> | undefined, issuer: string): FeedContent | undefined {
  const { iss, version, after, revoked, issued_before, all_issued_before, kept_seconds } = content ?? {};
  const dead = readGroups(revoked);
  const timed = readGroups(issued_before);
  if (iss !== issuer || typeof version !== 'string' || dead === undefined || timed === undefined) return undefined;
  if (after !== undefined && typeof after !== 'string') return undefined;
  if (all_issued_before !== undefined && !isNumericDate(all_issued_before)) return undefined;
  if (!isNumericDate(kept_seconds)) return undefined;
  return {
    version,
    after,
    revoked: dead,
    issuedBefore: timed,
    allIssuedBefore: all_issued_before,
    keptSeconds: kept_seconds,
  };
}

const MARKS = /^[\w-]*$/;

function readGroups(value: unknown): MarkGroups | undefined {
  if (!isObject(value)) return undefined;
  const groups = Object.entries(value).map(([moment, marks]) => [Number(moment), marks] as const);
  const wellFormed = groups.every(
    ([moment, marks]) =>
      isNumericDate(moment) && typeof marks === 'string' && marks.length % MARK_LENGTH === 0 && MARKS.test(marks),
  );
  return wellFormed ? (groups as MarkGroups) : undefined;
}
