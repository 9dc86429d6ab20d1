import { type Compilable, Kysely, type OperationNode } from 'kysely';
import type { MigrationStatus } from './migrations/history.ts';
import type { Migration } from './migrations/migration.ts';
import { openDriver } from './open-driver.ts';
import { readDialect } from './read-dialect.ts';
import { withReadiness } from './readiness.ts';
import { mustChangeOneRow } from './statements/shapes.ts';
import type { Dialect, SqlValue, Statement, StatementResult } from './statements/statement.ts';
import type { StorageLogger } from './storage-logger.ts';

/** A write of an application's own tables: a query that was built and not run. */
export interface TableWrite {
  readonly query: Compilable;
  /** It must change exactly one row, otherwise nothing of the unit is written and LostRaceError names this. */
  readonly mustChange?: string | undefined;
}

/** An application's own tables: reads through Kysely, writes as units. */
export interface Database<Tables> {
  readonly dialect: Dialect;
  /** For reads, and for building writes. Running a write on it is a TypeError. */
  readonly db: Kysely<Tables>;
  /**
   * Runs all writes in one transaction; when it resolves they are on disk.
   * @throws {LostRaceError} {ConflictError} nothing was written
   * @throws {StorageUnavailableError}
   */
  readonly commit: (writes: readonly (Compilable | TableWrite)[]) => Promise<StatementResult[]>;
  /** Runs the migrations that are missing. @returns how many ran */
  readonly migrate: () => Promise<number>;
  readonly migrationStatus: () => Promise<MigrationStatus>;
  /** Resolves when the database reads and writes. @throws {StorageUnavailableError} */
  readonly ping: () => Promise<void>;
  /** `ping`, at most once a second and shared by all who ask: for readiness. @throws {StorageUnavailableError} */
  readonly ready: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** How to open an application's own database. */
export interface DatabaseOptions {
  /** `sqlite:PATH`, `sqlite::memory:` or `postgres://…` */
  readonly url: string;
  /** The application's migrations, oldest first. */
  readonly migrations: readonly Migration[];
  /** Bring the schema up to date; true unless given. */
  readonly migrate?: boolean | undefined;
  readonly poolSize?: number | undefined;
  /** Authorities that sign the certificate of the PostgreSQL server, PEM, for a URL that names none; TLS is used then. */
  readonly caFile?: string | undefined;
  /** The longest that one read or one commit may take. */
  readonly statementTimeoutMs?: number | undefined;
  readonly logger?: StorageLogger | undefined;
}

const isReturning = (node: OperationNode): boolean => 'returning' in node && node.returning !== undefined;

function toStatement(dialect: Dialect, write: Compilable | TableWrite): Statement {
  const { query, mustChange } = 'query' in write ? write : { query: write, mustChange: undefined };
  const compiled = query.compile();
  const returnsRows = isReturning(compiled.query);
  if (mustChange !== undefined && returnsRows) throw new TypeError('A write with mustChange cannot return rows');
  return {
    sql: mustChange !== undefined && dialect === 'postgres' ? mustChangeOneRow(compiled.sql) : compiled.sql,
    parameters: compiled.parameters as readonly SqlValue[],
    guard: mustChange === undefined ? undefined : { model: mustChange },
    returnsRows,
  };
}

/**
 * Opens a database with tables of the application's own.
 * @throws {StorageSetupError} one line that says what is wrong
 * @throws {StorageUnavailableError} the database server does not answer
 */
export async function openDatabase<Tables>(options: DatabaseOptions): Promise<Database<Tables>> {
  const { driver: opened, migrate, migrationStatus } = await openDriver(options);
  const driver = withReadiness(opened);
  return {
    dialect: driver.dialect,
    db: new Kysely<Tables>({ dialect: readDialect(driver) }),
    commit: async (writes) =>
      writes.length === 0 ? [] : driver.execute(writes.map((write) => toStatement(driver.dialect, write))),
    migrate,
    migrationStatus,
    ping: () => driver.ping(),
    ready: () => driver.ready(),
    close: () => driver.close(),
  };
}
