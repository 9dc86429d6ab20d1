import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Breakable, createBreaker, type Failure } from '../src/circuit-breaker.ts';
import { routesSchema } from '../src/route-schema.ts';

/** A route as its defaults make it. */
function routeWith(breaker: object | false = {}): Breakable {
  const { routes } = routesSchema.parse({
    routes: [{ path: '/a', upstream: 'http://127.0.0.1:1', accept: [], circuit_breaker: breaker }],
  });
  return routes[0] as Breakable;
}

describe('the circuit breaker', () => {
  it('GW-05: opens when a service cannot be reached, lets one try, rests longer each time, and closes when it is back', () => {
    let now = 0;
    const breaker = createBreaker(() => now);
    const route = routeWith({ failures: 2, rest_ms: 100, longest_rest_ms: 300 });
    const rest = () => breaker.restMs(route, 'a');
    breaker.failed(route, 'a', 'unreachable');
    breaker.answered(route, 'a');
    breaker.failed(route, 'a', 'unreachable');
    expect(rest()).toBe(0);
    breaker.failed(route, 'b', 'unreachable');
    expect([rest(), breaker.restMs(route, 'stranger'), breaker.restMs(routeWith(), 'a')]).toEqual([100, 100, 0]);
    for (const longer of [200, 300, 300]) {
      now += 300;
      expect(rest()).toBe(0);
      expect(rest()).toBeGreaterThan(0);
      breaker.failed(route, 'a', 'unreachable');
      expect(rest()).toBe(longer);
    }
    now += 300;
    expect(rest()).toBe(0);
    breaker.answered(route, 'a');
    expect(rest()).toBe(0);
  });

  it('W13: a service that was away for half a second is asked again within another half', () => {
    let now = 0;
    const breaker = createBreaker(() => now);
    const route = routeWith();
    for (let index = 0; index < 5; index += 1) breaker.failed(route, 'a', 'unreachable');
    now = 500;
    expect(breaker.restMs(route, 'a')).toBe(0);
    breaker.answered(route, 'a');
    expect(breaker.restMs(route, 'b')).toBe(0);
  });

  it('W1: requests that were not answered make only those rest who sent them, and only when they are a share of all', () => {
    let now = 0;
    const breaker = createBreaker(() => now);
    const route = routeWith({ requests: 10, share: 0.5, rest_ms: 100 });
    for (let index = 0; index < 9; index += 1) breaker.failed(route, 'slow', 'unanswered');
    expect(breaker.restMs(route, 'slow')).toBe(0);
    breaker.failed(route, 'slow', 'unanswered');
    expect(breaker.restMs(route, 'slow') > 0).toBe(true);
    expect(breaker.restMs(route, 'other')).toBe(0);
    for (let index = 0; index < 11; index += 1) breaker.answered(route, 'other');
    expect(breaker.restMs(route, 'slow')).toBe(0);
    now = 30_000;
    for (let index = 0; index < 10; index += 1) breaker.failed(route, 'slow', 'unanswered');
    expect(breaker.restMs(route, 'slow') > 0).toBe(true);
    now = 60_000;
    expect(breaker.restMs(route, 'slow')).toBe(0);
    breaker.answered(route, 'slow');
    expect(breaker.restMs(route, 'slow')).toBe(0);
  });

  it('counts over two windows, so that failures at the border of one are not halved', () => {
    let now = 0;
    const breaker = createBreaker(() => now);
    const route = routeWith({ requests: 4, window_ms: 1000, rest_ms: 100 });
    breaker.failed(route, 'a', 'unanswered');
    now = 999;
    breaker.failed(route, 'a', 'unanswered');
    now = 1001;
    breaker.failed(route, 'a', 'unanswered');
    breaker.failed(route, 'a', 'unanswered');
    expect(breaker.restMs(route, 'a') > 0).toBe(true);
    now = 5000;
    breaker.failed(route, 'a', 'unanswered');
    expect(breaker.restMs(route, 'a')).toBe(0);
  });

  it('switched off, it never rests', () => {
    const breaker = createBreaker(() => 0);
    const route = routeWith(false);
    for (let index = 0; index < 50; index += 1)
      breaker.failed(route, 'a', index % 2 === 0 ? 'unreachable' : 'unanswered');
    breaker.answered(route, 'a');
    expect(breaker.restMs(route, 'a')).toBe(0);
  });

  it('W1: remembers a bounded number of callers', () => {
    const breaker = createBreaker(() => 0);
    const route = routeWith({ requests: 1 });
    for (let index = 0; index <= 1000; index += 1) breaker.failed(route, `caller ${index}`, 'unanswered');
    expect(breaker.restMs(route, 'caller 0')).toBe(0);
    expect(breaker.restMs(route, 'caller 1') > 0).toBe(true);
  });

  it('W1: whatever some callers do, those whose own requests are answered are never refused', () => {
    const act = fc.record({
      caller: fc.integer({ min: 0, max: 11 }),
      outcome: fc.constantFrom<'answered' | 'caller' | Failure>('answered', 'caller', 'unanswered'),
      afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
    });
    const rules = fc.record({
      failures: fc.integer({ min: 1, max: 5 }),
      share: fc.constantFrom(0.01, 0.5, 1),
      requests: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(rules, fc.array(act, { maxLength: 300 }), (breakerRules, acts) => {
        let now = 0;
        const breaker = createBreaker(() => now);
        const route = routeWith(breakerRules);
        for (const { caller, outcome, afterMs } of acts) {
          now += afterMs;
          const name = `caller ${caller}`;
          // Half of the callers behave: the service answers all that they send.
          const behaves = caller % 2 === 0;
          const rest = breaker.restMs(route, name);
          if (behaves && rest > 0) return false;
          if (rest > 0 || outcome === 'caller') continue;
          if (behaves || outcome === 'answered') breaker.answered(route, name);
          else breaker.failed(route, name, outcome);
        }
        return true;
      }),
      { numRuns: 300 },
    );
  });

  it('GW-05: a service that answers nobody is asked at most once by each caller in a rest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 100, maxLength: 400 }), (callers) => {
        const breaker = createBreaker(() => 0);
        const route = routeWith();
        let asked = 0;
        for (const caller of callers) {
          if (breaker.restMs(route, `${caller}`) > 0) continue;
          asked += 1;
          breaker.failed(route, `${caller}`, 'unanswered');
        }
        return asked <= 10 + new Set(callers).size;
      }),
    );
  });
});
