/**
 * An external signer that speaks the HTTP interface of the Transit secrets engine (OpenBao, HashiCorp Vault): keys are
 * made there, never leave it, and every signature is asked for. docs/keys.md says which rights the token needs.
 */
import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { type TokenAlgorithm } from '../clients/token-algorithms.ts';
import { type Signer, SignerUnavailableError } from './signer.ts';

export interface TransitOptions {
  /** Where the engine is mounted, such as `https://bao.internal:8200/v1/transit`. */
  readonly url: string;
  readonly token: string;
  readonly rsaModulusBits: 2048 | 3072;
  /** How long one request may take. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

const prefix = 'transit:';

const nameOf = (reference: string) => encodeURIComponent(reference.slice(prefix.length));

/** What Transit answers, the parts that are used. */
interface TransitAnswer {
  readonly data?: {
    readonly latest_version?: number;
    readonly keys?: Readonly<Record<string, { readonly public_key?: string }>>;
    readonly signature?: string;
  };
}

const signatureParameters: Record<TokenAlgorithm, Record<string, string>> = {
  RS256: { signature_algorithm: 'pkcs1v15' },
  PS256: { signature_algorithm: 'pss', salt_length: 'hash' },
  ES256: { marshaling_algorithm: 'jws' },
  Ed25519: {},
  EdDSA: {},
};

const keyTypeOf = (algorithm: TokenAlgorithm, rsaModulusBits: number) =>
  algorithm === 'ES256' ? 'ecdsa-p256' : algorithm.startsWith('Ed') ? 'ed25519' : `rsa-${rsaModulusBits}`;

/** PEM, but of an Ed25519 key the 32 bytes in base64. */
const publicKeyFrom = (shown: string): KeyObject =>
  shown.startsWith('-----')
    ? createPublicKey(shown)
    : createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(shown, 'base64').toString('base64url') },
        format: 'jwk',
      });

/** No request waits for a new key, and the primes of an RSA key can take seconds on a busy machine. */
const MAKING_TIMEOUT_MS = 30_000;

export function transitSigner(options: TransitOptions): Signer {
  const { url, token, rsaModulusBits, timeoutMs = 2000, fetch: request = fetch } = options;

  const ask = async (method: string, path: string, body?: object, withinMs = timeoutMs): Promise<TransitAnswer> => {
    let response: Response;
    let text: string;
    try {
      response = await request(`${url}/${path}`, {
        method,
        headers: { 'x-vault-token': token, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(withinMs),
      });
      text = await response.text();
    } catch (error) {
      throw new SignerUnavailableError('the external signer does not answer', { cause: error });
    }
    if (!response.ok) throw new SignerUnavailableError(`the external signer answered ${response.status}`);
    return text === '' ? {} : (JSON.parse(text) as TransitAnswer);
  };

  return {
    external: true,
    async make(algorithm) {
      const name = `gatehouse-${algorithm.toLowerCase()}-${randomBytes(9).toString('hex')}`;
      const type = keyTypeOf(algorithm, rsaModulusBits);
      const properties = { type, exportable: false, allow_plaintext_backup: false };
      await ask('POST', `keys/${name}`, properties, MAKING_TIMEOUT_MS);
      const { data } = await ask('GET', `keys/${name}`);
      const shown = data?.keys?.[String(data.latest_version ?? 1)]?.public_key;
      if (!shown) throw new SignerUnavailableError('the external signer made a key and does not show its public half');
      return { publicKey: publicKeyFrom(shown), reference: prefix + name };
    },
    owns: (reference) => reference.startsWith(prefix),
    open(reference, algorithm) {
      const path = `sign/${nameOf(reference)}/sha2-256`;
      return async (data) => {
        const input = Buffer.from(data).toString('base64');
        const answer = await ask('POST', path, { input, ...signatureParameters[algorithm] });
        const encoded = answer.data?.signature?.split(':').at(-1);
        if (!encoded) throw new SignerUnavailableError('the external signer answered without a signature');
        // Node reads both alphabets: `jws` marshaling gives base64url, the others base64.
        return Buffer.from(encoded, 'base64');
      };
    },
    async destroy(reference) {
      await ask('POST', `keys/${nameOf(reference)}/config`, { deletion_allowed: true });
      await ask('DELETE', `keys/${nameOf(reference)}`);
    },
  };
}
