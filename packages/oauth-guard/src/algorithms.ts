/**
 * The signature algorithms that can be chosen, all asymmetric (RFC 7518 section 3.1, RFC 8037, RFC 9864), keys ready for them,
 * and signatures. `none` and HMAC are not in the list, so no header can select them.
 */

import {
  constants,
  createPublicKey,
  KeyObject,
  type SignKeyObjectInput,
  sign,
  type VerifyKeyObjectInput,
  verify,
} from 'node:crypto';

interface AlgorithmDefinition {
  readonly keyType: 'RSA' | 'EC' | 'OKP';
  readonly curve?: string;
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
  readonly pss?: true;
}

const ALGORITHMS = {
  RS256: { keyType: 'RSA', hash: 'sha256' },
  RS384: { keyType: 'RSA', hash: 'sha384' },
  RS512: { keyType: 'RSA', hash: 'sha512' },
  PS256: { keyType: 'RSA', hash: 'sha256', pss: true },
  PS384: { keyType: 'RSA', hash: 'sha384', pss: true },
  PS512: { keyType: 'RSA', hash: 'sha512', pss: true },
  ES256: { keyType: 'EC', curve: 'P-256', hash: 'sha256' },
  ES384: { keyType: 'EC', curve: 'P-384', hash: 'sha384' },
  ES512: { keyType: 'EC', curve: 'P-521', hash: 'sha512' },
  EdDSA: { keyType: 'OKP', curve: 'Ed25519', hash: null },
  Ed25519: { keyType: 'OKP', curve: 'Ed25519', hash: null },
} as const satisfies Record<string, AlgorithmDefinition>;

/**
 * A signature algorithm that can be chosen.
 *
 * @example
 * const algorithms: SignatureAlgorithm[] = ['ES256', 'RS256'];
 */
export type SignatureAlgorithm = keyof typeof ALGORITHMS;

/** Whether a name is one of the algorithms that can be chosen. Names are compared exactly. */
export function isSignatureAlgorithm(name: unknown): name is SignatureAlgorithm {
  return typeof name === 'string' && Object.hasOwn(ALGORITHMS, name);
}

const NAMES = Object.keys(ALGORITHMS) as SignatureAlgorithm[];

/**
 * The algorithms that a JWK may be used for: the one that it names, else those that fit its type and curve (RFC 7517 section 4.4).
 * `EdDSA` with an Ed25519 key is the same algorithm as `Ed25519` (RFC 9864), so a key that names the one serves both.
 */
export function algorithmsOf(jwk: Record<string, unknown>): readonly SignatureAlgorithm[] {
  const alg = jwk['alg'] ?? undefined;
  if (alg !== undefined && !isSignatureAlgorithm(alg)) return [];
  const named: AlgorithmDefinition | undefined = alg && ALGORITHMS[alg];
  return NAMES.filter((name) => {
    const { keyType, curve }: AlgorithmDefinition = ALGORITHMS[name];
    if (named !== undefined) return name === alg || (keyType === 'OKP' && named.keyType === 'OKP');
    return jwk['kty'] === keyType && (curve === undefined || jwk['crv'] === curve);
  });
}

/** A public key made ready for exactly one algorithm. */
export interface VerificationKey {
  readonly algorithm: SignatureAlgorithm;
  /** Identifies the key material, for noticing that a key was replaced under the same `kid`. */
  readonly material: string;
  /** Whether this is a signature of the data. Never throws. */
  verifies(data: Uint8Array, signature: Uint8Array): boolean;
}

const MIN_RSA_BITS = 2048;
const MAX_RSA_BITS = 8192;
const RSA_EXPONENT = 'AQAB';

/**
 * Makes a key of a JWK ready for one algorithm. Only the public members are read. RSA keys under 2048 or over 8192 bits and
 * unusual exponents are refused: the one is weak, the other makes every verification slow.
 *
 * @returns undefined when the JWK is not a key for that algorithm. Never throws.
 */
export function verificationKey(
  jwk: Record<string, unknown>,
  algorithm: SignatureAlgorithm,
): VerificationKey | undefined {
  const definition: AlgorithmDefinition = ALGORITHMS[algorithm];
  const members = publicMembers(jwk, definition);
  if (members === undefined) return undefined;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: members, format: 'jwk' });
  } catch {
    return undefined;
  }
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS)) return undefined;
  const { hash } = definition;
  const how = signatureInput(key, definition);
  return {
    algorithm,
    material: JSON.stringify(members),
    verifies(data, signature) {
      try {
        return verify(hash, data, how, signature);
      } catch {
        return false;
      }
    },
  };
}

/**
 * A key as `sign` and `verify` of node:crypto take it for an algorithm. A bare KeyObject is half again as fast as an options
 * object: Node then skips preparing the key anew at each call.
 */
function signatureInput(
  key: KeyObject,
  { keyType, pss }: AlgorithmDefinition,
): KeyObject | SignKeyObjectInput | VerifyKeyObjectInput {
  if (pss) return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return keyType === 'EC' ? { key, dsaEncoding: 'ieee-p1363' } : key;
}

/**
 * Whether a value is a private key that signs by an algorithm. To be asked before: with a key of another type Node mostly makes a
 * signature that nobody can verify, and no error. Never throws.
 */
export function isPrivateKeyFor(value: unknown, algorithm: unknown): value is KeyObject {
  if (!(value instanceof KeyObject) || value.type !== 'private' || !isSignatureAlgorithm(algorithm)) return false;
  try {
    return verificationKey({ ...createPublicKey(value).export({ format: 'jwk' }) }, algorithm) !== undefined;
  } catch {
    // Keys that have no JWK.
    return false;
  }
}

/** A compact JWS (RFC 7515 section 7.1) of this very text or of these bytes, or of these objects as JSON. The key must fit. */
export function signJws(
  algorithm: SignatureAlgorithm,
  privateKey: KeyObject,
  header: object | string,
  payload: object | string,
): string {
  const definition: AlgorithmDefinition = ALGORITHMS[algorithm];
  const input = `${encoded(header)}.${encoded(payload)}`;
  const signature = sign(definition.hash, Buffer.from(input), signatureInput(privateKey, definition));
  return `${input}.${signature.toString('base64url')}`;
}

function encoded(part: object | string): string {
  const bytes = ArrayBuffer.isView(part)
    ? (part as Uint8Array)
    : typeof part === 'string'
      ? part
      : JSON.stringify(part);
  return Buffer.from(bytes as string).toString('base64url');
}

/** The members of a JWK that make its public key and its thumbprint, in the order of RFC 7638. Undefined when one is missing. */
export function publicMembers(
  jwk: Record<string, unknown>,
  definition: AlgorithmDefinition,
): Record<string, string> | undefined {
  const { kty, n, e, crv, x, y } = jwk;
  if (kty !== definition.keyType) return undefined;
  if (kty === 'RSA') return typeof n === 'string' && e === RSA_EXPONENT ? { e, kty, n } : undefined;
  if (crv !== definition.curve || typeof crv !== 'string' || typeof x !== 'string') return undefined;
  if (kty === 'OKP') return { crv, kty, x };
  return typeof y === 'string' ? { crv, kty: 'EC', x, y } : undefined;
}

/** The definition of an algorithm. */
export function algorithmDefinition(algorithm: SignatureAlgorithm): AlgorithmDefinition {
  return ALGORITHMS[algorithm];
}
