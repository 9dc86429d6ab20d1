import { StorageUnavailableError } from './errors.ts';
import type { DatabaseDriver } from './statements/statement.ts';

/** How long one answer serves all who ask. */
const FRESH_MS = 1000;
/** How long a write that found no room speaks for the database: the probe is smaller, and may find some. */
const TROUBLE_MS = 2000;

/** An driver that can be asked often whether it is ready. */
export interface ReadyDriver extends DatabaseDriver {
  /** `ping`, at most once a second and shared by all who ask. @throws {StorageUnavailableError} */
  ready(): Promise<void>;
}

/** @param now milliseconds of a clock that only goes forward */
export function withReadiness(driver: DatabaseDriver, now: () => number = () => performance.now()): ReadyDriver {
  let answer: Promise<void> | undefined;
  let staleAt = Number.POSITIVE_INFINITY;
  let trouble: { readonly error: StorageUnavailableError; readonly until: number } | undefined;

  async function ask(): Promise<void> {
    try {
      if (trouble && trouble.until > now()) throw trouble.error;
      await driver.ping();
    } finally {
      staleAt = now() + FRESH_MS;
    }
  }

  return {
    dialect: driver.dialect,
    read: (sql, parameters, byKey) => driver.read(sql, parameters, byKey),
    async execute(statements) {
      try {
        const results = await driver.execute(statements);
        trouble = undefined;
        return results;
      } catch (error) {
        if (error instanceof StorageUnavailableError && (error.reason === 'full' || error.reason === 'read-only'))
          trouble = { error, until: now() + TROUBLE_MS };
        throw error;
      }
    },
    ping: () => driver.ping(),
    ready() {
      if (answer && now() < staleAt) return answer;
      staleAt = Number.POSITIVE_INFINITY;
      answer = ask();
      return answer;
    },
    close: () => driver.close(),
  };
}
