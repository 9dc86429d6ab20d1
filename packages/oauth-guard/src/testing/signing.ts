/** Keys of a test issuer, and signatures over any bytes: also over such that no library would sign. */

import { constants, KeyObject, randomUUID, sign } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { algorithmDefinition, type SignatureAlgorithm } from '../algorithms.ts';

/** A key pair of a test issuer. */
export interface SigningKey {
  readonly publicJwk: JWK & { readonly kid: string };
  /** A compact JWS of this very text or of these bytes, or of these objects as JSON. */
  signJws(header: object | string, payload: object | string): string;
}

/** Makes a key pair with a random `kid`. */
export async function createSigningKey(algorithm: SignatureAlgorithm): Promise<SigningKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const { hash, keyType, ...more } = algorithmDefinition(algorithm);
  const key = KeyObject.from(pair.privateKey);
  const how = {
    key,
    ...('pss' in more
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {}),
    ...(keyType === 'EC' ? { dsaEncoding: 'ieee-p1363' as const } : {}),
  };
  return {
    publicJwk: { ...(await exportJWK(pair.publicKey)), kid: randomUUID(), use: 'sig', alg: algorithm },
    signJws(header, payload) {
      const input = `${encoded(header)}.${encoded(payload)}`;
      return `${input}.${sign(hash, Buffer.from(input), how).toString('base64url')}`;
    },
  };
}

function encoded(part: object | string): string {
  const bytes = ArrayBuffer.isView(part)
    ? (part as Uint8Array)
    : typeof part === 'string'
      ? part
      : JSON.stringify(part);
  return Buffer.from(bytes as string).toString('base64url');
}
