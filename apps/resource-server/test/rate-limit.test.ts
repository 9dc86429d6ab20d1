import { describe, expect, it } from '@jest/globals';
import { createRateLimit } from '../src/rate-limit.ts';

describe('rate limit', () => {
  it('lets a whole window through at once, then says how long to wait', () => {
    let now = 5_000;
    const limit = createRateLimit({ requests: 3, windowSeconds: 60, nowMs: () => now });
    expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 0]);
    expect(limit.take('a')).toBe(20);
    now += 19_000;
    expect(limit.take('a')).toBe(1);
    now += 1_000;
    expect(limit.take('a')).toBe(0);
    expect(limit.take('a')).toBe(20);
  });

  it('counts each principal by itself, and a refused request costs nothing', () => {
    let now = 0;
    const limit = createRateLimit({ requests: 1, windowSeconds: 10, nowMs: () => now });
    expect([limit.take('a'), limit.take('b')]).toEqual([0, 0]);
    for (let i = 0; i < 50; i += 1) expect(limit.take('a')).toBe(10);
    now += 10_000;
    expect(limit.take('a')).toBe(0);
  });

  it('lets exactly its number through, over windows that do not divide evenly', () => {
    let now = 0;
    const limit = createRateLimit({ requests: 7, windowSeconds: 1, nowMs: () => now });
    for (let round = 0; round < 100; round += 1) {
      let through = 0;
      for (let i = 0; i < 20; i += 1) if (limit.take('a') === 0) through += 1;
      expect(through).toBe(7);
      now += 1_000;
    }
  });

  it('remembers no more principals than it was told', () => {
    const limit = createRateLimit({ requests: 1, windowSeconds: 60, capacity: 2, nowMs: () => 0 });
    for (const principal of ['a', 'b', 'c']) expect(limit.take(principal)).toBe(0);
    expect(limit.take('c')).toBeGreaterThan(0);
    expect(limit.take('a')).toBe(0);
  });

  it('0 switches it off, nonsense is a mistake at start-up', () => {
    const off = createRateLimit({ requests: 0, windowSeconds: 60 });
    for (let i = 0; i < 1000; i += 1) expect(off.take('a')).toBe(0);
    expect(() => createRateLimit({ requests: Number.NaN, windowSeconds: 60 })).toThrow(/requests/);
  });
});
