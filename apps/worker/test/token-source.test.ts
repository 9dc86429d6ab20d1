import { describe, expect, it } from '@jest/globals';
import { createTokenSource } from '../src/token-source.ts';

function aSource(expiresInSeconds = 300) {
  const state = { now: 0, fetched: 0, fail: false };
  const source = createTokenSource({
    renewBeforeSeconds: 30,
    nowMs: () => state.now,
    async fetchToken() {
      state.fetched += 1;
      if (state.fail) throw new Error('away');
      return { accessToken: `token-${state.fetched}`, expiresInSeconds };
    },
  });
  return { state, source };
}

describe('token source', () => {
  it('uses one token until it is near its end', async () => {
    const { state, source } = aSource();
    expect(await source.get()).toEqual({ accessToken: 'token-1', source: 'fetched' });
    state.now = 269_999;
    expect(await source.get()).toEqual({ accessToken: 'token-1', source: 'cached' });
    state.now = 270_000;
    expect(await source.get()).toEqual({ accessToken: 'token-2', source: 'fetched' });
  });

  it('fetches once for many calls at the same time', async () => {
    const { state, source } = aSource();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => source.get()));
    expect(new Set(tokens.map(({ accessToken }) => accessToken))).toEqual(new Set(['token-1']));
    expect(state.fetched).toBe(1);
  });

  it('uses half of the life of a token that lives shorter than the margin', async () => {
    const { state, source } = aSource(20);
    await source.get();
    state.now = 9_999;
    expect((await source.get()).source).toBe('cached');
    state.now = 10_000;
    expect((await source.get()).source).toBe('fetched');
  });

  it('remembers no failure', async () => {
    const { state, source } = aSource();
    state.fail = true;
    await expect(source.get()).rejects.toThrow('away');
    state.fail = false;
    expect((await source.get()).accessToken).toBe('token-2');
  });

  it('gives another token after one was refused, and only then', async () => {
    const { state, source } = aSource();
    const { accessToken } = await source.get();
    source.discard('another');
    expect((await source.get()).source).toBe('cached');
    source.discard(accessToken);
    expect((await source.get()).source).toBe('fetched');
    expect(state.fetched).toBe(2);
  });
});
