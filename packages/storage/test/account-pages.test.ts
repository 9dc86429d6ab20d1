import { describe, expect, it } from '@jest/globals';
import type { AccountRecord, Page, Storage } from '../src/index.ts';
import { type AccountPageOptions, accountPageStatement, roleStatement } from '../src/stores/account-pages.ts';
import { onEveryDatabase } from './databases.ts';
import { builder, goesBy, plansOf } from './plan.ts';

/** Options without what walks. */
type Search<Options> = Options extends unknown ? Omit<Options, 'after' | 'limit'> : never;

/** Every account of a search, by pages of two. */
async function walk({ accounts }: Storage, search: Search<AccountPageOptions>): Promise<string[]> {
  const found: string[] = [];
  let page: Page<AccountRecord> | undefined;
  do {
    page = await accounts.page({ ...search, limit: 2, after: page?.next });
    expect(page.items.length).toBeLessThanOrEqual(2);
    found.push(...page.items.map(({ id }) => id));
  } while (page.next);
  return found;
}

describe('pages of accounts', () => {
  onEveryDatabase(({ dialect, fresh, open }) => {
    it('hold every account once, in the order that is asked for', async () => {
      let now = 1_000_000;
      const storage = await open({ clock: () => now });
      const { accounts, commit } = storage;
      // Bytes decide, not a locale: capitals, umlauts and dots would be elsewhere in German or English.
      const logins = ['b.z', 'ba', 'b-a', 'é', 'a', 'z', 'b_a', '\u{1f511}'];
      for (const [n, login] of logins.entries()) {
        now = 1_000_000 + Math.floor(n / 3) * 1000;
        await commit([accounts.writes.put({ id: `id-${n}`, login, email: `${login === 'a' ? 'B' : login}@X` })]);
      }
      await commit([accounts.writes.put({ id: 'id-8', login: 'no address' })]);
      const byLogin = ['a', 'b-a', 'b.z', 'b_a', 'ba', 'no address', 'z', 'é', '\u{1f511}'];
      const idOf = (login: string) => `id-${login === 'no address' ? 8 : logins.indexOf(login)}`;
      expect(await walk(storage, { order: 'login' })).toEqual(byLogin.map(idOf));
      expect(await walk(storage, { order: 'login', descending: true })).toEqual(byLogin.map(idOf).toReversed());
      const byCreation = Array.from({ length: 9 }, (_, n) => `id-${n}`);
      expect(await walk(storage, { order: 'created' })).toEqual(byCreation);
      expect(await walk(storage, { order: 'created', descending: true })).toEqual(byCreation.toReversed());
      const byEmail = ['b-a', 'b.z', 'a', 'b_a', 'ba', 'z', 'é', '\u{1f511}'];
      expect(await walk(storage, { order: 'email' })).toEqual(byEmail.map(idOf));
    });

    it('are of those whose login or address begins so, in any letter case', async () => {
      const storage = await open();
      const { accounts, commit } = storage;
      await commit(
        ['alice', 'Al', 'al%x', 'alé', 'bob', 'a'].map((login) =>
          accounts.writes.put({ id: login, login, email: `${login.toUpperCase()}@Example.com` }),
        ),
      );
      expect(await walk(storage, { order: 'login', prefix: 'AL' })).toEqual(['Al', 'al%x', 'alice', 'alé']);
      expect(await walk(storage, { order: 'login', prefix: 'al%' })).toEqual(['al%x']);
      expect(await walk(storage, { order: 'login', prefix: '_' })).toEqual([]);
      expect(await walk(storage, { order: 'email', prefix: 'alI' })).toEqual(['alice']);
      expect(await walk(storage, { order: 'email', prefix: 'AL@example' })).toEqual(['Al']);
      expect(await walk(storage, { order: 'login', prefix: 'a\0' })).toEqual([]);
    });

    it('are of those with a status and a role', async () => {
      const storage = await open();
      const { accounts, commit } = storage;
      await commit(
        Array.from({ length: 12 }, (_, n) => {
          const roles = ['member', ...(n % 3 === 0 ? ['operator'] : [])];
          const id = `u${String(n).padStart(2, '0')}`;
          return accounts.writes.put({ id, login: id, roles, status: n % 2 === 0 ? 'active' : 'disabled' });
        }),
      );
      expect(await walk(storage, { order: 'login', role: 'operator' })).toEqual(['u00', 'u03', 'u06', 'u09']);
      expect(await walk(storage, { order: 'created', status: 'disabled', role: 'operator' })).toEqual(['u03', 'u09']);
      expect(await walk(storage, { order: 'login', status: 'disabled', descending: true })).toHaveLength(6);
      expect(await walk(storage, { order: 'login', role: 'none' })).toEqual([]);
      const [first] = (await accounts.page({ order: 'login', limit: 1 })).items;
      expect(first).toEqual(await accounts.find('u00'));
    });

    it('OPS-11: are found by an index that serves search and order', async () => {
      const url = await fresh();
      await open({ url });
      const searches: [string, Search<AccountPageOptions>][] = [
        [dialect === 'sqlite' ? 'accounts_login' : 'accounts_by_login', { order: 'login' }],
        [dialect === 'sqlite' ? 'accounts_login' : 'accounts_by_login', { order: 'login', prefix: 'login-1' }],
        ['accounts_by_status_and_login', { order: 'login', status: 'disabled' }],
        ['accounts_by_email', { order: 'email', prefix: 'mail-1' }],
        ['accounts_by_status_and_email', { order: 'email', prefix: 'mail-1', status: 'disabled' }],
        ['accounts_by_creation', { order: 'created' }],
        ['accounts_by_status_and_creation', { order: 'created', status: 'disabled' }],
      ];
      for (const [index, search] of searches) {
        const key = { login: 'login-150', email: 'mail-150@x', created: 1000 }[search.order];
        const statements = [false, true].flatMap((descending) =>
          [undefined, { key, id: 'id-1' }].map((after) =>
            accountPageStatement(builder(dialect), { ...search, descending, after, limit: 50 }),
          ),
        );
        const plans = await plansOf(url, statements);
        for (const plan of plans) expect(plan).toMatch(goesBy(index));
      }
    });

    it('OPS-11: of a role that few have, only those few are read; of one that many have, the index of the order goes on', async () => {
      const url = await fresh();
      const { accounts, commit } = await open({ url });
      const put = (n: number) => accounts.writes.put({ id: `u${n}`, login: `u${n}`, roles: ['many'] });
      for (let from = 0; from < 2100; from += 700) {
        await commit(Array.from({ length: 700 }, (_, n) => put(from + n)));
      }
      const page = await accounts.page({ order: 'login', role: 'many', limit: 2, prefix: 'u209' });
      expect(page.items.map(({ login }) => login)).toEqual(['u209', 'u2090']);
      const [rare, few, common] = await plansOf(url, [
        accountPageStatement(builder(dialect), { order: 'created', role: 'r', status: 'active', limit: 5 }, true),
        roleStatement(builder(dialect), 'r').statement,
        accountPageStatement(builder(dialect), { order: 'created', role: 'r', limit: 5 }),
      ]);
      expect(rare).toMatch(/memberships_by_role/u);
      expect(rare).not.toMatch(/SCAN|Seq Scan/u);
      expect(few).toMatch(/memberships_by_role/u);
      if (dialect === 'sqlite') expect(common).toMatch(goesBy('accounts_by_creation'));
    });
  });
});
