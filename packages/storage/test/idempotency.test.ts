import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { inSeconds, onEveryDatabase } from './databases.ts';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const answered = (expiresAtSeconds: number) => ({
  requestSha256: sha256('POST /clients {}'),
  status: 201,
  headers: { location: '/clients/web' },
  body: '{"client_secret":"shown once"}',
  expiresAtSeconds,
});

describe('answers to requests with a key', () => {
  onEveryDatabase(({ fresh, open }) => {
    it('are found by actor and key', async () => {
      const { idempotency, commit } = await open();
      const answer = answered(inSeconds(60));
      await commit([idempotency.writes.keep({ actor: 'a', key: 'k', ...answer })]);
      expect(await idempotency.find('a', 'k')).toEqual(answer);
      expect(await idempotency.find('b', 'k')).toBeUndefined();
      expect(await idempotency.find('a', 'other')).toBeUndefined();
      expect(await idempotency.find('a","k', '')).toBeUndefined();
    });

    it('of equal requests at once one is done, and the others change nothing', async () => {
      const url = await fresh();
      const instances = await Promise.all([open({ url }), open({ url })]);
      const attempts = await Promise.allSettled(
        Array.from({ length: 10 }, (_, n) => {
          const { idempotency, roles, commit } = instances[n % 2]!;
          return commit([
            roles.writes.put({ name: `role-${n}`, definition: {} }),
            idempotency.writes.keep({ actor: 'a', key: 'k', ...answered(inSeconds(60)), body: `${n}` }),
          ]);
        }),
      );
      const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
      expect(refused).toHaveLength(9);
      for (const reason of refused) expect(reason).toMatchObject({ code: 'conflict' });
      const [role] = await instances[0].roles.list();
      expect(await instances[0].roles.list()).toHaveLength(1);
      expect((await instances[1].idempotency.find('a', 'k'))?.body).toBe(role?.name.slice('role-'.length));
    });

    it('expire: the key is free again, and garbage collection removes the row', async () => {
      const start = Date.now();
      let now = start;
      const { idempotency, commit, collectGarbage } = await open({ clock: () => now });
      const { writes } = idempotency;
      const at = (seconds: number) => Math.floor(start / 1000) + seconds;
      const [first, second] = [answered(at(60)), answered(at(120))];
      await commit([writes.keep({ actor: 'a', key: 'k', ...first })]);
      now += 60_000;
      expect(await idempotency.find('a', 'k')).toBeUndefined();
      await commit([writes.keep({ actor: 'a', key: 'k', ...second })]);
      expect(await idempotency.find('a', 'k')).toEqual(second);
      now += 7_200_000;
      expect(await collectGarbage()).toMatchObject({ idempotency: 1 });
    });

    it('AS-18: actor, key and answer cannot be read in the database', async () => {
      const { idempotency } = await open();
      const write = idempotency.writes.keep({ actor: 'the-actor', key: 'the-key', ...answered(inSeconds(60)) });
      const stored = write.statements
        .flatMap(({ parameters }) => parameters)
        .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
        .join('\n');
      expect(stored).not.toMatch(/the-actor|the-key|shown once|location/u);
    });
  });
});
