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
import type { Engine, SqlValue } from './database/statement.ts';

const READ_ONLY = 'This Kysely only reads: compile a write and give it to commit()';

const refuse = (): Promise<void> => Promise.reject(new TypeError(READ_ONLY));

function connection(engine: Engine): DatabaseConnection {
  const executeQuery = async ({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<never>> => {
    if (query.kind !== 'SelectQueryNode' && query.kind !== 'RawNode') throw new TypeError(READ_ONLY);
    return { rows: (await engine.read(sql, parameters as readonly SqlValue[])) as never[] };
  };
  return {
    executeQuery,
    // oxlint-disable-next-line require-yield
    async *streamQuery() {
      throw new TypeError(READ_ONLY);
    },
  };
}

function driver(engine: Engine): Driver {
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection(engine)),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
}

/** Kysely's way to an engine's reads. Writes and transactions are refused: they go through `commit`, as one unit. */
export function readDialect(engine: Engine): KyselyDialect {
  const sqlite = engine.dialect === 'sqlite';
  return {
    createAdapter: () => (sqlite ? new SqliteAdapter() : new PostgresAdapter()),
    createDriver: () => driver(engine),
    createIntrospector: (db) => (sqlite ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
    createQueryCompiler: () => (sqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
  };
}
