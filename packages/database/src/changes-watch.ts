import type { ChangeLog } from './changes.ts';

/** Tells callers when a version counter moved. */
export interface ChangeWatch {
  /** @param unheard called each time it could not be found out whether the counter moved */
  on(kind: string, callback: () => void, unheard?: () => void): () => void;
  /** Compares the counters now; what the poll and a notification both call. */
  check(): Promise<void>;
  /**
   * Compares now, and counts every counter as moved: the database may have another past. What was lost in a failover may have been
   * read here, and its numbers given to other changes since.
   */
  lookAnew(): void;
  close(): Promise<void>;
}

/**
 * Watches the version counters: every `pollMs`, and whenever `check` is called by somebody who knows more.
 * @param companion started with the first subscription: somebody who knows earlier than the next poll, and calls `check`
 * @param moved cheap question whether anything at all was committed since the last call; left out when there is none
 */
export function watchChanges(
  log: ChangeLog,
  options: {
    pollMs: number;
    moved?: (() => boolean) | undefined;
    onError(error: unknown): void;
    companion?: (check: () => void) => { close(): Promise<void> };
  },
): ChangeWatch {
  const callbacks = new Map<string, Set<() => void>>();
  const failures = new Set<() => void>();
  let known: ReadonlyMap<string, number> | undefined;
  let isOther = false;
  let running: Promise<void> | undefined;
  let again = false;
  let failed = false;
  let timer: NodeJS.Timeout | undefined;
  let companion: { close(): Promise<void> } | undefined;

  async function compare(): Promise<void> {
    const counted = isOther;
    isOther = false;
    const versions = await log.versions().catch((error: unknown) => {
      isOther ||= counted;
      throw error;
    });
    const before = counted ? undefined : known;
    known = versions;
    for (const [kind, interested] of callbacks) {
      // What happened between the subscription and the first look is not known, so the first look counts as a change.
      if (before && before.get(kind) === versions.get(kind)) continue;
      for (const callback of interested) callback();
    }
  }

  async function compareUntilQuiet(): Promise<void> {
    try {
      do {
        again = false;
        await compare();
      } while (again);
      failed = false;
    } catch (error) {
      failed = true;
      options.onError(error);
      for (const unheard of failures) unheard();
    } finally {
      running = undefined;
    }
  }

  /** Never rejects: whoever calls while another look is under way shares it, and nobody may be there to catch. */
  function check(): Promise<void> {
    again = true;
    running ??= compareUntilQuiet();
    return running;
  }

  function start(): void {
    if (timer) return;
    void check();
    companion = options.companion?.(() => void check());
    timer = setInterval(() => {
      if (failed || !known || !options.moved || options.moved()) void check();
    }, options.pollMs);
    timer.unref();
  }

  return {
    on(kind, callback, unheard) {
      const set = callbacks.get(kind) ?? new Set();
      callbacks.set(kind, set.add(callback));
      if (unheard) failures.add(unheard);
      start();
      return () => {
        set.delete(callback);
        if (unheard) failures.delete(unheard);
      };
    },
    check,
    lookAnew() {
      if (!timer) return;
      isOther = true;
      void check();
    },
    async close() {
      clearInterval(timer);
      callbacks.clear();
      failures.clear();
      await companion?.close();
    },
  };
}
