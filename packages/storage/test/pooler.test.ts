import { openDriver } from '@gatehouse/database';
import {
  eventually,
  type Forwarder,
  forwarder,
  type PgBouncer,
  type PgBouncerSettings,
  type PostgresServer,
  pgbouncer,
  skipUnless,
} from '@gatehouse/testkit';
import { afterEach, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { Storage } from '../src/index.ts';
import { migrations } from '../src/tables.ts';
import { inSeconds, newId, onPostgres } from './databases.ts';

const readOnly = { code: 'storage_unavailable', reason: 'read-only' };

async function rows(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows: found } = await client.query(text);
  await client.end();
  return found;
}

const save = ({ commit, artefacts }: Storage, id = newId()) =>
  commit([artefacts.writes.upsert({ model: 'Session', id, payload: { id } })]);

skipUnless('pgbouncer')('through PgBouncer, which pools transactions', () => {
  const opened: { stop?(): Promise<void>; close?(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const part of opened.splice(0).toReversed()) await (part.stop?.() ?? part.close?.());
  });

  onPostgres(({ fresh, open }) => {
    /** A database, and its URL through a pooler with few connections to the server. */
    async function pooled(
      settings: PgBouncerSettings = {},
    ): Promise<{ url: string; through: string; pooler: PgBouncer }> {
      const url = await fresh();
      const pooler = await pgbouncer(url, { default_pool_size: 3, ...settings });
      opened.push(pooler);
      return { url, through: pooler.through(url), pooler };
    }
    it('of many uses by two instances one succeeds, and what they read is what they wrote', async () => {
      const { through } = await pooled();
      const storages = await Promise.all([open({ url: through }), open({ url: through })]);
      const [first] = storages;
      const nth = (n: number): Storage => storages[n % 2] ?? first;
      for (let round = 0; round < 3; round += 1) {
        const id = newId();
        await first.commit([
          first.artefacts.writes.upsert({ model: 'RefreshToken', id, payload: {}, expiresAtSeconds: inSeconds(60) }),
        ]);
        const uses = Array.from({ length: 30 }, async (_, n) => {
          const { commit, artefacts } = nth(n);
          const successor = newId();
          await commit([
            artefacts.writes.consume({ model: 'RefreshToken', id }),
            artefacts.writes.upsert({ model: 'RefreshToken', id: successor, payload: { n } }),
          ]);
          return successor;
        });
        const outcomes = await Promise.allSettled(uses);
        const won = outcomes.filter(({ status }) => status === 'fulfilled');
        expect(won).toHaveLength(1);
        for (const outcome of outcomes)
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'lost_race' });
        const ids = Array.from({ length: 40 }, () => newId());
        await Promise.all(ids.map((each, n) => save(nth(n), each)));
        const found = await Promise.all(ids.map((each, n) => nth(n + 1).artefacts.find('Session', each)));
        expect(found.map((artefact) => artefact?.payload)).toEqual(ids.map((each) => ({ id: each })));
      }
    });

    it('reads of one packet: one that fails fails alone', async () => {
      const { through } = await pooled();
      const { driver } = await openDriver({ url: through, migrations, statementTimeoutMs: 15_000 });
      opened.push(driver);
      const [first, failed, last] = await Promise.allSettled([
        driver.read('select 1 as n', [], true),
        driver.read('select 1 / $1::int as n', [0], true),
        driver.read('select 3 as n', [], true),
      ]);
      expect(first).toMatchObject({ value: [{ n: 1 }] });
      expect(failed).toMatchObject({ reason: { message: 'division by zero' } });
      expect(last).toMatchObject({ value: [{ n: 3 }] });
    });

    it('every unit brings its settings, also a durability that the database would not give; nothing stays behind for others', async () => {
      const { url, through } = await pooled({ default_pool_size: 1 });
      const { pathname } = new URL(url);
      await rows(url, `alter database ${pathname.slice(1)} set synchronous_commit = off`);
      const { driver } = await openDriver({ url: through, migrations, statementTimeoutMs: 15_000 });
      opened.push(driver);
      const shown =
        "select current_setting('synchronous_commit') as durability, current_setting('statement_timeout') as longest";
      const unit = { sql: shown, parameters: [] };
      const own = [{ durability: 'on', longest: '15s' }];
      expect(await driver.execute([unit])).toMatchObject([{ rows: own }]);
      expect(await driver.execute([unit, unit])).toMatchObject([{ rows: own }, { rows: own }]);
      expect(
        await driver.execute([{ ...unit, sql: `${shown} where false`, untilNothingChanges: true }, unit]),
      ).toMatchObject([{ rows: [] }, { rows: own }]);
      // The pooler has one connection to the server, so another program gets the same.
      expect(await rows(through, shown)).toEqual([{ durability: 'off', longest: '0' }]);
    });

    it('what is prepared under a name stays with a pooler that keeps names apart, and is left out with another one', async () => {
      const { url, through } = await pooled({ default_pool_size: 1 });
      const said: object[] = [];
      const logger = { warn: () => undefined, info: (details: object) => void said.push(details) };
      const storage = await open({ url: through, logger });
      await save(storage);
      await storage.artefacts.find('Session', newId());
      const names = await rows(through, 'select name from pg_prepared_statements');
      const [{ preparedStatements } = {}] = said as { preparedStatements?: boolean }[];
      if (preparedStatements) expect(names.every(({ name }) => String(name).startsWith('PGBOUNCER_'))).toBe(true);
      else expect(names).toEqual([{ name: 'gatehouse_names' }]);
      expect(said).toHaveLength(1);
      await open({ url, logger }).then(save);
      expect(said).toHaveLength(1);
    });

    it('one that pools statements is refused at the start: it has no transactions', async () => {
      const { url, through } = await pooled({ pool_mode: 'statement' });
      await open({ url });
      await expect(open({ url: through })).rejects.toMatchObject({
        code: 'storage_setup',
        message: expect.stringContaining('pool_mode = transaction'),
      });
    });

    it('is restarted: units are undone or done, and go on', async () => {
      const { through, pooler } = await pooled();
      const storage = await open({ url: through });
      const load = Promise.allSettled(Array.from({ length: 60 }, () => save(storage)));
      await pooler.restart();
      for (const result of await load)
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'storage_unavailable' });
      await eventually(() => save(storage).then(() => true));
    });

    it('changes of other instances are heard, and no connection is held to listen', async () => {
      const { url, through } = await pooled();
      const [writer, other] = await Promise.all([open({ url: through }), open({ url: through })]);
      let heard = 0;
      other.onChange('roles', () => {
        heard += 1;
      });
      await eventually(() => heard === 1);
      await writer.commit([writer.roles.writes.put({ name: 'r', definition: {} })]);
      await eventually(() => heard === 2);
      const listening =
        "select 1 from pg_stat_activity where application_name = 'gatehouse-listen' and datname = current_database()";
      expect(await rows(url, listening)).toEqual([]);
    });
  });

  onPostgres(({ fresh, open, server }) => {
    it('a server that only reads is not read from when the pooler changes to it behind an open connection', async () => {
      const url = await fresh();
      const standby: PostgresServer = await server().standby();
      const address: Forwarder = await forwarder(server().port);
      const pooler = await pgbouncer(url.replace(/:\d+\//, `:${address.port}/`), {
        server_lifetime: 1,
        server_idle_timeout: 1,
      });
      opened.push(standby, address, pooler);
      const storage = await open({ url: pooler.through(url), poolSize: 1 });
      const id = newId();
      await storage.commit([storage.artefacts.writes.upsert({ model: 'Session', id, payload: {} })]);
      await eventually(async () => {
        const caughtUp = 'select 1 from pg_stat_replication where replay_lsn = pg_current_wal_lsn()';
        return (await rows(url, caughtUp)).length === 1;
      });
      address.to(standby.port);
      await eventually(() =>
        storage.artefacts.find('Session', id).then(
          () => false,
          (error: object) => {
            expect(error).toMatchObject(readOnly);
            return true;
          },
        ),
      );
      await standby.promote();
      await eventually(() => storage.artefacts.find('Session', id));
    });
  });
});
