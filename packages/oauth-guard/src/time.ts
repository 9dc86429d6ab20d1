/** The two clocks that this package reads. Both can be handed in, so that tests need not wait. */

/**
 * Wall time for what tokens say, monotonic time for how long we remember and wait: a clock that jumps must not lift a limit.
 *
 * @example
 * const time: Time = { now: () => Date.now(), monotonic: () => performance.now() };
 */
export interface Time {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some moment; never goes back. */
  monotonic(): number;
}

/** The clocks of this machine. */
export const systemTime: Time = { now: () => Date.now(), monotonic: () => performance.now() };
