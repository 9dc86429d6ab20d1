/** Dividing a table by hash, on the databases that can. */
import { StorageSetupError } from './errors.ts';
import type { Place } from './postgres/migrate.ts';
import type { OnPartitionProgress, PartitionStatus } from './postgres/partitions/partition.ts';
import type { PartitionedTable } from './postgres/partitions/statements.ts';

export interface Partitions {
  /** How the table stands; undefined when there is none yet, or when this kind of database has no partitions. */
  readonly status: () => Promise<PartitionStatus | undefined>;
  /** How it stands, when it can be partitioned. @throws {StorageSetupError} what is in the way */
  readonly examine: () => Promise<PartitionStatus>;
  /**
   * Partitions the table while it is in use, or goes on with it.
   * @param count of partitions; 1 makes one table of it again
   * @returns false: there was nothing to do
   * @throws {StorageSetupError} one line that says why it cannot be done
   * @throws {StorageUnavailableError} run again, it goes on where it was
   */
  readonly run: (count: number, onProgress: OnPartitionProgress) => Promise<boolean>;
  /** Drops what was begun. @returns false: nothing was */
  readonly cancel: () => Promise<boolean>;
}

const refuse = (): Promise<never> =>
  Promise.reject(new StorageSetupError('SQLite has no partitions: they are for PostgreSQL'));

/** Of a database that cannot. */
export const noPartitions: Partitions = {
  status: () => Promise.resolve(undefined),
  examine: refuse,
  run: refuse,
  cancel: refuse,
};

const load = () => import('./postgres/partitions/partition.ts');

/** Of PostgreSQL. What does it is loaded when it is asked for. */
export function postgresPartitions(place: Place, table: PartitionedTable): Partitions {
  return {
    status: async () => (await load()).partitionStatus(place, table),
    examine: async () => (await load()).examinePartitioning(place, table),
    run: async (count, onProgress) => (await load()).partition(place, table, count, onProgress),
    cancel: async () => (await load()).cancelPartitioning(place, table),
  };
}
