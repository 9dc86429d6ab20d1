import { setTimeout as sleep } from 'node:timers/promises';
import { StorageSetupError } from '../errors.ts';
import {
  compareHistory,
  HISTORY_TABLE,
  type HistoryRow,
  type MigrationStatus,
  migrationSql,
} from '../migrations/history.ts';
import type { Migration } from '../migrations/migration.ts';
import { all, type SqliteConnection } from './connection.ts';
import { isBusy } from './failure.ts';

const LOCK_TIMEOUT_MS = 20_000;

/** What the file has and lacks. @throws {StorageSetupError} newer or foreign schema */
export function sqliteMigrationStatus(connection: SqliteConnection, known: readonly Migration[]): MigrationStatus {
  const exists = all(connection, `select 1 from sqlite_master where type = 'table' and name = 'schema_migrations'`, []);
  const history = exists.length === 0 ? [] : all(connection, 'select * from schema_migrations order by version', []);
  return compareHistory(history as unknown as HistoryRow[], known);
}

function migrateOnce(connection: SqliteConnection, known: readonly Migration[]): number {
  const { database } = connection;
  // The write lock of the file is the lock: whoever comes second finds the work done.
  database.exec('begin immediate');
  try {
    database.exec(HISTORY_TABLE);
    const { pending } = sqliteMigrationStatus(connection, known);
    for (const { version, name } of pending) {
      for (const sql of migrationSql(known[version - 1] as Migration, 'sqlite')) database.exec(sql);
      connection.prepare('insert into schema_migrations values (?, ?, ?)').run(version, name, new Date().toISOString());
    }
    database.exec('commit');
    return pending.length;
  } catch (error) {
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}

/**
 * Runs the missing migrations in one transaction; many processes may do so at once.
 * @returns how many this call ran
 * @throws {StorageSetupError} newer or foreign schema, or the lock was not to be had
 */
export async function migrateSqlite(connection: SqliteConnection, known: readonly Migration[]): Promise<number> {
  const giveUpAt = performance.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    try {
      if (sqliteMigrationStatus(connection, known).pending.length === 0) return 0;
      return migrateOnce(connection, known);
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > giveUpAt)
        throw new StorageSetupError('Another process holds the database for long: the schema could not be migrated');
      await sleep(20 + Math.random() * 80);
    }
  }
}
