import { afterAll, describe, expect, it } from '@jest/globals';
import { createHashPool, hasArgon2 } from '../../../src/directory/accounts/hash-pool.ts';
import { createHashThreads, type HashOrder } from '../../../src/directory/accounts/hash-threads.ts';
import { createPasswordHasher } from '../../../src/directory/accounts/password-hash.ts';

const order = (): HashOrder => ({
  password: new TextEncoder().encode('the password'),
  salt: Buffer.alloc(16, 1),
  memory: 19_456,
  passes: 2,
  parallelism: 1,
  tagLength: 32,
});
const threads = createHashThreads();
afterAll(() => threads.close());

const throws = () => {
  throw new Error('Argon2 algorithm not supported');
};

describe('AS-13: hashes where Node has no Argon2', () => {
  it('are the same, and the password is overwritten', async () => {
    const given = order();
    expect(await createHashPool().compute(given)).toEqual(await threads.compute(order()));
    expect(given.password.every((byte) => byte === 0)).toBe(true);
  });

  it('are made and compared by the hasher', async () => {
    const hasher = createPasswordHasher({ concurrency: 1, queue: 1, threads: createHashPool() });
    const hash = await hasher.hash('x');
    expect([await hasher.verify(hash, 'x'), await hasher.verify(hash, 'y')]).toEqual([true, false]);
    hasher.close();
  });

  it('are asked for where crypto.argon2Sync throws, and only there', () => {
    expect([hasArgon2(), hasArgon2(throws)]).toEqual([true, false]);
  });
});
