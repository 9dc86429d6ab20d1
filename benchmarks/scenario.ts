/** The figures of one run. Times in milliseconds as the client saw them. */
export interface Run {
  /** The figure itself, in the scenario's unit. */
  readonly value: number;
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  /** Failed or unexpected answers. */
  readonly errors: number;
  /** Share of one core that the measured process used, where that is known. */
  readonly cpuShare?: number | undefined;
}

/** One round: the subject, and right beside it what it is compared with. */
export interface Round {
  readonly subject: Run;
  readonly reference: Run;
  /** What the subject cannot do better than, where the scenario measures that too. */
  readonly limit?: Run;
}

/** A scenario whose servers run and are warm. */
export interface Prepared {
  /** Measures once. `index` counts from 0; even rounds measure the subject first, odd ones the reference. */
  round(index: number): Promise<Round>;
}

/** Something that runs until it is stopped. */
export interface Stoppable {
  stop(): Promise<unknown>;
}

/** What a scenario may use. */
export interface BenchmarkContext {
  /** Length of one measurement under load. */
  readonly seconds: number;
  /** Says what is going on, for people; goes to the standard error. */
  readonly say: (text: string) => void;
  /** Notes what a scenario has started; it is stopped at the end, also when something fails on the way. */
  readonly stopAtEnd: <T extends Stoppable>(started: T) => T;
}

/** A benchmark: a file in `scenarios/` gives one, or a list of them, as its default export. */
export interface Scenario {
  readonly name: string;
  readonly unit: string;
  /** What `ratio` compares with, in words. */
  readonly against: string;
  /** What `ofLimit` compares with, in words. */
  readonly limit?: string;
  readonly rounds: number;
  /**
   * Compare what a second of CPU time gives, not a second on the clock. Right where a server only computes: it is the
   * figure per core, and other work on the machine hardly touches it.
   */
  readonly perCore?: boolean;
  prepare(context: BenchmarkContext): Promise<Prepared>;
}
