/**
 * Keys: what tokens, cookies and DPoP nonces are made with. They are made once, kept sealed in the database and shared
 * by all instances.
 */
import { createPrivateKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { LostRaceError, type SigningKeyRecord, type Storage } from '@gatehouse/storage';
import { calculateJwkThumbprint, exportJWK } from 'jose';

export interface TokenKey {
  readonly kid: string;
  readonly algorithm: 'RS256';
  readonly privateKey: KeyObject;
}

/** The keys in use, current first. */
export interface Keyring {
  readonly tokenKeys: readonly [TokenKey, ...TokenKey[]];
  readonly cookieKeys: readonly [string, ...string[]];
  /** 32 bytes, shared by all instances (RFC 9449, section 8). */
  readonly dpopNonceSecret: Buffer;
}

const rsaModulusBits = 2048;

async function newTokenKey(nowSeconds: number): Promise<SigningKeyRecord> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: rsaModulusBits });
  return {
    kid: await calculateJwkThumbprint(await exportJWK(publicKey)),
    purpose: 'token',
    state: 'current',
    algorithm: 'RS256',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    createdAtSeconds: nowSeconds,
  };
}

const newSecret = (purpose: 'cookie' | 'dpop-nonce', nowSeconds: number): SigningKeyRecord => ({
  kid: `${purpose}-${randomBytes(9).toString('base64url')}`,
  purpose,
  state: 'current',
  algorithm: 'secret',
  privateKey: randomBytes(32).toString('base64url'),
  createdAtSeconds: nowSeconds,
});

/**
 * The keyring as stored; what is missing is made first. When several instances start at once on an empty database
 * they end with the same keys.
 */
export async function openKeyring(storage: Storage, clock: () => number): Promise<Keyring> {
  const nowSeconds = Math.floor(clock() / 1000);
  const present = new Set((await storage.signingKeys.list()).map((key) => key.purpose));
  const missing: SigningKeyRecord[] = [];
  if (!present.has('token')) missing.push(await newTokenKey(nowSeconds));
  if (!present.has('cookie')) missing.push(newSecret('cookie', nowSeconds));
  if (!present.has('dpop-nonce')) missing.push(newSecret('dpop-nonce', nowSeconds));
  for (const key of missing) {
    await storage.commit([storage.signingKeys.writes.insertIfNone(key)]).catch((error: unknown) => {
      if (!(error instanceof LostRaceError)) throw error; // another instance was first: its key is the one
    });
  }

  const keys = (await storage.signingKeys.list()).toSorted(
    (a, b) => Number(b.state === 'current') - Number(a.state === 'current') || b.createdAtSeconds - a.createdAtSeconds,
  );
  const of = (purpose: SigningKeyRecord['purpose']) => keys.filter((key) => key.purpose === purpose);
  const [tokenKey, ...olderTokenKeys] = of('token').map(
    (key): TokenKey => ({ kid: key.kid, algorithm: 'RS256', privateKey: createPrivateKey(key.privateKey) }),
  );
  const [cookieKey, ...olderCookieKeys] = of('cookie').map((key) => key.privateKey);
  const [nonceSecret] = of('dpop-nonce');
  if (!tokenKey || !cookieKey || !nonceSecret)
    throw new Error('the database holds no keys although they were just made');
  return {
    tokenKeys: [tokenKey, ...olderTokenKeys],
    cookieKeys: [cookieKey, ...olderCookieKeys],
    dpopNonceSecret: Buffer.from(nonceSecret.privateKey, 'base64url'),
  };
}
