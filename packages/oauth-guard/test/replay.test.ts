import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryReplayStore } from '../src/index.ts';
import { createManualTime } from '../src/testing.ts';

const START = 1_999_999_900_000;
const use = (store: MemoryReplayStore, jti: string, expiresAt: number, thumbprint = 'key'): string =>
  store.use({ jti, thumbprint, expiresAt });

describe('the replay store in memory', () => {
  it('RS-08: a proof is first once, for each key', () => {
    const store = new MemoryReplayStore();
    const later = Date.now() / 1000 + 60;
    expect(use(store, 'a', later)).toBe('first');
    expect(use(store, 'a', later)).toBe('replayed');
    expect(use(store, 'a', later + 20)).toBe('replayed');
    expect(use(store, 'b', later)).toBe('first');
    expect(use(store, 'a', later, 'other key')).toBe('first');
    expect(store.size).toBe(3);
  });

  it('RS-08: refuses when full, and forgets no live entry for a new one', () => {
    const time = createManualTime(START);
    const store = new MemoryReplayStore({ maxEntries: 100, maxEntriesPerKey: 100, time });
    const later = START / 1000 + 60;
    for (let i = 0; i < 100; i++) expect(use(store, `${i}`, later)).toBe('first');
    for (let i = 0; i < 1000; i++) expect(use(store, `more ${i}`, later)).toBe('full');
    for (let i = 0; i < 100; i++) expect(use(store, `${i}`, later)).toBe('replayed');
    expect(store.size).toBe(100);
  });

  it('RS-08: one key cannot take the room of others', () => {
    const store = new MemoryReplayStore({ maxEntries: 100, time: createManualTime(START) });
    const later = START / 1000 + 60;
    const flood = Array.from({ length: 50 }, (_, i) => use(store, `${i}`, later, 'greedy'));
    expect(flood.filter((outcome) => outcome === 'first')).toHaveLength(10);
    expect(flood.filter((outcome) => outcome === 'full')).toHaveLength(40);
    expect(use(store, 'x', later, 'modest')).toBe('first');
  });

  it('RS-08: room comes back when entries have expired, for the key too', () => {
    const time = createManualTime(START);
    const store = new MemoryReplayStore({ maxEntries: 20, maxEntriesPerKey: 10, time });
    const now = START / 1000;
    for (let i = 0; i < 10; i++) expect(use(store, `a${i}`, now + 10, 'one')).toBe('first');
    for (let i = 0; i < 5; i++) expect(use(store, `b${i}`, now + 60, 'two')).toBe('first');
    expect(use(store, 'a', now + 60, 'one')).toBe('full');
    time.advance(9.999);
    expect(use(store, 'a', now + 60, 'one')).toBe('full');
    time.advance(0.001);
    for (let i = 0; i < 10; i++) expect(use(store, `c${i}`, now + 70, 'one')).toBe('first');
    expect(use(store, 'c', now + 70, 'one')).toBe('full');
    for (let i = 0; i < 5; i++) expect(use(store, `b${i}`, now + 60, 'two')).toBe('replayed');
    expect(store.size).toBe(15);
  });

  it('RS-08, OPS-12: a clock that is set back revives nothing', () => {
    const time = createManualTime(START);
    const store = new MemoryReplayStore({ maxEntries: 4, maxEntriesPerKey: 4, time });
    const now = START / 1000;
    expect(use(store, 'old', now + 10)).toBe('first');
    expect(use(store, 'a', now + 100)).toBe('first');
    time.advance(20);
    expect(use(store, 'b', now + 100)).toBe('first');
    expect(store.size).toBe(2);
    time.jump(-300);
    expect(use(store, 'old', now + 10)).toBe('replayed');
    expect(use(store, 'made a little later', now + 11)).toBe('first');
  });

  it('RS-08: accepts each proof at most once whatever the order (model)', () => {
    const step = fc.record({
      jti: fc.constantFrom('a', 'b', 'c', 'd'),
      life: fc.integer({ min: 1, max: 30 }),
      wait: fc.integer({ min: 0, max: 15 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const time = createManualTime(START);
        const store = new MemoryReplayStore({ maxEntries: 3, maxEntriesPerKey: 3, time });
        const live = new Map<string, number>();
        for (const { jti, life, wait } of steps) {
          time.advance(wait);
          const now = time.now() / 1000;
          const outcome = use(store, jti, now + life);
          const until = live.get(jti);
          if (until !== undefined && until > now) expect(outcome).toBe('replayed');
          if (outcome === 'first') live.set(jti, now + life);
          expect(store.size).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  it.each([
    [{ maxEntries: 0 }],
    [{ maxEntries: 1.5 }],
    [{ maxEntries: Number.NaN }],
    [{ maxEntriesPerKey: 0 }],
    [{ maxEntriesPerKey: 0.5 }],
  ])('a limit that is none is a TypeError: %j', (options) => {
    expect(() => new MemoryReplayStore(options)).toThrow(TypeError);
    expect(() => new MemoryReplayStore(options)).toThrow('must be a positive integer');
  });
});
