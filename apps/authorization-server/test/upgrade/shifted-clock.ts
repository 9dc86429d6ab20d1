/** Another time of day: for programs by `--require` and CLOCK_AHEAD_MS, for this process by `shiftClock`. */
const Machine = Date;

/** From now on `Date` is so many milliseconds ahead of the machine, or behind it. */
export function shiftClock(aheadMs: number): void {
  globalThis.Date = class extends Machine {
    constructor(...given: unknown[]) {
      // A date of given parts is the machine's own.
      super(...((given.length === 0 ? [Machine.now() + aheadMs] : given) as [number]));
    }

    static override now(): number {
      return Machine.now() + aheadMs;
    }
  } as DateConstructor;
}

const { CLOCK_AHEAD_MS: given } = process.env;
if (given !== undefined) shiftClock(Number(given));
