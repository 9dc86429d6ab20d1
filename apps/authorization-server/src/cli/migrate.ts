/** `gatehouse migrate`: the database schema. */
import { printDone, printRows } from './output.ts';
import { withStorage } from './settings.ts';

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
    printRows(
      [
        ...applied.map(({ version, name, appliedAt }) => ({ version, name, status: 'applied', applied_at: appliedAt })),
        ...pending.map(({ version, name }) => ({ version, name, status: 'pending', applied_at: undefined })),
      ],
      options,
    );
  }, asItIs);
