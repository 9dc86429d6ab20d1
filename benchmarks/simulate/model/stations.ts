/** Where requests wait for one another, other than for a core. */
import type { Clock } from './clock.ts';
import type { Processor, Scheduled } from './processor.ts';

interface Work {
  readonly ms: number;
  readonly coldMs: number;
  readonly done: () => void;
}

/**
 * A thread with a queue: it does one thing after the other, first come, first served. It takes all that wait at once, in one
 * turn; the first of a turn costs more, since what comes after it finds code and data at hand.
 */
export class Thread {
  readonly #processor: Processor;
  readonly #scheduled: Scheduled = { lag: 0 };
  #waiting: Work[] = [];
  #busy = false;

  constructor(processor: Processor) {
    this.#processor = processor;
  }

  /** @param coldMs what it costs more when it is the first of a turn */
  compute(ms: number, done: () => void, coldMs = 0): void {
    this.#waiting.push({ ms, coldMs, done });
    if (!this.#busy) this.#turn();
  }

  #turn(): void {
    const works = this.#waiting;
    this.#waiting = [];
    this.#busy = works.length > 0;
    if (this.#busy) this.#next(works, 0);
  }

  #next(works: readonly Work[], index: number): void {
    const work = works[index];
    if (!work) {
      this.#turn();
      return;
    }
    const ms = work.ms + (index === 0 ? Math.max(...works.map(({ coldMs }) => coldMs)) : 0);
    const then = () => {
      work.done();
      this.#next(works, index + 1);
    };
    this.#processor.compute(ms, then, 1, this.#scheduled);
  }
}

/** So many at once (connections of a pool, threads for hashes); others wait, and are refused when too many wait. */
export class Slots {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(most: number, mostWaiting = Number.POSITIVE_INFINITY) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** False: refused. */
  take(taken: () => void): boolean {
    if (this.#taken < this.#most) {
      this.#taken += 1;
      taken();
      return true;
    }
    if (this.#waiting.length >= this.#mostWaiting) return false;
    this.#waiting.push(taken);
    return true;
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken -= 1;
  }
}

/** Commits share what they wait for: those that come while one sync runs are in the next one together. */
export class GroupCommit {
  readonly #clock: Clock;
  readonly #syncMs: (bytes: number) => number;
  #waiting: { readonly bytes: number; readonly done: () => void }[] = [];
  #running = false;
  /** How often was synced. */
  syncs = 0;

  /** @param syncMs how long the next one takes, for so many bytes */
  constructor(clock: Clock, syncMs: (bytes: number) => number) {
    this.#clock = clock;
    this.#syncMs = syncMs;
  }

  commit(bytes: number, done: () => void): void {
    this.#waiting.push({ bytes, done });
    if (!this.#running) this.#sync();
  }

  #sync(): void {
    const together = this.#waiting;
    this.#waiting = [];
    this.#running = together.length > 0;
    if (!this.#running) return;
    this.syncs += 1;
    this.#clock.after(this.#syncMs(together.reduce((sum, { bytes }) => sum + bytes, 0)), () => {
      for (const { done } of together) done();
      this.#sync();
    });
  }
}
