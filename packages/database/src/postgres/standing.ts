import { sqlState } from './failure.ts';

/** What is known of the connections of a pool: which of them may be used, and whether anybody answers. */
export interface Standing {
  /** Which of several servers is the one to use is not known. */
  isLost: boolean;
  /** Takes note of a connection that is being made. */
  made(client: object): void;
  /** Whether it was made since all were last given up. */
  isCurrent(client: object): boolean;
  /** What is open leads to a server that is not to be used any more. */
  giveUpAll(): void;
  /** A piece of work was done. @param writes whether it was a unit of work and not reads */
  answered(writes: boolean): void;
  /**
   * Whether a failure says nothing of other connections, because they were answered meanwhile. A unit of work needs another one for
   * that: a primary that was replaced goes on answering reads.
   */
  failsAlone(error: unknown, writes: boolean, sentAt: number): boolean;
}

/** @param isAlone one server; with several it has to be found out first which is the one */
export function standing(isAlone: boolean): Standing {
  const generations = new WeakMap<object, number>();
  let generation = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let writtenAt = Number.NEGATIVE_INFINITY;
  return {
    isLost: !isAlone,
    made: (client) => void generations.set(client, generation),
    isCurrent: (client) => generations.get(client) === generation,
    giveUpAll() {
      generation += 1;
      this.isLost = true;
    },
    answered(writes) {
      readAt = performance.now();
      if (writes) writtenAt = readAt;
    },
    failsAlone: (error, writes, sentAt) => sqlState(error) === undefined && (writes ? writtenAt : readAt) > sentAt,
  };
}
