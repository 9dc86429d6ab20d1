import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { undeclaredClaims } from '../../src/cli/undeclared-claims.ts';

let storage: Storage;
beforeAll(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32)]) });
  // More than a page of them.
  await storage.commit(
    Array.from({ length: 1005 }, (_, n) =>
      storage.accounts.writes.put({
        id: `${n}`,
        login: `user-${n}`,
        claims: n % 5 === 0 ? { department: 'Finance', level: 1 } : {},
      }),
    ),
  );
});
afterAll(() => storage?.close());

const declare = (name: string, definition: object) =>
  storage.commit([storage.policies.writes.put({ name: `users_policy.claims.${name}`, definition })]);

it('the doctor names claims that users have and no token says, and what to write', async () => {
  await declare('level', { type: 'number' });
  const { advice } = await undeclaredClaims(storage);
  expect(advice).toContain('no token says department (201 users); ');
  expect(advice).toContain('users_policy: { claims: { department: {} } }');
});

it('the doctor has no word about claims that are declared', async () => {
  await declare('department', {});
  expect(await undeclaredClaims(storage)).toEqual({ check: 'claims of users are declared' });
});
