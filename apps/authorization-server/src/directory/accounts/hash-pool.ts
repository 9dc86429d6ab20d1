/** Password hashes where Node was built without Argon2 (with an OpenSSL before 3.2): by the package, in the pool of threads that files share. */
import { argon2Sync } from 'node:crypto';
import type { HashThreads } from './hash-threads.ts';

/** Whether `node:crypto` computes Argon2 here. */
export function hasArgon2(compute: typeof argon2Sync = argon2Sync): boolean {
  try {
    compute('argon2id', { message: '', nonce: Buffer.alloc(16), memory: 8, passes: 1, parallelism: 1, tagLength: 4 });
    return true;
  } catch {
    return false;
  }
}

/** Computes what the threads would, at the priority of the process. */
export const createHashPool = (): HashThreads => ({
  async compute({ password, salt, tagLength, memory, passes, parallelism }) {
    const { default: argon2 } = await import('argon2');
    const bytes = Buffer.from(password.buffer, password.byteOffset, password.byteLength);
    const costs = { memoryCost: memory, timeCost: passes, parallelism };
    try {
      return await argon2.hash(bytes, {
        ...costs,
        type: argon2.argon2id,
        raw: true,
        salt: Buffer.from(salt),
        hashLength: tagLength,
      });
    } finally {
      bytes.fill(0);
    }
  },
  close() {},
});
