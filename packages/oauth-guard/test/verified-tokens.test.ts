import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createResourceServer } from '../src/index.ts';
import type { Principal } from '../src/principal.ts';
import { createManualTime, createTestIssuer } from '../src/testing.ts';
import { VerifiedTokens } from '../src/verified-tokens.ts';
import { principalOf } from './principals.ts';
import { carrying } from './requests.ts';

const resource = 'https://api.example.com';
const BYTES = 1_000_000;
const START = 1_999_999_900_000;
const held = (token: string, claims = {}): Principal => principalOf(claims, { token });

const large = (i: number): string => `${i}`.padStart(4100, 'x');

describe('verified tokens', () => {
  it('RS-05: are known by the whole token, though only its end is hashed', () => {
    const tokens = new VerifiedTokens({ entries: 10, bytes: BYTES }, createManualTime(START));
    const end = 'x'.repeat(32);
    tokens.set(held(`one${end}`));
    expect(tokens.get(`one${end}`)?.token).toBe(`one${end}`);
    expect(tokens.get(`two${end}`)).toBeUndefined();
    expect(tokens.get(end)).toBeUndefined();
    tokens.set(held(`two${end}`));
    expect(tokens.get(`two${end}`)?.token).toBe(`two${end}`);
    expect(tokens.get(`one${end}`)).toBeUndefined();
  });

  it('RS-05: never serve past exp, nor past the age they were given', () => {
    const time = createManualTime(START);
    const tokens = new VerifiedTokens({ entries: 10, bytes: BYTES }, time);
    tokens.set(held('jwt'));
    tokens.set(held('opaque'), { freshUntil: time.monotonic() + 30_000 });
    tokens.set(held('expired', { exp: START / 1000 }));
    expect(tokens.size).toBe(2);
    time.advance(29.999);
    expect(tokens.get('opaque')).toBeDefined();
    time.advance(0.001);
    expect(tokens.get('opaque')).toBeUndefined();
    time.advance(69.999);
    expect(tokens.get('jwt')).toBeDefined();
    time.advance(0.001);
    expect(tokens.get('jwt')).toBeUndefined();
    expect(tokens.size).toBe(0);
  });

  it('OPS-12: a clock set back does not prolong the age of an introspected token', () => {
    const time = createManualTime(START);
    const tokens = new VerifiedTokens({ entries: 10, bytes: BYTES }, time);
    tokens.set(held('opaque'), { freshUntil: time.monotonic() + 30_000 });
    time.advance(30);
    time.jump(-300);
    expect(tokens.get('opaque')).toBeUndefined();
  });

  it('RS-05: are bounded, keep what is in use, and drop the rest', () => {
    const time = createManualTime(START);
    const tokens = new VerifiedTokens({ entries: 100, bytes: BYTES }, time);
    tokens.set(held('in use'));
    for (let i = 0; i < 10_000; i++) {
      tokens.set(held(`other ${i}`));
      if (i % 20 === 0) expect(tokens.get('in use')).toBeDefined();
      expect(tokens.size).toBeLessThanOrEqual(100);
    }
    expect(tokens.get('other 0')).toBeUndefined();
    expect(tokens.get('other 9999')).toBeDefined();
  });

  it('RS-05: keep at least half as many as allowed', () => {
    const tokens = new VerifiedTokens({ entries: 100, bytes: BYTES }, createManualTime(START));
    for (let i = 0; i < 1000; i++) {
      tokens.set(held(`token ${i}`));
      const recent = Array.from({ length: Math.min(i, 49) }, (_, back) => `token ${i - back}`);
      expect(recent.every((token) => tokens.get(token) !== undefined)).toBe(true);
    }
  });

  it('RS-05: are bounded by bytes: many large tokens take no more than they may, and what is in use stays', () => {
    const tokens = new VerifiedTokens({ entries: 10_000, bytes: BYTES }, createManualTime(START));
    let most = 0;
    for (let i = 0; i < 5000; i++) {
      tokens.set(held(large(i)));
      if (i % 20 === 0) expect(tokens.get(large(0))).toBeDefined();
      most = Math.max(most, tokens.bytes);
    }
    expect(most).toBeLessThanOrEqual(BYTES);
    expect(most).toBeGreaterThan(BYTES / 2);
    expect(tokens.size).toBeLessThanOrEqual(BYTES / 8200);
    expect(tokens.get(large(4999))).toBeDefined();
    expect(tokens.get(large(1))).toBeUndefined();
    tokens.evict(() => true);
    expect([tokens.size, tokens.bytes]).toEqual([0, 0]);
  });

  it('RS-05: a single large token, or one of which much is said, is not remembered', () => {
    const tokens = new VerifiedTokens({ entries: 100, bytes: 64 * 1024 * 1024 }, createManualTime(START));
    tokens.set(held('x'.repeat(100_000)));
    tokens.set(principalOf({ roles: ['y'.repeat(100_000)] }, { token: 'opaque', header: {} }));
    expect([tokens.size, tokens.bytes]).toEqual([0, 0]);
    tokens.set(principalOf({ roles: ['y'.repeat(10_000)] }, { token: 'opaque', header: {} }));
    expect(tokens.size).toBe(1);
    expect(tokens.bytes).toBeGreaterThan(10_000);
    const small = new VerifiedTokens({ entries: 100, bytes: 65_536 }, createManualTime(START));
    small.set(held('x'.repeat(600)));
    expect(small.size).toBe(0);
    small.set(held('x'.repeat(500)));
    expect(small.size).toBe(1);
  });

  it('RS-05: the bytes are those of the tokens that are kept, whatever happens to them (model)', () => {
    const operation = fc.record({
      kind: fc.constantFrom('set', 'get', 'delete', 'evict', 'advance'),
      length: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80 }), (operations) => {
        const time = createManualTime(START);
        const tokens = new VerifiedTokens({ entries: 6, bytes: 64 * 120 }, time);
        for (const { kind, length } of operations) {
          const token = 'x'.repeat(length);
          if (kind === 'set') tokens.set(held(token, { exp: time.now() / 1000 + length }));
          else if (kind === 'get') tokens.get(token);
          else if (kind === 'delete') tokens.delete(token);
          else if (kind === 'evict') tokens.evict((principal) => principal.token.length < length);
          else time.advance(1);
          const kept: number[] = [];
          tokens.evict((principal) => {
            kept.push(2 * principal.token.length);
            return false;
          });
          expect(tokens.size).toBe(kept.length);
          expect(tokens.bytes).toBe(kept.reduce((sum, bytes) => sum + bytes, 0));
        }
      }),
    );
  });

  it('RS-05: are evicted one by one, or by what they say, in both generations', () => {
    const tokens = new VerifiedTokens({ entries: 4, bytes: BYTES }, createManualTime(START));
    for (const name of ['a', 'b', 'c']) tokens.set(held(name, { sub: name }));
    tokens.evict(({ subject }) => subject === 'a' || subject === 'c');
    expect(['a', 'b', 'c'].map((name) => tokens.get(name)?.subject)).toEqual([undefined, 'b', undefined]);
    tokens.delete('b');
    expect(tokens.get('b')).toBeUndefined();
  });

  it('RS-05: agree with an unbounded memory about every token they still have (model)', () => {
    const operation = fc.record({
      kind: fc.constantFrom('set', 'get', 'delete', 'advance'),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      life: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 80 }), (operations) => {
        const time = createManualTime(START);
        const tokens = new VerifiedTokens({ entries: 4, bytes: BYTES }, time);
        const model = new Map<string, number>();
        for (const { kind, name, life } of operations) {
          const now = time.now() / 1000;
          if (kind === 'set') {
            tokens.set(held(name, { exp: now + life }));
            model.set(name, now + life);
          } else if (kind === 'delete') {
            tokens.delete(name);
            model.delete(name);
          } else if (kind === 'advance') time.advance(life / 2);
          const found = tokens.get(name);
          if (found !== undefined) {
            expect(found.token).toBe(name);
            expect(model.get(name)).toBe(found.expiresAt);
            expect(found.expiresAt).toBeGreaterThan(time.now() / 1000);
          } else if (kind === 'set') expect(model.get(name)).toBeLessThanOrEqual(time.now() / 1000);
        }
      }),
    );
  });

  it('RS-05: 20 people, 20,000 interleaved requests: no identity is swapped', async () => {
    const issuer = await createTestIssuer({ audience: resource });
    // A memory too small for all: remembered and fresh tokens take turns.
    const api = createResourceServer({ resource, issuers: issuer.issuer, rememberedTokens: 24 });
    await api.preload();
    const claims = { jti: 'the same', iat: Math.floor(Date.now() / 1000) };
    const people = Array.from({ length: 20 }, (_, i) => `person-${String(i).padStart(2, '0')}`);
    const tokens = await Promise.all(people.map((subject) => issuer.issueToken({ subject, scope: 'read', claims })));
    const sources = new Set<string>();
    let swapped = 0;
    let served = 0;
    const ask = async (who: number): Promise<void> => {
      const decision = await api.authenticate(carrying(tokens[who] as string));
      served++;
      if (!decision.ok || decision.auth?.subject !== people[who] || decision.auth?.token !== tokens[who]) swapped++;
      sources.add(decision.ok ? 'ok' : decision.code);
    };
    let state = 1;
    for (let round = 0; round < 200; round++) {
      const batch = Array.from({ length: 100 }, () => {
        state = (state * 48_271) % 2_147_483_647;
        return ask(state % 20);
      });
      await Promise.all(batch);
    }
    expect({ served, swapped, sources: [...sources] }).toEqual({ served: 20_000, swapped: 0, sources: ['ok'] });
    api.close();
    await issuer.close();
  });

  it('RS-05: what one resource server remembers is nothing to another with another policy', async () => {
    const issuer = await createTestIssuer({ audience: resource });
    const here = createResourceServer({ resource, issuers: issuer.issuer });
    const there = createResourceServer({ resource: 'https://other.example.com', issuers: issuer.issuer });
    const token = await issuer.issueToken();
    expect((await here.authenticate(carrying(token))).ok).toBe(true);
    expect(await there.authenticate(carrying(token))).toMatchObject({ ok: false, code: 'wrong_audience' });
    here.close();
    there.close();
    await issuer.close();
  });

  it('RS-05: junk pushes out nothing: 5,000 bad tokens later the honest ones are still remembered', async () => {
    const issuer = await createTestIssuer({ audience: resource });
    const sources: string[] = [];
    const api = createResourceServer({
      resource,
      issuers: issuer.issuer,
      rememberedTokens: 20,
      observe: { decision: ({ outcome, source }) => outcome === 'accepted' && sources.push(source) },
    });
    await api.preload();
    const tokens = await Promise.all(Array.from({ length: 10 }, () => issuer.issueToken()));
    for (const token of tokens) await api.authenticate(carrying(token));
    const [head, body] = (tokens[0] as string).split('.');
    for (let i = 0; i < 5000; i++) {
      const junk = `${head}.${body}.${Buffer.from(`${i}`.padStart(256)).toString('base64url')}`;
      expect((await api.authenticate(carrying(junk))).ok).toBe(false);
    }
    for (const token of tokens) await api.authenticate(carrying(token));
    expect(sources).toEqual([...tokens.map(() => 'verified'), ...tokens.map(() => 'remembered')]);
    api.close();
    await issuer.close();
  });

  it('OPS-12: clock steps: an expired token stays refused, a remembered one lives no longer than exp', async () => {
    const time = createManualTime();
    const issuer = await createTestIssuer({ audience: resource, now: () => time.now() });
    const api = createResourceServer({ resource, issuers: issuer.issuer, time });
    await api.preload();
    const token = await issuer.issueToken({ expiresInSeconds: 100 });
    const outcome = async (): Promise<string> => {
      const decision = await api.authenticate(carrying(token));
      return decision.ok ? 'accepted' : decision.code;
    };
    expect(await outcome()).toBe('accepted');
    time.jump(300);
    expect(await outcome()).toBe('token_expired');
    time.jump(-300);
    expect(await outcome()).toBe('accepted');
    time.jump(-300);
    expect(await outcome()).toBe('accepted');
    time.jump(300);
    time.advance(100);
    expect(await outcome()).toBe('accepted');
    time.advance(10);
    expect(await outcome()).toBe('token_expired');
    api.close();
    await issuer.close();
  });
});
