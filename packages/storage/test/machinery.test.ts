import { describe, expect, it } from '@jest/globals';
import type { SigningKeyRecord } from '../src/index.ts';
import { onEveryDatabase } from './databases.ts';

const lost = { code: 'lost_race' };

const key = (kid: string, fields: Partial<SigningKeyRecord> = {}): SigningKeyRecord => ({
  kid,
  purpose: 'token',
  state: 'current',
  algorithm: 'RS256',
  privateKey: `private ${kid}`,
  createdAtSeconds: 100,
  ...fields,
});

const ns = (records: { data: Record<string, unknown> }[]) => records.map(({ data }) => data['n']);

describe('keys, audit and counters', () => {
  onEveryDatabase(({ open, fresh }) => {
    it('AS-18: two instances that make the first key at once end with one', async () => {
      const url = await fresh();
      const instances = await Promise.all([open({ url }), open({ url })]);
      const made = await Promise.allSettled(
        instances.flatMap(({ commit, signingKeys }, n) => [
          commit([signingKeys.writes.insertIfNone(key(`a${n}`))]),
          commit([signingKeys.writes.insertIfNone(key(`b${n}`))]),
          commit([signingKeys.writes.insertIfNone(key(`c${n}`, { purpose: 'cookie' }))]),
        ]),
      );
      expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
      const [one, two] = instances;
      expect(await one.signingKeys.list('token')).toHaveLength(1);
      expect(await one.signingKeys.list()).toEqual(await two.signingKeys.list());
    });

    it('OPS-06: a plan is carried out only on the ring it was made for', async () => {
      const { signingKeys, commit } = await open();
      expect(await signingKeys.generation('token')).toBe(0);
      await commit([signingKeys.writes.insertIfNone(key('k1'))]);
      const plan = (n: number) =>
        signingKeys.writes.replace({
          purpose: 'token',
          expectedGeneration: 1,
          put: [
            key('k1', { state: 'retired', notAfterSeconds: 900 }),
            key(`k2-${n}`, { createdAtSeconds: 200, publicJwk: { kty: 'RSA' } }),
          ],
        });
      const tried = await Promise.allSettled([commit([plan(1)]), commit([plan(2)])]);
      expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(tried.find(({ status }) => status === 'rejected')).toMatchObject({ reason: lost });
      const ring = await signingKeys.list('token');
      expect(ring).toMatchObject([
        { kid: 'k1', state: 'retired', notAfterSeconds: 900, privateKey: 'private k1' },
        { state: 'current', publicJwk: { kty: 'RSA' } },
      ]);
      await commit([signingKeys.writes.put(key('k3', { createdAtSeconds: 300 })), signingKeys.writes.remove('k1')]);
      expect(await signingKeys.generation('token')).toBe(3);
      expect((await signingKeys.list()).map(({ kid }) => kid)).not.toContain('k1');
    });

    it('lists the audit trail newest first, filtered and by pages', async () => {
      let now = 1_700_000_000_000;
      const { audit, commit } = await open({ clock: () => now });
      for (let n = 0; n < 6; n += 1) {
        now += 1000;
        await commit([
          audit.writes.append({ type: n % 2 ? 'odd' : 'even', accountId: `a${n % 3}`, clientId: 'web', data: { n } }),
        ]);
      }
      const all = await audit.list();
      expect(ns(all)).toEqual([5, 4, 3, 2, 1, 0]);
      expect(all[0]).toMatchObject({ type: 'odd', accountId: 'a2', clientId: 'web', at: new Date(now) });
      expect(ns(await audit.list({ type: 'even', limit: 2 }))).toEqual([4, 2]);
      expect(ns(await audit.list({ accountId: 'a0', clientId: 'web' }))).toEqual([3, 0]);
      expect(ns(await audit.list({ beforeId: all[2]!.id, sinceSeconds: 1_700_000_002 }))).toEqual([2, 1]);
      expect(ns(await audit.list({ type: ['even', 'odd', 'none'], untilSeconds: 1_700_000_003 }))).toEqual([1, 0]);
    });

    it('AS-14: counts atomically across instances, and begins anew after the window', async () => {
      let now = Date.now();
      const url = await fresh();
      const clock = (): number => now;
      const [one, two] = await Promise.all([open({ url, clock }), open({ url, clock })]);
      const hit = ({ counters }: typeof one) =>
        counters.incrementAll([
          { key: 'address', windowSeconds: 60 },
          { key: 'account', windowSeconds: 30, by: 2 },
        ]);
      await Promise.all(Array.from({ length: 20 }, (_, n) => hit(n % 2 ? one : two)));
      const [address, account] = await hit(one);
      expect(address).toEqual({ count: 21, resetsAtSeconds: Math.floor(now / 1000) + 60 });
      expect(account).toMatchObject({ count: 42 });
      expect(await two.counters.read('address')).toEqual(address);
      now += 31_000;
      expect(await two.counters.read('account')).toMatchObject({ count: 0 });
      expect(await one.counters.increment({ key: 'account', windowSeconds: 30 })).toMatchObject({ count: 1 });
      await one.commit([one.counters.writes.reset('address')]);
      expect(await one.counters.read('address')).toMatchObject({ count: 0 });
    });

    it('AS-14: a counter stops at its ceiling, and what is taken back makes room', async () => {
      const { counters, commit } = await open();
      const hit = () => counters.increment({ key: 'k', windowSeconds: 60, ceiling: 3 });
      const counts = await Promise.all(Array.from({ length: 10 }, hit));
      expect(counts.map(({ count }) => count).sort((a, b) => a - b)).toEqual([1, 2, 3, 3, 3, 3, 3, 3, 3, 3]);
      await commit([counters.writes.giveBack('k'), counters.writes.giveBack('k')]);
      expect(await hit()).toMatchObject({ count: 2 });
    });

    it('AS-14: a count can be taken back while its window runs, and never below zero', async () => {
      let now = Date.now();
      const { counters, commit } = await open({ clock: () => now });
      await counters.increment({ key: 'k', windowSeconds: 60, by: 2 });
      await commit([counters.writes.giveBack('k'), counters.writes.giveBack('k'), counters.writes.giveBack('k')]);
      expect(await counters.increment({ key: 'k', windowSeconds: 60 })).toMatchObject({ count: 1 });
      now += 61_000;
      await commit([counters.writes.giveBack('k'), counters.writes.giveBack('unknown')]);
      expect(await counters.increment({ key: 'k', windowSeconds: 60 })).toMatchObject({ count: 1 });
    });
  });
});
