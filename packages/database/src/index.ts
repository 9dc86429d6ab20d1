/**
 * Statements and units of work over SQLite and PostgreSQL: what an application's own tables stand on. It owns connections,
 * durability, migrations, single use by compare-and-set, sealing at rest, and what happens when the database is away; it
 * knows no table but the ones that it needs itself. `openDatabase` is for applications that write their queries with Kysely,
 * `openDriver` is for stores that prepare theirs. Of the other packages it imports tracing alone.
 */

export { type ChangeKind, type ChangeLog, type ChangesTable, changeLog } from './changes.ts';
export type { ChangeListener } from './changes-watch.ts';
export { clockDifference, LONGEST_SKEW_SECONDS } from './clocks.ts';
export { databaseUrlFault } from './database-url.ts';
export { ConflictError, LostRaceError, SealError, StorageSetupError, StorageUnavailableError } from './errors.ts';
export type { MigrationStatus } from './migrations/history.ts';
export { migrationSql } from './migrations/history.ts';
export { type ColumnTypes, columnTypes, type Migration, type MigrationTools } from './migrations/migration.ts';
export { type ObservedRead, type ObservedReads, observeReads } from './observed-reads.ts';
export { type Database, type DatabaseOptions, openDatabase, type TableWrite } from './open-database.ts';
export { openDriver } from './open-driver.ts';
export type { Partitions } from './partitions.ts';
export type { Durability } from './postgres/durability.ts';
export type { PartitionProgress, PartitionStatus } from './postgres/partitions/partition.ts';
export { withReadiness } from './readiness.ts';
export {
  createReplayStore,
  type ReplayTables,
  replayMigration,
  type SqlReplayOptions,
  type SqlReplayStore,
} from './replay.ts';
export { createSealer, type SealedPlace, type Sealer } from './sealer.ts';
export { inLockOrder } from './statements/lock-order.ts';
export { compiler, type Shape, shape } from './statements/shapes.ts';
export type {
  DatabaseDriver,
  Dialect,
  Guard,
  Row,
  SqlValue,
  Statement,
  StatementResult,
  Write,
} from './statements/statement.ts';
export type { StorageLogger } from './storage-logger.ts';
