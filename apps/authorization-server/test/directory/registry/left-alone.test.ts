import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { type PostgresServer, postgres, skipUnless } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PasswordHasher } from '../../../src/directory/accounts/password-hash.ts';
import { hashClientSecret } from '../../../src/directory/clients/clients.ts';
import { planDeletion } from '../../../src/directory/operations/delete-user.ts';
import { applyRegistry, type LeftAlone } from '../../../src/directory/registry/apply.ts';
import { registrySchema } from '../../../src/directory/registry/schema.ts';
import { createRevocations } from '../../../src/directory/revocation/revocations.ts';
import { byStart } from './by-start.ts';

const hasher = { concurrency: 1, hash: async () => 'a hash' } as unknown as PasswordHasher;
const secret = hashClientSecret('a secret').toString('base64url');
const alice = {
  login: 'Alice',
  name: 'Alice',
  email: 'alice@example.com',
  roles: ['sales', 'admin'],
  claims: { department: 'Finance', level: 1, team: 'blue' },
};
type Entry = Record<string, unknown>;

const registryOf = (users: Entry[], secrets: string[] = []) =>
  registrySchema.parse({
    roles: { sales: {}, admin: {} },
    users_policy: { claims: { department: {}, level: { type: 'number' }, team: {} } },
    users,
    clients: [
      {
        client_id: 'app',
        client_name: 'App',
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['client_credentials'],
        client_secrets: secrets.map((sha256) => ({ sha256 })),
      },
    ],
  });

function everyCase(open: () => Promise<Storage>): void {
  let storage: Storage;
  beforeEach(async () => {
    storage = await open();
  });
  afterEach(() => storage.close());

  const apply = async (users: Entry[], secrets: string[] = []) => {
    const left: LeftAlone[] = [];
    const onLeftAlone = (one: LeftAlone) => void left.push(one);
    const applied = await applyRegistry(
      { ...byStart(storage), storage, hasher, onLeftAlone },
      registryOf(users, secrets),
    );
    return {
      changes: applied
        .filter(({ kind }) => kind === 'user' || kind === 'client')
        .map(({ name, change }) => `${name} ${change}`),
      left: left.map(({ name, members }) => [name, ...members.toSorted()].join(' ')),
    };
  };
  const stored = async (login = 'alice') => (await storage.accounts.findByLogin(login))!;
  const change = async (to: Partial<Awaited<ReturnType<typeof stored>>>) => {
    const before = await stored();
    await storage.commit([storage.accounts.writes.change(before, { ...before, ...to })]);
  };

  it('again changes nothing; a changed file changes what nobody else did', async () => {
    expect(await apply([alice])).toEqual({ changes: ['app added', 'Alice added'], left: [] });
    expect(await apply([alice])).toEqual({ changes: [], left: [] });
    const claims = { level: 2 };
    expect(await apply([{ ...alice, roles: ['admin'], name: 'A.', claims }])).toEqual({
      changes: ['Alice changed'],
      left: [],
    });
    const account = await stored();
    expect(account).toMatchObject({ name: 'A.', roles: ['admin'], claims: { level: 2 }, emailVerified: false });
    expect(account?.claims).toEqual({ level: 2 });
  });

  it('a stranger who registered with the login and confirmed nothing does not become the person of the file', async () => {
    const stranger = { id: 'stranger', login: 'alice', email: 'alice@example.com', status: 'pending' } as const;
    const { accounts, credentials } = storage;
    const register = () =>
      storage.commit([
        accounts.writes.put({ ...stranger, expiresAtSeconds: Math.floor(Date.now() / 1000) + 3600 }),
        credentials.writes.put({ accountId: stranger.id, kind: 'password', data: { hash: 'of a password of theirs' } }),
      ]);
    await register();
    expect(await apply([alice])).toEqual({ changes: ['app added', 'Alice added'], left: [] });
    const { id, roles, status } = await stored();
    expect([id === stranger.id, roles, status]).toEqual([false, ['admin', 'sales'], 'active']);
    expect(await accounts.find(stranger.id)).toBeUndefined();
    expect(await credentials.find(stranger.id, 'password')).toBeUndefined();
    // Who is known to the file already is found by the identifier.
    await change({ login: 'renamed' });
    await register();
    const named = { ...alice, id };
    expect(await apply([named])).toMatchObject({ changes: [], left: ['Alice login'] });
    expect(await stored('renamed')).toMatchObject({ id, roles: ['admin', 'sales'] });
  });

  it('a stranger who registered with the address of several people of the file hinders none of them', async () => {
    const { accounts } = storage;
    const email = 'team@example.com';
    const register = async (id: string) => {
      const expiresAtSeconds = Math.floor(Date.now() / 1000) + 3600;
      await storage.commit([accounts.writes.put({ id, login: email, email, status: 'pending', expiresAtSeconds })]);
    };
    await register('stranger');
    const team = [alice, { ...alice, login: 'bob', name: 'Bob' }];
    const together = team.map((one) => ({ ...one, email }));
    expect(await apply(together)).toEqual({ changes: ['app added', 'Alice added', 'bob added'], left: [] });
    expect(await accounts.find('stranger')).toBeUndefined();
    expect(await apply(team)).toEqual({ changes: ['Alice changed', 'bob changed'], left: [] });
    await register('another stranger');
    expect(await apply(together)).toEqual({ changes: ['Alice changed', 'bob changed'], left: [] });
    expect(await accounts.find('another stranger')).toBeUndefined();
  });

  it('what a person or an operator changed stays, whether or not the file changes too, and is said', async () => {
    await apply([alice]);
    await change({
      email: 'new@example.com',
      emailVerified: true,
      name: 'Married',
      roles: ['sales'],
      status: 'disabled',
    });
    const said = ['Alice email emailVerified name roles status'];
    expect(await apply([alice])).toEqual({ changes: [], left: said });
    // The file changes one member that is taken, and two that are not.
    const next = { ...alice, name: 'Third', claims: { department: 'Sales', level: 5, team: 'blue' } };
    expect(await apply([next])).toEqual({ changes: ['Alice changed'], left: said });
    expect(await stored()).toMatchObject({
      email: 'new@example.com',
      emailVerified: true,
      name: 'Married',
      roles: ['sales'],
      status: 'disabled',
      claims: { department: 'Sales', level: 5, team: 'blue' },
    });
    // Once both say the same, the file counts again.
    await change({ name: 'Third' });
    await apply([next]);
    expect((await apply([{ ...next, name: 'Fourth' }])).changes).toEqual(['Alice changed']);
    expect((await stored()).name).toBe('Fourth');
  });

  it('an address that somebody confirmed stays confirmed; a new one of the file is as the file says', async () => {
    await apply([alice]);
    const { id } = await stored();
    await storage.commit([storage.accounts.writes.confirmEmail(id, alice.email)]);
    expect((await apply([alice])).left).toEqual(['Alice emailVerified']);
    expect((await stored()).emailVerified).toBe(true);
    await apply([{ ...alice, email: 'other@example.com' }]);
    expect(await stored()).toMatchObject({ login: 'alice', email: 'other@example.com', emailVerified: false });
  });

  it('a file that takes roles away or disables ends what came of them', async () => {
    await apply([alice]);
    const { id } = await stored();
    const grant = {
      model: 'Grant',
      id: 'the-grant',
      accountId: id,
      grantId: 'the-grant',
      payload: { jti: 'the-grant' },
    };
    await storage.commit([storage.artefacts.writes.upsert(grant)]);
    await apply([{ ...alice, roles: ['sales'] }]);
    expect(await storage.artefacts.find('Grant', 'the-grant')).toBeUndefined();
    expect((await apply([{ ...alice, roles: ['sales'], status: 'disabled' }])).changes).toEqual(['Alice changed']);
    expect((await stored()).status).toBe('disabled');
  });

  it('a deleted person stays deleted until the entry is another one', async () => {
    await apply([alice]);
    const account = await stored();
    const revocations = createRevocations(storage, Date.now);
    await storage.commit((await planDeletion({ storage, revocations }, account)).writes);
    expect(await apply([alice])).toEqual({ changes: [], left: ['Alice account'] });
    expect(await stored()).toBeUndefined();
    expect(await apply([{ ...alice, name: 'Another Alice' }])).toEqual({ changes: ['Alice added'], left: [] });
    expect((await stored()).id).not.toBe(account.id);
  });

  it('a person whose login an operator changed is not made twice', async () => {
    await apply([alice]);
    await change({ login: 'alice.archer' });
    expect(await apply([alice])).toEqual({ changes: [], left: ['Alice login'] });
    await apply([{ ...alice, claims: { ...alice.claims, department: 'Sales' } }]);
    expect(await stored('alice')).toBeUndefined();
    expect(await stored('alice.archer')).toMatchObject({ claims: { department: 'Sales' } });
  });

  it('an account that was there before the file named it is not written over', async () => {
    const own = { id: 'own', login: 'alice', name: 'Own', email: 'own@example.com', emailVerified: true };
    await storage.commit([storage.accounts.writes.put(own)]);
    const { changes, left } = await apply([{ ...alice, password: 'p' }]);
    expect([changes, left]).toEqual([
      ['app added'],
      ['Alice claims.department claims.level claims.team email emailVerified name roles'],
    ]);
    expect(await stored()).toMatchObject({ name: 'Own', email: 'own@example.com', roles: [] });
    expect(await storage.credentials.find('own', 'password')).toBeUndefined();
  });

  it('a secret that an operator removed, and a client that was disabled, stay so', async () => {
    await apply([], [secret]);
    const sha256 = Buffer.from(secret, 'base64url');
    await storage.commit([
      storage.clients.writes.removeSecret({ clientId: 'app', sha256 }),
      storage.clients.writes.setDisabled('app', true),
    ]);
    expect(await apply([], [secret])).toEqual({ changes: [], left: ['app client_secrets'] });
    const other = hashClientSecret('another').toString('base64url');
    expect((await apply([], [secret, other])).changes).toEqual(['app changed']);
    const app = await storage.clients.find('app');
    expect(app?.secretHashes.map(({ sha256: hash }) => hash.toString('base64url'))).toEqual([other]);
    expect(app?.disabled).toBe(true);
  });

  it('two instances that start with the same file at once both start', async () => {
    const all = Array.from({ length: 4 }, () => apply([alice, { ...alice, login: 'bob', email: 'bob@example.com' }]));
    await Promise.all(all);
    await Promise.all(Array.from({ length: 4 }, () => apply([{ ...alice, name: 'Changed' }])));
    expect((await stored()).name).toBe('Changed');
  });
}

describe('F7: a registry file never overwrites what people or operators changed', () => {
  const sealer = createSealer([Buffer.alloc(32, 1)]);
  describe('on SQLite', () => everyCase(() => openStorage({ url: 'sqlite::memory:', sealer })));

  skipUnless('postgres')('on PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await postgres();
    });
    afterAll(() => server?.stop());
    everyCase(async () => openStorage({ url: await server.newDatabase(), sealer, statementTimeoutMs: 15_000 }));
  });
});
