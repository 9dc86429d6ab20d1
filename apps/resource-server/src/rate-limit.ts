/**
 * How many requests one principal may send. One number per principal (the generic cell rate algorithm): the time at
 * which its allowance would be full again. Time is monotonic, so that a stepping clock neither blocks nor frees anyone.
 */

/** The limit and its memory. */
export interface RateLimitOptions {
  /** Requests in one window; a principal may also send them all at once. 0 switches the limit off. */
  readonly requests: number;
  /** Length of the window in seconds. */
  readonly windowSeconds: number;
  /** Principals remembered at most; the one seen least recently is forgotten first. Default 50 000. */
  readonly capacity?: number;
  /** Monotonic clock in milliseconds. */
  readonly nowMs?: () => number;
}

/** Counts requests. */
export interface RateLimit {
  /** Takes one request of `principal`: 0 when it may go on, else the whole seconds to wait. */
  take(principal: string): number;
}

/** @throws TypeError when a number is out of range */
export function createRateLimit(options: RateLimitOptions): RateLimit {
  const { requests, windowSeconds, capacity = 50_000, nowMs = () => performance.now() } = options;
  if (!(requests >= 0) || !(windowSeconds > 0) || !(capacity >= 1)) {
    throw new TypeError('createRateLimit: requests >= 0, windowSeconds > 0 and capacity >= 1 are needed');
  }
  if (requests === 0) return { take: () => 0 };

  const windowMs = windowSeconds * 1000;
  const costMs = windowMs / requests;
  const fullAgainAt = new Map<string, number>();
  return {
    take(principal) {
      const now = nowMs();
      const next = Math.max(fullAgainAt.get(principal) ?? now, now) + costMs;
      const waitMs = next - windowMs - now;
      // A tolerance far below a request's cost: sums of fractions must not refuse the last request of a window.
      if (waitMs > costMs / 1000) return Math.max(1, Math.ceil(waitMs / 1000));
      fullAgainAt.delete(principal);
      fullAgainAt.set(principal, next);
      if (fullAgainAt.size > capacity) fullAgainAt.delete(fullAgainAt.keys().next().value as string);
      return 0;
    },
  };
}
