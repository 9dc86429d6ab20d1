import { describe, expect, it } from '@jest/globals';
import { onEveryDatabase } from './databases.ts';

describe('revisions', () => {
  onEveryDatabase(({ fresh, open }) => {
    it('begin at 0, and each bump raises its own by one, several in one commit', async () => {
      const { revisions, commit } = await open();
      const { writes } = revisions;
      expect(await revisions.find('client', 'web')).toBe(0);
      await commit([writes.bump({ type: 'client', id: 'web' }), writes.bump({ type: 'user', id: 'web' })]);
      await commit([writes.bump({ type: 'client', id: 'web' }), writes.bump({ type: 'client', id: 'web' })]);
      expect(await Promise.all(['client', 'user', 'role'].map((type) => revisions.find(type, 'web')))).toEqual([
        3, 1, 0,
      ]);
    });

    it('a bump that expects another revision undoes its whole commit', async () => {
      const { revisions, roles, commit } = await open();
      const { writes } = revisions;
      const target = { type: 'role', id: 'a' };
      const put = roles.writes.put({ name: 'a', definition: {} });
      const lost = { code: 'lost_race', model: 'revisions', key: 'role:a' };
      await expect(commit([put, writes.bump(target, 1)])).rejects.toMatchObject(lost);
      await commit([writes.bump(target, 0)]);
      await expect(commit([put, writes.bump(target, 0)])).rejects.toMatchObject(lost);
      await commit([writes.bump(target, 1)]);
      await expect(commit([put, writes.bump(target, 1)])).rejects.toMatchObject(lost);
      expect(await revisions.find('role', 'a')).toBe(2);
      expect(await roles.list()).toEqual([]);
    });

    it.each([0, 1])('of many who read revision %i at once, one changes it', async (expected) => {
      const url = await fresh();
      const instances = await Promise.all([open({ url }), open({ url })]);
      const target = { type: 'user', id: 'u' };
      const [{ revisions, commit }] = instances;
      if (expected === 1) await commit([revisions.writes.bump(target)]);
      const attempts = await Promise.allSettled(
        Array.from({ length: 10 }, (_, n) => {
          const instance = instances[n % 2]!;
          return instance.commit([instance.revisions.writes.bump(target, expected)]);
        }),
      );
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await revisions.find('user', 'u')).toBe(expected + 1);
    });
  });
});
