/**
 * SQLite: an embedded database in one file. This folder owns its connections: reads run on the main thread's own read-only
 * connection (microseconds each), writes on a thread of their own with group commit. Other processes may use the same file.
 */

import { StorageUnavailableError } from '../errors.ts';
import { type GatheredRead, gatheredReads } from '../gathered-reads.ts';
import type { DatabaseDriver, Row, SqlValue, Statement } from '../statements/statement.ts';
import { all, connect, type SqliteConnection } from './connection.ts';
import { failureOf } from './failure.ts';
import { raise } from './raise.ts';
import { inlineWriter, threadedWriter } from './writer.ts';

/** A real write that changes nothing. An update of a row to what it holds would write nothing at all. */
const PROBE: Statement = { sql: 'pragma user_version = 0', parameters: [] };

/** The SQLite driver and what only SQLite has. */
export interface SqliteDriver extends DatabaseDriver {
  readonly dialect: 'sqlite';
  readonly path: string;
  /** The connection that reads; the only one of a database in memory. */
  readonly reader: SqliteConnection;
}

/**
 * @param options.connection the only connection of a database in memory; left out for a file
 * @param options.timeoutMs the longest that a commit may take
 */
export async function sqliteDriver(options: {
  path: string;
  timeoutMs: number;
  connection?: SqliteConnection | undefined;
}): Promise<SqliteDriver> {
  const { path, timeoutMs } = options;
  const busyTimeoutMs = Math.floor(timeoutMs * 0.9);
  const reader = options.connection ?? connect({ path, readOnly: true, busyTimeoutMs: 100 });
  const writer = options.connection ? inlineWriter(reader) : threadedWriter({ path, busyTimeoutMs, timeoutMs });
  await writer.ready();
  let closed = false;

  const read = (sql: string, parameters: readonly SqlValue[]): Row[] => {
    if (closed) throw new StorageUnavailableError('it is closed');
    try {
      return all(reader, sql, parameters);
    } catch (error) {
      throw raise(failureOf(error), []);
    }
  };
  const settle = ({ sql, parameters, resolve, reject }: GatheredRead): void => {
    try {
      resolve(read(sql, parameters));
    } catch (error) {
      reject(error);
    }
  };
  // Made in a row, they find what they share in the cache, and the answers that they lead to leave together. In one transaction
  // the file is locked, and looked at for changes, once: nothing else runs between its beginning and its end.
  const together = gatheredReads((reads) => {
    const inTransaction = reads.length > 1 && begins(reader);
    for (const one of reads) settle(one);
    if (inTransaction) ends(reader);
  });

  return {
    dialect: 'sqlite',
    path,
    reader,
    read: async (sql, parameters, byKey) => (byKey ? together(sql, parameters) : read(sql, parameters)),
    async execute(statements) {
      if (closed) throw new StorageUnavailableError('it is closed');
      return writer.execute(statements);
    },
    async ping() {
      await writer.execute([PROBE]);
      all(reader, 'select 1', []);
    },
    async close() {
      if (closed) return;
      closed = true;
      // The writer closes last: a read-only connection could not fold the WAL back into the file.
      if (!options.connection) reader.close();
      await writer.close();
      if (options.connection) reader.close();
    },
  };
}

/** Whether a transaction began. Without one reads are made all the same. */
function begins(connection: SqliteConnection): boolean {
  const { database } = connection;
  if (!database.isOpen || database.isTransaction) return false;
  try {
    connection.prepare('begin').run();
    return true;
  } catch {
    return false;
  }
}

/** Ends a transaction of reads, however it went: one that stayed open would show the database of its time for ever. */
function ends(connection: SqliteConnection): void {
  try {
    connection.prepare('commit').run();
  } catch {
    const { database } = connection;
    if (database.isOpen && database.isTransaction) connection.prepare('rollback').run();
  }
}
