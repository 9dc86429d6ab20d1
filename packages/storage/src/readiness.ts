import type { Engine } from './database/statement.ts';
import { StorageUnavailableError } from './errors.ts';

/** How long one answer serves all who ask. */
const FRESH_MS = 1000;
/** How long a write that found no room speaks for the database: the probe is smaller, and may find some. */
const TROUBLE_MS = 2000;

/** An engine that can be asked often whether it is ready. */
export interface ReadyEngine extends Engine {
  /** `ping`, at most once a second and shared by all who ask. @throws {StorageUnavailableError} */
  ready(): Promise<void>;
}

/** @param now milliseconds of a clock that only goes forward */
export function withReadiness(engine: Engine, now: () => number = () => performance.now()): ReadyEngine {
  let answer: Promise<void> | undefined;
  let staleAt = Number.POSITIVE_INFINITY;
  let trouble: { readonly error: StorageUnavailableError; readonly until: number } | undefined;

  async function ask(): Promise<void> {
    try {
      if (trouble && trouble.until > now()) throw trouble.error;
      await engine.ping();
    } finally {
      staleAt = now() + FRESH_MS;
    }
  }

  return {
    dialect: engine.dialect,
    read: (sql, parameters) => engine.read(sql, parameters),
    async execute(statements) {
      try {
        const results = await engine.execute(statements);
        trouble = undefined;
        return results;
      } catch (error) {
        if (error instanceof StorageUnavailableError && (error.reason === 'full' || error.reason === 'read-only'))
          trouble = { error, until: now() + TROUBLE_MS };
        throw error;
      }
    },
    ping: () => engine.ping(),
    ready() {
      if (answer && now() < staleAt) return answer;
      staleAt = Number.POSITIVE_INFINITY;
      answer = ask();
      return answer;
    },
    close: () => engine.close(),
  };
}
