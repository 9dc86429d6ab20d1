import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StorageSetupError } from '../errors.ts';
import type { Migration } from '../migrations/migration.ts';
import { connect, createDatabaseFile, type SqliteConnection } from './connection.ts';
import { type SqliteDriver, sqliteDriver } from './driver.ts';
import { failureOf, isBusy } from './failure.ts';
import { migrateSqlite, sqliteMigrationStatus } from './migrate.ts';

const OPEN_TIMEOUT_MS = 20_000;

function checkPlace(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder))
    throw new StorageSetupError(
      `The database's folder does not exist: ${folder}. Create it or change the database URL`,
    );
  if (existsSync(path) && statSync(path).isDirectory())
    throw new StorageSetupError(`The database URL names a folder, not a file: ${path}`);
}

/** Opening a fresh file turns it into WAL mode, which needs it alone for a moment; others may be doing the same right now. */
async function connectPatiently(path: string): Promise<SqliteConnection> {
  const giveUpAt = performance.now() + OPEN_TIMEOUT_MS;
  for (;;) {
    try {
      createDatabaseFile(path);
      return connect({ path, busyTimeoutMs: 1000 });
    } catch (error) {
      if (isBusy(error) && performance.now() < giveUpAt) {
        await sleep(10 + Math.random() * 40);
        continue;
      }
      const { code } = error as { code?: string };
      const reason =
        code?.startsWith('E') && !code.startsWith('ERR_')
          ? code
          : failureOf(error).kind === 'failed'
            ? 'not opened'
            : (error as Error).message;
      throw new StorageSetupError(`The database file ${path} cannot be opened for writing: ${reason}`);
    }
  }
}

/**
 * Opens a SQLite file, creating it when it does not exist, and brings its schema up to date.
 * @param location the path after `sqlite:`, or `:memory:`
 * @throws {StorageSetupError} with one line that says what to do
 */
export async function openSqlite(
  location: string,
  options: { migrations: readonly Migration[]; migrate: boolean; timeoutMs: number },
): Promise<SqliteDriver> {
  const { timeoutMs } = options;
  const inMemory = location === ':memory:';
  const path = inMemory ? location : resolve(location);
  if (!inMemory) checkPlace(path);
  const connection = await connectPatiently(path);
  try {
    if (options.migrate) await migrateSqlite(connection, options.migrations);
    else sqliteMigrationStatus(connection, options.migrations);
    return await sqliteDriver({ path, timeoutMs, connection: inMemory ? connection : undefined });
  } finally {
    if (!inMemory) connection.close();
  }
}
