import { setTimeout as delay } from 'node:timers/promises';

interface Patience {
  /** What is waited for, for the message. */
  readonly what?: string;
  /** A minute: so long that only what never comes fails, on a slow and busy machine too. */
  readonly timeoutMs?: number;
  readonly intervalMs?: number;
}

/**
 * Asks again until `check` gives something that is not false, null or undefined, and gives that. For what no event tells;
 * what an event tells is waited for by `once`. A check that throws is asked again too. Throws when the time is over, with
 * the last error as cause.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { what = 'what was waited for', timeoutMs = 60_000, intervalMs = 20 }: Patience = {},
): Promise<Exclude<T, false | null | undefined>> {
  const limit = performance.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    try {
      const found = await check();
      if (found !== false && found !== null && found !== undefined) {
        return found as Exclude<T, false | null | undefined>;
      }
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > limit) throw new Error(`${what} did not come within ${timeoutMs} ms`, { cause });
    await delay(intervalMs);
  }
}
