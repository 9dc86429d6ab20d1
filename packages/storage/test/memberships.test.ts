import { DatabaseSync } from 'node:sqlite';
import { type DatabaseDriver, type Dialect, openDatabase } from '@gatehouse/database';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createSealer } from '../src/index.ts';
import { accountStore } from '../src/stores/accounts.ts';
import { storeContext } from '../src/stores/store-context.ts';
import { migrations } from '../src/tables.ts';
import { onEveryDatabase } from './databases.ts';

/** Runs statements in one transaction, and gives the rows of the last. */
async function ask(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  let rows: Record<string, unknown>[] = [];
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length));
    database.exec('begin');
    for (const text of statements) rows = database.prepare(text).all();
    database.exec('commit');
    database.close();
    return rows;
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('begin');
  for (const text of statements) ({ rows } = await client.query<Record<string, unknown>>(text));
  await client.query('commit');
  await client.end();
  return rows;
}

const quoted = (value: string | null) => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`);

interface Earlier {
  readonly id: string;
  readonly roles: readonly string[];
  readonly department: string | null;
  readonly claims: Record<string, unknown>;
}

/** Inserts accounts as the version before does. */
const inserted = (accounts: readonly Earlier[]): string =>
  `insert into accounts (id, login, email_verified, department, roles, claims, status, created_at, updated_at) values ${accounts
    .map(
      ({ id, roles, department, claims }) =>
        `(${quoted(id)}, ${quoted(id)}, 0, ${quoted(department)}, ${quoted(JSON.stringify(roles))}, ${quoted(JSON.stringify(claims))}, 'active', 1, 1)`,
    )
    .join(', ')}`;

const special: readonly Earlier[] = [
  { id: 'none', roles: [], department: null, claims: {} },
  { id: 'twice', roles: ['b', 'a', 'b'], department: 'Finance', claims: {} },
  {
    id: 'odd',
    roles: ['ü"ber', "o'clock", 'Z', 'a b', '\u{1f511}'],
    department: 'R&D "\\" Ä \n\t',
    claims: { n: 1.5 },
  },
  { id: 'own', roles: ['a'], department: 'Sales', claims: { z: [], a: { b: 'c' }, list: ['x', 'y'] } },
];
const many = 20_000;
const crowd: readonly Earlier[] = Array.from({ length: many }, (_, n) => ({
  id: `user-${n}`,
  roles: n % 3 === 0 ? ['member'] : [`role-${n % 50}`, 'member', 'admin'],
  department: n % 2 === 0 ? `Department ${n}` : null,
  claims: n % 5 === 0 ? { level: n } : {},
}));

/** The statements by which one account is read. */
async function asked(dialect: Dialect): Promise<{ sql: string; parameters: readonly unknown[] }[]> {
  const log: { sql: string; parameters: readonly unknown[] }[] = [];
  const driver: DatabaseDriver = {
    dialect,
    read: async (sql, parameters) => {
      log.push({ sql, parameters });
      return [];
    },
    execute: async () => [],
    ping: async () => undefined,
    close: async () => undefined,
  };
  const accounts = accountStore(storeContext(driver, createSealer([Buffer.alloc(32)]), Date.now));
  await accounts.find('user-7');
  await accounts.findByLogin('user-7');
  await accounts.findByEmail('user-7@x');
  expect(log).toHaveLength(3);
  return log;
}

describe('roles as rows, and the department as a claim', () => {
  onEveryDatabase(({ fresh, open, dialect }) => {
    it('a filled database of the version before keeps every role and every department', async () => {
      const url = await fresh();
      const earlier = migrations.slice(
        0,
        migrations.findIndex(({ name }) => name === 'memberships'),
      );
      await (await openDatabase({ url, migrations: earlier })).close();
      const before = [...special, ...crowd];
      for (let from = 0; from < before.length; from += 500) await ask(url, inserted(before.slice(from, from + 500)));
      const storage = await open({ url });
      const { accounts } = storage;
      const after = new Map<string, { roles: readonly string[]; claims: Record<string, unknown> }>();
      for (let afterLogin = ''; ; ) {
        const page = await accounts.list({ limit: 5000, afterLogin });
        for (const { id, roles, claims } of page) after.set(id, { roles, claims });
        if (page.length < 5000) break;
        afterLogin = page.at(-1)!.login;
      }
      expect(after.size).toBe(before.length);
      for (const { id, roles, department, claims } of before) {
        expect({ id, ...after.get(id) }).toEqual({
          id,
          roles: [...new Set(roles)].toSorted(),
          claims: department === null ? claims : { ...claims, department },
        });
      }
      const [{ n } = { n: 0 }] = await ask(url, 'select count(*) as n from memberships');
      expect(Number(n)).toBe(before.reduce((sum, { roles }) => sum + new Set(roles).size, 0));
      // An account is compared as it was read when it changes: what the migration wrote must read as we write it.
      for (const { id } of [...special, crowd[0]!, crowd[1]!]) {
        const account = (await accounts.find(id))!;
        await storage.commit([accounts.writes.change(account, { ...account, roles: [...account.roles, 'further'] })]);
        expect((await accounts.find(id))?.roles).toEqual([...account.roles, 'further'].toSorted());
      }
    });

    it('while instances of the version before still run, neither misses what the other writes', async () => {
      const url = await fresh();
      const storage = await open({ url });
      const { accounts, commit } = storage;
      // Registered at an instance of the version before, which knows no memberships.
      await ask(url, inserted([{ id: 'new', roles: ['member', 'a'], department: null, claims: {} }]));
      const registered = (await accounts.find('new'))!;
      expect(registered.roles).toEqual(['member', 'a']);
      const change = { ...registered, roles: ['member'], claims: { department: 'Finance', level: 1 } };
      await commit([accounts.writes.change(registered, change)]);
      const columns = () => ask(url, `select roles, department from accounts where id = 'new'`);
      expect(await columns()).toEqual([{ roles: '["member"]', department: 'Finance' }]);
      const changed = (await accounts.find('new'))!;
      expect(changed).toMatchObject({ roles: ['member'], claims: { department: 'Finance', level: 1 } });
      // Somebody who read it before is overtaken.
      await expect(commit([accounts.writes.change(registered, { ...registered, roles: ['x'] })])).rejects.toMatchObject(
        { code: 'lost_race' },
      );
      await commit([accounts.writes.change(changed, { ...changed, roles: [], claims: {} })]);
      expect(await columns()).toEqual([{ roles: '[]', department: null }]);
      expect((await accounts.find('new'))?.roles).toEqual([]);
    });

    it('roles are set as a whole, each once, and go with their account', async () => {
      const url = await fresh();
      const { accounts, commit } = await open({ url });
      const rows = async () =>
        (await ask(url, 'select account_id, role from memberships order by account_id, role')).map(
          ({ account_id: id, role }) => [id, role].join(' '),
        );
      await commit([
        accounts.writes.put({ id: 'a', login: 'a', roles: ['y', 'x', 'y'] }),
        accounts.writes.put({ id: 'b', login: 'b', roles: ['x'] }),
      ]);
      expect(await rows()).toEqual(['a x', 'a y', 'b x']);
      await commit([accounts.writes.put({ id: 'a', login: 'a', roles: ['z', 'y'] })]);
      expect(await rows()).toEqual(['a y', 'a z', 'b x']);
      expect([await accounts.findByLogin('A'), (await accounts.list())[0]]).toMatchObject([
        { roles: ['y', 'z'] },
        { roles: ['y', 'z'] },
      ]);
      await commit([accounts.writes.remove('a')]);
      expect(await rows()).toEqual(['b x']);
    });

    it('OPS-11: an account and its roles are read by one statement, by indexes', async () => {
      const url = await fresh();
      const { accounts, commit } = await open({ url });
      for (let from = 0; from < 2000; from += 500) {
        await commit(
          Array.from({ length: 500 }, (_, n) => {
            const id = `user-${from + n}`;
            return accounts.writes.put({ id, login: id, email: `${id}@x`, roles: ['a', 'b'] });
          }),
        );
      }
      for (const { sql, parameters } of await asked(dialect)) {
        const query = parameters.reduce<string>((filled, value, n) => {
          return filled.replace(dialect === 'sqlite' ? '?' : `$${n + 1}`, quoted(String(value)));
        }, sql);
        if (dialect === 'sqlite') {
          const plan = (await ask(url, `explain query plan ${query}`)).map(({ detail }) => String(detail));
          const visits = plan.filter((step) => /accounts|memberships/u.test(step));
          expect(visits).toEqual([
            expect.stringMatching(/^SEARCH accounts USING (COVERING )?INDEX/u),
            expect.stringMatching(/^SEARCH memberships USING COVERING INDEX .*\(account_id=\?\)$/u),
          ]);
        } else {
          await ask(url, 'analyze accounts', 'analyze memberships');
          const plan = (await ask(url, `explain ${query}`)).map((row) => row['QUERY PLAN']).join('\n');
          expect(plan).not.toMatch(/Seq Scan/u);
          expect(plan).toMatch(/Index Cond: \(account_id = accounts\.id\)/u);
        }
      }
    });
  });
});
