import { describe, expect, it } from '@jest/globals';
import { newId, onEveryDatabase } from './databases.ts';

const quarter = 15 * 60_000;

describe('D5: instances whose clocks are a quarter of an hour off', () => {
  onEveryDatabase(({ fresh, open }) => {
    const instances = async () => {
      const url = await fresh();
      let now = Date.now();
      const at = (aheadMs: number) => open({ url, clock: () => now + aheadMs });
      const [right, behind, ahead] = [await at(0), await at(-quarter), await at(quarter)];
      const pass = (seconds: number): void => {
        now += seconds * 1000;
      };
      return { right, behind, ahead, pass, seconds: (aheadMs: number) => Math.floor((now + aheadMs) / 1000) };
    };

    it('take no mark twice: not what is collected by the one ahead, judged by the one behind', async () => {
      const { right, behind, ahead, pass, seconds } = await instances();
      const expiresAtSeconds = seconds(0) + 60;
      const mark = { model: 'ReplayDetection', id: newId(), expiresAtSeconds };
      await right.commit([right.artefacts.writes.once(mark)]);
      // As long as the clock of any of them says that what it marks is alive.
      for (const wait of [0, 30, quarter / 1000]) {
        pass(wait);
        expect(await ahead.collectGarbage()).toMatchObject({ artefacts: 0 });
        await expect(behind.commit([behind.artefacts.writes.once(mark)])).rejects.toMatchObject({ code: 'lost_race' });
      }
    });

    it('end nothing that is alive for one of them: counters, used tokens, sessions', async () => {
      const { right, behind, ahead, seconds } = await instances();
      const [session, used] = [newId(), newId()];
      const expiresAtSeconds = seconds(-quarter) + 60;
      const { writes } = behind.artefacts;
      await behind.commit([
        writes.upsert({ model: 'Session', id: session, payload: {}, expiresAtSeconds }),
        writes.upsert({ model: 'RefreshToken', id: used, payload: {}, expiresAtSeconds }),
      ]);
      await behind.commit([writes.consume({ model: 'RefreshToken', id: used })]);
      await behind.counters.increment({ key: 'guesses', windowSeconds: 60 });
      for (const collector of [ahead, right])
        expect(await collector.collectGarbage()).toMatchObject({ artefacts: 0, counters: 0 });
      expect(await behind.artefacts.find('Session', session)).toBeDefined();
      expect(await behind.artefacts.find('RefreshToken', used)).toHaveProperty('consumedAtSeconds');
      expect(await behind.counters.read('guesses')).toMatchObject({ count: 1 });
    });

    it('are seen: the difference to the clock of the database', async () => {
      const { right, behind, ahead } = await instances();
      const minutes = async (storage: typeof right) => Math.round((await storage.clockDifferenceMs()) / 60_000);
      expect([await minutes(behind), await minutes(right), await minutes(ahead)].map((n) => n + 0)).toEqual([
        -15, 0, 15,
      ]);
    });
  });
});
