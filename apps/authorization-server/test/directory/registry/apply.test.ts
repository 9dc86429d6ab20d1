import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPasswordHasher, type PasswordHasher } from '../../../src/directory/accounts/password-hash.ts';
import type { Work } from '../../../src/directory/operations/work.ts';
import { applyRegistry } from '../../../src/directory/registry/apply.ts';
import { storedPolicies } from '../../../src/directory/registry/policies.ts';
import { emptyRegistry, type Registry, registrySchema } from '../../../src/directory/registry/schema.ts';
import { byStart } from './by-start.ts';

const users = (count: number, password = 'secret'): Registry['users'] =>
  Array.from({ length: count }, (_, n) => ({
    login: `user${n}`,
    name: `User ${n}`,
    email: `user${n}@example.com`,
    email_verified: true,
    roles: [],
    status: 'active',
    claims: {},
    password,
  })) as Registry['users'];
const registryOf = (people: Registry['users']) => ({ ...emptyRegistry, users: people });

/** Hashes when it is told to. */
function manualHasher(concurrency: number) {
  const waiting: PromiseWithResolvers<string>[] = [];
  let most = 0;
  let hashes = 0;
  const hasher: PasswordHasher = {
    ...createPasswordHasher({ concurrency, queue: 1 }),
    full: false,
    hash: () => {
      const one = Promise.withResolvers<string>();
      waiting.push(one);
      most = Math.max(most, waiting.length);
      hashes += 1;
      return one.promise;
    },
  };
  const letOneGo = async () => {
    waiting.shift()?.resolve('hash');
    await Promise.resolve();
  };
  return { hasher, waiting, letOneGo, most: () => most, hashes: () => hashes };
}

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
});
afterEach(async () => {
  jest.useRealTimers();
  await storage.close();
});

/** Lets everything happen that needs no time. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('D11: a registry with many users', () => {
  it('D11: hashes as many passwords at once as sign-ins may, and every one once', async () => {
    const { hasher, waiting, letOneGo, most, hashes } = manualHasher(3);
    const applying = applyRegistry({ ...byStart(storage), storage, hasher }, registryOf(users(20)));
    for (let left = 20; left > 0; left -= 1) {
      while (waiting.length === 0) await settle();
      await letOneGo();
    }
    await applying;
    expect([most(), hashes()]).toEqual([3, 20]);
  });

  it('D11: says every two seconds how far it is, and nothing after it is through', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    const { hasher, waiting, letOneGo } = manualHasher(2);
    const told: [number, number][] = [];
    const onProgress = (hashed: number, of: number) => void told.push([hashed, of]);
    const applying = applyRegistry({ ...byStart(storage), storage, hasher, onProgress }, registryOf(users(4)));
    while (waiting.length < 2) await settle();
    jest.advanceTimersByTime(1999);
    expect(told).toEqual([]);
    jest.advanceTimersByTime(1);
    for (let n = 0; n < 3; n += 1) await letOneGo();
    await settle();
    jest.advanceTimersByTime(2000);
    expect(told).toEqual([
      [0, 4],
      [3, 4],
    ]);
    await letOneGo();
    await applying;
    jest.advanceTimersByTime(10_000);
    expect(told).toHaveLength(2);
  });

  it('D11: the next start hashes the passwords of new users alone', async () => {
    const hasher = createPasswordHasher({ concurrency: 2, queue: 1 });
    let hashes = 0;
    const counting = { ...hasher, full: false, hash: (word: string) => ((hashes += 1), hasher.hash(word)) };
    await applyRegistry({ ...byStart(storage), storage, hasher: counting }, registryOf(users(3)));
    expect(hashes).toBe(3);
    await applyRegistry({ ...byStart(storage), storage, hasher: counting }, registryOf(users(3)));
    expect(hashes).toBe(3);
    const renamed = users(4).map((user) => ({ ...user, name: 'Renamed' }));
    await applyRegistry({ ...byStart(storage), storage, hasher: counting }, registryOf(renamed));
    expect(hashes).toBe(4);
  });

  it('D11: a hash that fails ends it, and nothing is written', async () => {
    const hasher = createPasswordHasher({ concurrency: 2, queue: 1 });
    const failing = { ...hasher, full: false, hash: () => Promise.reject(new Error('out of memory')) };
    await expect(
      applyRegistry({ ...byStart(storage), storage, hasher: failing }, registryOf(users(3))),
    ).rejects.toThrow('out of memory');
    expect(await storage.accounts.findByLogin('user0')).toBeUndefined();
  });
});

it('a password that somebody chose while that of the file was hashed stays', async () => {
  const options = { ...byStart(storage), storage };
  const hasher = createPasswordHasher({ concurrency: 1, queue: 1 });
  const without = users(1).map(({ password: _none, ...user }) => user) as Registry['users'];
  await applyRegistry({ ...options, hasher }, registryOf(without));
  const { id: accountId } = (await storage.accounts.findByLogin('user0'))!;
  const overtaken: PasswordHasher = {
    ...hasher,
    async hash() {
      const data = { hash: 'of their own' };
      await storage.commit([storage.credentials.writes.put({ accountId, kind: 'password', data })]);
      return 'of the file';
    },
  };
  await applyRegistry({ ...options, hasher: overtaken }, registryOf(users(1)));
  expect((await storage.credentials.find(accountId, 'password'))?.data).toEqual({ hash: 'of their own' });
});

const failing = async () => {
  throw new Error('the record cannot be written');
};

it('is one commit: each entry has its record beside it, and without them nothing is applied', async () => {
  const { commit, ...rest } = byStart(storage);
  const hasher: PasswordHasher = { ...createPasswordHasher({ concurrency: 1, queue: 1 }), hash: async () => 'hash' };
  const units: Work[] = [];
  await applyRegistry(
    {
      ...rest,
      storage,
      hasher,
      async commit(work) {
        units.push(work);
        await commit(work);
      },
    },
    registryOf(users(2)),
  );
  expect(units).toHaveLength(1);
  const records = await storage.audit.list();
  expect(records.map(({ type }) => type).toSorted()).toEqual(['registry.applied', 'user.added', 'user.added']);
  for (const { data } of records) expect(data['actor']).toEqual({ type: 'system', id: 'registry' });

  const applying = applyRegistry({ ...rest, commit: failing, storage, hasher }, registryOf(users(3)));
  await expect(applying).rejects.toThrow('the record cannot be written');
  expect(await storage.accounts.list({ limit: 10 })).toHaveLength(2);
});

const blocked = async () => (await storedPolicies(storage)).unregisteredClients?.blocked_domains;
const block = (hosts: string[]) =>
  storage.commit([
    storage.policies.writes.put({ name: 'unregistered_clients', definition: { blocked_domains: hosts } }),
  ]);

describe('a registry and hosts that operators blocked', () => {
  const { hasher } = manualHasher(1);
  const apply = (unregistered: object | null) =>
    applyRegistry(
      { ...byStart(storage), storage, hasher },
      registrySchema.parse({ unregistered_clients: unregistered }),
    );
  it('leaves them blocked unless it says what is', async () => {
    const policy = { documents: { domains: ['*'] } };
    await apply(policy);
    expect(await blocked()).toEqual([]);
    await block(['bad.example']);
    await apply(policy);
    expect(await blocked()).toEqual(['bad.example']);
    expect(await apply(policy)).toEqual([]);
    await apply({ ...policy, blocked_domains: ['worse.example'] });
    expect(await blocked()).toEqual(['worse.example']);
    await apply({ ...policy, blocked_domains: [] });
    expect(await blocked()).toEqual([]);
    await apply(null);
    expect(await blocked()).toBeUndefined();
  });
});
