import { describe, expect, it } from '@jest/globals';
import { normalizeLogin } from '../src/index.ts';
import { onEveryDatabase } from './databases.ts';

const lost = { code: 'lost_race' };

it.each([
  ['Alice', 'alice'],
  ['ＡＬＩＣＥ', 'alice'],
  ['Straße', 'STRASSE'],
  ['e\u0301', '\u00e9'],
  ['ΟΔΟΣ', 'οδοσ'],
  [' bob ', 'bob'],
])('normalizeLogin: %j and %j are the same login', (one, other) => {
  expect(normalizeLogin(one)).toBe(normalizeLogin(other));
});

describe('people', () => {
  onEveryDatabase(({ open }) => {
    it('keeps an account, found by any spelling of its login', async () => {
      const { accounts, commit } = await open();
      const alice = {
        id: 'a',
        login: 'Alice',
        name: 'A',
        email: 'a@x',
        emailVerified: true,
        roles: ['r'],
        claims: { n: 1, department: 'Finance' },
      };
      await commit([accounts.writes.put(alice)]);
      const found = await accounts.findByLogin('ＡLICE');
      expect(found).toMatchObject({ ...alice, login: 'alice', status: 'active' });
      expect(found).not.toHaveProperty('locale');
      expect(await accounts.find('a')).toEqual(found);
      expect(await accounts.find('b')).toBeUndefined();
    });

    it('a login belongs to one account: the second gets a conflict and writes nothing', async () => {
      const { accounts, audit, commit } = await open();
      await commit([accounts.writes.put({ id: 'a', login: 'alice' })]);
      const second = commit([
        audit.writes.append({ type: 'account.created' }),
        accounts.writes.put({ id: 'b', login: 'ALICE' }),
      ]);
      await expect(second).rejects.toMatchObject({ code: 'conflict' });
      expect(await audit.list()).toEqual([]);
      await commit([accounts.writes.put({ id: 'a', login: 'ALICE', status: 'pending' })]);
      expect(await accounts.list()).toMatchObject([{ id: 'a', status: 'pending' }]);
    });

    it('changes what people change themselves, and nothing else', async () => {
      const { accounts, commit } = await open();
      const alice = { id: 'a', login: 'alice', name: 'A', locale: 'de', email: 'a@x', roles: ['r'], claims: { n: 1 } };
      await commit([accounts.writes.put(alice)]);
      const { writes } = accounts;
      const changed = { name: 'Alice', locale: 'fr' };
      await commit([writes.setProfile('a', { from: alice, to: changed })]);
      expect(await accounts.find('a')).toMatchObject({ ...alice, ...changed });
      await commit([writes.setProfile('a', { from: changed, to: { name: 'Alice' } })]);
      expect(await accounts.find('a')).not.toHaveProperty('locale');
      await commit([writes.setProfile('a', { from: { name: 'Alice' }, to: changed })]);
      await expect(commit([writes.setProfile('b', { from: {}, to: { name: 'B' } })])).rejects.toMatchObject(lost);
      for (const from of [alice, { name: 'Alice' }, { locale: 'fr' }, { ...changed, locale: 'de' }]) {
        await expect(commit([writes.setProfile('a', { from, to: { name: 'late' } })])).rejects.toMatchObject(lost);
      }
      await commit([writes.setStatus('a', { from: 'active', to: 'disabled' })]);
      await expect(commit([writes.setProfile('a', { from: changed, to: { name: 'late' } })])).rejects.toMatchObject(
        lost,
      );
      expect(await accounts.find('a')).toMatchObject(changed);
      await commit([accounts.writes.put({ id: 'c', login: 'c' })]);
      await commit([writes.setProfile('c', { from: {}, to: { name: 'first' } })]);
      expect(await accounts.find('c')).toMatchObject({ name: 'first' });
    });

    it('a proved address makes a pending account active, once it is still that address', async () => {
      const { accounts, commit } = await open();
      const { writes } = accounts;
      const expiresAtSeconds = 4_000_000_000;
      await commit([
        writes.put({ id: 'a', login: 'a@x', email: 'a@x', status: 'pending', expiresAtSeconds }),
        writes.put({ id: 'b', login: 'b', email: 'b@x', status: 'disabled' }),
      ]);
      expect(await accounts.find('a')).toMatchObject({ status: 'pending', emailVerified: false, expiresAtSeconds });
      await expect(commit([writes.confirmEmail('a', 'other@x')])).rejects.toMatchObject(lost);
      await expect(commit([writes.confirmEmail('b', 'b@x')])).rejects.toMatchObject(lost);
      await commit([writes.confirmEmail('a', 'a@x')]);
      expect(await accounts.find('a')).toMatchObject({ status: 'active', emailVerified: true });
      expect(await accounts.find('a')).not.toHaveProperty('expiresAtSeconds');
    });

    it('only who registered and never confirmed can be removed as such', async () => {
      const { accounts, commit } = await open();
      const { writes } = accounts;
      await commit([
        writes.put({ id: 'a', login: 'a', status: 'pending', expiresAtSeconds: 4_000_000_000 }),
        writes.put({ id: 'b', login: 'b', status: 'pending' }),
        writes.put({ id: 'c', login: 'c' }),
      ]);
      await commit([writes.removeUnconfirmed('a')]);
      for (const id of ['a', 'b', 'c']) {
        await expect(commit([writes.removeUnconfirmed(id)])).rejects.toMatchObject(lost);
      }
      expect((await accounts.list()).map(({ id }) => id)).toEqual(['b', 'c']);
    });

    it('an address is changed once, and takes a login along that was the old address', async () => {
      const { accounts, commit } = await open();
      const { writes } = accounts;
      await commit([
        writes.put({ id: 'a', login: 'Old@x', email: 'Old@x', emailVerified: true }),
        writes.put({ id: 'b', login: 'b' }),
        writes.put({ id: 'c', login: 'c@x' }),
      ]);
      const change = () => commit([writes.changeEmail('a', { from: 'Old@x', to: 'New@x' })]);
      await change();
      expect(await accounts.find('a')).toMatchObject({ login: 'new@x', email: 'New@x', emailVerified: true });
      await expect(change()).rejects.toMatchObject(lost);
      await commit([writes.changeEmail('b', { from: undefined, to: 'b@x' })]);
      expect(await accounts.find('b')).toMatchObject({ login: 'b', email: 'b@x', emailVerified: true });
      const taken = commit([writes.changeEmail('a', { from: 'New@x', to: 'C@x' })]);
      await expect(taken).rejects.toMatchObject({ code: 'conflict' });
    });

    it('keeps further claims, and which terms were accepted', async () => {
      const { accounts, commit } = await open();
      const { writes } = accounts;
      await commit([writes.put({ id: 'a', login: 'a', claims: { phone: '1' } })]);
      expect(await accounts.find('a')).not.toHaveProperty('terms');
      await commit([writes.setClaims('a', { phone: '2' }), writes.acceptTerms('a', '2026-01')]);
      const changed = { claims: { phone: '2' }, terms: { version: '2026-01', acceptedAtSeconds: expect.any(Number) } };
      expect(await accounts.find('a')).toMatchObject(changed);
      await commit([writes.put({ id: 'a', login: 'a', name: 'A', claims: { phone: '2' } })]);
      expect(await accounts.find('a')).toMatchObject({ name: 'A', ...changed });
      await expect(commit([writes.acceptTerms('b', '1')])).rejects.toMatchObject(lost);
    });

    it('finds by address in any case, and says when an address is that of several', async () => {
      const { accounts, commit } = await open();
      await commit([
        accounts.writes.put({ id: 'a', login: 'a', email: 'Alice@Example.com' }),
        ...['b', 'c', 'd'].map((id) => accounts.writes.put({ id, login: id, email: 'team@example.com' })),
        accounts.writes.put({ id: 'e', login: 'e' }),
      ]);
      expect(await accounts.findByEmail('alice@EXAMPLE.com')).toMatchObject([{ id: 'a' }]);
      expect(await accounts.findByEmail('team@example.com')).toHaveLength(2);
      expect(await accounts.findByEmail('')).toEqual([]);
    });

    it('lists by pages and changes the status', async () => {
      const { accounts, commit } = await open();
      await commit(['d', 'b', 'a', 'c'].map((name) => accounts.writes.put({ id: name, login: name })));
      expect((await accounts.list({ limit: 3 })).map(({ login }) => login)).toEqual(['a', 'b', 'c']);
      expect((await accounts.list({ afterLogin: 'c', limit: 3 })).map(({ login }) => login)).toEqual(['d']);
      const { writes } = accounts;
      await commit([writes.setStatus('a', { from: 'active', to: 'disabled' })]);
      expect(await accounts.find('a')).toMatchObject({ status: 'disabled' });
      for (const [id, from] of [
        ['nobody', 'active'],
        ['a', 'active'],
        ['a', 'pending'],
      ] as const) {
        await expect(commit([writes.setStatus(id, { from, to: 'pending' })])).rejects.toMatchObject(lost);
      }
      expect(await accounts.find('a')).toMatchObject({ status: 'disabled' });
    });

    it('AS-03: of two changes of one credential that read the same version, one wins', async () => {
      const { accounts, credentials, commit } = await open();
      const put = (data: Record<string, unknown>, expectedVersion?: number) =>
        commit([credentials.writes.put({ accountId: 'a', kind: 'recovery-codes', data, expectedVersion })]);
      await commit([accounts.writes.put({ id: 'a', login: 'alice' })]);
      const first = await Promise.allSettled([put({ codes: 1 }, 0), put({ codes: 2 }, 0)]);
      expect(first.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const second = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => put({ codes: n }, 1)));
      expect(second.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await credentials.find('a', 'recovery-codes')).toMatchObject({ version: 2 });
      await put({ codes: 'any' });
      expect(await credentials.find('a', 'recovery-codes')).toMatchObject({ version: 3, data: { codes: 'any' } });
    });

    it('AS-03: a credential is removed as it was read, or not at all, and once', async () => {
      const { accounts, credentials, commit } = await open();
      const put = (expectedVersion: number) =>
        credentials.writes.put({ accountId: 'a', kind: 'totp', data: { seed: 's' }, expectedVersion });
      const remove = (version: number) => commit([credentials.writes.remove('a', 'totp', version)]);
      await commit([accounts.writes.put({ id: 'a', login: 'alice' })]);
      await expect(remove(1)).rejects.toMatchObject(lost);
      await commit([put(0)]);
      await commit([put(1)]);
      await expect(remove(1)).rejects.toMatchObject(lost);
      await expect(remove(3)).rejects.toMatchObject(lost);
      expect(await credentials.find('a', 'totp')).toMatchObject({ version: 2 });
      const both = await Promise.allSettled([commit([put(2)]), remove(2)]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const again = await Promise.allSettled(Array.from({ length: 4 }, () => remove(3)));
      const isGone = (await credentials.find('a', 'totp')) === undefined;
      expect(isGone).toBe(true);
      // Either the write came first, and one of the four removed what it wrote, or it was removed before.
      const wrote = both[0]?.status === 'fulfilled';
      expect(again.filter(({ status }) => status === 'fulfilled')).toHaveLength(wrote ? 1 : 0);
    });

    it('removes credentials with their account, and refuses them without one', async () => {
      const { accounts, credentials, commit } = await open();
      const password = credentials.writes.put({ accountId: 'a', kind: 'password', data: { hash: 'h' } });
      await expect(commit([password])).rejects.toThrow(/foreign key/i);
      await commit([accounts.writes.put({ id: 'a', login: 'alice' }), password]);
      await commit([credentials.writes.put({ accountId: 'a', kind: 'totp', data: { seed: 's' } })]);
      expect((await credentials.list('a')).map(({ kind }) => kind)).toEqual(['password', 'totp']);
      await commit([credentials.writes.remove('a', 'totp', 1)]);
      expect(await credentials.find('a', 'totp')).toBeUndefined();
      await commit([accounts.writes.remove('a')]);
      expect(await credentials.list('a')).toEqual([]);
    });
  });
});
