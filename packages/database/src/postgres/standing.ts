import { sqlState } from './failure.ts';

/** Longer than a planned change of servers takes, and most others. */
const AWAY_AFTER_MS = 10_000;
/** What nobody has asked for since may be there again. */
const RECENT_MS = 3000;

/** What is known of the connections of a pool: which of them may be used, and whether anybody answers. */
export interface Standing {
  /** Which server is the one to use is not known. */
  readonly isLost: boolean;
  /** Whether that server confirms commits is not known. */
  readonly isUnconfirmed: boolean;
  /** That has lasted for longer than servers take to follow one another, and goes on: callers hear at once that nobody answers. */
  readonly isAway: boolean;
  /** Takes note of a connection that is being made. */
  made(client: object): void;
  /** Whether it was made since all were last given up. */
  isCurrent(client: object): boolean;
  /** Nobody answers, or another server than before: it has to be found out. */
  lost(): void;
  /** Likewise, and what is open leads to a server that is not to be used any more. */
  giveUpAll(): void;
  /** It was found out which server is the one to use. */
  found(): void;
  /** That server has confirmed a commit. */
  confirmed(): void;
  /** A piece of work was done. @param writes whether it was a unit of work and not reads */
  answered(writes: boolean): void;
  /**
   * Whether a failure says nothing of other connections: they were answered meanwhile, or there was little time left for this one,
   * and it is over. A unit of work needs another one that was answered: a primary that was replaced goes on answering reads.
   * @param sentAt by `performance.now()`, like `giveUpAt`
   */
  failsAlone(error: unknown, writes: boolean, sentAt: number, giveUpAt: number): boolean;
}

/**
 * @param isAlone one server; with several it has to be found out first which is the one
 * @param timeoutMs the longest that one piece of work may take
 */
export function standing(isAlone: boolean, timeoutMs: number): Standing {
  const generations = new WeakMap<object, number>();
  let generation = 0;
  let isLost = !isAlone;
  /** Since when no commit is known to be confirmed. */
  let lostAt: number | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  let readAt = Number.NEGATIVE_INFINITY;
  let writtenAt = Number.NEGATIVE_INFINITY;
  return {
    get isLost() {
      return isLost;
    },
    get isUnconfirmed() {
      return lostAt !== undefined;
    },
    get isAway() {
      const now = performance.now();
      return lostAt !== undefined && now - lostAt > AWAY_AFTER_MS && now - failedAt < RECENT_MS;
    },
    made: (client) => void generations.set(client, generation),
    isCurrent: (client) => generations.get(client) === generation,
    lost() {
      isLost = true;
      failedAt = performance.now();
      lostAt ??= failedAt;
    },
    giveUpAll() {
      generation += 1;
      this.lost();
    },
    found() {
      isLost = false;
    },
    confirmed() {
      lostAt = undefined;
    },
    answered(writes) {
      readAt = performance.now();
      if (writes) writtenAt = readAt;
    },
    failsAlone(error, writes, sentAt, giveUpAt) {
      if (sqlState(error) !== undefined) return false;
      const isLate = giveUpAt - sentAt < timeoutMs / 2 && performance.now() >= giveUpAt;
      return isLate || (writes ? writtenAt : readAt) > sentAt;
    },
  };
}
