import { createHash } from 'node:crypto';
import { LostRaceError } from '@gatehouse/database';
import { describe, expect, it } from '@jest/globals';
import { onEveryDatabase } from './databases.ts';

const start = Date.UTC(2026, 0, 31) / 1000;
const sha256 = (text: string) => createHash('sha256').update(text).digest();
const token = (id: string, rest: { usesLeft?: number } = {}) => ({
  id,
  sha256: sha256(id),
  label: 'for tests',
  usesLeft: 1,
  madeBy: 'operator ann',
  expiresAtSeconds: start + 60,
  ...rest,
});

describe('initial access tokens', () => {
  onEveryDatabase(({ open, fresh }) => {
    it('are found by their hash, and listed the oldest first', async () => {
      const { registrationTokens: store, commit } = await open({ clock: () => start * 1000 });
      await commit([store.writes.add({ ...token('a'), ceiling: { scope: 'openid' } }), store.writes.add(token('b'))]);
      const kept = { ...token('a'), ceiling: { scope: 'openid' }, createdAtSeconds: start };
      expect(await store.findBySha256(sha256('a'))).toEqual(kept);
      expect(await store.find('a')).toEqual(kept);
      expect(await store.findBySha256(sha256('c'))).toBeUndefined();
      const first = await store.page({ limit: 1 });
      expect(first.items.map(({ id }) => id)).toEqual(['a']);
      expect((await store.page({ limit: 1, after: first.next })).items.map(({ id }) => id)).toEqual(['b']);
      await commit([store.writes.remove('a')]);
      expect(await store.find('a')).toBeUndefined();
      await expect(commit([store.writes.remove('a')])).rejects.toThrow(LostRaceError);
    });

    it('one with three uses is taken three times by forty at once, over two instances', async () => {
      const url = await fresh();
      const options = { url, clock: () => start * 1000 };
      const [one, other] = [await open(options), await open(options)];
      await one.commit([one.registrationTokens.writes.add(token('a', { usesLeft: 3 }))]);
      const taken = await Promise.allSettled(
        Array.from({ length: 40 }, (_, n) => {
          const { commit, registrationTokens } = n % 2 === 0 ? one : other;
          return commit([registrationTokens.writes.take('a')]);
        }),
      );
      const refused = taken.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect(refused).toHaveLength(37);
      for (const reason of refused) expect(reason).toBeInstanceOf(LostRaceError);
      expect(await one.registrationTokens.find('a')).toMatchObject({ usesLeft: 0 });
    });

    it('are taken no more when they have expired, and go', async () => {
      let nowSeconds = start;
      const { registrationTokens: store, commit, collectGarbage } = await open({ clock: () => nowSeconds * 1000 });
      await commit([store.writes.add(token('a'))]);
      nowSeconds = start + 60;
      await expect(commit([store.writes.take('a')])).rejects.toThrow(LostRaceError);
      nowSeconds = start + 86_400;
      expect(await collectGarbage()).toMatchObject({ registrationTokens: 1 });
      expect(await store.find('a')).toBeUndefined();
    });
  });
});
