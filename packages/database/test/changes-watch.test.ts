import { eventually } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { watchChanges } from '../src/changes-watch.ts';

describe('the watch of the change counters', () => {
  it('OPS-07: who asks while a look is under way hears nothing of its failure, which is told once', async () => {
    const { promise, reject } = Promise.withResolvers<ReadonlyMap<string, number>>();
    const failures: unknown[] = [];
    const watch = watchChanges(
      { versions: () => promise, announce: () => ({}) as never },
      { pollMs: 1_000_000, onError: (error) => failures.push(error) },
    );
    const looks = [watch.check(), watch.check(), watch.check()];
    reject(new Error('away'));
    await Promise.all(looks);
    expect(failures).toHaveLength(1);
    await watch.close();
  });

  it('tells subscribers of each look that failed, until their subscription ends', async () => {
    const watch = watchChanges(
      { versions: () => Promise.reject(new Error('away')), announce: () => ({}) as never },
      { pollMs: 1_000_000, onError: () => undefined },
    );
    let unheard = 0;
    const end = watch.on(
      'keys',
      () => undefined,
      () => {
        unheard += 1;
      },
    );
    await watch.check();
    await watch.check();
    end();
    await watch.check();
    expect(unheard).toBe(2);
    await watch.close();
  });

  it('another past, whose numbers may be the same, counts as a change of everything, also when the first look fails', async () => {
    let fails = false;
    const watch = watchChanges(
      {
        versions: async () => {
          if (fails) throw new Error('away');
          return new Map([['keys', 3]]);
        },
        announce: () => ({}) as never,
      },
      { pollMs: 1_000_000, onError: () => undefined },
    );
    let heard = 0;
    watch.lookAnew();
    watch.on('keys', () => {
      heard += 1;
    });
    await watch.check();
    await watch.check();
    expect(heard).toBe(1);
    fails = true;
    watch.lookAnew();
    await watch.check();
    expect(heard).toBe(1);
    fails = false;
    await watch.check();
    await watch.check();
    expect(heard).toBe(2);
    await watch.close();
  });

  it('calls a listener once at a time, once more for what moved meanwhile, and again after it failed', async () => {
    let version = 0;
    const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
    const failures: unknown[] = [];
    const watch = watchChanges(
      { versions: async () => new Map([['keys', version]]), announce: () => ({}) as never },
      { pollMs: 5, onError: (error) => failures.push(error) },
    );
    watch.on('keys', () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      ends.push({ resolve, reject });
      return promise;
    });
    const called = (times: number) => eventually(() => ends.length === times);
    await called(1);
    version += 1;
    await watch.check();
    version += 1;
    await watch.check();
    expect(ends).toHaveLength(1);
    ends[0]!.resolve();
    await called(2);
    ends[1]!.reject(new Error('away'));
    await called(3);
    expect(failures).toHaveLength(1);
    ends[2]!.resolve();
    await watch.check();
    version += 1;
    await watch.check();
    await called(4);
    await watch.close();
  });
});
