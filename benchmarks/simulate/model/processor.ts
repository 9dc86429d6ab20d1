import type { Clock } from './clock.ts';

interface Job {
  left: number;
  rate: number;
  readonly weight: number;
  readonly done: () => void;
}

/** Less than this is rounding, in milliseconds. */
const nothing = 1e-9;

/**
 * The cores of one machine, shared as a fair scheduler shares them: each thread that wants to compute gets a part by its
 * weight, and never more than one core.
 */
export class Processor {
  readonly #clock: Clock;
  readonly #cores: number;
  #jobs: Job[] = [];
  #countedAt = 0;
  #turn = 0;
  /** Milliseconds of processor time that were used so far. */
  usedMs = 0;

  constructor(clock: Clock, cores: number) {
    this.#clock = clock;
    this.#cores = cores;
  }

  /**
   * One thread computes.
   * @param ms of processor time
   * @param weight 1 for a thread of ordinary priority
   */
  compute(ms: number, done: () => void, weight = 1): void {
    if (ms <= nothing) {
      this.#clock.after(0, done);
      return;
    }
    this.#count();
    const at = this.#jobs.findIndex((job) => job.weight < weight);
    const job = { left: ms, rate: 0, weight, done };
    if (at < 0) this.#jobs.push(job);
    else this.#jobs.splice(at, 0, job);
    this.#share();
  }

  /** Writes down what was computed since it was done last. */
  #count(): void {
    const passed = this.#clock.now - this.#countedAt;
    this.#countedAt = this.#clock.now;
    for (const job of this.#jobs) {
      job.left -= job.rate * passed;
      this.usedMs += job.rate * passed;
    }
  }

  /** Gives each its rate, and waits for the one that is done first. The heaviest come first in the list. */
  #share(): void {
    let [cores, weights] = [this.#cores, 0];
    for (const { weight } of this.#jobs) weights += weight;
    let nextMs = Number.POSITIVE_INFINITY;
    for (const job of this.#jobs) {
      job.rate = Math.min(1, (cores * job.weight) / weights);
      cores -= job.rate;
      weights -= job.weight;
      nextMs = Math.min(nextMs, Math.max(0, job.left) / job.rate);
    }
    this.#turn += 1;
    if (nextMs === Number.POSITIVE_INFINITY) return;
    const turn = this.#turn;
    this.#clock.after(nextMs, () => {
      if (turn === this.#turn) this.#finish();
    });
  }

  #finish(): void {
    this.#count();
    const over = this.#jobs.filter(({ left }) => left <= nothing);
    this.#jobs = this.#jobs.filter(({ left }) => left > nothing);
    this.#share();
    for (const { done } of over) done();
  }
}
