import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { expectWithin, findCommand, skipUnless } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { inSeconds, newId, onSqlite } from './databases.ts';
import { endInstancesAfterEach, startInstance } from './instances.ts';
import type { PlainWrite } from './programs/unit.ts';

const unavailable = { code: 'storage_unavailable' };
const MODEL = 'RefreshToken';
const PAYLOAD = { text: 'x'.repeat(2000) };

const save = (id: string): PlainWrite[] => [
  ['upsert', { model: MODEL, id, payload: PAYLOAD, expiresAtSeconds: inSeconds(3600) }],
];

/** No file may grow beyond so many bytes: to the process that is a full disk. */
const limit = (pid: number, bytes: number | 'unlimited'): void => {
  execFileSync(findCommand('prlimit')!, ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
};

/** Bytes of the database or of its log, whichever is longer. */
const largestFile = (url: string): number => {
  const path = url.slice('sqlite:'.length);
  return Math.max(...[path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0));
};

describe('SQLite when it cannot write', () => {
  endInstancesAfterEach();

  onSqlite(({ fresh, open, key }) => {
    skipUnless('prlimit')('OPS-14', () => {
      it('no room on the disk: no commit is acknowledged that is not there, reads go on, it recovers by itself', async () => {
        const url = await fresh();
        const instance = await startInstance(url, key);
        const acknowledged: string[] = [];
        const refused: string[] = [];
        limit(instance.pid, largestFile(url) + 100_000);
        while (refused.length < 20) {
          const id = newId();
          const [outcome] = await instance.commit([save(id)]);
          if (outcome?.result === 'ok') {
            acknowledged.push(id);
          } else {
            expect(outcome).toMatchObject({ result: 'storage_unavailable', unknown: false });
            refused.push(id);
          }
        }
        expect(acknowledged.length).toBeGreaterThan(0);
        for (const id of acknowledged)
          expect(await instance.find(MODEL, id)).toMatchObject({ found: { payload: PAYLOAD } });
        for (const id of refused) expect(await instance.find(MODEL, id)).toMatchObject({ found: null });
        limit(instance.pid, 'unlimited');
        expect(
          await instance.commit([save(refused[0]!), [['consume', { model: MODEL, id: acknowledged[0] }]]]),
        ).toEqual([{ result: 'ok' }, { result: 'ok' }]);
        await instance.kill9();
        const { artefacts } = await open({ url, statementTimeoutMs: undefined });
        for (const id of [...acknowledged, refused[0]!]) expect(await artefacts.find(MODEL, id)).toBeDefined();
        for (const id of refused.slice(1)) expect(await artefacts.find(MODEL, id)).toBeUndefined();
      });

      it('nothing may be written at all: consume and revoke are refused, the artefact stays usable', async () => {
        const url = await fresh();
        const instance = await startInstance(url, key);
        const id = newId();
        await instance.commit([[['upsert', { model: MODEL, id, grantId: 'g', payload: {} }]]]);
        limit(instance.pid, 0);
        const outcomes = await instance.commit([
          [['consume', { model: MODEL, id }]],
          [['revokeGrant', { grantId: 'g' }]],
        ]);
        expect(outcomes).toMatchObject([{ result: 'storage_unavailable' }, { result: 'storage_unavailable' }]);
        expect(await instance.find(MODEL, id)).toMatchObject({ found: { consumed: false } });
        limit(instance.pid, 'unlimited');
        expect(await instance.commit([[['consume', { model: MODEL, id }]]])).toEqual([{ result: 'ok' }]);
      });
    });

    it('OPS-07: held by another process: commits fail within two seconds, reads go on, the event loop is free', async () => {
      const url = await fresh();
      const { artefacts, commit, ping } = await open({ url, statementTimeoutMs: undefined });
      await commit([artefacts.writes.upsert({ model: MODEL, id: 'a', payload: {} })]);
      const other = new DatabaseSync(url.slice('sqlite:'.length));
      other.exec('begin immediate');
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const startedAt = performance.now();
      const waiting = Array.from({ length: 20 }, () =>
        commit([artefacts.writes.upsert({ model: MODEL, id: newId(), payload: {} })]),
      );
      expect(await artefacts.find(MODEL, 'a')).toBeDefined();
      expectWithin(performance.now() - startedAt, 500);
      for (const result of await Promise.allSettled([...waiting, ping()]))
        expect(result).toMatchObject({ reason: unavailable });
      expectWithin(performance.now() - startedAt, 2000);
      delay.disable();
      // Far below the second and a half that the disk took; the rest is this machine's other work.
      expectWithin(delay.percentile(99) / 1e6, 500);
      other.exec('rollback');
      other.close();
      await commit([artefacts.writes.consume({ model: MODEL, id: 'a' })]);
    });

    it('closed: reads and writes say so', async () => {
      const storage = await open({ statementTimeoutMs: undefined });
      await storage.close();
      await expect(storage.artefacts.find(MODEL, 'a')).rejects.toMatchObject(unavailable);
      await expect(storage.commit([storage.artefacts.writes.destroy({ model: MODEL, id: 'a' })])).rejects.toMatchObject(
        unavailable,
      );
    });
  });
});
