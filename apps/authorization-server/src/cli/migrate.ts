/** `gatehouse migrate`: the database schema. */
import { printDone, printRows } from './output.ts';
import { withStorage } from './settings.ts';

export const migrate = (options: { json?: boolean }): Promise<void> =>
  withStorage(async (storage) => {
    const applied = await storage.migrations.up();
    printDone(applied === 0 ? 'the schema is up to date' : `${applied} migrations applied`, { applied }, options);
  });

export const migrationStatus = (options: { json?: boolean }): Promise<void> =>
  withStorage(async (storage) => printRows((await storage.migrations.status()) as never, options));
