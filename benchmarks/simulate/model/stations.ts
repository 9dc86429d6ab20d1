/** Where requests wait for one another, other than for a core. */
import type { Clock } from './clock.ts';
import type { Processor } from './processor.ts';

/** A thread with a queue: it does one thing after the other, first come, first served. */
export class Thread {
  readonly #processor: Processor;
  readonly #waiting: { readonly ms: number; readonly done: () => void }[] = [];
  #busy = false;

  constructor(processor: Processor) {
    this.#processor = processor;
  }

  /** @param wakeMs what it costs more when the thread had nothing to do */
  compute(ms: number, done: () => void, wakeMs = 0): void {
    if (this.#busy) this.#waiting.push({ ms, done });
    else this.#start(ms + wakeMs, done);
  }

  #start(ms: number, done: () => void): void {
    this.#busy = true;
    this.#processor.compute(ms, () => {
      done();
      const next = this.#waiting.shift();
      if (next) this.#start(next.ms, next.done);
      else this.#busy = false;
    });
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
