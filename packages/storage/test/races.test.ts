import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { inSeconds, newId, onEveryDatabase, onPostgres } from './databases.ts';
import { endInstancesAfterEach, type Instance, startInstance } from './instances.ts';
import type { PlainWrite, UnitOutcome } from './programs/unit.ts';

const ROUNDS = 30;
const USES = 40;

const tally = (outcomes: readonly UnitOutcome[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(outcomes, ({ result }) => result)].map(([result, all]) => [result, all.length]));

/** Half of the units go to each process, all at once. */
async function race(
  instances: readonly Instance[],
  unit: (n: number) => readonly PlainWrite[],
): Promise<UnitOutcome[]> {
  const units = Array.from({ length: USES }, (_, n) => unit(n));
  const [one, two] = instances as [Instance, Instance];
  return (await Promise.all([one.commit(units.slice(0, USES / 2)), two.commit(units.slice(USES / 2))])).flat();
}

describe('AS-03: 40 parallel uses of one artefact over two processes', () => {
  endInstancesAfterEach();

  onEveryDatabase(({ fresh, open, key }) => {
    it('a refresh token: one success with one successor, 39 lost races, 30 rounds', async () => {
      const url = await fresh();
      const { artefacts, commit } = await open({ url });
      const instances = await Promise.all([startInstance(url, key), startInstance(url, key)]);
      for (let round = 0; round < ROUNDS; round += 1) {
        const [id, grantId] = [newId(), newId()];
        const expiresAtSeconds = inSeconds(3600);
        await commit([artefacts.writes.upsert({ model: 'RefreshToken', id, payload: {}, grantId, expiresAtSeconds })]);
        const outcomes = await race(instances, (n) => [
          ['upsert', { model: 'RefreshToken', id: newId(), payload: { n }, grantId, expiresAtSeconds }],
          ['consume', { model: 'RefreshToken', id, grantId }],
          ['upsert', { model: 'AccessToken', id: newId(), payload: { n }, grantId, expiresAtSeconds }],
        ]);
        expect(tally(outcomes)).toEqual({ ok: 1, lost_race: USES - 1 });
        const family = await artefacts.listByGrant(grantId);
        expect(family.map(({ model }) => model).sort()).toEqual(['AccessToken', 'RefreshToken', 'RefreshToken']);
      }
    });

    it('an assertion jti: taken once, 30 rounds', async () => {
      const url = await fresh();
      await open({ url });
      const instances = await Promise.all([startInstance(url, key), startInstance(url, key)]);
      for (let round = 0; round < ROUNDS; round += 1) {
        const mark = { model: 'ReplayDetection', id: newId(), expiresAtSeconds: inSeconds(60) };
        expect(tally(await race(instances, () => [['once', mark]]))).toEqual({ ok: 1, lost_race: USES - 1 });
      }
    });

    it('AS-05: a grant revoked while its token rotates leaves nothing alive, 30 rounds', async () => {
      const url = await fresh();
      const { artefacts, commit } = await open({ url });
      const [one, two] = await Promise.all([startInstance(url, key), startInstance(url, key)]);
      for (let round = 0; round < ROUNDS; round += 1) {
        const grantId = newId();
        const chain = Array.from({ length: 9 }, newId);
        await commit([artefacts.writes.upsert({ model: 'RefreshToken', id: chain[0]!, payload: {}, grantId })]);
        const rotations = (async () => {
          for (const [n, id] of chain.slice(0, -1).entries()) {
            const [outcome] = await one.commit([
              [
                ['consume', { model: 'RefreshToken', id }],
                ['upsert', { model: 'RefreshToken', id: chain[n + 1], payload: {}, grantId }],
              ],
            ]);
            if (outcome!.result !== 'ok') return outcome!.result;
          }
          return 'ok';
        })();
        await new Promise((resolve) => setTimeout(resolve, round % 10));
        expect(await two.commit([[['revokeGrant', { grantId }]]])).toEqual([{ result: 'ok' }]);
        expect(['ok', 'lost_race']).toContain(await rotations);
        expect(await artefacts.listByGrant(grantId)).toEqual([]);
      }
    });
  });
});

describe('units that touch the same rows in another order', () => {
  onPostgres(({ open, server }) => {
    it('do not wait for each other in a circle', async () => {
      const { artefacts, commit } = await open();
      const { writes } = artefacts;
      const ids = Array.from({ length: 6 }, newId);
      const touch = (order: readonly string[]) =>
        commit(order.map((id) => writes.upsert({ model: 'Session', id, payload: {} })));
      await touch(ids);
      await Promise.all(Array.from({ length: 40 }, (_, n) => touch(n % 2 ? ids : ids.toReversed())));
    });

    it('are run again when the server finds a deadlock', async () => {
      const url = await server().newDatabase();
      const { artefacts, commit } = await open({ url, statementTimeoutMs: 10_000 });
      const { writes } = artefacts;
      const save = (n: number) => commit(['A', 'B'].map((model) => writes.upsert({ model, id: 'x', payload: { n } })));
      await save(1);
      const other = new Client({ connectionString: url });
      await other.connect();
      const touch = (model: string) =>
        other.query('update artefacts set client_id = $1 where model = $2', ['other', model]);
      const waits = "select 1 from pg_stat_activity where application_name = 'gatehouse' and wait_event_type = 'Lock'";
      /** Makes a circle, and says whose unit the server ended for it. */
      const circle = async (n: number): Promise<'ours' | 'other'> => {
        await other.query('begin');
        await touch('B');
        const saved = save(n);
        while ((await other.query(waits)).rows.length === 0) await new Promise(setImmediate);
        const isOurs = await touch('A').then(
          () => true,
          () => false,
        );
        await other.query(isOurs ? 'commit' : 'rollback');
        await saved;
        expect(await artefacts.find('A', 'x')).toMatchObject({ payload: { n } });
        return isOurs ? 'ours' : 'other';
      };
      // The server ends the unit whose waiting it looks at when the circle is there: ours, unless this came too late for that.
      let n = 2;
      while ((await circle(n)) !== 'ours') n += 1;
      await other.end();
    });

    it('D3: endings of the same grant, of its person, its session and single uses never wait in a circle', async () => {
      const url = await server().newDatabase();
      const storages = await Promise.all([open({ url }), open({ url })]);
      const watcher = new Client({ connectionString: url });
      await watcher.connect();
      for (let round = 0; round < 10; round += 1) {
        const [grantId, accountId, uid, code, token] = [newId(), newId(), newId(), newId(), newId()];
        const kin = { grantId, accountId, uid, expiresAtSeconds: inSeconds(3600), payload: {} };
        const { writes } = storages[0].artefacts;
        await storages[0].commit([
          writes.upsert({ model: 'Session', id: uid, ...kin }),
          writes.upsert({ model: 'Grant', id: grantId, ...kin }),
          writes.upsert({ model: 'AuthorizationCode', id: code, ...kin }),
          writes.upsert({ model: 'RefreshToken', id: token, ...kin }),
          ...Array.from({ length: 20 }, () => writes.upsert({ model: 'AccessToken', id: newId(), ...kin })),
        ]);
        const units = storages.flatMap(({ artefacts: { writes: own }, revocations, commit }) => {
          const announce = revocations.writes.add([{ id: Buffer.alloc(32, round), expiresAtSeconds: inSeconds(60) }]);
          const redeem = [
            own.upsert({ model: 'RefreshToken', id: newId(), ...kin }),
            own.upsert({ model: 'Grant', id: grantId, ...kin }),
            own.consume({ model: 'AuthorizationCode', id: code }),
            own.upsert({ model: 'Session', id: uid, ...kin }),
          ];
          const endings = [
            [own.revokeGrant({ grantId }), own.destroy({ model: 'Grant', id: grantId }), announce],
            [
              own.destroyByAccount({ accountId, models: ['Session', 'Grant', 'RefreshToken', 'AccessToken'] }),
              announce,
            ],
            [own.destroyByUid({ model: 'Session', uid }), own.revokeGrant({ grantId }), announce],
            [own.destroy({ model: 'Session', id: uid }), own.destroyByAccount({ accountId }), announce],
          ];
          return Array.from({ length: 6 }, () => [redeem, ...endings].map((unit) => commit(unit))).flat();
        });
        for (const result of await Promise.allSettled(units))
          if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'lost_race' });
        expect(await storages[1].artefacts.listByGrant(grantId)).toEqual([]);
      }
      const { rows } = await watcher.query('select deadlocks from pg_stat_database where datname = current_database()');
      expect(rows).toEqual([{ deadlocks: '0' }]);
      await watcher.end();
    });

    it('a lost race costs no connection', async () => {
      const url = await server().newDatabase();
      const { artefacts, commit } = await open({ url, poolSize: 3 });
      const client = new Client({ connectionString: url });
      await client.connect();
      const pids = async () =>
        (await client.query("select pid from pg_stat_activity where application_name = 'gatehouse' order by pid")).rows;
      const mark = artefacts.writes.once({ model: 'jti', id: 'x', expiresAtSeconds: inSeconds(60) });
      await Promise.allSettled([commit([mark]), commit([mark]), commit([mark])]);
      const before = await pids();
      expect(before).toHaveLength(3);
      await Promise.allSettled(Array.from({ length: 30 }, () => commit([mark])));
      expect(await pids()).toEqual(before);
      await client.end();
    });
  });
});
