/**
 * Secrets of the development registry: made on this machine at the first start, one file each, readable by its owner
 * alone. Production has none of this.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';

export interface DevelopmentSecrets {
  clientSecret(clientId: string): Promise<string>;
  /** The public half of a key pair whose private JWK is in the client's file. */
  clientPublicJwk(clientId: string): Promise<JWK>;
  userPassword(login: string): Promise<string>;
  /** 32 bytes that seal the development database. */
  encryptionKey(): Promise<Buffer>;
}

/**
 * Keeps the secrets in `directory`: `secrets/clients/ID`, `secrets/users/LOGIN`, `encryption.key`.
 * @param onMade gets the path of each file that was not there before
 */
export function developmentSecrets(directory: string, onMade?: (file: string) => void): DevelopmentSecrets {
  const kept = async (name: string, make: () => string | Promise<string>): Promise<string> => {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    try {
      // Whoever creates the file first has made the secret; everybody else reads it.
      await writeFile(file, await make(), { mode: 0o600, flag: 'wx' });
      onMade?.(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    return (await readFile(file, 'utf8')).trim();
  };

  return {
    clientSecret: (clientId) =>
      kept(`secrets/clients/${encodeURIComponent(clientId)}`, () => randomBytes(32).toString('base64url')),
    async clientPublicJwk(clientId) {
      const text = await kept(`secrets/clients/${encodeURIComponent(clientId)}`, async () => {
        const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const jwk = await exportJWK(privateKey);
        return JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' });
      });
      const { d: _private, ...publicJwk } = JSON.parse(text) as JWK;
      return publicJwk;
    },
    userPassword: (login) =>
      kept(`secrets/users/${encodeURIComponent(login)}`, () => randomBytes(15).toString('base64url')),
    encryptionKey: async () =>
      Buffer.from(await kept('encryption.key', () => randomBytes(32).toString('base64url')), 'base64url'),
  };
}
