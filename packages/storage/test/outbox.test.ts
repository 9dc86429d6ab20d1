import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { outboxPageStatement } from '../src/stores/outbox.ts';
import { inSeconds, onEveryDatabase, onPostgres } from './databases.ts';
import { builder, goesBy, plansOf } from './plan.ts';

const all = { kind: 'k', limit: 100, holdSeconds: 30 };

describe('outbox', () => {
  onEveryDatabase(({ dialect, fresh, open }) => {
    it('gives what is due with its payload, and nothing once it is done', async () => {
      const { outbox, commit } = await open();
      const payload = { to: 'zoë@example.com', n: 1 };
      const expiresAtSeconds = inSeconds(600);
      await commit([
        outbox.writes.add({ kind: 'k', payload, expiresAtSeconds }),
        outbox.writes.add({ kind: 'k', payload: {}, expiresAtSeconds, dueAtSeconds: inSeconds(60) }),
      ]);
      const items = await outbox.claim(all);
      expect(items).toMatchObject([{ kind: 'k', payload, attempts: 1, expiresAtSeconds }]);
      expect(await outbox.count()).toBe(2);
      await commit([outbox.writes.done(items[0]!.id)]);
      expect(await outbox.count()).toBe(1);
      expect(await outbox.claim(all)).toEqual([]);
    });

    it('is summed up: how many wait, since when, and how many were tried', async () => {
      let now = 1_000_000;
      const { outbox, commit } = await open({ clock: () => now });
      expect(await outbox.summary()).toEqual({ waiting: 0, tried: 0, oldestCreatedAtSeconds: undefined });
      const add = () => outbox.writes.add({ kind: 'k', payload: {}, keptSeconds: 600 });
      await commit([add()]);
      now = 2_000_000;
      await commit([add(), add()]);
      await outbox.claim({ ...all, limit: 1 });
      expect(await outbox.summary()).toEqual({ waiting: 3, tried: 1, oldestCreatedAtSeconds: 1000 });
    });

    it('keeps the kinds apart, and knows when many of one wait', async () => {
      const { outbox, commit } = await open();
      await commit(['k', 'k', 'other'].map((kind) => outbox.writes.add({ kind, payload: {}, keptSeconds: 600 })));
      expect(await outbox.hasAsManyAs('k', 2)).toBe(true);
      expect(await outbox.hasAsManyAs('k', 3)).toBe(false);
      expect(await outbox.hasAsManyAs('none', 1)).toBe(false);
      expect((await outbox.claim(all)).map(({ kind }) => kind)).toEqual(['k', 'k']);
      const [other] = await outbox.claim({ ...all, kind: 'other' });
      expect(other!.expiresAtSeconds - other!.createdAtSeconds).toBe(600);
    });

    it('OPS-16: instances never hold the same item, and what nobody finished is due again', async () => {
      let now = Date.now();
      const url = await fresh();
      const clock = (): number => now;
      const instances = await Promise.all([open({ url, clock }), open({ url, clock })]);
      const [{ outbox, commit }] = instances;
      const expiresAtSeconds = inSeconds(6000);
      await commit(
        Array.from({ length: 40 }, (_, n) => outbox.writes.add({ kind: 'k', payload: { n }, expiresAtSeconds })),
      );
      const claims = await Promise.all(
        Array.from({ length: 12 }, (_, n) => instances[n % 2]!.outbox.claim({ kind: 'k', limit: 5, holdSeconds: 30 })),
      );
      const held = claims.flat().map(({ id }) => id);
      expect(new Set(held).size).toBe(held.length);
      const rest = await outbox.claim(all);
      expect(held.length + rest.length).toBe(40);
      expect(await outbox.claim(all)).toEqual([]);
      now += 31_000;
      const again = await outbox.claim(all);
      expect(again).toHaveLength(40);
      expect(new Set(again.map(({ attempts }) => attempts))).toEqual(new Set([2]));
    });

    it('tries again when told to; what nobody gives up after its expiry, garbage collection removes', async () => {
      const start = Date.now();
      let now = start;
      const at = (seconds: number) => Math.floor(start / 1000) + seconds;
      const { outbox, commit, collectGarbage } = await open({ clock: () => now });
      await commit([outbox.writes.add({ kind: 'k', payload: {}, expiresAtSeconds: at(100) })]);
      const [item] = await outbox.claim(all);
      await commit([outbox.writes.retry(item!.id, at(50), 'nobody answered')]);
      now += 40_000;
      expect(await outbox.claim(all)).toEqual([]);
      now += 11_000;
      expect(await outbox.claim(all)).toMatchObject([{ id: item!.id, attempts: 2, lastFailure: 'nobody answered' }]);
      // Not even tried: what is known of the last attempt stays.
      await commit([outbox.writes.retry(item!.id, at(100))]);
      now += 50_000;
      expect(await outbox.claim(all)).toMatchObject([
        { attempts: 3, expiresAtSeconds: at(100), lastFailure: 'nobody answered' },
      ]);
      now += 60_000;
      expect(await collectGarbage()).toMatchObject({ outbox: 0 });
      now += 3_600_000;
      expect(await collectGarbage()).toMatchObject({ outbox: 1 });
      expect(await outbox.count()).toBe(0);
    });

    it('is listed by pages, and one by one with its payload', async () => {
      const start = Date.now();
      let now = start;
      const url = await fresh();
      const { outbox, commit } = await open({ url, clock: () => now });
      for (const [n, kind] of ['k', 'other', 'k', 'k'].entries()) {
        now = start + Math.floor(n / 2) * 1000;
        await commit([outbox.writes.add({ kind, payload: { n }, keptSeconds: 600 })]);
      }
      const first = await outbox.page({ kind: 'k', limit: 2 });
      const second = await outbox.page({ kind: 'k', limit: 2, after: first.next });
      expect([...first.items, ...second.items].map(({ kind }) => kind)).toEqual(['k', 'k', 'k']);
      expect(second.next).toBeUndefined();
      expect(Object.keys(first.items[0]!)).not.toContain('payload');
      const page = await outbox.page({ limit: 10 });
      expect(new Set(page.items.map(({ id }) => id)).size).toBe(4);
      expect(page.items.map(({ createdAtSeconds }) => createdAtSeconds - Math.floor(start / 1000))).toEqual([
        0, 0, 1, 1,
      ]);
      const opened = await Promise.all(page.items.map(({ id }) => outbox.find(id)));
      expect(new Set(opened.map((item) => item?.payload['n']))).toEqual(new Set([0, 1, 2, 3]));
      expect(opened).toMatchObject(page.items);
      expect(await outbox.find('none')).toBeUndefined();
      const plans = await plansOf(
        url,
        [undefined, 'k'].flatMap((kind) =>
          [undefined, { key: 1, id: 'x' }].map((after) =>
            outboxPageStatement(builder(dialect), { kind, after, limit: 5 }),
          ),
        ),
      );
      for (const [n, plan] of plans.entries()) {
        expect(plan).toMatch(goesBy(n < 2 ? 'outbox_by_creation' : 'outbox_by_kind_and_creation'));
      }
    });

    it('an operator has something tried at once, or gives it up, unless it is gone', async () => {
      const { outbox, commit } = await open();
      const { writes } = outbox;
      await commit([writes.add({ kind: 'k', payload: {}, keptSeconds: 6000, dueAtSeconds: inSeconds(600) })]);
      expect(await outbox.claim(all)).toEqual([]);
      const [{ id } = { id: '' }] = (await outbox.page({ limit: 1 })).items;
      await commit([writes.retryNow(id)]);
      expect(await outbox.claim(all)).toMatchObject([{ id, attempts: 1 }]);
      await commit([writes.drop(id)]);
      expect(await outbox.count()).toBe(0);
      const lost = { code: 'lost_race', model: 'outbox', key: id };
      await expect(commit([writes.retryNow(id)])).rejects.toMatchObject(lost);
      await expect(commit([writes.drop(id)])).rejects.toMatchObject(lost);
    });

    it('AS-18: is written with what it tells of or not at all, and sealed', async () => {
      const { outbox, artefacts, commit } = await open();
      const once = artefacts.writes.once({ model: 'Link', id: 'one', expiresAtSeconds: inSeconds(60) });
      const add = () => outbox.writes.add({ kind: 'k', payload: { secret: 's' }, expiresAtSeconds: inSeconds(60) });
      await commit([once, add()]);
      await expect(commit([add(), once])).rejects.toMatchObject({ code: 'lost_race' });
      expect(await outbox.count()).toBe(1);
      const sealed = add().statements[0]!.parameters.filter((value) => value instanceof Uint8Array);
      expect(sealed).toHaveLength(1);
      expect(Buffer.from(sealed[0] as Uint8Array).toString('latin1')).not.toContain('secret');
    });
  });

  onPostgres(({ fresh, open, server }) => {
    it('looks whether anything is due over one connection, for all kinds at once', async () => {
      const url = await fresh();
      const { outbox } = await open({ url });
      await Promise.all(['a', 'b', 'c', 'd', 'e'].map((kind) => outbox.claim({ ...all, kind })));
      const client = new Client({ connectionString: server().url });
      await client.connect();
      const { rows } = await client.query(
        "select query from pg_stat_activity where datname = $1 and query like '%due_at%'",
        [new URL(url).pathname.slice(1)],
      );
      await client.end();
      expect(rows).toHaveLength(1);
    });
  });
});
