import { describe, expect, it } from '@jest/globals';
import { createRateLimit, type RateLimitOptions } from '../src/rate-limit.ts';

/** A limit, and the seconds that a request of a caller has to wait. */
function limitOf(options: RateLimitOptions) {
  const limit = createRateLimit(options);
  return { ...limit, wait: (caller: string) => limit.take(caller)?.waitSeconds };
}

describe('rate limit', () => {
  it('lets a whole window through at once, then says how long to wait', () => {
    let now = 5_000;
    const limit = limitOf({ requests: 3, windowSeconds: 60, nowMs: () => now });
    expect([limit.wait('a'), limit.wait('a'), limit.wait('a')]).toEqual([0, 0, 0]);
    expect(limit.wait('a')).toBe(20);
    now += 19_000;
    expect(limit.wait('a')).toBe(1);
    now += 1_000;
    expect(limit.wait('a')).toBe(0);
    expect(limit.wait('a')).toBe(20);
  });

  it('counts each caller by itself, and a refused request costs nothing', () => {
    let now = 0;
    const limit = limitOf({ requests: 1, windowSeconds: 10, nowMs: () => now });
    expect([limit.wait('a'), limit.wait('b')]).toEqual([0, 0]);
    for (let i = 0; i < 50; i += 1) expect(limit.wait('a')).toBe(10);
    now += 10_000;
    expect(limit.wait('a')).toBe(0);
  });

  it('lets exactly its number through, over windows that do not divide evenly', () => {
    let now = 0;
    const limit = limitOf({ requests: 7, windowSeconds: 1, nowMs: () => now });
    for (let round = 0; round < 100; round += 1) {
      let through = 0;
      for (let i = 0; i < 20; i += 1) if (limit.wait('a') === 0) through += 1;
      expect(through).toBe(7);
      now += 1_000;
    }
  });

  it('remembers no more callers than it was told', () => {
    const limit = limitOf({ requests: 1, windowSeconds: 60, capacity: 2, nowMs: () => 0 });
    for (const caller of ['a', 'b', 'c']) expect(limit.wait(caller)).toBe(0);
    expect(limit.wait('c')).toBeGreaterThan(0);
    expect(limit.wait('a')).toBe(0);
  });

  it('0 switches it off, nonsense is a mistake at start-up', () => {
    const off = createRateLimit({ requests: 0, windowSeconds: 60 });
    for (let i = 0; i < 1000; i += 1) expect([off.take('a'), off.waitSeconds('a')]).toEqual([undefined, 0]);
    expect(() => createRateLimit({ requests: Number.NaN, windowSeconds: 60 })).toThrow(/requests/);
  });

  it('GW-07: lets a burst through, then one at a time, and says how many are left', () => {
    let now = 0;
    const limit = createRateLimit({ requests: 3, windowSeconds: 30, nowMs: () => now });
    const left = () => limit.take('a');
    expect([left(), left(), left()].map((taken) => taken?.remaining)).toEqual([2, 1, 0]);
    expect(left()).toEqual({ waitSeconds: 10, remaining: 0, resetSeconds: 30 });
    expect([limit.waitSeconds('a'), limit.waitSeconds('b')]).toEqual([10, 0]);
    expect(limit.take('b')?.waitSeconds).toBe(0);
    now = 10_000;
    expect(left()).toMatchObject({ waitSeconds: 0, remaining: 0 });
    expect(left()?.waitSeconds).toBe(10);
  });
});
