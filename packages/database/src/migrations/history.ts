/** How a database gets from one version of its schema to the next: in order, recorded, under a lock, never backwards. */
import { StorageSetupError } from '../errors.ts';
import { compiler } from '../statements/shapes.ts';
import type { Dialect } from '../statements/statement.ts';
import { columnTypes, type Migration } from './migration.ts';

/** The table that remembers which migrations ran. */
export const HISTORY_TABLE = `create table if not exists schema_migrations (version integer primary key, name text not null, applied_at text not null)`;

/** What a database has and what it lacks. */
export interface MigrationStatus {
  readonly applied: readonly { version: number; name: string; appliedAt: string }[];
  readonly pending: readonly { version: number; name: string }[];
}

/** A row of the history as the database gave it. */
export interface HistoryRow {
  version: number;
  name: string;
  applied_at: string;
}

/**
 * Compares the recorded history with the migrations that this application knows.
 * @throws {StorageSetupError} when the database is newer than the application, or its history is another one
 */
export function compareHistory(history: readonly HistoryRow[], known: readonly Migration[]): MigrationStatus {
  for (const { version, name } of history) {
    const own = known[version - 1];
    if (!own) {
      throw new StorageSetupError(
        `The database has schema version ${history.length}, this version knows only ${known.length}: run a newer release`,
      );
    }
    if (own.name !== name) {
      throw new StorageSetupError(
        `The database's schema version ${version} is "${name}", expected "${own.name}": this is the database of something else`,
      );
    }
  }
  return {
    applied: history.map(({ version, name, applied_at }) => ({ version, name, appliedAt: applied_at })),
    pending: known.map(({ name }, index) => ({ version: index + 1, name })).slice(history.length),
  };
}

/** The SQL of one migration in a dialect. */
export function migrationSql(migration: Migration, dialect: Dialect): string[] {
  // eslint-disable-next-line typescript/no-explicit-any
  const db = compiler<any>(dialect);
  return migration.up({ dialect, db, types: columnTypes(dialect) }).map((step) => step.compile().sql);
}
