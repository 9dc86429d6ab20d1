/**
 * The outbox: carries out what was written to be sent, each kind by its handler. This folder owns when something is tried,
 * tried again and given up. What waits is in the database, so it survives a crash and any instance may send it; nobody
 * who signs in or out waits for it (OPS-16). Each kind has a lane of its own: a receiver that does not answer holds up no
 * mail.
 */
import type { OutboxItem, Storage, Write } from '@gatehouse/storage';
import { failureOf } from './failure.ts';

/**
 * Sends one item, and gives the writes that go with its end. Rejects when it must be tried again; with NotYetError when it
 * was not even tried.
 */
export type OutboxHandler = (item: OutboxItem) => Promise<readonly Write[]>;

/** The receiver is known to be away: nothing was sent, and it is not asked before then. */
export class NotYetError extends Error {
  override readonly name = 'NotYetError';
  readonly dueAtSeconds: number;

  constructor(dueAtSeconds: number) {
    super('the receiver did not answer a moment ago');
    this.dueAtSeconds = dueAtSeconds;
  }
}

/** How one attempt ended. */
export type OutboxOutcome = 'sent' | 'retried' | 'given_up';

export interface Outbox {
  /** Something was just committed: look soon, not at the next poll. */
  wake(): void;
  start(): void;
  /** Waits for what is being sent at this moment. */
  stop(): Promise<void>;
}

export interface OutboxOptions {
  readonly storage: Pick<Storage, 'outbox' | 'commit'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** By kind. */
  readonly handlers: Readonly<Record<string, OutboxHandler>>;
  /** Seconds after which another instance may try what this one took; longer than the handler takes. Default 60. */
  readonly holdSeconds?: Readonly<Record<string, number>>;
  readonly onOutcome: (outcome: OutboxOutcome, item: OutboxItem, error?: unknown) => void;
  /** The database could not be asked. */
  readonly onError: (error: unknown) => void;
  readonly pollMs?: number;
}

/** After something was committed. The request that did it is answered by then, so its time tells nothing of the work (AS-15). */
const soonMs = 50;
/** Of one kind sent at the same time, by one instance. */
const atOnce = 8;

/** Seconds until the next attempt: 5, 10, 20 … up to 15 minutes, with a little chance in it. */
export const delaySeconds = (attempts: number): number =>
  Math.ceil(Math.min(900, 5 * 2 ** (attempts - 1)) * (0.9 + Math.random() / 5));

interface Lane {
  look(): void;
  /** Settles when nothing is being sent any more. */
  readonly idle: () => Promise<void>;
}

function createLane(
  kind: string,
  handler: OutboxHandler,
  options: OutboxOptions,
  around: { readonly stopping: AbortSignal; readonly lookAgain: () => void },
): Lane {
  const { stopping, lookAgain } = around;
  const { storage, clock, onOutcome, onError } = options;
  const { outbox } = storage;
  const holdSeconds = options.holdSeconds?.[kind] ?? 60;
  let running: Promise<void> | undefined;
  let again = false;

  const tooLate = async (item: OutboxItem): Promise<void> => {
    onOutcome('given_up', item);
    await storage.commit([outbox.writes.done(item.id)]);
  };

  const failed = async (item: OutboxItem, error: unknown): Promise<void> => {
    const notYet = error instanceof NotYetError;
    const dueAtSeconds = notYet ? error.dueAtSeconds : Math.floor(clock() / 1000) + delaySeconds(item.attempts);
    const another = dueAtSeconds < item.expiresAtSeconds;
    if (!notYet || !another) onOutcome(another ? 'retried' : 'given_up', item, error);
    const failure = notYet ? undefined : failureOf(error);
    await storage.commit([another ? outbox.writes.retry(item.id, dueAtSeconds, failure) : outbox.writes.done(item.id)]);
  };

  const carryOut = async (item: OutboxItem): Promise<void> => {
    if (item.expiresAtSeconds <= clock() / 1000) {
      await tooLate(item);
      return;
    }
    let writes: readonly Write[];
    try {
      writes = await handler(item);
      await storage.commit([outbox.writes.done(item.id), ...writes]);
    } catch (error) {
      await failed(item, error);
      return;
    }
    onOutcome('sent', item);
    // What it wrote may be for another lane: a mail, for instance.
    if (writes.length > 0) lookAgain();
  };

  const drain = async (): Promise<void> => {
    do {
      again = false;
      const items = await outbox.claim({ kind, limit: atOnce, holdSeconds });
      await Promise.all(items.map(carryOut));
      if (items.length === atOnce) again = true;
    } while (again && !stopping.aborted);
  };

  return {
    look() {
      if (running) {
        again = true;
        return;
      }
      running = drain()
        .catch(onError)
        .finally(() => {
          running = undefined;
        });
    },
    idle: async () => running,
  };
}

export function createOutbox(options: OutboxOptions): Outbox {
  const stopping = new AbortController();
  const lanes = Object.entries(options.handlers).map(([kind, handler]) =>
    createLane(kind, handler, options, { stopping: stopping.signal, lookAgain: () => look() }),
  );
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Timeout | undefined;
  const look = (): void => {
    if (timer === undefined || stopping.signal.aborted) return;
    for (const lane of lanes) lane.look();
  };
  return {
    wake() {
      soon ??= setTimeout(() => {
        soon = undefined;
        look();
      }, soonMs).unref();
    },
    start() {
      timer = setInterval(look, options.pollMs ?? 1000).unref();
    },
    async stop() {
      stopping.abort();
      clearInterval(timer);
      clearTimeout(soon);
      await Promise.all(lanes.map(({ idle }) => idle()));
    },
  };
}
