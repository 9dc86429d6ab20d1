import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { findPostgresTool, skipUnless } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import type { Storage } from '../src/index.ts';
import { inSeconds, newId, onPostgres, onSqlite, type TestDatabases } from './databases.ts';

const MODEL = 'RefreshToken';

/** What a client knows to be true at some moment: tokens that work, tokens that are dead. */
interface Knowledge {
  readonly usable: string[];
  readonly dead: string[];
}

/** Makes grants, some of them used and some revoked, in the way of ten clients at once, until told to stop. */
function load({ artefacts, commit }: Storage): { readonly known: Knowledge; readonly stop: () => Promise<void> } {
  const { writes } = artefacts;
  const known: Knowledge = { usable: [], dead: [] };
  const stopping = new AbortController();
  const client = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const [used, next, revoked, grantId] = [newId(), newId(), newId(), newId()];
      const save = (id: string, grant: string) =>
        writes.upsert({
          model: MODEL,
          id,
          grantId: grant,
          payload: { pad: newId() },
          expiresAtSeconds: inSeconds(3600),
        });
      await commit([save(used, newId()), save(revoked, grantId)]);
      await commit([writes.consume({ model: MODEL, id: used }), save(next, newId())]);
      await commit([writes.revokeGrant({ grantId })]);
      known.usable.push(next);
      known.dead.push(used, revoked);
    }
  };
  const clients = Promise.all(Array.from({ length: 10 }, client));
  return {
    known,
    async stop() {
      stopping.abort();
      await clients;
    },
  };
}

async function proves(restored: Storage, { usable, dead }: Knowledge): Promise<void> {
  const { artefacts, commit } = restored;
  expect(usable.length).toBeGreaterThan(5);
  for (const id of dead)
    await expect(commit([artefacts.writes.consume({ model: MODEL, id })])).rejects.toMatchObject({ code: 'lost_race' });
  for (const id of usable) await commit([artefacts.writes.consume({ model: MODEL, id })]);
}

/** Loads a database, copies it in the middle of that, and proves that the copy knows everything acknowledged before. */
async function rehearse(
  open: TestDatabases['open'],
  url: string,
  copy: (storage: Storage) => Promise<string>,
): Promise<void> {
  const storage = await open({ url });
  const { known, stop } = load(storage);
  while (known.usable.length < 20) await storage.ping();
  const before: Knowledge = { usable: [...known.usable], dead: [...known.dead] };
  const restored = await copy(storage);
  await stop();
  expect(known.usable.length).toBeGreaterThan(before.usable.length);
  await proves(await open({ url: restored }), before);
}

describe('OPS-17: a backup under load', () => {
  onSqlite(({ fresh, open, directory }) => {
    it('restores to a storage where acknowledged grants work and dead ones stay dead', async () => {
      const target = join(directory(), 'copy.sqlite');
      await rehearse(open, await fresh(), async (storage) => {
        const { bytes } = await storage.backup(target);
        expect((await stat(target)).size).toBe(bytes);
        return `sqlite:${target}`;
      });
      const copy = new DatabaseSync(target);
      expect(copy.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
      copy.close();
    });

    it('is private, replaces nothing, and leaves nothing behind when it fails', async () => {
      const folder = join(directory(), 'backups');
      await mkdir(folder);
      const storage = await open();
      await storage.backup(join(folder, 'a'));
      expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o600);
      await expect(storage.backup(join(folder, 'a'))).rejects.toMatchObject({ code: 'storage_setup' });
      await expect(storage.backup(join(folder, 'nowhere/a'))).rejects.toMatchObject({ code: 'storage_setup' });
      expect(await readdir(folder)).toEqual(['a']);
    });
  });

  onPostgres(({ fresh, open, server }) => {
    skipUnless('pg_dump')('with pg_dump', () => {
      it('restores to a storage where acknowledged grants work and dead ones stay dead', async () => {
        const url = await fresh();
        const restored = await fresh();
        const dump = join(server().dataDirectory, '..', 'dump');
        await rehearse(open, url, async () => {
          await promisify(execFile)(findPostgresTool('pg_dump')!, ['--format=custom', '--file', dump, url]);
          await promisify(execFile)(findPostgresTool('pg_restore')!, ['--exit-on-error', '--dbname', restored, dump]);
          return restored;
        });
        expect(existsSync(dump)).toBe(true);
      });
    });

    it('is pointed to pg_dump', async () => {
      await expect((await open()).backup('copy')).rejects.toMatchObject({
        code: 'storage_setup',
        message: expect.stringContaining('pg_dump'),
      });
    });
  });
});
