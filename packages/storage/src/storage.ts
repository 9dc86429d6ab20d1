import type {
  ChangeKind,
  ChangeListener,
  Dialect,
  Durability,
  MigrationStatus,
  ObservedReads,
  Partitions,
  Write,
} from '@gatehouse/database';
import type { EndArtefactsOptions } from './end-artefacts.ts';
import type { GarbageOptions, GarbageReport } from './garbage.ts';
import type { ResealReport, SealStatus } from './reseal.ts';
import type { Stores } from './tables.ts';

/**
 * Everything that is kept. Reads are async functions; every write is a value made by `<store>.writes`, and `commit` executes
 * all values of a unit in one short transaction: all of them or none.
 */
export interface Storage extends Stores {
  readonly dialect: Dialect;
  /**
   * Executes the writes as one transaction; when it resolves they are on disk.
   * @throws {LostRaceError} a conditional write came second; nothing was written
   * @throws {ConflictError} a unique value is taken; nothing was written
   * @throws {StorageUnavailableError} the database is away, frozen, full or read-only
   */
  readonly commit: (writes: readonly Write[]) => Promise<void>;
  /** All reads, so that what was made of some can be given again while they would give the same. */
  readonly reads: ObservedReads;
  readonly migrations: {
    /** Runs what is missing. @returns how many ran */
    readonly up: () => Promise<number>;
    readonly status: () => Promise<MigrationStatus>;
  };
  /** Dividing the table of artefacts by hash, on PostgreSQL. */
  readonly partitions: Partitions;
  /**
   * Calls back after another instance, or this one, committed a change of that kind: within a second, mostly at once. The first
   * subscription also calls back once when it begins to watch, so that nothing read before is kept too long. A listener that rejects
   * is called again, within a second, until it does not.
   * @param unheard called each time it could not be found out whether something changed, about once a second while the database is away
   * @returns a function that ends the subscription
   */
  readonly onChange: (kind: ChangeKind, listener: ChangeListener, unheard?: () => void) => () => void;
  /** A write that makes every instance call its `onChange` of that kind. The stores of the registry do so by themselves. */
  readonly announce: (kind: ChangeKind) => Write;
  /** Resolves when the database reads and writes. @throws {StorageUnavailableError} */
  readonly ping: () => Promise<void>;
  /** `ping`, at most once a second and shared by all who ask: for readiness. @throws {StorageUnavailableError} */
  readonly ready: () => Promise<void>;
  /** By how many milliseconds this instance's clock is ahead of the database's; negative: behind. @throws {StorageUnavailableError} */
  readonly clockDifferenceMs: () => Promise<number>;
  /** What keeps commits on PostgreSQL; undefined on other databases. @throws {StorageUnavailableError} */
  readonly durability: () => Promise<Durability | undefined>;
  /** Ends artefacts of a client, or those last saved before a moment: slowly, over all rows. @returns how many */
  endArtefacts(options: EndArtefactsOptions): Promise<number>;
  /** Removes what expired, in small batches, by one instance at a time. */
  readonly collectGarbage: (options?: GarbageOptions) => Promise<GarbageReport>;
  /** Copies a SQLite database while it is in use. @throws {StorageSetupError} on PostgreSQL, or when the file exists */
  readonly backup: (path: string) => Promise<{ bytes: number }>;
  /** Seals again, under the first key, what was sealed under another. What cannot be opened is left and reported. */
  readonly reseal: (options?: { batchSize?: number }) => Promise<ResealReport>;
  /** How many sealed values need which key. Reads and opens every row. */
  readonly sealStatus: () => Promise<SealStatus>;
  readonly close: () => Promise<void>;
}
