/** `gatehouse migrate`: the database schema. */
import type { PartitionStatus } from '@gatehouse/storage';
import { printDone, printRows } from './output.ts';
import { withStorage } from './settings.ts';

const row = (state: string) => ({ version: undefined, name: 'artefacts', status: state, applied_at: undefined });

/** Nothing where there is one table, as there is at first. */
function partitionRows(status: PartitionStatus | undefined) {
  if (!status) return [];
  return [
    ...(status.partitions > 0 ? [row(`${status.partitions} partitions`)] : []),
    ...(status.underWay ? [row(`a change to ${status.underWay.partitions} partitions is under way`)] : []),
    ...(status.hasOld ? [row('the old table has yet to be dropped: run "migrate partition" again')] : []),
  ];
}

/** These commands see the schema as it is. */
const asItIs = { migrate: false };

export const migrate = (options: { json?: boolean }): Promise<void> =>
  withStorage(async (storage) => {
    const applied = await storage.migrations.up();
    printDone(applied === 0 ? 'the schema is up to date' : `${applied} migrations applied`, { applied }, options);
  }, asItIs);

export const migrationStatus = (options: { json?: boolean }): Promise<void> =>
  withStorage(async (storage) => {
    const { applied, pending } = await storage.migrations.status();
    const partitions = await storage.partitions.status();
    printRows(
      [
        ...applied.map(({ version, name, appliedAt }) => ({ version, name, status: 'applied', applied_at: appliedAt })),
        ...pending.map(({ version, name }) => ({ version, name, status: 'pending', applied_at: undefined })),
        ...partitionRows(partitions),
      ],
      options,
    );
  }, asItIs);
