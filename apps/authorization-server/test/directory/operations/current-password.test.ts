import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import argon2 from 'argon2';
import { createAccounts } from '../../../src/directory/accounts/accounts.ts';
import { createKnownBrowsers } from '../../../src/directory/accounts/known-browsers.ts';
import { createPasswordHasher } from '../../../src/directory/accounts/password-hash.ts';
import { proveCurrentPassword } from '../../../src/directory/operations/current-password.ts';
import { limitsFrom } from '../../../src/directory/throttle/limits.ts';
import { createThrottle } from '../../../src/directory/throttle/throttle.ts';

const clock = Date.now;
const hasher = createPasswordHasher({ concurrency: 2, queue: 10 });
let storage: Storage;

beforeAll(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
});
afterAll(async () => {
  hasher.close();
  await storage?.close();
});

it('AS-13: a hash under older parameters is replaced when its password is proved, and says its version', async () => {
  const older = await argon2.hash('right', { type: argon2.argon2id, memoryCost: 8192, timeCost: 1, parallelism: 1 });
  await storage.commit([
    storage.accounts.writes.put({ id: 'a', login: 'ann' }),
    storage.credentials.writes.put({ accountId: 'a', kind: 'password', data: { hash: older } }),
  ]);
  const limits = limitsFrom({ perAccount: 2, perAddress: 100, forEveryone: 100, windowSeconds: 600 });
  const parts = {
    accounts: createAccounts(storage, hasher),
    knownBrowsers: createKnownBrowsers(storage, clock),
    throttle: createThrottle({ storage, clock, limits }),
  };
  const account = (await storage.accounts.find('a'))!;
  const failures: string[] = [];
  const prove = (password: string) =>
    proveCurrentPassword(parts, {
      account,
      password,
      address: '192.0.2.1',
      browserId: undefined,
      failed: (reason) => failures.push(reason),
    });
  expect(await prove('wrong')).toMatchObject({ ok: false, code: 'wrong_password' });
  const proof = await prove('right');
  if (!proof.ok) throw new Error(proof.code);
  await storage.commit(proof.writes);
  const stored = (await storage.credentials.find('a', 'password'))!;
  expect(stored.version).toBe(proof.version);
  expect(hasher.needsRehash(String(stored.data['hash']))).toBe(false);
  expect(await prove('right')).toMatchObject({ ok: true, version: stored.version });
  expect(failures).toEqual(['wrong_password']);
});
