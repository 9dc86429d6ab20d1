import { expectWithin } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { createResourceServer } from '../src/index.ts';
import type { Outage } from '../src/testing.ts';
import { issuer, open, opened, outcome, resource, time, withKid } from './keys-setup.ts';
import { carrying } from './requests.ts';

describe('the keys of an issuer', () => {
  it('RS-04: are fetched once for any number of requests at once', async () => {
    const api = open();
    const token = await issuer.issueToken();
    const outcomes = await Promise.all(Array.from({ length: 200 }, () => outcome(api, token)));
    expect(new Set(outcomes)).toEqual(new Set(['accepted']));
    expect(issuer.requests).toEqual({ metadata: 1, keys: 1, introspection: 0 });
  });

  it('RS-04, OPS-08: serve on for 24 hours of an outage, then 503 and not 401', async () => {
    const api = open();
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    await issuer.goDown();
    time.advance(24 * 3600 - 1);
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    expect(api.ready()).toBe(true);
    time.advance(2);
    expect(await outcome(api, await issuer.issueToken())).toBe('503 keys_unavailable');
    expect(api.ready()).toBe(false);
    await issuer.comeBack();
    time.advance(5);
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
  });

  it.each<[Outage]>([['refused'], ['silent'], ['failing']])(
    'RS-04: an unknown key while the issuer is away (%s) is 503 with Retry-After',
    async (outage) => {
      const api = open({ cooldownSeconds: 30 });
      expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
      await issuer.goDown(outage);
      time.advance(30);
      await issuer.rotateKeys();
      const decision = await api.authenticate(carrying(await issuer.issueToken()));
      expect(decision).toMatchObject({
        ok: false,
        status: 503,
        code: 'keys_unavailable',
        headers: { 'retry-after': '30' },
      });
      time.advance(12.5);
      const later = await api.authenticate(carrying(await issuer.issueToken()));
      expect(later).toMatchObject({ ok: false, status: 503, headers: { 'retry-after': '18' } });
    },
  );

  it('RS-04: at most one fetch per cooldown in a flood of unknown kids, while the issuer is up', async () => {
    const api = open({ cooldownSeconds: 10 });
    const honest = await issuer.issueToken();
    expect(await outcome(api, honest)).toBe('accepted');
    for (let second = 0; second < 60; second++) {
      time.advance(1);
      const flood = await Promise.all(Array.from({ length: 50 }, (_, i) => outcome(api, withKid(`${second}-${i}`))));
      expect(new Set(flood)).toEqual(new Set(['401 unknown_key']));
      expect(await outcome(api, honest)).toBe('accepted');
    }
    expect(issuer.requests.keys).toBe(1 + 6);
  });

  it.each<[Outage]>([['failing'], ['refused']])(
    'RS-04, OPS-08: at most one fetch per cooldown in a flood of unknown kids, while the issuer is away (%s)',
    async (outage) => {
      let attempts = 0;
      const counting = (url: string, init: RequestInit): Promise<Response> => {
        attempts++;
        return fetch(url, init);
      };
      const api = open({ cooldownSeconds: 10 }, { fetch: counting });
      const honest = await issuer.issueToken();
      expect(await outcome(api, honest)).toBe('accepted');
      await issuer.goDown(outage);
      const seen = new Map<string, number>();
      for (let second = 0; second < 60; second++) {
        time.advance(1);
        for (const result of await Promise.all(
          Array.from({ length: 20 }, (_, i) => outcome(api, withKid(`${second}-${i}`))),
        )) {
          seen.set(result, (seen.get(result) ?? 0) + 1);
        }
        expect(await outcome(api, honest)).toBe('accepted');
      }
      // Metadata and keys at first, then one question in each cooldown.
      expect(attempts).toBe(2 + 6);
      // In the first cooldown the issuer was still known to be well, so those keys were known not to exist.
      expect(Object.fromEntries(seen)).toEqual({ '401 unknown_key': 9 * 20, '503 keys_unavailable': 51 * 20 });
    },
  );

  it('RS-04, OPS-08: a cold start without the issuer is not ready and answers 503, then recovers by itself', async () => {
    await issuer.goDown();
    const api = open({ cooldownSeconds: 2 });
    expect(await api.preload()).toBe(false);
    expect(api.ready()).toBe(false);
    expect(await outcome(api, await issuer.issueToken())).toBe('503 keys_unavailable');
    await issuer.comeBack();
    expect(await outcome(api, await issuer.issueToken())).toBe('503 keys_unavailable');
    time.advance(2);
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    expect(api.ready()).toBe(true);
  });

  it('OPS-08: preload tries again once in each cooldown until it succeeds, without any request', async () => {
    await issuer.goDown('failing');
    const loaded = Promise.withResolvers<void>();
    const events: string[] = [];
    const api = createResourceServer({
      resource,
      issuers: [{ issuer: issuer.issuer, algorithms: ['ES256'] }],
      keys: { cooldownSeconds: 0.05 },
      observe: {
        keys: ({ outcome: result }) => {
          events.push(result);
          if (events.length === 3) void issuer.comeBack();
          if (result === 'loaded') loaded.resolve();
        },
      },
    });
    opened.push(api);
    await loaded.promise;
    expect(events).toEqual(['failed', 'failed', 'failed', 'loaded']);
    expect(api.ready()).toBe(true);
    expect(await api.preload()).toBe(true);
    expect(issuer.requests.keys).toBe(1);
  });

  it('OPS-08: preload ends with close', async () => {
    await issuer.goDown('failing');
    const failed = Promise.withResolvers<void>();
    const api = createResourceServer({
      resource,
      issuers: [{ issuer: issuer.issuer, algorithms: ['ES256'] }],
      keys: { cooldownSeconds: 0.01 },
      observe: { keys: () => failed.resolve() },
    });
    await failed.promise;
    api.close();
    const { metadata } = issuer.requests;
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
    expect(issuer.requests.metadata).toBe(metadata);
  });

  it('RS-04: a kid that is not published is asked for again only after a while', async () => {
    const api = open({ cooldownSeconds: 1, unknownKeySeconds: 60 });
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    time.advance(1);
    expect(await outcome(api, withKid('missing'))).toBe('401 unknown_key');
    expect(issuer.requests.keys).toBe(2);
    time.advance(59);
    expect(await outcome(api, withKid('missing'))).toBe('401 unknown_key');
    expect(issuer.requests.keys).toBe(2);
    time.advance(2);
    expect(await outcome(api, withKid('missing'))).toBe('401 unknown_key');
    expect(issuer.requests.keys).toBe(3);
  });

  it('RS-04: only the newest 1,000 unknown kids are kept in mind', async () => {
    const api = open({ cooldownSeconds: 1, unknownKeySeconds: 3600 });
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    for (let i = 0; i <= 1000; i++) expect(await outcome(api, withKid(`kid-${i}`))).toBe('401 unknown_key');
    time.advance(1);
    expect(await outcome(api, withKid('kid-1000'))).toBe('401 unknown_key');
    expect(issuer.requests.keys).toBe(1);
    expect(await outcome(api, withKid('kid-0'))).toBe('401 unknown_key');
    expect(issuer.requests.keys).toBe(2);
  });

  it('RS-04: at most 1,000 requests wait for one fetch', async () => {
    await issuer.goDown('silent');
    const api = open();
    const token = await issuer.issueToken();
    const waiting = Array.from({ length: 1000 }, () => outcome(api, token));
    const startedAt = performance.now();
    expect(await outcome(api, token)).toBe('503 keys_unavailable');
    expectWithin(performance.now() - startedAt, 200);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['503 keys_unavailable']));
    expect(issuer.requests.metadata).toBe(1);
  });
});
