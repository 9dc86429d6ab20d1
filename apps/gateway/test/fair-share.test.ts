import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createFairShare } from '../src/fair-share.ts';

describe('connections to a service', () => {
  it('W1: what one caller sends beyond its share waits for its own, in order; others go on', async () => {
    const share = createFairShare(2);
    expect([share.enter('a'), share.enter('a'), share.enter('b')]).toEqual([undefined, undefined, undefined]);
    const order: number[] = [];
    const third = share.enter('a')?.then(() => void order.push(3));
    const fourth = share.enter('a')?.then(() => void order.push(4));
    expect(share.enter('b')).toBeUndefined();
    share.leave('a');
    await third;
    expect(order).toEqual([3]);
    share.leave('a');
    await fourth;
    expect(order).toEqual([3, 4]);
    share.leave('a');
    share.leave('a');
    expect([share.enter('a'), share.enter('a')]).toEqual([undefined, undefined]);
  });

  it('W1: ten times as many may wait; more are refused with what to do', () => {
    const share = createFairShare(1);
    expect(share.enter('a')).toBeUndefined();
    for (let index = 0; index < 10; index += 1) expect(share.enter('a')).toBeInstanceOf(Promise);
    expect(() => share.enter('a')).toThrow(expect.objectContaining({ status: 429, code: 'too_many_at_once' }));
    expect(share.enter('b')).toBeUndefined();
  });

  it('W1: no caller ever has more than its share, and nobody who has less waits', async () => {
    const step = fc.record({ caller: fc.integer({ min: 0, max: 4 }), enters: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 200 }), async (most, steps) => {
        const share = createFairShare(most);
        const inside = new Map<string, number>();
        const change = (name: string, by: number) => void inside.set(name, (inside.get(name) ?? 0) + by);
        for (const { caller, enters } of steps) {
          const name = `${caller}`;
          const before = inside.get(name) ?? 0;
          if (enters) {
            let entered: Promise<void> | undefined;
            try {
              entered = share.enter(name);
            } catch {
              continue;
            }
            if (entered) void entered.then(() => change(name, 1));
            else change(name, 1);
            expect(entered === undefined).toBe(before < most);
          } else if (before > 0) {
            change(name, -1);
            share.leave(name);
            await Promise.resolve();
          }
          expect(inside.get(name) ?? 0).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});
