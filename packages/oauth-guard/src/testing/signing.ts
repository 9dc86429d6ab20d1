/** Keys of a test issuer, and signatures over any bytes: also over such that no library would sign. */

import { generateKeyPair, type KeyObject, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { algorithmDefinition, publicMembers, type SignatureAlgorithm, signJws } from '../algorithms.ts';

/**
 * A public key as JSON (RFC 7517).
 *
 * @example
 * const keyOf = (jwk: PublicJwk) => jwk.kid;
 */
export interface PublicJwk {
  readonly kty: string;
  readonly kid?: string;
  readonly alg?: string;
  readonly use?: string;
  readonly n?: string;
  readonly e?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly [member: string]: unknown;
}

/** A key pair of a test issuer. */
export interface SigningKey {
  readonly publicJwk: PublicJwk & { readonly kid: string };
  /** A compact JWS of this very text or of these bytes, or of these objects as JSON. */
  signJws(header: object | string, payload: object | string): string;
}

/** Makes a key pair with a random `kid`. */
export async function createSigningKey(algorithm: SignatureAlgorithm): Promise<SigningKey> {
  const { privateKey, publicJwk } = await createKeyPair(algorithm);
  return {
    publicJwk: { ...publicJwk, kid: randomUUID(), use: 'sig', alg: algorithm },
    signJws: (header, payload) => signJws(algorithm, privateKey, header, payload),
  };
}

/** Makes a key pair for an algorithm; the members of its JWK stand in the order of a thumbprint (RFC 7638 section 3.3). */
export async function createKeyPair(
  algorithm: SignatureAlgorithm,
): Promise<{ privateKey: KeyObject; publicJwk: PublicJwk }> {
  const definition = algorithmDefinition(algorithm);
  const { privateKey, publicKey } = await generated(definition);
  const publicJwk = publicMembers(publicKey.export({ format: 'jwk' }), definition) as Record<string, string> &
    PublicJwk;
  return { privateKey, publicJwk };
}

const generate = promisify(generateKeyPair);

function generated({ keyType, curve }: ReturnType<typeof algorithmDefinition>): Promise<{
  privateKey: KeyObject;
  publicKey: KeyObject;
}> {
  if (keyType === 'RSA') return generate('rsa', { modulusLength: 2048 });
  return keyType === 'EC' ? generate('ec', { namedCurve: curve as string }) : generate('ed25519');
}
