/**
 * The authorization server's tables and stores, one file each, over `@gatehouse/database`. It owns the schema and its
 * migrations, which values are sealed, what is garbage, and what ends with what in the tables. What its callers need of the
 * database beneath (errors, writes, sealing) is exported here too.
 */

export {
  type ChangeKind,
  ConflictError,
  createSealer,
  type Dialect,
  databaseUrlFault,
  LONGEST_SKEW_SECONDS,
  LostRaceError,
  type MigrationStatus,
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
export { type AccountInput, type AccountRecord, type AccountStatus, normalizeLogin } from './stores/account-rows.ts';
export type { AccountStore } from './stores/accounts.ts';
export type { ApiCredentialInput, ApiCredentialRecord, ApiCredentialStore } from './stores/api-credentials.ts';
export type { Artefact, ArtefactName, Payload } from './stores/artefact-rows.ts';
export type { ArtefactUpsert, ArtefactWrites } from './stores/artefact-writes.ts';
export type { ArtefactKin, ArtefactStore } from './stores/artefacts.ts';
export type { AuditFilter, AuditInput, AuditRecord, AuditStore } from './stores/audit.ts';
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
