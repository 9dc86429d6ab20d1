import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type Dialect as KyselyDialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { DatabaseDriver, SqlValue } from './statements/statement.ts';

const READ_ONLY = 'This Kysely only reads: compile a write and give it to commit()';

const refuse = (): Promise<void> => Promise.reject(new TypeError(READ_ONLY));

function connection(source: DatabaseDriver): DatabaseConnection {
  const executeQuery = async ({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<never>> => {
    if (query.kind !== 'SelectQueryNode' && query.kind !== 'RawNode') throw new TypeError(READ_ONLY);
    return { rows: (await source.read(sql, parameters as readonly SqlValue[])) as never[] };
  };
  return {
    executeQuery,
    // oxlint-disable-next-line require-yield
    async *streamQuery() {
      throw new TypeError(READ_ONLY);
    },
  };
}

function driver(source: DatabaseDriver): Driver {
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection(source)),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
}

/** Kysely's way to a driver's reads. Writes and transactions are refused: they go through `commit`, as one unit. */
export function readDialect(source: DatabaseDriver): KyselyDialect {
  const sqlite = source.dialect === 'sqlite';
  return {
    createAdapter: () => (sqlite ? new SqliteAdapter() : new PostgresAdapter()),
    createDriver: () => driver(source),
    createIntrospector: (db) => (sqlite ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
    createQueryCompiler: () => (sqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
  };
}
