/** The usable keys of a JWK Set (RFC 7517), each made ready for the algorithms that it may be used with. */

import { X509Certificate } from 'node:crypto';
import { algorithmsOf, type SignatureAlgorithm, type VerificationKey, verificationKey } from './algorithms.ts';
import { isObject } from './json.ts';

/** What was read of a JWK Set. */
export interface KeySet {
  /** By algorithm and `kid`. */
  readonly keys: ReadonlyMap<string, VerificationKey>;
  readonly kids: ReadonlySet<string>;
  /** How many members of the set are usable. */
  readonly count: number;
  /** Algorithms for which the set has keys, and that were not chosen. */
  readonly otherAlgorithms: readonly SignatureAlgorithm[];
}

const MAX_KEYS = 100;

/** The name of a key in a set. */
export const keyName = (kid: string, algorithm: SignatureAlgorithm): string => `${algorithm} ${kid}`;

/**
 * Reads a JWK Set. What cannot be used is passed over: keys for encryption, of unknown types, symmetric or broken ones. Of two
 * keys of one name and algorithm the first counts.
 *
 * @returns undefined when it is not a key set, or has more than 100 members
 */
export function readKeySet(jwks: Record<string, unknown>, chosen: readonly SignatureAlgorithm[]): KeySet | undefined {
  const list = jwks['keys'];
  if (!Array.isArray(list) || list.length > MAX_KEYS) return undefined;
  const keys = new Map<string, VerificationKey>();
  const kids = new Set<string>();
  const others = new Set<SignatureAlgorithm>();
  let count = 0;
  for (const [index, member] of list.entries()) {
    if (!isObject(member) || !isForSignatures(member)) continue;
    const jwk = withKeyOfCertificate(member);
    const { kid } = jwk;
    let used = false;
    for (const algorithm of algorithmsOf(jwk)) {
      const key = verificationKey(jwk, algorithm);
      if (key === undefined) continue;
      if (!chosen.includes(algorithm)) others.add(algorithm);
      else {
        // A key without `kid` has a name that no `kid` leads to: a token without `kid` may still find it when it is alone.
        const name = typeof kid === 'string' ? keyName(kid, algorithm) : `${index} ${algorithm}`;
        if (keys.has(name)) continue;
        keys.set(name, key);
        used = true;
      }
    }
    if (!used) continue;
    count++;
    if (typeof kid === 'string') kids.add(kid);
  }
  return { keys, kids, count, otherAlgorithms: [...others] };
}

/** Members that are null count as missing: some serializers write them so. */
function isForSignatures({ use, key_ops: operations }: Record<string, unknown>): boolean {
  if ((use ?? 'sig') !== 'sig') return false;
  return (operations ?? undefined) === undefined || (Array.isArray(operations) && operations.includes('verify'));
}

/** A key that is only given as a certificate (RFC 7517 section 4.7) is read from it. Whether the certificate is valid says nothing here: the set is trusted. */
function withKeyOfCertificate(jwk: Record<string, unknown>): Record<string, unknown> {
  const { n, x, x5c } = jwk;
  if (n !== undefined || x !== undefined || !Array.isArray(x5c) || typeof x5c[0] !== 'string') return jwk;
  try {
    const { publicKey } = new X509Certificate(Buffer.from(x5c[0], 'base64'));
    const members = publicKey.export({ format: 'jwk' });
    return jwk['kty'] === undefined || jwk['kty'] === members.kty ? { ...jwk, ...members } : jwk;
  } catch {
    return jwk;
  }
}
