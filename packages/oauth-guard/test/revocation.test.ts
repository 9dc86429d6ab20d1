import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  createResourceServer,
  type ResourceServer,
  type Revocation,
  RevocationList,
  type RevocationPort,
} from '../src/index.ts';
import { concerns } from '../src/revocation.ts';
import { createManualTime, createTestIssuer, type TestIssuer } from '../src/testing.ts';
import { principalOf } from './principals.ts';
import { carrying } from './requests.ts';

const resource = 'https://api.example.com';
const START = 1_999_999_800_000;

describe('a revocation list', () => {
  it('AS-07: knows what it was told, by any claims, and nothing else', () => {
    const list = new RevocationList();
    list.add({ claims: { jti: 'dead' } });
    list.add({ claims: { sub: 'bob', client_id: 'app' } });
    expect(list.isRevoked(principalOf({ jti: 'dead' }))).toBe(true);
    expect(list.isRevoked(principalOf({ jti: 'alive' }))).toBe(false);
    expect(list.isRevoked(principalOf({ sub: 'bob', client_id: 'app' }))).toBe(true);
    expect(list.isRevoked(principalOf({ sub: 'bob', client_id: 'other' }))).toBe(false);
    expect(list.isRevoked(principalOf({ sub: 'app', client_id: 'bob' }))).toBe(false);
    expect(list.size).toBe(2);
  });

  it('AS-07: values that are no text, missing or inherited match nothing', () => {
    const list = new RevocationList();
    list.add({ claims: { grant: '7' } });
    list.add({ claims: { toString: 'x' } });
    expect(list.isRevoked(principalOf({ grant: 7 }))).toBe(false);
    expect(list.isRevoked(principalOf({}))).toBe(false);
  });

  it('AS-07: a moment divides tokens by their iat', () => {
    const list = new RevocationList();
    list.add({ claims: { sub: 'bob' }, issuedBefore: 1000 });
    expect(list.isRevoked(principalOf({ sub: 'bob', iat: 999 }))).toBe(true);
    expect(list.isRevoked(principalOf({ sub: 'bob', iat: 1000 }))).toBe(false);
    expect(list.isRevoked(principalOf({ sub: 'bob', iat: undefined as never }))).toBe(true);
  });

  it('AS-07: of two about the same the wider holds, whichever comes first', () => {
    const moment = fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 20 }), (moments, iat) => {
        const list = new RevocationList();
        for (const issuedBefore of moments)
          list.add({ claims: { sub: 'bob' }, ...(issuedBefore === undefined ? {} : { issuedBefore }) });
        expect(list.size).toBe(1);
        expect(list.isRevoked(principalOf({ sub: 'bob', iat }))).toBe(
          moments.some((before) => before === undefined || iat < before),
        );
      }),
    );
  });

  it('AS-07: makes room by forgetting only what has expired', () => {
    const time = createManualTime(START);
    const list = new RevocationList({ maxEntries: 3, keepSeconds: 100, time });
    const now = START / 1000;
    list.add({ claims: { jti: 'short' }, expiresAt: now + 10 });
    list.add({ claims: { jti: 'long' }, expiresAt: now + 1000 });
    list.add({ claims: { jti: 'default' } });
    time.advance(10);
    list.add({ claims: { jti: 'new' } });
    expect(list.size).toBe(3);
    expect(['short', 'long', 'default', 'new'].map((jti) => list.isRevoked(principalOf({ jti })))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    time.advance(90);
    list.add({ claims: { jti: 'newer' } });
    expect(list.size).toBe(3);
    expect(list.isRevoked(principalOf({ jti: 'default' }))).toBe(false);
  });

  it('AS-07: an entry renewed is kept for the longer of its times', () => {
    const time = createManualTime(START);
    const list = new RevocationList({ maxEntries: 1, time });
    const now = START / 1000;
    list.add({ claims: { jti: 'a' }, expiresAt: now + 100 });
    list.add({ claims: { jti: 'a' }, expiresAt: now + 10 });
    time.advance(50);
    list.add({ claims: { jti: 'a' }, expiresAt: now + 60 });
    expect(list.isRevoked(principalOf({ jti: 'a' }))).toBe(true);
  });

  it('AS-07: when it overflows, all tokens issued up to then are refused: too many, never too few', () => {
    const time = createManualTime(START);
    const list = new RevocationList({ maxEntries: 2, time });
    const now = START / 1000;
    for (const jti of ['a', 'b', 'c']) list.add({ claims: { jti } });
    expect(list.size).toBe(1);
    expect(list.isRevoked(principalOf({ jti: 'a', iat: now - 1 }))).toBe(true);
    expect(list.isRevoked(principalOf({ jti: 'never named', iat: now }))).toBe(true);
    expect(list.isRevoked(principalOf({ jti: 'never named', iat: undefined as never }))).toBe(true);
    expect(list.isRevoked(principalOf({ jti: 'never named', iat: now + 1 }))).toBe(false);
    expect(list.isRevoked(principalOf({ jti: 'c', iat: now + 1 }))).toBe(true);
  });

  it('tells its subscribers until they leave', () => {
    const list = new RevocationList();
    const heard: Revocation[] = [];
    const leave = list.subscribe((revocation) => heard.push(revocation));
    list.add({ claims: { jti: 'a' } });
    leave();
    list.add({ claims: { jti: 'b' } });
    expect(heard).toEqual([{ claims: { jti: 'a' } }]);
  });

  it.each([
    [{}],
    [{ claims: {} }],
    [{ claims: [] }],
    [{ claims: { jti: 7 } }],
    [{ claims: 'jti' }],
    [{ claims: null }],
  ])('a revocation that would concern everybody is a TypeError: %j', (revocation) => {
    expect(() => new RevocationList().add(revocation as never)).toThrow(TypeError);
  });

  it.each([[{ keepSeconds: 0 }], [{ keepSeconds: Number.NaN }], [{ maxEntries: 0 }], [{ maxEntries: 1.5 }]])(
    'a limit that is none is a TypeError: %j',
    (options) => {
      expect(() => new RevocationList(options)).toThrow(TypeError);
    },
  );

  it('a revocation concerns a token by all claims that it names', () => {
    expect(concerns({ claims: { a: '1', b: '2' } }, { a: '1', b: '2', c: '3' })).toBe(true);
    expect(concerns({ claims: { a: '1', b: '2' } }, { a: '1' })).toBe(false);
    expect(concerns({ claims: { toString: '1' } }, {})).toBe(false);
    expect(concerns({ claims: { a: '1' }, issuedBefore: 5 }, { a: '1', iat: 5 })).toBe(false);
    expect(concerns({ claims: { a: '1' }, issuedBefore: 5 }, { a: '1', iat: '9' })).toBe(true);
  });
});

const throwing = (): boolean => {
  throw new Error('broken');
};

describe('a resource server with a revocation port', () => {
  let issuer: TestIssuer;

  beforeAll(async () => {
    issuer = await createTestIssuer({ audience: resource });
  });

  afterAll(() => issuer.close());

  async function outcomes(
    revocation: RevocationPort,
    tokens: readonly string[],
    api?: ResourceServer,
  ): Promise<string[]> {
    const server = api ?? createResourceServer({ resource, issuers: issuer.issuer, revocation });
    const results: string[] = [];
    for (const token of tokens) {
      const decision = await server.authenticate(carrying(token));
      results.push(decision.ok ? 'accepted' : `${decision.status} ${decision.code}`);
    }
    if (api === undefined) server.close();
    return results;
  }

  it('AS-07: refuses a remembered token the moment it is revoked, and only that', async () => {
    const api = createResourceServer({ resource, issuers: issuer.issuer, revocation: issuer.revocations });
    const [first, second] = [await issuer.issueToken(), await issuer.issueToken()];
    expect(await outcomes(issuer.revocations, [first, second, first], api)).toEqual([
      'accepted',
      'accepted',
      'accepted',
    ]);
    issuer.revokeToken(first);
    expect(await outcomes(issuer.revocations, [first, second, first], api)).toEqual([
      '401 token_revoked',
      'accepted',
      '401 token_revoked',
    ]);
    api.close();
  });

  it('AS-07: a port that only feeds makes remembered tokens be asked about anew', async () => {
    const evictors: ((revocation: Revocation) => void)[] = [];
    let left = false;
    const asked: string[] = [];
    const sources: string[] = [];
    const revocation: RevocationPort = {
      isRevoked: ({ subject }) => (asked.push(subject), false),
      subscribe(evicting) {
        evictors.push(evicting);
        return () => {
          left = true;
        };
      },
    };
    const api = createResourceServer({
      resource,
      issuers: issuer.issuer,
      revocation,
      observe: { decision: ({ source }) => sources.push(source) },
    });
    const [bob, carol] = [await issuer.issueToken({ subject: 'bob' }), await issuer.issueToken({ subject: 'carol' })];
    await outcomes(revocation, [bob, carol, bob, carol], api);
    for (const evict of evictors) evict({ claims: { sub: 'bob' } });
    await outcomes(revocation, [bob, carol], api);
    expect(sources).toEqual(['verified', 'verified', 'remembered', 'remembered', 'verified', 'remembered']);
    expect(asked).toEqual(['bob', 'carol', 'bob', 'carol', 'bob', 'carol']);
    expect(left).toBe(false);
    api.close();
    expect(left).toBe(true);
  });

  it('AS-07: that cannot tell is 503, and never lets through', async () => {
    const token = await issuer.issueToken();
    expect(await outcomes({ isRevoked: throwing }, [token])).toEqual(['503 revocation_unavailable']);
    expect(await outcomes({ isRevoked: () => Promise.reject(new Error('away')) }, [token])).toEqual([
      '503 revocation_unavailable',
    ]);
    expect(await outcomes({ isRevoked: () => undefined as never }, [token])).toEqual(['503 revocation_unavailable']);
    expect(await outcomes({ isRevoked: () => Promise.resolve(undefined as never) }, [token])).toEqual([
      '401 token_revoked',
    ]);
    expect(await outcomes({ isRevoked: () => Promise.resolve(true) }, [token])).toEqual(['401 token_revoked']);
    expect(await outcomes({ isRevoked: () => Promise.resolve(false) }, [token, token])).toEqual([
      'accepted',
      'accepted',
    ]);
  });

  it('AS-07: works without remembered tokens', async () => {
    const api = createResourceServer({
      resource,
      issuers: issuer.issuer,
      revocation: issuer.revocations,
      rememberedTokens: false,
    });
    const token = await issuer.issueToken();
    expect(await outcomes(issuer.revocations, [token], api)).toEqual(['accepted']);
    issuer.revokeToken(token);
    expect(await outcomes(issuer.revocations, [token], api)).toEqual(['401 token_revoked']);
    api.close();
  });
});
