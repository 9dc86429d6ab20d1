import type { PostgresServer } from '@gatehouse/testkit';
import { runProgram } from '@gatehouse/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { Storage } from '../src/index.ts';
import { artefactContract } from './contract/artefacts.ts';
import { garbageContract } from './contract/garbage.ts';
import { lostRaceContract } from './contract/lost-races.ts';
import { inSeconds, newId, onPostgres, onSqlite, type TestDatabases, usedAgain } from './databases.ts';
import { violations } from './history.ts';
import { instancesOf, statesAtTheEnd, work } from './random-units.ts';

const FILLERS = 1500;
/** Between two operations of a worker: the copying needs the processor too. */
const REST_MS = 20;

const command = (url: string, count: number, ...killAt: string[]) =>
  runProgram({
    entry: 'packages/storage/test/programs/partition.ts',
    args: [url, `${count}`, ...killAt],
    timeoutMs: 300_000,
  });

/** Tokens of other users, which nobody uses meanwhile. */
async function fill({ artefacts, commit }: Storage, rows = FILLERS): Promise<void> {
  for (let batch = 0; batch < rows; batch += 500) {
    await commit(
      Array.from({ length: 500 }, (_, n) =>
        artefacts.writes.upsert({
          model: ['AccessToken', 'RefreshToken', 'Session'][n % 3] as string,
          id: newId(),
          payload: { n },
          accountId: 'filler',
          grantId: newId(),
          expiresAtSeconds: inSeconds(3600),
        }),
      ),
    );
  }
}

async function ask(url: string, ...texts: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const text of texts) ({ rows } = await client.query(text));
    return rows;
  } finally {
    await client.end();
  }
}

const fillersOf = async (url: string): Promise<unknown> =>
  (
    await ask(
      url,
      "select count(*)::int as n, md5(string_agg(payload::text, '' order by model, id)) as sum from artefacts where account_id = 'filler'",
    )
  )[0];

/** Everything of a table that a later migration may name. */
const namesOf = (url: string): Promise<Record<string, unknown>[]> =>
  ask(
    url,
    `select c.relname as name, substring(pg_get_indexdef(i.indexrelid) from ' USING .*$') as definition
      from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = 'artefacts'::regclass
    union all select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = 'artefacts'::regclass and contype <> 'n'
    union all select attname, format_type(atttypid, atttypmod) || ' ' || attnotnull || ' ' || attnum
      from pg_attribute where attrelid = 'artefacts'::regclass and attnum > 0 order by 1, 2`,
  );

const sessionAt = (order: string): string =>
  `where id = (select id from artefacts where model = 'Session' order by id ${order} limit 1)`;

const leftOvers = (url: string): Promise<Record<string, unknown>[]> =>
  ask(
    url,
    `select relname from pg_class where relname ~ '^artefacts_(copy|before|copying)' union all
     select proname from pg_proc where proname like 'artefacts%' union all select tgname from pg_trigger where not tgisinternal`,
  );

/** Uses and revocations of tokens by two instances, while something happens; no rule of theirs may break. */
async function underLoad(url: string, open: TestDatabases['open'], act: (turn: () => Promise<void>) => Promise<void>) {
  const pair = instancesOf(await Promise.all([open({ url }), open({ url })]));
  let isOver = false;
  const progress = { rotations: 0, enough: () => isOver };
  let failure: unknown;
  const working = work(pair, progress, { restMs: REST_MS }).catch((error: unknown) => {
    failure = error;
    throw error;
  });
  const turn = async (): Promise<void> => {
    const until = progress.rotations + 5;
    while (progress.rotations < until) {
      if (failure !== undefined) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const acting = (async () => {
    try {
      await turn();
      await act(turn);
      await turn();
    } finally {
      isOver = true;
    }
  })();
  const [done] = await Promise.all([working, acting]);
  expect(violations({ ...done, atTheEnd: await statesAtTheEnd(pair, done) })).toEqual([]);
}

/** Databases whose artefacts have partitions, copies of one. */
function partitioned({ fresh, open, ...rest }: TestDatabases & { server(): PostgresServer }): TestDatabases {
  let template: string;
  let copies = 0;
  beforeAll(async () => {
    template = await fresh();
    const setUp = await open({ url: template });
    await setUp.partitions.run(4, () => undefined);
    await setUp.close();
  });
  const copy = async (): Promise<string> => {
    copies += 1;
    await rest.server().ask(`create database partitioned_${copies} template ${new URL(template).pathname.slice(1)}`);
    return template.replace(/[^/]+$/u, `partitioned_${copies}`);
  };
  const emptied = usedAgain(copy);
  return {
    ...rest,
    fresh: copy,
    open: async (options = {}) => open({ ...options, url: options.url ?? (await emptied()) }),
  };
}

describe('partitions of the artefacts', () => {
  onSqlite(({ open }) => {
    it('are refused, with the reason', async () => {
      const { partitions } = await open();
      expect(await partitions.status()).toBeUndefined();
      for (const call of [partitions.examine(), partitions.cancel(), partitions.run(16, () => undefined)])
        await expect(call).rejects.toMatchObject({
          code: 'storage_setup',
          message: expect.stringMatching(/SQLite has no/),
        });
    });
  });

  onPostgres((databases) => {
    const { fresh, open, server } = databases;

    describe('change nothing of what the stores hold', () => {
      const reached = partitioned(databases);
      artefactContract(reached);
      garbageContract(reached);
      lostRaceContract(reached);
    });

    it('the command killed at each step, while tokens are used: it goes on, and nothing is lost or doubled', async () => {
      const url = await fresh();
      const storage = await open({ url });
      await fill(storage);
      const before = await fillersOf(url);
      await underLoad(url, open, async (turn) => {
        for (const at of [['prepare'], ['copy', '1000'], ['compare'], ['switch'], ['remove']] as const) {
          expect(await command(url, 4, ...at)).not.toMatchObject({ code: 0 });
          await turn();
        }
        expect(await command(url, 4)).toMatchObject({ code: 0, stdout: 'changed\n' });
      });
      expect(await storage.partitions.status()).toMatchObject({ partitions: 4, underWay: undefined, hasOld: false });
      expect(await fillersOf(url)).toEqual(before);
      expect(await leftOvers(url)).toEqual([]);
      expect(await command(url, 4)).toMatchObject({ code: 0, stdout: 'nothing to do\n' });
    });

    it('the server killed at each step, while tokens are used: nothing is lost or doubled', async () => {
      const url = await fresh();
      const storage = await open({ url });
      await fill(storage);
      const before = await fillersOf(url);
      await underLoad(url, open, async (turn) => {
        for (const at of ['copy', 'compare', 'switch', 'remove']) {
          let halted: Promise<void> | undefined;
          const running = storage.partitions.run(2, ({ step }) => {
            if (step === at) halted ??= server().halt('kill9');
          });
          // The last step may have been over by then.
          await running.catch((error: unknown) => expect(error).toMatchObject({ code: 'storage_unavailable' }));
          await halted;
          await server().start();
          await turn();
        }
        await storage.partitions.run(2, () => undefined);
      });
      expect(await storage.partitions.status()).toMatchObject({ partitions: 2, underWay: undefined, hasOld: false });
      expect(await fillersOf(url)).toEqual(before);
    });

    it('to more, to fewer and back to one table: names, indexes and columns stay', async () => {
      const url = await fresh();
      const storage = await open({ url });
      await fill(storage, 500);
      const [names, rows] = [await namesOf(url), await fillersOf(url)];
      for (const count of [4, 8, 1]) {
        expect(await storage.partitions.run(count, () => undefined)).toBe(true);
        expect(await namesOf(url)).toEqual(names);
        expect(await fillersOf(url)).toEqual(rows);
        expect(await leftOvers(url)).toEqual([]);
      }
      expect((await storage.partitions.status())?.partitions).toBe(0);
    });

    it('runs of the command at once, and one that cancels: one line says so, and the table is whole', async () => {
      const url = await fresh();
      const storages = await Promise.all([open({ url }), open({ url }), open({ url })]);
      const [first, other] = storages;
      await fill(first, 500);
      const rows = await fillersOf(url);
      const runs = await Promise.allSettled(storages.map(({ partitions }) => partitions.run(4, () => undefined)));
      for (const run of runs)
        if (run.status === 'rejected') expect(run.reason).toMatchObject({ code: 'storage_setup' });
      expect(await first.partitions.status()).toMatchObject({ partitions: 4, underWay: undefined });
      let cancelling: Promise<boolean> | undefined;
      const cancelled = first.partitions.run(8, ({ step }) => {
        if (step === 'copy') cancelling ??= other.partitions.cancel();
      });
      await cancelled.catch((error: unknown) => expect(error).toMatchObject({ code: 'storage_setup' }));
      await cancelling;
      await first.partitions.run(8, () => undefined);
      expect(await fillersOf(url)).toEqual(rows);
      expect(await leftOvers(url)).toEqual([]);
    });

    it('a row that is deleted, and one that is changed, while the batch with them is copied', async () => {
      const url = await fresh();
      const storage = await open({ url });
      await fill(storage, 500);
      const other = new Client({ connectionString: url });
      await other.connect();
      // The trigger is there, and nothing is copied yet.
      expect(await command(url, 4, 'copy')).not.toMatchObject({ code: 0 });
      await other.query('begin');
      await other.query(`delete from artefacts ${sessionAt('')}`);
      await other.query(`update artefacts set client_id = 'late' ${sessionAt('desc')}`);
      const running = storage.partitions.run(4, () => undefined);
      const waits =
        "select 1 from pg_stat_activity where application_name = 'gatehouse-migrate' and wait_event_type = 'Lock'";
      while ((await ask(url, waits)).length === 0) await new Promise(setImmediate);
      await other.query('commit');
      await other.end();
      expect(await running).toBe(true);
      expect(await ask(url, "select count(*)::int as n from artefacts where client_id = 'late'")).toEqual([{ n: 1 }]);
      expect(await fillersOf(url)).toMatchObject({ n: 499 });
    });

    it('say what is in the way, and change nothing', async () => {
      const url = await fresh();
      const { partitions } = await open({ url });
      const refused = async (pattern: RegExp): Promise<void> => {
        for (const call of [partitions.examine(), partitions.run(4, () => undefined)])
          await expect(call).rejects.toMatchObject({ code: 'storage_setup', message: expect.stringMatching(pattern) });
        expect(await partitions.status()).toMatchObject({ partitions: 0, underWay: undefined });
      };
      await ask(url, 'create view mine as select id from artefacts');
      await refused(/the view mine reads the table/u);
      await ask(url, 'drop view mine', 'create publication mine for table artefacts');
      await refused(/the publication mine names the table/u);
      await ask(url, 'drop publication mine', 'alter table artefacts enable row level security');
      await refused(/row security is on/u);
      await ask(url, 'alter table artefacts disable row level security', "create role reader login password 'reader'");
      await ask(url, 'grant select, insert, update, delete on all tables in schema public to reader');
      const weak = await open({ url: url.replace(/\/\/[^@]*@/u, '//reader:reader@'), migrate: false });
      await expect(weak.partitions.run(4, () => undefined)).rejects.toMatchObject({
        code: 'storage_setup',
        message: expect.stringMatching(
          /the role reader does not own the table artefacts; the role reader may not create/u,
        ),
      });
      await partitions.run(4, () => undefined);
      const { artefacts, commit } = weak;
      await commit([artefacts.writes.upsert({ model: 'Session', id: 'a', payload: {} })]);
      expect(await artefacts.find('Session', 'a')).toBeDefined();
    });

    it('begun with another number, or before a migration: refused until it is cancelled', async () => {
      const url = await fresh();
      const { partitions, artefacts, commit } = await open({ url });
      expect(await command(url, 4, 'copy')).not.toMatchObject({ code: 0 });
      expect((await partitions.status())?.underWay).toEqual({ partitions: 4, copiedRows: 0 });
      await expect(partitions.run(8, () => undefined)).rejects.toThrow(
        /finish it with --by 4, or drop it with --cancel/u,
      );
      await ask(
        url,
        'alter table artefacts add column further text',
        "insert into schema_migrations values (1000, 'x', '')",
      );
      await commit([artefacts.writes.upsert({ model: 'Session', id: 'a', payload: {} })]);
      await expect(partitions.run(4, () => undefined)).rejects.toThrow(/migrated meanwhile|newer/u);
      expect(await partitions.cancel()).toBe(true);
      expect(await partitions.cancel()).toBe(false);
      expect(await leftOvers(url)).toEqual([]);
      expect(await artefacts.find('Session', 'a')).toBeDefined();
      await partitions.run(4, () => undefined);
      await ask(
        url,
        'alter table artefacts add column later text',
        'create index artefacts_later on artefacts (later)',
      );
    });
  });
});
