/**
 * What login files are encrypted with (JWE, RFC 7516). With GATEHOUSE_LOGIN_KEY the key is not on this machine's disk, and a
 * file alone is worth nothing. Without it the key is a file beside: that keeps a copy of one file worthless, as in a backup
 * or an attachment, and nothing from who can read as this user.
 */
import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import { RefusedError, UsageError } from '../refused.ts';
import { secretOfEnvironment } from '../secret-of-environment.ts';
import { createOwn, readOwn, stateDirectory } from './own-files.ts';

const bytesOf = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text.trim(), 'base64url');
  return bytes.length === 32 ? bytes : undefined;
};

async function sealingKey(): Promise<Buffer> {
  const given = secretOfEnvironment('GATEHOUSE_LOGIN_KEY');
  if (given !== undefined) {
    const key = bytesOf(given);
    if (key) return key;
    throw new UsageError(
      'GATEHOUSE_LOGIN_KEY must be 32 random bytes in base64url; "openssl rand -base64 32 | tr +/ -_"',
    );
  }
  const file = path.join(stateDirectory(), 'login.key');
  if ((await readOwn(file)) === undefined) await createOwn(file, `${randomBytes(32).toString('base64url')}\n`);
  const key = bytesOf((await readOwn(file)) ?? '');
  if (!key) throw new RefusedError(`${file} holds no key; remove it and sign in again`);
  return key;
}

/** Tells keys apart, and nothing about them. */
const nameOf = (key: Buffer): string => createHash('sha256').update(key).digest('base64url').slice(0, 11);

export async function sealed(content: string): Promise<string> {
  const key = await sealingKey();
  return await new CompactEncrypt(Buffer.from(content))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: nameOf(key) })
    .encrypt(key);
}

/** Throws RefusedError when it was sealed with another key, or altered. */
export async function opened(content: string, file: string): Promise<string> {
  const key = await sealingKey();
  try {
    const { kid } = decodeProtectedHeader(content);
    if (kid !== nameOf(key))
      throw new RefusedError(
        `${file} was encrypted with another key: is GATEHOUSE_LOGIN_KEY what it was? Else sign in again`,
      );
    const { plaintext } = await compactDecrypt(content, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return Buffer.from(plaintext).toString();
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    throw new RefusedError(`${file} is damaged; remove it and sign in again`);
  }
}
