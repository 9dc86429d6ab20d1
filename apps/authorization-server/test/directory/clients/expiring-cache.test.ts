import { beforeEach, describe, expect, it } from '@jest/globals';
import { ExpiringCache } from '../../../src/directory/clients/expiring-cache.ts';

let nowMs = 0;
let looked: string[] = [];
let cache: ExpiringCache<string>;

beforeEach(() => {
  nowMs = 1_000_000;
  looked = [];
  cache = new ExpiringCache<string>(() => nowMs, 1000, 3);
});

const get = (key: string, value: string | undefined = `value of ${key}`) =>
  cache.get(key, async () => {
    looked.push(key);
    return value;
  });

describe('answers that are kept for a short time', () => {
  it('are looked up once and again when their time is over', async () => {
    expect([await get('a'), await get('a')]).toEqual(['value of a', 'value of a']);
    nowMs += 999;
    await get('a');
    expect(looked).toEqual(['a']);
    nowMs += 1;
    await get('a');
    expect(looked).toEqual(['a', 'a']);
  });

  it('AS-09: are kept for what does not exist too', async () => {
    expect(await cache.get('nobody', async () => void looked.push('nobody'))).toBeUndefined();
    expect(await cache.get('nobody', async () => 'somebody')).toBeUndefined();
    nowMs += 1000;
    expect(await cache.get('nobody', async () => 'somebody')).toBe('somebody');
  });

  it('are looked up once by many who ask at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => get('a')));
    expect([new Set(answers).size, looked]).toEqual([1, ['a']]);
  });

  it('are not kept when the look-up fails', async () => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const failing = cache.get('a', async () => Promise.reject(new Error(`away ${attempt}`)));
      await expect(failing).rejects.toThrow(`away ${attempt}`);
    }
    expect(await get('a')).toBe('value of a');
  });

  it('never are more than their bound: the oldest goes', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await get(key);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.peek(key))).toEqual([
      undefined,
      'value of b',
      'value of c',
      'value of d',
    ]);
  });

  it('AS-09: are forgotten on a change, also those that are being looked up at that moment', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const slow = cache.get('a', () => promise);
    cache.clear();
    resolve('old');
    expect(await slow).toBe('old');
    expect(cache.peek('a')).toBeUndefined();
    expect(await get('a', 'new')).toBe('new');
  });

  it('can be seen without waiting, however old', async () => {
    expect(cache.peek('a')).toBeUndefined();
    await get('a');
    nowMs += 60_000;
    expect(cache.peek('a')).toBe('value of a');
  });
});
