import { DatabaseSync } from 'node:sqlite';
import { type DatabaseDriver, type Dialect, inLockOrder, type Row } from '@gatehouse/database';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createSealer, type Storage } from '../src/index.ts';
import { artefactStore } from '../src/stores/artefacts.ts';
import { storeContext } from '../src/stores/store-context.ts';
import { inSeconds, newId, onPostgres, onSqlite } from './databases.ts';

const ROWS = 5000;

/** What a use of the store asks the database: the SQL of its reads and writes, with the values. */
async function asked(dialect: Dialect): Promise<{ name: string; sql: string; parameters: readonly unknown[] }[]> {
  const log: { sql: string; parameters: readonly unknown[] }[] = [];
  const driver: DatabaseDriver = {
    dialect,
    read: async (sql, parameters) => {
      log.push({ sql, parameters });
      return [] as Row[];
    },
    execute: async () => [],
    ping: async () => undefined,
    close: async () => undefined,
  };
  const store = artefactStore(storeContext(driver, createSealer([Buffer.alloc(32)]), Date.now));
  const { writes } = store;
  await store.find('RefreshToken', 'x');
  await store.findWithKin('code', 'x');
  await store.findWithKin('token', 'x');
  await store.findWithKin('session', 'x');
  await store.findByUid('Session', 'u');
  await store.findByUserCode('DeviceCode', 'c');
  await store.listByAccount('a');
  await store.listByAccount('a', { models: ['Session', 'Grant'] });
  await store.listByGrant('g');
  const ends = [
    writes.consume({ model: 'RefreshToken', id: 'x' }),
    writes.destroy({ model: 'Session', id: 'x' }),
    writes.destroyByUid({ model: 'Session', uid: 'u' }),
    writes.revokeGrant({ grantId: 'g' }),
    writes.revokeGrant({ grantId: 'g', models: ['RefreshToken'] }),
    writes.destroyByAccount({ accountId: 'a', models: ['Session'] }),
  ];
  for (const { statements } of ends) for (const { sql, parameters } of statements) log.push({ sql, parameters });
  // A unit that ends many rows takes them all at its beginning, in one question.
  if (dialect === 'postgres') log.push(inLockOrder(ends.flatMap(({ statements }) => statements))[0]!);
  return log.map(({ sql, parameters }) => ({ name: sql.slice(0, 60), sql, parameters }));
}

async function fill({ artefacts, commit }: Storage): Promise<void> {
  for (let batch = 0; batch < ROWS; batch += 500) {
    await commit(
      Array.from({ length: 500 }, (_, n) =>
        artefacts.writes.upsert({
          model: ['RefreshToken', 'Grant', 'Session', 'DeviceCode'][n % 4]!,
          id: newId(),
          payload: {},
          grantId: newId(),
          uid: newId(),
          userCode: newId(),
          accountId: newId(),
          expiresAtSeconds: inSeconds(3600),
        }),
      ),
    );
  }
}

/** What PostgreSQL would do for each. */
async function plansAt(url: string): Promise<{ name: string; plan: string }[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('analyze artefacts');
  const plans: { name: string; plan: string }[] = [];
  for (const { name, sql, parameters } of await asked('postgres')) {
    const lines = (
      await client.query(`explain ${sql.replace(/^with w as \((.*) returning 1\).*$/s, '$1')}`, parameters as unknown[])
    ).rows;
    plans.push({ name, plan: lines.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n') });
  }
  await client.end();
  return plans;
}

function mustGoByIndex({ name, plan }: { name: string; plan: string }): void {
  expect({ name, plan }).toEqual({ name, plan: expect.not.stringMatching(/Seq Scan/) });
  expect(plan).toMatch(/Index Cond: .*\b(id|grant_id|uid|user_code|account_id) =/);
}

describe('OPS-11: no question to the artefacts reads more rows than it is about', () => {
  onSqlite(({ fresh, open }) => {
    it('every one goes by an index that names its rows', async () => {
      const url = await fresh();
      await open({ url });
      const database = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true });
      for (const { name, sql, parameters } of await asked('sqlite')) {
        const plan = database
          .prepare(`explain query plan ${sql}`)
          .all(...(parameters as never[]))
          .map((row) => String(row['detail']));
        const visits = plan.filter((step) => /artefacts/.test(step));
        expect({ name, visits }).toEqual({
          name,
          visits: visits.filter((step) =>
            /^SEARCH .*\((model=\? AND id=\?|(grant_id|uid|user_code|account_id)=\?( AND model=\?)?)\)$/.test(step),
          ),
        });
        expect(visits).not.toEqual([]);
      }
      database.close();
    });
  });

  onPostgres(({ fresh, open }) => {
    it('every one goes by an index that names its rows', async () => {
      const url = await fresh();
      await fill(await open({ url }));
      for (const one of await plansAt(url)) mustGoByIndex(one);
    });

    it('every one does so on partitions, and what knows the identifier looks at one of them', async () => {
      const url = await fresh();
      const storage = await open({ url });
      await fill(storage);
      await storage.partitions.run(4, () => undefined);
      const plans = await plansAt(url);
      for (const one of plans) mustGoByIndex(one);
      const byId = plans.filter(
        ({ plan }) => /^ *Index Cond: .*\bid = /mu.test(plan) && !/uid|account|grant/u.test(plan),
      );
      expect(byId.length).toBeGreaterThanOrEqual(3);
      for (const { name, plan } of byId)
        expect({ name, visited: new Set(plan.match(/\bartefacts_4_\d\b/gu)).size }).toEqual({ name, visited: 1 });
    });
  });
});
