/**
 * Keys: what tokens, cookies, DPoP nonces and the successors of refresh tokens are made with. They are made by this server, kept sealed in the database,
 * shared by all instances, and replaced on a schedule. This folder owns all of that; `rotation.ts` says when.
 */
import { createPrivateKey, createPublicKey, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { SigningKeyRecord } from '@gatehouse/storage';
import type { TokenAlgorithm } from '../../directory/clients/token-algorithms.ts';
import type { KeyState } from '../../directory/keys/rotation.ts';
import type { Sign, Signer } from '../../directory/keys/signer.ts';

export interface TokenKey {
  readonly kid: string;
  readonly algorithm: TokenAlgorithm;
  readonly state: KeyState;
  readonly publicKey: KeyObject;
  /** Rejects with SignerUnavailableError, and with TypeError when the key is not to sign. */
  readonly sign: Sign;
}

/** The keys as they are now. It is replaced as a whole, never changed. */
export interface Keyring {
  /** All that are published: of each algorithm the one that signs comes first. */
  readonly tokenKeys: readonly TokenKey[];
  /** The first signs, all verify. */
  readonly cookieKeys: readonly [string, ...string[]];
  /** 32 bytes each, shared by all instances (RFC 9449, section 8). The first makes nonces, all are accepted. */
  readonly dpopNonceSecrets: readonly [Buffer, ...Buffer[]];
  /** The first derives the successors of refresh tokens, all are tried when a refresh is repeated. */
  readonly successorKeys: readonly [KeyObject, ...KeyObject[]];
  /** Equal for equal keys in equal states. */
  readonly fingerprint: string;
  /** True when a key of the algorithm signs now: a new one is first published for a while. */
  signs(algorithm: string): boolean;
}

/** The database holds no key that could sign, or one of a signer that is not configured. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
  readonly code = 'keyring';
}

/** The key of the algorithm that signs now. Throws KeyringError when there is none. */
export function signingKeyOf({ tokenKeys }: Keyring, algorithm: TokenAlgorithm): TokenKey {
  const key = tokenKeys.find((one) => one.algorithm === algorithm && one.state === 'current');
  if (!key) throw new KeyringError(`no key signs with ${algorithm}`);
  return key;
}

const order: Record<string, number> = { current: 0, next: 1, retired: 2 };

const notNow: Sign = async () => {
  throw new TypeError('only the current key signs');
};

/** The public half as it was stored, or, as older releases had it, from the private one. */
const publicHalf = ({ publicJwk, privateKey }: SigningKeyRecord): KeyObject =>
  publicJwk ? createPublicKey({ key: publicJwk, format: 'jwk' }) : createPublicKey(createPrivateKey(privateKey));

/** Throws KeyringError when something that must be there is not. */
export function keyringFrom(records: readonly SigningKeyRecord[], signers: readonly Signer[]): Keyring {
  const sorted = records.toSorted(
    (a, b) =>
      (order[a.state] ?? 3) - (order[b.state] ?? 3) ||
      (b.notBeforeSeconds ?? b.createdAtSeconds) - (a.notBeforeSeconds ?? a.createdAtSeconds),
  );
  const of = (purpose: string) => sorted.filter((key) => key.purpose === purpose);
  const tokenKeys = of('token').map((record): TokenKey => {
    const algorithm = record.algorithm as TokenAlgorithm;
    const state = record.state as KeyState;
    const signer = signers.find((one) => one.owns(record.privateKey));
    if (state === 'current' && !signer) {
      throw new KeyringError(`the key ${record.kid} belongs to a signer that is not configured (GATEHOUSE_SIGNER)`);
    }
    const sign = state === 'current' && signer ? signer.open(record.privateKey, algorithm) : notNow;
    return { kid: record.kid, algorithm, state, publicKey: publicHalf(record), sign };
  });
  const [cookieKey, ...olderCookieKeys] = of('cookie').map((key) => key.privateKey);
  const secretsOf = (purpose: string) => of(purpose).map((key) => Buffer.from(key.privateKey, 'base64url'));
  const [nonceSecret, ...olderNonceSecrets] = secretsOf('dpop-nonce');
  const [successorKey, ...otherSuccessorKeys] = secretsOf('refresh-token').map((secret) => createSecretKey(secret));
  const signing = new Set(tokenKeys.filter(({ state }) => state === 'current').map(({ algorithm }) => algorithm));
  if (!signing.has('RS256') || !cookieKey || !nonceSecret || !successorKey) {
    throw new KeyringError('the database holds no current key; "gatehouse keys rotate" makes what is missing');
  }
  return {
    tokenKeys,
    cookieKeys: [cookieKey, ...olderCookieKeys],
    dpopNonceSecrets: [nonceSecret, ...olderNonceSecrets],
    successorKeys: [successorKey, ...otherSuccessorKeys],
    fingerprint: hash('sha256', sorted.map(({ kid, state }) => `${kid} ${state}`).join('\n'), 'base64url'),
    signs: (algorithm) => signing.has(algorithm as TokenAlgorithm),
  };
}
