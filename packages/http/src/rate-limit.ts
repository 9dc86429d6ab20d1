/**
 * How many requests one caller may send: one number for each (the generic cell rate algorithm), the time at which its
 * allowance would be full again. Time is monotonic, so that a stepping clock neither blocks nor frees anyone.
 */

/** The limit and its memory. */
export interface RateLimitOptions {
  /** Requests in one window; a caller may also send them all at once. 0 switches the limit off. */
  readonly requests: number;
  /** Length of the window. */
  readonly windowSeconds: number;
  /** Callers remembered at most; the one seen least recently is forgotten first. Default 50 000. */
  readonly capacity?: number;
  /** Monotonic clock in milliseconds. */
  readonly nowMs?: () => number;
}

/** What became of one request. */
export interface TakenRequest {
  /** 0 when it may go on, else the whole seconds to wait. */
  readonly waitSeconds: number;
  /** Requests that may follow at once. */
  readonly remaining: number;
  /** Whole seconds until the allowance is full again. */
  readonly resetSeconds: number;
}

/** Counts requests. */
export interface RateLimit {
  /** Undefined when the limit is off. */
  take(caller: string): TakenRequest | undefined;
  /** The seconds to wait, without taking anything. */
  waitSeconds(caller: string): number;
}

/**
 * Makes one.
 * @throws {TypeError} when a number is out of range
 */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { requests, windowSeconds, capacity = 50_000, nowMs = () => performance.now() } = options;
  if (!(requests >= 0) || !(windowSeconds > 0) || !(capacity >= 1)) {
    throw new TypeError('createRateLimit: requests >= 0, windowSeconds > 0 and capacity >= 1 are needed');
  }
  const windowMs = windowSeconds * 1000;
  const costMs = windowMs / requests;
  const fullAgainAt = new Map<string, number>();
  const waitOf = (next: number, now: number) => {
    const waitMs = next - windowMs - now;
    // A tolerance far below a request's cost: sums of fractions must not refuse the last request of a window.
    return waitMs > costMs / 1000 ? Math.max(1, Math.ceil(waitMs / 1000)) : 0;
  };
  const nextOf = (caller: string, now: number) => Math.max(fullAgainAt.get(caller) ?? now, now) + costMs;

  return {
    take(caller) {
      if (requests === 0) return undefined;
      const now = nowMs();
      const next = nextOf(caller, now);
      const waitSeconds = waitOf(next, now);
      const full = waitSeconds > 0 ? next - costMs : next;
      if (waitSeconds === 0) {
        fullAgainAt.delete(caller);
        fullAgainAt.set(caller, next);
        if (fullAgainAt.size > capacity) fullAgainAt.delete(fullAgainAt.keys().next().value as string);
      }
      const remaining = Math.max(0, Math.floor((windowMs - (full - now)) / costMs + 0.001));
      return { waitSeconds, remaining, resetSeconds: Math.ceil((full - now) / 1000) };
    },
    waitSeconds: (caller) => {
      if (requests === 0) return 0;
      const now = nowMs();
      return waitOf(nextOf(caller, now), now);
    },
  };
}
