import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { undeclaredClaims } from '../../src/cli/undeclared-claims.ts';

let storage: Storage;
let directory: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ path: directory, remove } = await temporaryDirectory());
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
afterAll(async () => {
  await storage?.close();
  await remove?.();
});

const asked = async (text: string) => {
  const registryFile = path.join(directory, 'registry.yaml');
  await writeFile(registryFile, text);
  return undeclaredClaims(storage, { registryFile: [registryFile], mode: 'production' });
};

it('the doctor names claims that users have and no token says, and what to write', async () => {
  const { advice } = await asked('users_policy: { claims: { level: { type: number } } }');
  expect(advice).toContain('no token says department (201 users); ');
  expect(advice).toContain('users_policy: { claims: { department: {} } }');
});

it('the doctor has no word about claims that are declared, and says when the registry cannot tell', async () => {
  expect(await asked('users_policy: { claims: { level: { type: number }, department: {} } }')).toEqual({
    check: 'claims of users are declared',
  });
  expect((await asked('users_policy: 7')).advice).toContain('the registry cannot be used: ');
});
