import { randomBytes } from 'node:crypto';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { limitsFrom } from '../../../src/directory/throttle/limits.ts';
import { createThrottle, type Throttle } from '../../../src/directory/throttle/throttle.ts';

const limits = limitsFrom({ perAccount: 3, perAddress: 6, forEveryone: 9, windowSeconds: 60 });
const from = (address: string, account = 'alice', knownBrowser?: string) => ({ account, address, knownBrowser });

let storage: Storage;
let nowMs: number;
let throttle: Throttle;
let refusals: string[];

beforeEach(async () => {
  nowMs = Date.now();
  refusals = [];
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([randomBytes(32)]), clock: () => nowMs });
  throttle = createThrottle({
    storage,
    limits,
    clock: () => nowMs,
    onRefusal: (_action, scope) => refusals.push(scope),
  });
});
afterEach(() => storage.close());

const tries = async (count: number, about: (n: number) => ReturnType<typeof from>) => {
  const attempts = await Promise.all(
    Array.from({ length: count }, async (_, n) => throttle.attempt('sign_in', about(n))),
  );
  return attempts.map(({ refusedBy }) => refusedBy ?? 'allowed');
};
const countOf = (outcomes: readonly string[], what: string) => outcomes.filter((outcome) => outcome === what).length;

describe('throttling', () => {
  it('AS-14: of 200 parallel attempts at one account exactly as many as the limit are looked at', async () => {
    const outcomes = await tries(200, (n) => from(`10.0.0.${n}`, 'alice'));
    expect(countOf(outcomes, 'allowed')).toBe(3);
  });

  it('AS-14: one address cannot try many accounts, nor can one IPv6 network', async () => {
    expect(countOf(await tries(50, (n) => from('10.0.0.1', `person ${n}`)), 'allowed')).toBe(6);
    await storage.commit([storage.counters.writes.reset('throttle:sign_in:60:everyone')]);
    expect(countOf(await tries(50, (n) => from(`2001:db8::${n}`, `somebody ${n}`)), 'allowed')).toBe(6);
  });

  it('AS-14: many addresses and many accounts together meet the limit for everyone', async () => {
    const outcomes = await tries(60, (n) => from(`10.0.0.${n}`, `person ${n}`));
    expect([countOf(outcomes, 'allowed'), countOf(outcomes, 'everyone')]).toEqual([9, 51]);
  });

  it('AS-14: what turned out right is taken back, so honest people are never in the way', async () => {
    for (let n = 0; n < 20; n += 1) {
      const attempt = await throttle.attempt('sign_in', from('10.0.0.1'));
      expect(attempt.refusedBy).toBeUndefined();
      await storage.commit(attempt.succeeded());
    }
    expect(await storage.counters.read('throttle:sign_in:60:address:10.0.0.1')).toMatchObject({ count: 0 });
  });

  it('AS-14: what is refused does not pile up, so a storm of right attempts passes in the end', async () => {
    const storm = await Promise.all(
      Array.from({ length: 100 }, (_, n) => throttle.attempt('sign_in', from('10.0.0.1', `person ${n}`))),
    );
    await storage.commit(storm.flatMap((attempt) => attempt.succeeded()));
    expect(await storage.counters.read('throttle:sign_in:60:address:10.0.0.1')).toMatchObject({ count: 1 });
    nowMs += 1001;
    expect((await throttle.attempt('sign_in', from('10.0.0.1', 'person 99'))).refusedBy).toBeUndefined();
  });

  it('AS-14: a stranger cannot lock a person out of a browser in which they signed in before', async () => {
    await tries(100, (n) => from(`10.0.0.${n}`));
    expect(await throttle.attempt('sign_in', from('10.0.0.1'))).toMatchObject({ refusedBy: 'everyone' });
    expect((await throttle.attempt('sign_in', from('10.0.0.1', 'alice', 'hers'))).refusedBy).toBeUndefined();
    const stolen = await tries(50, () => from('10.0.0.1', 'alice', 'hers'));
    expect(countOf(stolen, 'allowed')).toBe(2);
  });

  it('AS-14: the pause ends with its window, and says when', async () => {
    await tries(4, () => from('10.0.0.1'));
    nowMs += 20_000;
    const refused = await throttle.attempt('sign_in', from('10.0.0.1'));
    expect(refused).toMatchObject({ refusedBy: 'account', retryAfterSeconds: 40 });
    nowMs += 41_000;
    expect((await throttle.attempt('sign_in', from('10.0.0.1'))).refusedBy).toBeUndefined();
  });

  it('AS-14: a flood from one address costs the store next to nothing', async () => {
    await tries(7, (n) => from('10.0.0.1', `person ${n}`));
    let commits = 0;
    const counting = Object.assign(Object.create(storage) as Storage, {
      counters: {
        ...storage.counters,
        incrementAll: (counters: never) => {
          commits += 1;
          return storage.counters.incrementAll(counters);
        },
      },
    });
    throttle = createThrottle({ storage: counting, limits, clock: () => nowMs });
    for (let n = 0; n < 100; n += 1) await throttle.attempt('sign_in', from('10.0.0.1', `person ${n}`));
    expect(commits).toBe(1);
    nowMs += 1001;
    await throttle.attempt('sign_in', from('10.0.0.1'));
    expect(commits).toBe(2);
  });

  it('AS-14: a second factor has a limit by the day as well', async () => {
    let allowed = 0;
    for (let n = 0; n < 40; n += 1) {
      const attempt = await throttle.attempt('second_factor', from(`10.0.${n}.1`));
      if (attempt.refusedBy === undefined) allowed += 1;
      nowMs += 21_000;
    }
    expect(allowed).toBe(15);
  });

  it('AS-14: recovery forgets what was counted against the account, and every refusal is reported', async () => {
    await tries(4, () => from('10.0.0.1'));
    expect(refusals).toEqual(['account']);
    await storage.commit(throttle.forgive('alice'));
    expect((await throttle.attempt('sign_in', from('10.0.0.1'))).refusedBy).toBeUndefined();
  });
});
