/**
 * A service that fails again and again is left alone for a moment: its callers are answered at once instead of waiting for
 * nothing, and it can get up again (GW-05).
 */

/** When it opens, and for how long. */
export interface BreakerOptions {
  /** Failures in a row. */
  readonly failures?: number;
  readonly openMs?: number;
  /** Monotonic clock in milliseconds. */
  readonly nowMs?: () => number;
}

/** One breaker for each service. */
export interface Breaker {
  /** Milliseconds that the service is to be left alone; 0: go on. When the time is over, one request may try. */
  restMs(service: string): number;
  succeeded(service: string): void;
  failed(service: string): void;
}

/** Makes a closed one. */
export function createBreaker({
  failures = 5,
  openMs = 5000,
  nowMs = () => performance.now(),
}: BreakerOptions = {}): Breaker {
  const states = new Map<string, { failed: number; openUntilMs: number }>();
  return {
    restMs(service) {
      const state = states.get(service);
      if (state === undefined || state.failed < failures) return 0;
      const left = state.openUntilMs - nowMs();
      if (left > 0) return left;
      // This one tries; those who come meanwhile wait for what comes of it.
      state.openUntilMs = nowMs() + openMs;
      return 0;
    },
    succeeded: (service) => void states.delete(service),
    failed(service) {
      const state = states.get(service) ?? { failed: 0, openUntilMs: 0 };
      state.failed += 1;
      if (state.failed >= failures) state.openUntilMs = nowMs() + openMs;
      states.set(service, state);
    },
  };
}
