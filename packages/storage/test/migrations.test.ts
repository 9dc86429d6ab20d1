import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Migration, openDatabase } from '@gatehouse/database';
import { runProgram } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { createSealer, openStorage } from '../src/index.ts';
import { migrations } from '../src/tables.ts';
import { onEveryDatabase, onSqlite } from './databases.ts';

const sealer = createSealer([Buffer.alloc(32)]);
const migrant = (url: string, starts = 1) =>
  runProgram({ entry: 'packages/storage/test/programs/migrant.ts', args: [url, `${starts}`], timeoutMs: 300_000 });
const future: Migration = {
  name: 'from-the-future',
  up: ({ db }) => [db.schema.createTable('future').addColumn('x', 'text')],
};

describe('the schema', () => {
  onEveryDatabase(({ fresh, open }) => {
    it('OPS-15: 20 starts at once on an empty database migrate it once', async () => {
      const url = await fresh();
      const processes = await Promise.all(Array.from({ length: 5 }, () => migrant(url, 4)));
      const stdout = `applied ${migrations.length}\n`.repeat(4);
      expect(processes).toEqual(processes.map(() => ({ code: 0, stdout, stderr: '' })));
    });

    it('OPS-15: a newer schema is refused with one line that says what to do', async () => {
      const url = await fresh();
      const newer = await openDatabase({ url, migrations: [...migrations, future] });
      await newer.close();
      const refusal = `The database has schema version ${migrations.length + 1}, this version knows only ${migrations.length}: run a newer release`;
      await expect(openStorage({ url, sealer })).rejects.toMatchObject({ code: 'storage_setup', message: refusal });
      await expect(openStorage({ url, sealer, migrate: false })).rejects.toMatchObject({ code: 'storage_setup' });
      expect(await migrant(url)).toEqual({ code: 1, stdout: '', stderr: `${refusal}\n` });
    });

    it('a schema of another program is refused', async () => {
      const url = await fresh();
      await (await openDatabase({ url, migrations: [future] })).close();
      await expect(openStorage({ url, sealer })).rejects.toMatchObject({
        code: 'storage_setup',
        message: expect.stringContaining('the database of something else'),
      });
    });

    it('says what is missing, and runs it when asked', async () => {
      const url = await fresh();
      const storage = await open({ url, migrate: false });
      const names = migrations.map(({ name }, index) => ({ version: index + 1, name }));
      expect(await storage.migrations.status()).toEqual({ applied: [], pending: names });
      expect(await storage.migrations.up()).toBe(migrations.length);
      expect(await storage.migrations.up()).toBe(0);
      expect(await storage.migrations.status()).toMatchObject({ applied: names, pending: [] });
      await storage.commit([storage.roles.writes.put({ name: 'admin', definition: {} })]);
      expect(await storage.roles.list()).toHaveLength(1);
    });

    it('a migration that fails leaves nothing behind', async () => {
      const url = await fresh();
      const broken: Migration = { name: 'broken', up: (tools) => [...future.up(tools), ...future.up(tools)] };
      await expect(openDatabase({ url, migrations: [future, broken] })).rejects.toThrow(/already exists/);
      const database = await openDatabase({ url, migrations: [future], migrate: false });
      expect((await database.migrationStatus()).applied).toEqual([]);
      await database.close();
    });
  });

  onSqlite(({ directory, open }) => {
    it.each([
      [
        'a folder that does not exist',
        () => join(directory(), 'nowhere/a.sqlite'),
        /^The database's folder does not exist: .*nowhere\. Create it or change the database URL$/,
      ],
      ['a folder instead of a file', () => join(directory(), 'folder'), /names a folder, not a file/],
      [
        'a file that is no database',
        () => join(directory(), 'text'),
        /^The database file .*text cannot be opened for writing: file is not a database$/,
      ],
    ])('OPS-15: one clear line for %s', async (_name, path, message) => {
      await mkdir(join(directory(), 'folder'), { recursive: true });
      await writeFile(join(directory(), 'text'), 'This is only text, and long enough to be looked at.'.repeat(20));
      await expect(openStorage({ url: `sqlite:${path()}`, sealer })).rejects.toMatchObject({
        code: 'storage_setup',
        message: expect.stringMatching(message),
      });
    });

    it('OPS-15: one clear line for an unknown kind of URL', async () => {
      await expect(openStorage({ url: 'mysql://x', sealer })).rejects.toMatchObject({ code: 'storage_setup' });
    });

    it('AS-18: only the owner may read the file and its journal', async () => {
      const path = join(directory(), 'private.sqlite');
      const storage = await open({ url: `sqlite:${path}` });
      await storage.commit([storage.roles.writes.put({ name: 'admin', definition: {} })]);
      for (const suffix of ['', '-wal', '-shm']) expect((await stat(path + suffix)).mode & 0o777).toBe(0o600);
    });

    it('a database in memory has everything but a backup', async () => {
      const storage = await open({ url: 'sqlite::memory:' });
      const { artefacts } = storage;
      await storage.commit([artefacts.writes.upsert({ model: 'Session', id: 'a', payload: { n: 1 } })]);
      const uses = await Promise.allSettled(
        [1, 2, 3].map(() => storage.commit([artefacts.writes.consume({ model: 'Session', id: 'a' })])),
      );
      expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await storage.ping();
      await expect(storage.backup(join(directory(), 'memory.backup'))).rejects.toMatchObject({ code: 'storage_setup' });
    });
  });
});
