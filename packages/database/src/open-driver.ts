import { CHANGES_CHANNEL, type ChangeLog } from './changes.ts';
import { type ChangeWatch, watchChanges } from './changes-watch.ts';
import { databaseUrlFault } from './database-url.ts';
import { StorageSetupError } from './errors.ts';
import type { MigrationStatus } from './migrations/history.ts';
import type { Migration } from './migrations/migration.ts';
import { noPartitions, type Partitions, postgresPartitions } from './partitions.ts';
import type { Durability } from './postgres/durability.ts';
import type { PartitionedTable } from './postgres/partitions/statements.ts';
import { backupSqlite } from './sqlite/backup.ts';
import { all, connect } from './sqlite/connection.ts';
import { migrateSqlite, sqliteMigrationStatus } from './sqlite/migrate.ts';
import { openSqlite } from './sqlite/open.ts';
import type { DatabaseDriver } from './statements/statement.ts';
import type { StorageLogger } from './storage-logger.ts';
import { tracedDriver } from './traced-driver.ts';

/** An driver with what differs between the kinds of database. */
export interface OpenedDriver {
  readonly driver: DatabaseDriver;
  /** It speaks LISTEN and NOTIFY. */
  readonly notifies: boolean;
  readonly migrate: () => Promise<number>;
  readonly migrationStatus: () => Promise<MigrationStatus>;
  /** Dividing a table by hash. */
  readonly partitions: (table: PartitionedTable) => Partitions;
  /** What keeps commits; undefined where that is not PostgreSQL's replication and disk. */
  readonly durability: () => Promise<Durability | undefined>;
  readonly backup: (path: string) => Promise<{ bytes: number }>;
  readonly watch: (log: ChangeLog, onError: (error: unknown) => void) => ChangeWatch;
}

/** What `openDriver` needs to know. */
export interface DriverOptions {
  readonly url: string;
  readonly migrations: readonly Migration[];
  readonly migrate?: boolean | undefined;
  readonly caFile?: string | undefined;
  readonly poolSize?: number | undefined;
  readonly statementTimeoutMs?: number | undefined;
  readonly logger?: StorageLogger | undefined;
}

/** Shorter than the two seconds within which a caller has to hear about an outage. */
const DEFAULT_TIMEOUT_MS = 1500;
const SQLITE_POLL_MS = 250;
const POLL_MS = 500;
const NOTIFIED_POLL_MS = 1000;

async function sqlite(location: string, options: DriverOptions): Promise<OpenedDriver> {
  const { migrations, migrate = true, statementTimeoutMs: timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const driver = tracedDriver(await openSqlite(location, { migrations, migrate, timeoutMs }));
  let seen: unknown;
  return {
    driver,
    notifies: false,
    async migrate() {
      if (driver.path === ':memory:') return migrateSqlite(driver.reader, migrations);
      const connection = connect({ path: driver.path, busyTimeoutMs: timeoutMs });
      try {
        return await migrateSqlite(connection, migrations);
      } finally {
        connection.close();
      }
    },
    migrationStatus: async () => sqliteMigrationStatus(driver.reader, migrations),
    partitions: () => noPartitions,
    durability: async () => undefined,
    backup: (path) => backupSqlite(driver.path, path),
    watch: (log, onError) =>
      watchChanges(log, {
        pollMs: SQLITE_POLL_MS,
        onError,
        // Moves with every commit of another connection, in this process or another one; reading it touches no page.
        moved() {
          const version = all(driver.reader, 'pragma data_version', [])[0]?.['data_version'];
          const moved = driver.path === ':memory:' || version !== seen;
          seen = version;
          return moved;
        },
      }),
  };
}

async function postgres(options: DriverOptions): Promise<OpenedDriver> {
  const {
    url,
    caFile,
    migrations,
    migrate = true,
    statementTimeoutMs: timeoutMs = DEFAULT_TIMEOUT_MS,
    poolSize,
    logger,
  } = options;
  const place = { url, caFile };
  // The driver is brought in where it is needed: with SQLite its memory is saved.
  const [{ openPostgres }, { migratePostgres, postgresMigrationStatus }, { listen }] = await Promise.all([
    import('./postgres/open.ts'),
    import('./postgres/migrate.ts'),
    import('./postgres/listener.ts'),
  ]);
  let changes: ChangeWatch | undefined;
  const onReplaced = (): void => changes?.lookAnew();
  const { driver, server } = await openPostgres(place, {
    migrations,
    migrate,
    timeoutMs,
    poolSize,
    logger,
    onReplaced,
  });
  const notifies = server.product === 'postgresql';
  // A pooler takes LISTEN and delivers nothing, or to somebody else.
  const hears = notifies && !server.pooled;
  return {
    driver: tracedDriver(driver),
    notifies,
    migrate: () => migratePostgres(place, migrations),
    migrationStatus: () => postgresMigrationStatus(place, migrations),
    partitions: (table) => postgresPartitions(place, table),
    durability: async () =>
      server.product === 'postgresql' ? (await import('./postgres/durability.ts')).durabilityOf(place) : undefined,
    backup: () =>
      Promise.reject(new StorageSetupError('A PostgreSQL database is backed up with pg_dump, see docs/monitoring.md')),
    watch(log, onError) {
      changes = watchChanges(log, {
        // The poll is what holds the promise; the notification only comes sooner.
        pollMs: hears ? NOTIFIED_POLL_MS : POLL_MS,
        onError,
        ...(hears && { companion: (check: () => void) => listen(place, CHANGES_CHANNEL, timeoutMs, check) }),
      });
      return changes;
    },
  };
}

/**
 * Opens the database that a URL names.
 * @throws {StorageSetupError} when it cannot be opened as configured
 */
export async function openDriver(options: DriverOptions): Promise<OpenedDriver> {
  const { url, caFile } = options;
  const fault = databaseUrlFault(url, caFile);
  if (fault !== undefined) throw new StorageSetupError(`The database URL ${fault}`);
  return url.startsWith('sqlite:') ? sqlite(url.slice('sqlite:'.length), options) : postgres(options);
}
