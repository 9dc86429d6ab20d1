/**
 * A service that cannot be reached is left alone for a moment: its callers are answered at once instead of waiting for nothing,
 * and it can get up again (GW-05). Whether a service can be reached is nobody's doing, so it counts for all. That a request
 * timed out or was cut off may be the doing of whoever sent it: it counts for that caller alone, and only while the service
 * fails a share of all its requests.
 */
import type { Route } from './route-schema.ts';

/** When a route's breaker opens, and for how long. Times in milliseconds. */
export type BreakerRules = Exclude<Route['circuit_breaker'], false>;

/** How a request to a service failed. */
export type Failure = 'unreachable' | 'unanswered';

/** What of a route matters here. */
export type Breakable = Pick<Route, 'circuit_breaker'>;

/** One breaker for each route. */
export interface Breaker {
  /** Milliseconds that this caller is to leave the service alone; 0: go on. When the time is over, one request may try. */
  restMs(route: Breakable, caller: string): number;
  answered(route: Breakable, caller: string): void;
  failed(route: Breakable, caller: string, failure: Failure): void;
}

/** Failures in a row, and until when nobody tries again. */
interface Rest {
  inRow: number;
  untilMs: number;
}

interface State {
  /** Of the connection. */
  readonly service: Rest;
  /** Of callers whose latest request was not answered; the one that failed longest ago is forgotten first. */
  readonly callers: Map<string, Rest>;
  /** Requests of the window that is running, and of the one before. */
  counts: Counts;
  before: Counts;
  windowEndsMs: number;
}

interface Counts {
  answered: number;
  unanswered: number;
}

const MOST_CALLERS = 1000;

/** Makes closed ones. @param nowMs monotonic clock in milliseconds */
export function createBreaker(nowMs: () => number = () => performance.now()): Breaker {
  const states = new Map<Breakable, State>();

  return {
    restMs(route, caller) {
      const state = states.get(route);
      const rules = route.circuit_breaker;
      if (state === undefined || rules === false) return 0;
      const now = nowMs();
      const service = left(state.service, rules, now, rules.failures);
      if (service > 0) return service;
      const own = state.callers.get(caller);
      if (own === undefined) return 0;
      turn(state, rules, now);
      return failsMuch(state, rules) ? left(own, rules, now, 1) : 0;
    },

    answered(route, caller) {
      const state = states.get(route);
      const rules = route.circuit_breaker;
      if (state === undefined || rules === false) return;
      state.service.inRow = 0;
      state.callers.delete(caller);
      turn(state, rules, nowMs());
      state.counts.answered += 1;
      // Nothing is kept of a service that is well.
      if (state.callers.size === 0 && state.counts.unanswered + state.before.unanswered === 0) states.delete(route);
    },

    failed(route, caller, failure) {
      const rules = route.circuit_breaker;
      if (rules === false) return;
      const now = nowMs();
      const state = states.get(route) ?? closed(now + rules.window_ms);
      states.set(route, state);
      if (failure === 'unreachable') {
        fail(state.service, rules, now, rules.failures);
        return;
      }
      state.service.inRow = 0;
      turn(state, rules, now);
      state.counts.unanswered += 1;
      const own = state.callers.get(caller) ?? { inRow: 0, untilMs: 0 };
      state.callers.delete(caller);
      state.callers.set(caller, own);
      if (state.callers.size > MOST_CALLERS) state.callers.delete(state.callers.keys().next().value as string);
      fail(own, rules, now, 1);
    },
  };
}

/** The first one that comes when the time is over tries; those who come meanwhile wait for what comes of it. */
function left(rest: Rest, rules: BreakerRules, now: number, restsFrom: number): number {
  if (rest.inRow < restsFrom) return 0;
  if (rest.untilMs > now) return rest.untilMs - now;
  rest.untilMs = now + restOf(rest, rules, restsFrom);
  return 0;
}

function turn(state: State, rules: BreakerRules, now: number): void {
  if (now < state.windowEndsMs) return;
  state.before = now < state.windowEndsMs + rules.window_ms ? state.counts : { answered: 0, unanswered: 0 };
  state.counts = { answered: 0, unanswered: 0 };
  state.windowEndsMs = now + rules.window_ms;
}

const closed = (windowEndsMs: number): State => ({
  service: { inRow: 0, untilMs: 0 },
  callers: new Map(),
  counts: { answered: 0, unanswered: 0 },
  before: { answered: 0, unanswered: 0 },
  windowEndsMs,
});

/** Short at first, so that a restart costs little; twice as long with each attempt that failed. */
const restOf = ({ inRow }: Rest, { rest_ms, longest_rest_ms }: BreakerRules, restsFrom: number): number =>
  Math.min(longest_rest_ms, rest_ms * 2 ** (inRow - restsFrom));

function fail(rest: Rest, rules: BreakerRules, now: number, restsFrom: number): void {
  rest.inRow += 1;
  if (rest.inRow >= restsFrom) rest.untilMs = now + restOf(rest, rules, restsFrom);
}

/** Whether the service fails so much of all its requests that whoever failed there last should wait. */
function failsMuch({ counts, before }: State, { share, requests }: BreakerRules): boolean {
  const unanswered = counts.unanswered + before.unanswered;
  const all = unanswered + counts.answered + before.answered;
  return all >= requests && unanswered >= all * share;
}
