import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import argon2 from 'argon2';
import { type Accounts, createAccounts } from '../../../src/directory/accounts/accounts.ts';
import { createPasswordHasher, type PasswordHasher } from '../../../src/directory/accounts/password-hash.ts';

const real = createPasswordHasher({ concurrency: 2, queue: 10 });
let compared = 0;
/** Counts comparisons. */
const hasher: PasswordHasher = {
  ...real,
  full: false,
  verify: (hash, password) => {
    compared += 1;
    return real.verify(hash, password);
  },
  pretend: (password) => {
    compared += 1;
    return real.pretend(password);
  },
};

let storage: Storage;
let accounts: Accounts;

async function add(login: string, status: 'active' | 'disabled' | 'pending', hash?: string): Promise<void> {
  const person = { id: `id-of-${login}`, login, name: login, email: `${login}@example.com`, roles: [], status };
  await storage.commit([
    storage.accounts.writes.put(person),
    ...(hash ? [storage.credentials.writes.put({ accountId: person.id, kind: 'password', data: { hash } })] : []),
  ]);
}

beforeAll(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
  accounts = createAccounts(storage, hasher);
  const hash = await real.hash('right');
  await add('ann', 'active', hash);
  await add('dan', 'disabled', hash);
  await add('pam', 'pending', hash);
  await add('nil', 'active');
});
afterAll(async () => {
  real.close();
  await storage?.close();
});

const attempt = async (login: string, password: string, options?: { refused?: boolean }) =>
  accounts.verify(await accounts.identify(login), password, options);

describe('signing in', () => {
  it('AS-15: costs one comparison, whatever is wrong', async () => {
    const attempts: [string, string, string][] = [
      ['nobody', 'right', 'unknown_login'],
      ['', 'right', 'unknown_login'],
      ['ann', 'wrong', 'wrong_password'],
      ['dan', 'right', 'account_disabled'],
      ['dan', 'wrong', 'wrong_password'],
      ['pam', 'wrong', 'wrong_password'],
      ['nil', 'right', 'no_password'],
    ];
    for (const [login, password, reason] of attempts) {
      compared = 0;
      const outcome = await attempt(login, password);
      expect({ login, ...outcome, compared }).toMatchObject({ login, ok: false, reason, compared: 1 });
    }
    compared = 0;
    expect(await attempt('ann', 'right')).toMatchObject({ ok: true, account: { login: 'ann' } });
    expect(compared).toBe(1);
    // Nothing but confirming the address is open to it.
    expect(await attempt('pam', 'right')).toMatchObject({ ok: true, account: { status: 'pending' } });
  });

  it('D10: a refused attempt computes nothing, for whomever it is and whatever the password', async () => {
    await attempt('ann', 'wrong');
    compared = 0;
    const { computed, waited } = real.counts;
    for (const login of ['ann', 'nobody', 'dan', 'pam', 'nil', '']) {
      const outcome = await attempt(login, 'right', { refused: true });
      expect(outcome).toMatchObject({ ok: false, reason: 'throttled' });
    }
    expect([compared, real.counts]).toEqual([0, { computed, waited: waited + 6 }]);
  });

  it('AS-15: a login is one in any case and in any width, and is not found by halves', async () => {
    for (const login of ['ANN', ' ann '.trim(), 'Ａnn']) expect((await attempt(login, 'right')).ok).toBe(true);
    for (const login of ['an', 'ann%', 'a_n', 'ann\0']) expect((await attempt(login, 'right')).ok).toBe(false);
  });

  it('AS-13: a hash under older parameters is replaced at the sign-in, and the password stays', async () => {
    const older = await argon2.hash('right', { type: argon2.argon2id, memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await add('old', 'active', older);
    const outcome = await attempt('old', 'right');
    if (!outcome.ok) throw new Error(outcome.reason);
    expect(outcome.writes).toHaveLength(1);
    await storage.commit(outcome.writes);
    const stored = await storage.credentials.find('id-of-old', 'password');
    expect(stored?.data['hash']).not.toBe(older);
    expect(real.needsRehash(String(stored?.data['hash']))).toBe(false);
    const again = await attempt('old', 'right');
    expect(again).toMatchObject({ ok: true, writes: [] });
  });

  it('AS-05: only active people are found for tokens and sessions', async () => {
    const ids = ['id-of-ann', 'id-of-dan', 'id-of-pam', 'nobody'];
    const found = await Promise.all(ids.map((id) => accounts.findActive(id)));
    expect(found.map((account) => account?.login)).toEqual(['ann', undefined, undefined, undefined]);
  });
});
