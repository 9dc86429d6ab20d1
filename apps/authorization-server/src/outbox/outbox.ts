/**
 * The outbox: carries out what was written to be sent, each kind by its handler. This folder owns when something is tried,
 * tried again and given up. What waits is in the database, so it survives a crash and any instance may send it; nobody
 * who signs in or out waits for it (OPS-16).
 */
import type { OutboxItem, Storage, Write } from '@gatehouse/storage';

/** Sends one item, and gives the writes that go with its end. Rejects when it must be tried again. */
export type OutboxHandler = (item: OutboxItem) => Promise<readonly Write[]>;

export interface Outbox {
  /** Something was just committed: look now, not at the next poll. */
  wake(): void;
  start(): void;
  /** Waits for what is being sent at this moment. */
  stop(): Promise<void>;
}

export interface OutboxOptions {
  readonly storage: Storage;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly handlers: Readonly<Record<string, OutboxHandler>>;
  readonly onError: (error: unknown, item?: { readonly kind: string; readonly attempts: number }) => void;
  readonly pollMs?: number;
}

/** Sent at the same time, by one instance. */
const atOnce = 8;
/** Longer than any handler takes; then another instance may try. */
const holdSeconds = 60;

/** Seconds until the next attempt: 5, 10, 20 … up to 15 minutes, with a little chance in it. */
const delaySeconds = (attempts: number): number =>
  Math.ceil(Math.min(900, 5 * 2 ** (attempts - 1)) * (0.9 + Math.random() / 5));

export function createOutbox({ storage, clock, handlers, onError, pollMs = 1000 }: OutboxOptions): Outbox {
  const { outbox } = storage;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  const stopping = new AbortController();
  let started = false;

  const carryOut = async (item: OutboxItem): Promise<void> => {
    const handler = handlers[item.kind];
    try {
      if (!handler) throw new Error(`nothing sends what is of the kind ${item.kind}`);
      const writes = await handler(item);
      await storage.commit([outbox.writes.done(item.id), ...writes]);
      if (writes.length > 0) again = true;
    } catch (error) {
      onError(error, item);
      const dueAtSeconds = Math.floor(clock() / 1000) + delaySeconds(item.attempts);
      const next =
        dueAtSeconds < item.expiresAtSeconds ? outbox.writes.retry(item.id, dueAtSeconds) : outbox.writes.done(item.id);
      await storage.commit([next]);
    }
  };

  const drain = async (): Promise<void> => {
    do {
      again = false;
      const items = await outbox.claim({ limit: atOnce, holdSeconds });
      await Promise.all(items.map(carryOut));
      if (items.length === atOnce) again = true;
    } while (again && !stopping.signal.aborted);
  };

  const look = (): void => {
    if (!started || stopping.signal.aborted) return;
    if (running) {
      again = true;
      return;
    }
    running = drain()
      .catch((error: unknown) => onError(error))
      .finally(() => {
        running = undefined;
      });
  };

  return {
    wake: look,
    start() {
      started = true;
      timer = setInterval(look, pollMs).unref();
    },
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await running;
    },
  };
}
