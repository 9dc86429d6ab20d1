import { randomBytes } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { inSeconds, onEveryDatabase } from './databases.ts';

const name = () => new Uint8Array(randomBytes(32));

describe('revocations', () => {
  onEveryDatabase(({ fresh, open }) => {
    it('AS-07: come back in the order of their commits, one version for each commit', async () => {
      const { revocations, commit } = await open();
      expect(await revocations.head()).toEqual({ version: 0, stamp: undefined });
      expect((await revocations.since(0)).records).toEqual([]);
      const [a, b, c] = [name(), name(), name()];
      const expiresAtSeconds = inSeconds(300);
      await commit([revocations.writes.add([{ id: a, expiresAtSeconds }])]);
      await commit([
        revocations.writes.add([
          { id: b, expiresAtSeconds, beforeSeconds: 1000 },
          { id: c, expiresAtSeconds },
        ]),
      ]);
      const { head, records: all } = await revocations.since(0);
      expect(all.map(({ version }) => version)).toEqual([1, 2, 2]);
      expect(all[0]).toEqual({ id: a, version: 1, stamp: expect.any(String), expiresAtSeconds });
      expect((await revocations.since(1)).records).toHaveLength(2);
      expect(await revocations.since(2)).toEqual({ head, records: [] });
      expect(head).toEqual({ version: 2, stamp: all[2]!.stamp });
      expect(await revocations.head()).toEqual(head);
      expect(await revocations.find([b, name()])).toEqual([expect.objectContaining({ id: b, beforeSeconds: 1000 })]);
      expect(await revocations.find([])).toEqual([]);
    });

    it('AS-07: a unit that fails revokes nothing', async () => {
      const { revocations, artefacts, commit } = await open();
      const late = commit([
        revocations.writes.add([{ id: name(), expiresAtSeconds: inSeconds(9) }]),
        artefacts.writes.consume({ model: 'AuthorizationCode', id: 'unknown' }),
      ]);
      await expect(late).rejects.toMatchObject({ code: 'lost_race' });
      expect((await revocations.since(0)).records).toEqual([]);
      expect(await revocations.head()).toEqual({ version: 0, stamp: undefined });
    });

    it('AS-07: revoking again never narrows what was revoked', async () => {
      const { revocations, commit } = await open();
      const id = name();
      const [late, early] = [inSeconds(600), inSeconds(60)];
      await commit([revocations.writes.add([{ id, beforeSeconds: 2000, expiresAtSeconds: late }])]);
      await commit([revocations.writes.add([{ id, beforeSeconds: 1000, expiresAtSeconds: early }])]);
      const [found, ...more] = (await revocations.since(0)).records;
      expect(more).toEqual([]);
      expect(found).toMatchObject({ version: 2, beforeSeconds: 2000, expiresAtSeconds: late });
      await commit([revocations.writes.add([{ id, beforeSeconds: 3000, expiresAtSeconds: late }])]);
      expect(await revocations.find([id])).toEqual([expect.objectContaining({ version: 3, beforeSeconds: 3000 })]);
    });

    it('AS-07: two instances that revoke at once get different versions; a reader that follows misses none', async () => {
      const url = await fresh();
      const [one, two, reader] = await Promise.all([open({ url }), open({ url }), open({ url })]);
      const seen = new Set<string>();
      let version = 0;
      const names = Array.from({ length: 200 }, name);
      const follow = (async () => {
        while (seen.size < names.length) {
          for (const found of (await reader.revocations.since(version)).records) {
            seen.add(Buffer.from(found.id).toString('hex'));
            version = Math.max(version, found.version);
          }
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      })();
      await Promise.all(
        names.map((id, index) => {
          const storage = index % 2 ? one : two;
          return storage.commit([storage.revocations.writes.add([{ id, expiresAtSeconds: inSeconds(60) }])]);
        }),
      );
      await follow;
      expect(seen.size).toBe(200);
      expect((await reader.revocations.head()).version).toBe(200);
    });

    it('AS-07: are announced to other instances, and leave when all they are about has expired', async () => {
      let now = Date.now();
      const url = await fresh();
      const [one, two] = await Promise.all([open({ url, clock: () => now }), open({ url })]);
      const heard = jest.fn();
      two.onChange('revocations', heard);
      const expiresAtSeconds = Math.floor(now / 1000) + 300;
      let commits = 0;
      while (heard.mock.calls.length === 0) {
        commits += 1;
        await one.commit([
          one.revocations.writes.add(Array.from({ length: 50 }, () => ({ id: name(), expiresAtSeconds }))),
        ]);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect((await two.revocations.since(0)).records).toHaveLength(50 * commits);
      now += 310_000;
      expect((await one.revocations.since(0)).records).toEqual([]);
      expect(await one.collectGarbage()).toMatchObject({ revocations: 0 });
      now += 1_860_000;
      expect(await one.collectGarbage({ pauseMs: 1 })).toMatchObject({ revocations: 50 * commits });
      expect(await one.revocations.head()).toEqual({ version: commits, stamp: undefined });
    });
  });
});

describe('what an operator ends', () => {
  onEveryDatabase(({ open }) => {
    it('AS-05: all artefacts of a client, and those last saved before a moment', async () => {
      let now = Date.now();
      const storage = await open({ clock: () => now });
      const { artefacts, commit } = storage;
      const save = (model: string, id: string, clientId: string) =>
        commit([artefacts.writes.upsert({ model, id, clientId, payload: {}, expiresAtSeconds: inSeconds(3600) })]);
      const left = async (model: string, ids: readonly string[]) => {
        const found = await Promise.all(ids.map((id) => artefacts.find(model, id)));
        return ids.filter((_id, index) => found[index]);
      };
      for (const id of ['a', 'b', 'c', 'd', 'e']) await save('RefreshToken', id, id < 'd' ? 'web' : 'spa');
      await save('Session', 'a', 'web');
      expect(await storage.endArtefacts({ models: ['RefreshToken'], clientId: 'web', pageSize: 2 })).toBe(3);
      expect(await left('RefreshToken', ['a', 'b', 'c', 'd', 'e'])).toEqual(['d', 'e']);
      expect(await left('Session', ['a'])).toEqual(['a']);
      now += 10_000;
      await save('RefreshToken', 'e', 'spa');
      const savedBeforeSeconds = Math.floor(now / 1000);
      expect(await storage.endArtefacts({ models: ['RefreshToken', 'Session'], savedBeforeSeconds })).toBe(2);
      expect(await left('RefreshToken', ['d', 'e'])).toEqual(['e']);
      expect(await storage.endArtefacts({ models: ['RefreshToken', 'Session'], savedBeforeSeconds })).toBe(0);
    });
  });
});
