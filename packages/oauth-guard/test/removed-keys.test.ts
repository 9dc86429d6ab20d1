import { eventually } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import type { DecisionEvent, ResourceServer } from '../src/index.ts';
import { issuer, open, outcome, refreshed, time } from './keys-setup.ts';

const FAR = { expiresInSeconds: 400 * 86_400 };

/** A guard and what it used for each decision. */
function watched(keys: object = {}, more: object = {}): { api: ResourceServer; sources: string[] } {
  const sources: string[] = [];
  const observe = { decision: ({ source }: DecisionEvent) => sources.push(source), keys: () => undefined };
  return { api: open(keys, { observe, ...more }), sources };
}

describe('D4: remembered tokens end with their key', () => {
  it('in steady use of remembered tokens alone the key set is refreshed in the background, and nobody waits', async () => {
    let loads = 0;
    const sources: string[] = [];
    const observe = { decision: ({ source }: DecisionEvent) => sources.push(source), keys: () => (loads += 1) };
    const api = open({}, { observe });
    const token = await issuer.issueToken(FAR);
    expect(await outcome(api, token)).toBe('accepted');
    for (let second = 10; second <= 1800; second += 10) {
      time.advance(10);
      const decision = api.authenticate({
        method: 'GET',
        url: '/',
        headerValues: (name) => (name === 'authorization' ? [`Bearer ${token}`] : []),
        hasFormToken: () => false,
        peerAddress: undefined,
        peerCertificate: () => undefined,
      });
      expect(decision).not.toBeInstanceOf(Promise);
      expect(decision).toMatchObject({ ok: true });
      // As old as they are when they arrive, so they have to be there before time goes on.
      await eventually(() => loads === 1 + Math.floor(second / 480));
    }
    expect(new Set(sources.slice(1))).toEqual(new Set(['remembered']));
    expect(issuer.requests.keys).toBe(1 + 3);
  });

  it('a token of a removed key is refused at the latest one cache age after the key left the set', async () => {
    const { api } = watched();
    const token = await issuer.issueToken(FAR);
    expect(await outcome(api, token)).toBe('accepted');
    await issuer.rotateKeys({ forgetOld: true });
    time.advance(479);
    expect(await outcome(api, token)).toBe('accepted');
    expect(issuer.requests.keys).toBe(1);
    time.advance(2);
    // Begins to fetch in the background.
    expect(await outcome(api, token)).toBe('accepted');
    await refreshed(2);
    expect(await eventually(async () => (await outcome(api, token)) !== 'accepted' && outcome(api, token))).toBe(
      '401 unknown_key',
    );
  });

  it('after a pause the first request waits for the keys, so not even one token of a removed key passes', async () => {
    const { api } = watched();
    const [token, second] = [await issuer.issueToken(FAR), await issuer.issueToken(FAR)];
    expect(await outcome(api, token)).toBe('accepted');
    await issuer.rotateKeys({ forgetOld: true });
    const good = await issuer.issueToken(FAR);
    time.advance(600);
    expect(await Promise.all([token, second, good, token].map((one) => outcome(api, one)))).toEqual([
      '401 unknown_key',
      '401 unknown_key',
      'accepted',
      '401 unknown_key',
    ]);
    expect(issuer.requests.keys).toBe(2);
  });

  it('a key that was replaced under the same name ends them too, and tokens of other keys are verified anew', async () => {
    const { api, sources } = watched();
    const old = await issuer.issueToken(FAR);
    await issuer.rotateKeys();
    const token = await issuer.issueToken(FAR);
    for (const one of [old, token, token]) expect(await outcome(api, one)).toBe('accepted');
    await issuer.rotateKeys({ forgetOld: true });
    const next = await issuer.issueToken(FAR);
    time.advance(600);
    expect(await outcome(api, next)).toBe('accepted');
    expect(await outcome(api, next)).toBe('accepted');
    expect(await outcome(api, token)).toBe('401 unknown_key');
    expect(sources).toEqual(['verified', 'verified', 'remembered', 'verified', 'remembered', 'none']);
  });

  it('while the issuer is away remembered tokens are served as long as staleSeconds say, without waiting', async () => {
    const { api, sources } = watched({ staleSeconds: 3600 });
    const token = await issuer.issueToken(FAR);
    expect(await outcome(api, token)).toBe('accepted');
    await issuer.goDown('failing');
    time.advance(500);
    expect(await outcome(api, token)).toBe('accepted');
    await refreshed(2);
    for (let second = 500; second < 3600; second += 100) {
      await new Promise((resolve) => setImmediate(resolve));
      time.advance(100);
      expect(await outcome(api, token)).toBe('accepted');
    }
    time.advance(1);
    expect(await outcome(api, token)).toBe('503 keys_unavailable');
    expect(sources.at(-1)).toBe('none');
    await issuer.comeBack();
    time.advance(5);
    expect(await outcome(api, token)).toBe('accepted');
  });

  it('a silent issuer is waited for once, not by each request', async () => {
    const { api } = watched({ cooldownSeconds: 60 });
    const token = await issuer.issueToken(FAR);
    expect(await outcome(api, token)).toBe('accepted');
    await issuer.goDown('silent');
    time.advance(600);
    expect(await Promise.all([outcome(api, token), outcome(api, token)])).toEqual(['accepted', 'accepted']);
    const { keys } = issuer.requests;
    expect(await outcome(api, token)).toBe('accepted');
    time.advance(59);
    expect(await outcome(api, token)).toBe('accepted');
    expect(issuer.requests.keys).toBe(keys);
  });

  it('more requests than may wait are served with the key that is known', async () => {
    const { api } = watched();
    const token = await issuer.issueToken(FAR);
    expect(await outcome(api, token)).toBe('accepted');
    await issuer.goDown('silent');
    time.advance(600);
    const outcomes = await Promise.all(Array.from({ length: 1100 }, () => outcome(api, token)));
    expect(new Set(outcomes)).toEqual(new Set(['accepted']));
  });

  it('nothing is remembered past a key set of no age', async () => {
    const { api } = watched({ cacheSeconds: 0, staleSeconds: 60, cooldownSeconds: 0.01 });
    const token = await issuer.issueToken(FAR);
    expect(await outcome(api, token)).toBe('accepted');
    await issuer.rotateKeys({ forgetOld: true });
    time.advance(1);
    expect(await outcome(api, token)).toBe('401 unknown_key');
  });
});
