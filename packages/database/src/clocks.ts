import type { DatabaseDriver } from './statements/statement.ts';

/** How far the clocks of instances may be apart without anything that was used up, or revoked, coming back to life. */
export const LONGEST_SKEW_SECONDS = 1800;

const NOW_MS = {
  postgres: 'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms',
  sqlite: "select (julianday('now') - 2440587.5) * 86400000.0 as now_ms",
};

/**
 * By how many milliseconds this instance's clock is ahead of the database's; negative: behind.
 * @throws {StorageUnavailableError}
 */
export const clockDifference = (driver: DatabaseDriver, clock: () => number) => async (): Promise<number> => {
  const asked = clock();
  const [row] = await driver.read(NOW_MS[driver.dialect], []);
  return Math.round((asked + clock()) / 2 - Number(row?.['now_ms']));
};
