import type { PostgresServer } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createSealer, openStorage, type Storage } from '../src/index.ts';
import { artefactContract } from './contract/artefacts.ts';
import { lostRaceContract } from './contract/lost-races.ts';
import { inSeconds, newId, onPostgres, type TestDatabases, usedAgain } from './databases.ts';
import { violations } from './history.ts';
import { type PlainWrite, run } from './programs/unit.ts';
import { instancesOf, MODEL, statesAtTheEnd, work } from './random-units.ts';
import { type StandIn, standIn } from './stand-in.ts';
import { type Attempt, type Product, refusalOf } from './stand-in-session.ts';

const ROTATIONS = 100;
const USES = 20;

/** Databases through a stand-in, which refuses units once they are migrated. */
function through(product: Product, { fresh, open, ...databases }: TestDatabases & { server(): PostgresServer }) {
  let place: StandIn;
  let migrated: string;
  let copies = 0;
  beforeAll(async () => {
    place = await standIn(product, databases.server().port);
    migrated = await fresh();
    await (await openStorage({ url: place.through(migrated), sealer: createSealer([Buffer.alloc(32)]) })).close();
    place.refuse({ units: 0.2, reads: 0.05 });
  });
  afterEach(() => {
    place.refuse({ units: 0.2, reads: 0.05 });
    place.journal.attempts.length = 0;
    place.journal.refusedReads = 0;
  });
  afterAll(() => place?.close());
  const copy = async (): Promise<string> => {
    copies += 1;
    const [name, template] = [`${product}_${copies}`, new URL(migrated).pathname.slice(1)];
    await databases.server().ask(`create database ${name} template ${template}`);
    return migrated.replace(/[^/]+$/u, name);
  };
  const emptied = usedAgain(copy);
  const openCopy: TestDatabases['open'] = async (options = {}) =>
    open({ ...options, url: options.url ?? place.through(await emptied()) });
  return {
    place: () => place,
    empty: async () => place.through(await fresh()),
    reached: { ...databases, fresh: async () => place.through(await copy()), open: openCopy } satisfies TestDatabases,
  };
}

const startsWith = (whole: Attempt, begun: Attempt): boolean =>
  begun.content.every((digest, index) => whole.content[index] === digest);

/** Tries that the server undid and that nobody made again, whole. */
const forgotten = ({ journal: { attempts } }: StandIn): Attempt[] =>
  attempts.filter(
    (attempt, index) =>
      attempt.outcome === 'refused' && !attempts.slice(index + 1).some((later) => startsWith(later, attempt)),
  );

describe.each<[Product]>([['cockroachdb'], ['yugabytedb']])(
  'a stand-in of %s, which ends units with 40001',
  (product) => {
    onPostgres((databases) => {
      const { place, empty, reached } = through(product, databases);
      const { fresh, open } = reached;

      if (product === 'cockroachdb') {
        describe('what holds everywhere', () => {
          artefactContract(reached);
          lostRaceContract(reached);
        });

        it('migrates, although units of that are refused too', async () => {
          const url = await empty();
          const [one, two] = await Promise.all([open({ url }), open({ url })]);
          expect((await one.migrations.status()).pending).toEqual([]);
          // What the one was refused the other may have done.
          place().journal.attempts.length = 0;
          await two.commit([two.roles.writes.put({ name: 'admin', definition: {} })]);
          expect(forgotten(place())).toEqual([]);
        });
      }

      it('AS-03: of many uses of one token at once one succeeds, and a jti is taken once', async () => {
        const url = await fresh();
        const storages = await Promise.all([open({ url }), open({ url })]);
        for (let round = 0; round < 3; round += 1) {
          const [id, grantId] = [newId(), newId()];
          const fields = { model: MODEL, payload: {}, grantId, expiresAtSeconds: inSeconds(3600) };
          await storages[0].commit([storages[0].artefacts.writes.upsert({ ...fields, id })]);
          const mark = { model: 'ReplayDetection', id: newId(), expiresAtSeconds: inSeconds(60) };
          const race = (unit: () => readonly PlainWrite[]) =>
            Promise.all(Array.from({ length: USES }, (_, n) => run(storages[n % 2] as Storage, unit())));
          const use = (): readonly PlainWrite[] => [
            ['consume', { model: MODEL, id, grantId }],
            ['upsert', { ...fields, id: newId() }],
          ];
          for (const outcomes of [await race(use), await race(() => [['once', mark]])]) {
            const lost = outcomes.filter(({ result }) => result !== 'ok');
            expect(lost).toEqual(
              Array.from({ length: USES - 1 }, () => expect.objectContaining({ result: 'lost_race' })),
            );
          }
          expect(await storages[1].artefacts.listByGrant(grantId)).toHaveLength(2);
        }
        expect(forgotten(place())).toEqual([]);
      });

      it('random operations of two instances: no rule is broken, and what was refused ran again, whole', async () => {
        const url = await fresh();
        place().refuse({ units: 0.2, reads: 0.05, unknown: 0.02 });
        const pair = instancesOf(await Promise.all([open({ url }), open({ url })]));
        const { journal } = place();
        const count = (outcome: Attempt['outcome']): number =>
          journal.attempts.filter((each) => each.outcome === outcome).length;
        // How many of each a number of rotations brings is chance: the work goes on until there was enough of all.
        const progress = {
          rotations: 0,
          enough: () =>
            progress.rotations > ROTATIONS &&
            count('refused') > ROTATIONS / 10 &&
            count('unknown') > 0 &&
            journal.refusedReads > 0,
        };
        const done = await work(pair, progress);
        const faults = violations({ ...done, atTheEnd: await statesAtTheEnd(pair, done) });
        expect({ seed: place().seed, faults, forgotten: forgotten(place()) }).toEqual({
          seed: place().seed,
          faults: [],
          forgotten: [],
        });
      });

      it('a unit that is refused each time is given up within its limit, and nothing of it is written', async () => {
        const url = await fresh();
        const storage = await open({ url, statementTimeoutMs: 1500 });
        const { writes } = storage.artefacts;
        place().refuse({ units: 1 });
        const before = place().journal.attempts.length;
        const ids = [newId(), newId()];
        const given = storage.commit(ids.map((id) => writes.upsert({ model: MODEL, id, payload: {} })));
        await expect(given).rejects.toMatchObject({
          code: 'storage_unavailable',
          reason: 'busy',
          outcome: 'not-written',
          message: expect.stringContaining('40001'),
        });
        const tries = place().journal.attempts.slice(before);
        expect(tries.length).toBeGreaterThan(1);
        expect(tries.every(({ outcome }) => outcome === 'refused')).toBe(true);
        place().refuse({});
        for (const id of ids) expect(await storage.artefacts.find(MODEL, id)).toBeUndefined();
      });

      it('hears of changes without LISTEN, and asks for nothing that the product does not have', async () => {
        const url = await fresh();
        const [one, two] = await Promise.all([open({ url }), open({ url })]);
        let heard = 0;
        const begun = new Promise<void>((resolve) => {
          one.onChange('keys', () => {
            heard += 1;
            resolve();
          });
        });
        await begun;
        const told = new Promise<void>((resolve) => {
          one.onChange('keys', () => heard > 1 && resolve());
        });
        await two.commit([two.announce('keys')]);
        await told;
        expect(place().journal.unsupported).toEqual([]);
      });
    });
  },
);

describe('the stand-in', () => {
  it.each([
    ['listen gatehouse', true, true],
    ["select pg_notify('a', '')", true, true],
    ['select pg_advisory_lock(1)', true, true],
    ['create table t (id bigserial)', true, true],
    ['with a as (update "t" set x = 1), b as (update "t" set x = 2) select 1', true, false],
    ['with a as (insert into "t" values (1)), b as (delete from t) select 1', true, false],
    ['with a as (insert into "t" values (1)), b as (delete from u) select 1', false, false],
    ['insert into "t" values (1) on conflict (id) do update set x = 1', false, false],
    ['select 1 from t for update', false, false],
  ])('knows what the products refuse: %s', (sql, cockroach, yugabyte) => {
    expect([refusalOf('cockroachdb', sql) !== undefined, refusalOf('yugabytedb', sql) !== undefined]).toEqual([
      cockroach,
      yugabyte,
    ]);
  });
});
