import { describe, expect, it } from '@jest/globals';
import { onEveryDatabase } from './databases.ts';

const day = 86_400;

describe('statistics', () => {
  onEveryDatabase(({ fresh, open }) => {
    it('add up what all instances counted, by stretches of time', async () => {
      const url = await fresh();
      const instances = await Promise.all([open({ url }), open({ url })]);
      await Promise.all(
        Array.from({ length: 20 }, (_, n) => {
          const { statistics, commit } = instances[n % 2]!;
          const counts =
            n % 4 < 2 ? { 'sign_in.completed': 2, 'token.issued': 1 } : { 'token.issued': 1, 'sign_in.completed': 2 };
          return commit([statistics.writes.add({ atSeconds: 600 + (n % 5) * 60, counts })]);
        }),
      );
      const [{ statistics, commit }] = instances;
      await commit([
        statistics.writes.add({ atSeconds: 600, counts: {} }),
        statistics.writes.add({ atSeconds: 600, counts: { 'a name"': 7 } }),
      ]);
      const names = ['token.issued', 'sign_in.completed', 'none'];
      expect(await statistics.list({ sinceSeconds: 660, untilSeconds: 780, names })).toEqual([
        { name: 'sign_in.completed', atSeconds: 660, count: 8 },
        { name: 'sign_in.completed', atSeconds: 720, count: 8 },
        { name: 'token.issued', atSeconds: 660, count: 4 },
        { name: 'token.issued', atSeconds: 720, count: 4 },
      ]);
      expect(await statistics.list({ sinceSeconds: 0, untilSeconds: 1000, names: ['a name"'] })).toEqual([
        { name: 'a name"', atSeconds: 600, count: 7 },
      ]);
      expect(await statistics.list({ sinceSeconds: 0, untilSeconds: 1000, names: [] })).toEqual([]);
    });

    it('are added up by longer stretches', async () => {
      const { statistics, commit } = await open();
      const add = (atSeconds: number, count: number) =>
        statistics.writes.add({ atSeconds, counts: { a: count, b: 1 } });
      await commit([add(3300, 1), add(3600, 2), add(6900, 4), add(7200, 8)]);
      const asked = { sinceSeconds: 3600, untilSeconds: 10_800, stepSeconds: 3600 };
      expect(await statistics.sums({ ...asked, names: ['b', 'a'] })).toEqual([
        { name: 'a', atSeconds: 3600, count: 6 },
        { name: 'a', atSeconds: 7200, count: 8 },
        { name: 'b', atSeconds: 3600, count: 2 },
        { name: 'b', atSeconds: 7200, count: 1 },
      ]);
      expect(await statistics.sums({ ...asked, untilSeconds: 3601, names: ['a'] })).toEqual([
        { name: 'a', atSeconds: 3600, count: 2 },
      ]);
    });

    it('go after thirty days', async () => {
      const now = Date.UTC(2026, 0, 31);
      const { statistics, commit, collectGarbage } = await open({ clock: () => now });
      const add = (days: number) =>
        statistics.writes.add({ atSeconds: now / 1000 - days * day, counts: { a: 1, b: 1 } });
      await commit([add(29), add(31), add(40)]);
      expect(await collectGarbage({ batchSize: 3 })).toMatchObject({ statistics: 4 });
      const left = await statistics.list({ sinceSeconds: 0, untilSeconds: now / 1000, names: ['a', 'b'] });
      expect(left).toHaveLength(2);
    });
  });
});
