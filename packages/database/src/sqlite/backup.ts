import { existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { StorageSetupError } from '../errors.ts';
import { createDatabaseFile } from './connection.ts';

/** All pages in one step: a copy in small steps starts again whenever somebody writes, and under load never ends. */
const ALL_PAGES = 2 ** 31 - 1;

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Copies the database while it is in use, as of one moment. The copy appears under its name only when it is complete and on disk.
 * @throws {StorageSetupError} when the file exists or its folder does not
 */
export async function backupSqlite(source: string, target: string): Promise<{ bytes: number }> {
  if (source === ':memory:') throw new StorageSetupError('A database in memory has nothing to back up');
  const path = resolve(target);
  if (existsSync(path)) throw new StorageSetupError(`The backup file exists already: ${path}`);
  if (!existsSync(dirname(path))) throw new StorageSetupError(`The backup's folder does not exist: ${dirname(path)}`);
  const unfinished = join(dirname(path), `.${basename(path)}.unfinished`);
  const database = new DatabaseSync(source, { readOnly: true, timeout: 5000 });
  try {
    createDatabaseFile(unfinished);
    await backup(database, unfinished, { rate: ALL_PAGES });
    await sync(unfinished);
    await rename(unfinished, path);
    await sync(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    database.close();
  }
  return { bytes: (await stat(path)).size };
}
