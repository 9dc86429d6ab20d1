/** Private keys in files: JWK or PEM, of a client's assertions (RFC 7523) and of DPoP proofs (RFC 9449). */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { UsageError } from '../refused.ts';

/** A key that signs, and what it is known by. */
export interface SigningKey {
  readonly alg: string;
  readonly kid: string | undefined;
  readonly privateKey: CryptoKey;
  /** May be shown to everybody. */
  readonly publicKey: CryptoKey;
}

const curves: Readonly<Record<string, string>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  Ed25519: 'Ed25519',
};

/** @param supported algorithms that the server takes, where it says so; a key of RSA can sign in several ways */
function algorithmOf(jwk: JWK, supported: readonly string[] | undefined): string | undefined {
  if (jwk.alg !== undefined) return jwk.alg;
  if (jwk.kty !== 'RSA') return curves[jwk.crv ?? ''];
  return supported && !supported.includes('RS256') ? supported.find((name) => /^[PR]S\d/u.test(name)) : 'RS256';
}

/** Reads a private key; its own `alg` and `kid` count where it is a JWK. Throws UsageError when there is none in it. */
export async function readKey(file: string, supported?: readonly string[]): Promise<SigningKey> {
  const jwk = parseKey(await readText(file, 'key'), file);
  try {
    return await keyOf(jwk, supported);
  } catch (error) {
    throw new UsageError(`the key in ${file} cannot be used: ${(error as Error).message}`);
  }
}

/** Rejects with TypeError when it is no private key that signs. */
export async function keyOf(jwk: JWK, supported?: readonly string[]): Promise<SigningKey> {
  const alg = algorithmOf(jwk, supported);
  if (typeof jwk.d !== 'string' || alg === undefined)
    throw new TypeError('it is no private key of RSA, P-256, P-384, P-521 or Ed25519');
  const { kty, crv, x, y, n, e } = jwk;
  const shown = Object.fromEntries(
    Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined),
  ) as JWK;
  return {
    alg,
    kid: jwk.kid,
    privateKey: (await importJWK(jwk, alg)) as CryptoKey,
    publicKey: (await importJWK(shown, alg, { extractable: true })) as CryptoKey,
  };
}

function parseKey(text: string, file: string): JWK {
  try {
    if (text.trimStart().startsWith('{')) return JSON.parse(text) as JWK;
    const key: KeyObject = createPrivateKey(text);
    return key.export({ format: 'jwk' });
  } catch {
    // What the parser says may quote the file.
    throw new UsageError(`${file} holds no private key: neither a JWK nor PEM without a passphrase`);
  }
}

/** A file that an option names. Throws UsageError when it cannot be read. */
export async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the ${what} ${file}: ${(error as NodeJS.ErrnoException).code ?? 'failed'}`);
  }
}

/** A new P-256 key. */
export async function makeKey(): Promise<{ readonly key: SigningKey; readonly jwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { key: { alg: 'ES256', kid, privateKey, publicKey }, jwk: { ...jwk, alg: 'ES256', kid } };
}

/** The key in the file; when there is no such file, a new one, which only its owner can read. */
export async function readOrMakeKey(file: string): Promise<SigningKey> {
  const { key, jwk } = await makeKey();
  try {
    await writeFile(file, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readKey(file);
    throw new UsageError(`cannot write the key ${file}: ${(error as NodeJS.ErrnoException).code ?? 'failed'}`);
  }
}
