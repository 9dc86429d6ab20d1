import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SqlValue } from '../statements/statement.ts';

/** A connection that prepares each SQL text once. */
export interface SqliteConnection {
  readonly database: DatabaseSync;
  prepare(sql: string): StatementSync;
  close(): void;
}

export interface SqliteConnectionOptions {
  /** A file's path, or `:memory:`. */
  readonly path: string;
  readonly readOnly?: boolean;
  /** How long to wait for another process that holds the write lock. */
  readonly busyTimeoutMs: number;
}

const PREPARED_LIMIT = 500;

/** Creates the file readable by its owner only, before SQLite would create it for everybody; the journal files take the same mode. */
export function createDatabaseFile(path: string): void {
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600));
}

/**
 * WAL lets readers go on beside the one writer. FULL syncs the WAL at every commit: an acknowledged commit survives power loss.
 */
export function connect({ path, readOnly = false, busyTimeoutMs }: SqliteConnectionOptions): SqliteConnection {
  const database = new DatabaseSync(path, { readOnly, timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  const prepared = new Map<string, StatementSync>();
  if (!readOnly)
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 67108864');
  database.exec('pragma cache_size = -16384; pragma temp_store = memory');
  return {
    database,
    prepare(sql) {
      let statement = prepared.get(sql);
      if (!statement) {
        if (prepared.size >= PREPARED_LIMIT) prepared.clear();
        statement = database.prepare(sql);
        prepared.set(sql, statement);
      }
      return statement;
    },
    close() {
      prepared.clear();
      database.close();
    },
  };
}

/** Runs a query that gives rows. */
export const all = (
  connection: SqliteConnection,
  sql: string,
  parameters: readonly SqlValue[],
): Record<string, unknown>[] => connection.prepare(sql).all(...(parameters as SqlValue[]));
