/**
 * Stores over SQLite and PostgreSQL: the only package that knows SQL. It owns the schema and its migrations, single use by
 * compare-and-set, durability, sealing at rest, garbage, backup, and what happens when the database is away.
 */

export { LONGEST_SKEW_SECONDS } from './clocks.ts';
export type { Dialect, StatementResult, Write } from './database/statement.ts';
export { databaseUrlFault } from './database-url.ts';
export type { EndArtefactsOptions } from './end-artefacts.ts';
export { ConflictError, LostRaceError, SealError, StorageSetupError, StorageUnavailableError } from './errors.ts';
export type { GarbageOptions, GarbageReport } from './garbage.ts';
export { type ColumnTypes, columnTypes, type Migration, type MigrationTools } from './migrations/migration.ts';
export type { MigrationStatus } from './migrations/migrations.ts';
export { openStorage, type StorageOptions } from './open.ts';
export { type Database, type DatabaseOptions, openDatabase, type TableWrite } from './open-database.ts';
export {
  createReplayStore,
  type ReplayTables,
  replayMigration,
  type SqlReplayOptions,
  type SqlReplayStore,
} from './replay.ts';
export type { ResealReport, SealStatus } from './reseal.ts';
export type { SealFault } from './seal-faults.ts';
export { createSealer, type SealedPlace, type Sealer } from './sealer.ts';
export type { Storage } from './storage.ts';
export type { StorageLogger } from './storage-logger.ts';
export { type AccountInput, type AccountRecord, type AccountStatus, normalizeLogin } from './stores/account-rows.ts';
export type { AccountStore } from './stores/accounts.ts';
export type { ApiCredentialInput, ApiCredentialRecord, ApiCredentialStore } from './stores/api-credentials.ts';
export type { Artefact, ArtefactName, Payload } from './stores/artefact-rows.ts';
export type { ArtefactUpsert, ArtefactWrites } from './stores/artefact-writes.ts';
export type { ArtefactKin, ArtefactStore } from './stores/artefacts.ts';
export type { AuditFilter, AuditInput, AuditRecord, AuditStore } from './stores/audit.ts';
export type { ChangeKind } from './stores/changes.ts';
export type { ClientRecord, ClientSecretHash, ClientStore } from './stores/clients.ts';
export type { CounterIncrement, CounterStore, CounterValue } from './stores/counters.ts';
export type { CredentialRecord, CredentialStore } from './stores/credentials.ts';
export type { DeclarationStore } from './stores/declarations.ts';
export type { ResourceRecord, ResourceStore, RoleRecord, RoleStore } from './stores/definitions.ts';
export type { OutboxItem, OutboxStore } from './stores/outbox.ts';
export type { PasskeyData, PasskeyInput, PasskeyRecord, PasskeyStore } from './stores/passkeys.ts';
export type {
  RevocationHead,
  RevocationInput,
  RevocationRecord,
  RevocationStore,
} from './stores/revocations.ts';
export type { KeyPurpose, SigningKeyRecord, SigningKeyStore } from './stores/signing-keys.ts';
