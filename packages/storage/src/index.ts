/**
 * The authorization server's tables and stores, one file each, over `@gatehouse/database`. It owns the schema and its
 * migrations, which values are sealed, what is garbage, and what ends with what in the tables; `tables.ts` is the one list of them.
 * What its callers need of the database beneath (errors, writes, sealing) is exported here too.
 */

export {
  type ChangeKind,
  ConflictError,
  createSealer,
  type Dialect,
  type Durability,
  databaseUrlFault,
  LONGEST_SKEW_SECONDS,
  LostRaceError,
  type MigrationStatus,
  type ObservedRead,
  type PartitionProgress,
  type PartitionStatus,
  SealError,
  type SealedPlace,
  type Sealer,
  type StorageLogger,
  StorageSetupError,
  StorageUnavailableError,
  type Write,
} from '@gatehouse/database';
export type { EndArtefactsOptions } from './end-artefacts.ts';
export type { GarbageOptions, GarbageReport } from './garbage.ts';
export { openStorage, type StorageOptions } from './open.ts';
export type { ResealReport, SealStatus } from './reseal.ts';
export type { SealFault } from './seal-faults.ts';
export type { Storage } from './storage.ts';
export { normalizeLogin } from './stores/account-rows.ts';
export { tokenRecordTypes } from './stores/audit-search.ts';
export { noRoomToRegister } from './stores/unregistered-clients.ts';
export type * from './tables.ts';
