import { describe, expect, it } from '@jest/globals';
import type { Exchanged } from '../src/exchange.ts';
import { createExchangeCache } from '../src/exchange-cache.ts';

const token = (accessToken: string, expiresInSeconds = 300): Exchanged => ({
  accessToken,
  expiresInSeconds,
  scopes: ['a'],
  subject: accessToken,
  grantId: undefined,
});

describe('the cache of exchanged tokens', () => {
  it('GW-04: asks once however many ask at once, and again only near the end', async () => {
    let now = 0;
    let asked = 0;
    const cache = createExchangeCache({ nowMs: () => now });
    const exchange = async () => token(`t${(asked += 1)}`);
    const all = await Promise.all(Array.from({ length: 50 }, () => cache.get('k', exchange)));
    expect(new Set(all.map(({ accessToken }) => accessToken))).toEqual(new Set(['t1']));
    now = 289_000;
    expect((await cache.get('k', exchange)).accessToken).toBe('t1');
    now = 291_000;
    expect(cache.peek('k')).toBeUndefined();
    expect((await cache.get('k', exchange)).accessToken).toBe('t2');
    expect((await cache.get('other', exchange)).accessToken).toBe('t3');
  });

  it('GW-04: a short life is used for half, and never past what the caller allows', async () => {
    let now = 0;
    const cache = createExchangeCache({ nowMs: () => now });
    await cache.get('short', async () => token('s', 8));
    await cache.get('capped', async () => token('c'), 30);
    now = 3999;
    expect(cache.peek('short')).toBeDefined();
    now = 4001;
    expect(cache.peek('short')).toBeUndefined();
    now = 30_001;
    expect(cache.peek('capped')).toBeUndefined();
  });

  it('GW-04: the time that the exchange itself took counts', async () => {
    let now = 0;
    const cache = createExchangeCache({ nowMs: () => now });
    await cache.get('k', async () => {
      now = 5000;
      return token('t', 12);
    });
    expect(cache.peek('k')).toBeDefined();
    now = 6001;
    expect(cache.peek('k')).toBeUndefined();
  });

  it('GW-04: failures are kept for nobody', async () => {
    const cache = createExchangeCache();
    await expect(cache.get('k', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect((await cache.get('k', async () => token('t'))).accessToken).toBe('t');
  });

  it('GW-04: is bounded, and forgets what was revoked, also while it is being asked for', async () => {
    const cache = createExchangeCache({ maxEntries: 3 });
    for (const name of ['a', 'b', 'c', 'd']) await cache.get(name, async () => token(name));
    expect(cache.size).toBe(3);
    expect(cache.peek('a')).toBeUndefined();
    cache.evict(({ subject }) => subject === 'b');
    expect([cache.peek('b'), cache.peek('c')?.accessToken]).toEqual([undefined, 'c']);
    const { promise, resolve } = Promise.withResolvers<Exchanged>();
    const late = cache.get('late', () => promise);
    cache.evict(() => false);
    resolve(token('late'));
    expect((await late).accessToken).toBe('late');
    expect(cache.peek('late')).toBeUndefined();
  });
});
