import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Work that all who need it at the same time share, each for as long as they have.
 * @param begin begins the work; it ends by itself
 * @param late what those get whose time is over before the work is
 */
export function sharedWait(begin: () => Promise<void>, late: () => unknown): (leftMs: number) => Promise<void> {
  let running: Promise<void> | undefined;
  return async (leftMs) => {
    running ??= begin().finally(() => {
      running = undefined;
    });
    const work = running;
    work.catch(() => undefined);
    const enough = new AbortController();
    const over = sleep(Math.max(1, leftMs), undefined, { signal: enough.signal }).then(() => {
      throw late();
    });
    over.catch(() => undefined);
    try {
      await Promise.race([work, over]);
    } finally {
      enough.abort();
    }
  };
}
