/**
 * Who holds the private keys that sign tokens. By default this process does; an external signer makes them, signs with
 * them and never gives them away. A key remembers which of the two it belongs to, so both can be in use during a change.
 */
import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { TokenAlgorithm } from '../clients/token-algorithms.ts';

/** Signs the bytes as the key's algorithm says, in the form of a JWS. Rejects with SignerUnavailableError. */
export type Sign = (data: Uint8Array) => Promise<Uint8Array>;

/** A pair that was just made. */
export interface MadeKey {
  readonly publicKey: KeyObject;
  /** What is kept, sealed, to sign with it later: the private key, or the name of one that lives elsewhere. */
  readonly reference: string;
}

export interface Signer {
  /** Its private keys are not in this process, and live on when what is stored of them is gone. */
  readonly external: boolean;
  make(algorithm: TokenAlgorithm): Promise<MadeKey>;
  /** True when the reference is of this signer. */
  owns(reference: string): boolean;
  open(reference: string, algorithm: TokenAlgorithm): Sign;
  /** Ends a key that nobody needs any more. */
  destroy(reference: string): Promise<void>;
}

/** The external signer does not answer, or refuses, or a key that is needed cannot be made. Answer 503 and try again later. */
export class SignerUnavailableError extends Error {
  override readonly name = 'SignerUnavailableError';
  readonly code = 'signer_unavailable';
}

const generate = promisify(generateKeyPair);
const pemHeader = '-----BEGIN PRIVATE KEY-----';

/** What `crypto.sign` and `crypto.verify` need to know beside the key; RS256 is what they do by themselves. */
const signatureOptions: Record<TokenAlgorithm, object | undefined> = {
  RS256: undefined,
  PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  ES256: { dsaEncoding: 'ieee-p1363' },
  Ed25519: undefined,
  EdDSA: undefined,
};

/** Ed25519 hashes by itself. */
const digestOf = (algorithm: TokenAlgorithm) => (algorithm.startsWith('Ed') ? undefined : 'sha256');

/**
 * The key as `crypto` takes it. A bare KeyObject where it will do: Node finds out what an options object is by two errors
 * that it throws and catches at each signature, 12 to 20 us.
 */
const keyFor = (algorithm: TokenAlgorithm, key: KeyObject) => {
  const options = signatureOptions[algorithm];
  return options ? { key, ...options } : key;
};

/** True for a signature over the data in the form of a JWS. On the main thread: it takes less time than to ask another. */
export const verifies = (algorithm: TokenAlgorithm, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean =>
  verify(digestOf(algorithm), data, keyFor(algorithm, key), signature);

/**
 * Keys in this process. It signs on the main thread: as fast as the thread pool on one core, and a signature never waits
 * behind password hashes there.
 */
export function inProcessSigner({ rsaModulusBits }: { rsaModulusBits: 2048 | 3072 }): Signer {
  return {
    external: false,
    async make(algorithm) {
      const { privateKey } = await (algorithm === 'ES256'
        ? generate('ec', { namedCurve: 'P-256' })
        : algorithm.startsWith('Ed')
          ? generate('ed25519')
          : generate('rsa', { modulusLength: rsaModulusBits }));
      const reference = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
      return { publicKey: createPublicKey(privateKey), reference };
    },
    owns: (reference) => reference.startsWith(pemHeader),
    open(reference, algorithm) {
      const key = keyFor(algorithm, createPrivateKey(reference));
      const digest = digestOf(algorithm);
      return async (data) => sign(digest, data, key);
    },
    destroy: async () => undefined,
  };
}
