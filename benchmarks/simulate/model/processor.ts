import type { Clock } from './clock.ts';

/** What the scheduler remembers of a thread while it has nothing to do. */
export interface Scheduled {
  /** How much less than its fair part it has had: milliseconds divided by its weight. */
  lag: number;
}

interface Job {
  /** Milliseconds of processor time. */
  left: number;
  /** Processor time so far divided by the weight, from where it joined the others. */
  virtual: number;
  deadline: number;
  readonly weight: number;
  readonly thread: Scheduled | undefined;
  readonly done: () => void;
}

/** Less than this is rounding, in milliseconds. */
const nothing = 1e-9;
/** How often Linux asks whether another is to run: 250 times a second. */
const tickMs = 4;
/** What a thread of ordinary weight may use before another's turn comes, on two cores. */
const sliceMs = 1.4;

/**
 * The cores of one machine, given to threads as Linux gives them since 6.6 (EEVDF): of those that had no more than their fair
 * part by weight runs the one whose slice ends first; one that wakes up runs at once when it is such a one, others wait for a tick.
 */
export class Processor {
  readonly #clock: Clock;
  readonly #cores: number;
  readonly #places: number;
  #running: Job[] = [];
  #waiting: Job[] = [];
  /** Of all jobs: the sum of their weights, and of their virtual times by weight. */
  #weights = 0;
  #virtuals = 0;
  #lastFair = 0;
  #countedAt = 0;
  #turn = 0;
  /** Milliseconds of processor time that were used so far. */
  usedMs = 0;

  /** @param cores may be a part of one */
  constructor(clock: Clock, cores: number) {
    this.#clock = clock;
    this.#cores = cores;
    this.#places = Math.ceil(cores);
  }

  /**
   * One thread computes.
   * @param ms of processor time
   * @param weight 1 for a thread of ordinary priority
   * @param thread which it is, when it does one thing after the other
   */
  compute(ms: number, done: () => void, weight = 1, thread?: Scheduled): void {
    if (ms <= nothing) {
      this.#clock.after(0, done);
      return;
    }
    this.#count();
    // What it is owed is measured from an average that it joins.
    const lag = this.#weights > nothing ? ((thread?.lag ?? 0) * (this.#weights + weight)) / this.#weights : 0;
    const virtual = this.#fair() - lag;
    const job: Job = { left: ms, virtual, deadline: virtual + sliceMs / weight, weight, thread, done };
    this.#weights += weight;
    this.#virtuals += weight * virtual;
    if (this.#running.length < this.#places) this.#running.push(job);
    else this.#wake(job);
    this.#plan();
  }

  /** It takes the place of one whose slice ends later, or waits. */
  #wake(job: Job): void {
    let at = 0;
    for (const [index, { deadline }] of this.#running.entries()) if (deadline > this.#running[at]!.deadline) at = index;
    const last = this.#running[at]!;
    const takes = job.virtual <= this.#fair() + nothing && job.deadline < last.deadline;
    if (takes) this.#running[at] = job;
    this.#waiting.push(takes ? last : job);
  }

  /** The virtual time of one who has had just the fair part. */
  #fair(): number {
    if (this.#weights > nothing) this.#lastFair = this.#virtuals / this.#weights;
    return this.#lastFair;
  }

  /** Of a core, for each that runs. */
  #rate(): number {
    return Math.min(1, this.#cores / this.#running.length);
  }

  /** Writes down what was computed since it was done last. */
  #count(): void {
    const passed = this.#clock.now - this.#countedAt;
    this.#countedAt = this.#clock.now;
    if (passed === 0 || this.#running.length === 0) return;
    const ms = passed * this.#rate();
    for (const job of this.#running) {
      job.left -= ms;
      job.virtual += ms / job.weight;
      if (job.virtual >= job.deadline) job.deadline = job.virtual + sliceMs / job.weight;
    }
    this.#virtuals += ms * this.#running.length;
    this.usedMs += ms * this.#running.length;
  }

  /** Gives the free cores to those that come next. */
  #fill(): void {
    while (this.#waiting.length > 0 && this.#running.length < this.#places) {
      const fair = this.#fair() + nothing;
      let at = 0;
      for (const [index, job] of this.#waiting.entries()) {
        const best = this.#waiting[at]!;
        const [mayRun, bestMayRun] = [job.virtual <= fair, best.virtual <= fair];
        if (mayRun === bestMayRun ? job.deadline < best.deadline : mayRun) at = index;
      }
      this.#running.push(...this.#waiting.splice(at, 1));
    }
  }

  /** Waits for the one that is done first, or for the next tick when others wait. */
  #plan(): void {
    this.#turn += 1;
    if (this.#running.length === 0) return;
    const turn = this.#turn;
    const rate = this.#rate();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { left } of this.#running) nextMs = Math.min(nextMs, Math.max(0, left) / rate);
    if (this.#waiting.length > 0) {
      const { now } = this.#clock;
      nextMs = Math.min(nextMs, (Math.floor(now / tickMs + nothing) + 1) * tickMs - now);
    }
    this.#clock.after(nextMs, () => {
      if (turn === this.#turn) this.#next();
    });
  }

  #next(): void {
    this.#count();
    const over = this.#running.filter(({ left }) => left <= nothing);
    if (over.length === 0) this.#waiting.push(...this.#running.splice(0));
    else this.#end(over);
    this.#fill();
    this.#plan();
    for (const { done } of over) done();
  }

  #end(over: readonly Job[]): void {
    const fair = this.#fair();
    this.#running = this.#running.filter(({ left }) => left > nothing);
    for (const { thread, virtual, weight } of over) {
      const most = tickMs / weight;
      if (thread) thread.lag = Math.max(-most, Math.min(most, fair - virtual));
      this.#weights -= weight;
      this.#virtuals -= weight * virtual;
    }
    if (this.#running.length + this.#waiting.length > 0) return;
    // So that rounding does not add up.
    this.#weights = 0;
    this.#virtuals = 0;
  }
}
