import type { ChangeLog } from './changes.ts';

/** Takes over what changed. One that rejects is called again, until it does not. */
export type ChangeListener = () => unknown;

/** Tells callers when a version counter moved. */
export interface ChangeWatch {
  /**
   * @param listener is called once at a time, and once more for what moved meanwhile
   * @param unheard called each time it could not be found out whether the counter moved
   */
  on(kind: string, listener: ChangeListener, unheard?: () => void): () => void;
  /** Compares the counters now; what the poll and a notification both call. */
  check(): Promise<void>;
  /**
   * Compares now, and counts every counter as moved: the database may have another past. What was lost in a failover may have been
   * read here, and its numbers given to other changes since.
   */
  lookAnew(): void;
  close(): Promise<void>;
}

interface Subscription {
  /** The counter moved. */
  moved(): void;
  /** What moved and could not be taken over is taken over now. */
  catchUp(): void;
}

/** Two calls at once could end in the wrong order, and leave the older state. */
function subscription(listener: ChangeListener, onError: (error: unknown) => void): Subscription {
  let running = false;
  let again = false;
  let owed = false;
  async function call(): Promise<void> {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await listener();
      } while (again);
      owed = false;
    } catch (error) {
      owed = true;
      onError(error);
    } finally {
      running = false;
    }
  }
  return {
    moved: () => void call(),
    catchUp() {
      if (owed) void call();
    },
  };
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
  const subscriptions = new Map<string, Set<Subscription>>();
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
    for (const [kind, interested] of subscriptions) {
      // What happened between the subscription and the first look is not known, so the first look counts as a change.
      if (before && before.get(kind) === versions.get(kind)) continue;
      for (const one of interested) one.moved();
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
      for (const interested of subscriptions.values()) for (const one of interested) one.catchUp();
      if (failed || !known || !options.moved || options.moved()) void check();
    }, options.pollMs);
    timer.unref();
  }

  return {
    on(kind, listener, unheard) {
      const set = subscriptions.get(kind) ?? new Set();
      const one = subscription(listener, (error) => options.onError(error));
      subscriptions.set(kind, set.add(one));
      if (unheard) failures.add(unheard);
      start();
      return () => {
        set.delete(one);
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
      subscriptions.clear();
      failures.clear();
      await companion?.close();
    },
  };
}
