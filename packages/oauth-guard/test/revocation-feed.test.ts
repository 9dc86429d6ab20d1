import { randomUUID } from 'node:crypto';
import { eventually, expectWithin } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  createResourceServer,
  type FeedEvent,
  type Fetch,
  type RequestAuth,
  type ResourceServer,
  type ResourceServerOptions,
} from '../src/index.ts';
import { createManualTime } from '../src/testing.ts';
import { FeedServer, markOf, resource } from './feed-server.ts';

const client = { id: 'api', secret: 'the-secret' };

let server: FeedServer;
let opened: ResourceServer[];

beforeEach(async () => {
  server = await new FeedServer().start();
  opened = [];
});
afterEach(() => {
  for (const api of opened) api.close();
  server.close();
});

function guard(feed: object = {}, options: Partial<ResourceServerOptions> = {}): ResourceServer {
  const api = createResourceServer({
    resource,
    issuers: server.issuer,
    keys: { cooldownSeconds: 0.05 },
    revocation: { client, waitSeconds: 20, ...feed },
    ...options,
  });
  opened.push(api);
  return api;
}

const codeOf = (api: ResourceServer, token: string): Promise<string> =>
  api.verify(token).then(
    () => 'ok',
    (error: { code: string }) => error.code,
  );

const until = (condition: () => boolean | Promise<boolean>) => eventually(condition, { intervalMs: 5 });

/** Why the first document is not believed. */
const details = async (): Promise<string> => {
  const seen = Promise.withResolvers<string>();
  const revocations = ({ detail }: FeedEvent): void => {
    if (detail !== undefined) seen.resolve(detail);
  };
  const api = guard({ waitSeconds: 0 }, { observe: { revocations } });
  void api.preload();
  return await seen.promise;
};

const wrong =
  (feed: object, options: Partial<ResourceServerOptions> = {}) =>
  () =>
    guard(feed, { keys: { preload: false }, ...options });

describe('the revocation feed', () => {
  it('RS-05: a token, its grant, its key: each is refused as soon as the server tells, others are not', async () => {
    const api = guard();
    expect(await api.preload()).toBe(true);
    for (const [fact, claims] of [
      ['jti', { jti: randomUUID() }],
      ['gid', { gid: randomUUID() }],
    ] as const) {
      const [bad, good] = [server.token(claims), server.token({ gid: 'another' })];
      expect([await codeOf(api, bad), await codeOf(api, good)]).toEqual(['ok', 'ok']);
      server.revokeFact(fact, Object.values(claims)[0]!);
      await until(async () => (await codeOf(api, bad)) === 'token_revoked');
      expect(await codeOf(api, good)).toBe('ok');
    }
    const old = server.token();
    server.rotate();
    const fresh = server.token();
    server.revokeFact('kid', server.keys[1]!.kid);
    await until(async () => (await codeOf(api, old)) === 'token_revoked');
    await until(async () => (await codeOf(api, fresh)) === 'ok');
  });

  it('RS-05: everything of a subject, a client, or anybody up to a moment; what is issued later is good', async () => {
    const api = guard();
    await api.preload();
    const now = Math.floor(Date.now() / 1000);
    const [older, later] = [server.token({ iat: now - 10 }), server.token({ iat: now + 2 })];
    const undated = server.token({ iat: now - 10, sub: 'bob' });
    expect([await codeOf(api, older), await codeOf(api, later)]).toEqual(['ok', 'ok']);
    server.revoke({ issued_before: { [now]: markOf('sub', 'alice') } });
    await until(async () => (await codeOf(api, older)) === 'token_revoked');
    expect([await codeOf(api, later), await codeOf(api, undated)]).toEqual(['ok', 'ok']);
    server.revoke({ issued_before: { [now - 100]: markOf('sub', 'alice') } });
    server.revoke({ issued_before: { [now]: markOf('client_id', 'app') } });
    await until(async () => (await codeOf(api, undated)) === 'token_revoked');
    expect(await codeOf(api, later)).toBe('ok');
    server.revoke({ all_issued_before: now + 3 });
    await until(async () => (await codeOf(api, later)) === 'token_revoked');
  });

  it('RS-05: what others got by exchanging tokens of a client ends with that client', async () => {
    const api = guard();
    await api.preload();
    const now = Math.floor(Date.now() / 1000);
    const of = (origin: string) => server.token({ iat: now - 10, origin_client_id: origin });
    const [exchanged, others] = [of('https://agent.example/client.json'), of('web-app')];
    expect([await codeOf(api, exchanged), await codeOf(api, others)]).toEqual(['ok', 'ok']);
    server.revoke({ issued_before: { [now]: markOf('client_id', 'https://agent.example/client.json') } });
    await until(async () => (await codeOf(api, exchanged)) === 'token_revoked');
    expect(await codeOf(api, others)).toBe('ok');
  });

  it('RS-05: asks as its client, from where it was, and holds the question open', async () => {
    const fetched = jest.fn<Fetch>((url, init) => fetch(url, init));
    const api = guard({}, { fetch: fetched });
    await api.preload();
    server.revokeFact('jti', 'x');
    await until(() => server.questions.length === 3);
    const asked = server.questions.map((question) => [question.get('after'), question.get('wait')]);
    expect(asked).toEqual([
      [null, '0'],
      ['0', '20'],
      ['1', '20'],
    ]);
    const [, init] = fetched.mock.calls.find(([url]) => url.endsWith('/revocations'))!;
    const authorization = `Basic ${Buffer.from('api:the-secret').toString('base64')}`;
    expect(init.headers).toMatchObject({ authorization, accept: 'application/jose+json' });
    expect(api.revocations).toMatchObject({ loaded: true, entries: 1 });
  });

  it('RS-04: before the first answer requests are 503 and it is not ready; after it the last state serves on', async () => {
    server.tamper.answer = (response) => {
      response.destroy();
      return true;
    };
    const events: FeedEvent[] = [];
    const api = guard({}, { observe: { revocations: (event) => void events.push(event) } });
    expect(await api.preload()).toBe(false);
    expect(api.revocations).toEqual({ loaded: false, ageSeconds: Number.POSITIVE_INFINITY, entries: 0 });
    const token = server.token();
    expect(await codeOf(api, token)).toBe('revocation_unavailable');
    expect(events[0]).toMatchObject({ outcome: 'failed', entries: 0, detail: expect.stringContaining('/revocations') });
    server.tamper = {};
    await until(() => api.ready());
    expect(await codeOf(api, token)).toBe('ok');
    server.revokeFact('jti', 'gone');
    await until(() => api.revocations?.entries === 1);
    server.close();
    await until(() => events.at(-1)?.outcome === 'failed');
    expect(await codeOf(api, token)).toBe('ok');
    expect(await codeOf(api, server.token({ jti: 'gone' }))).toBe('token_revoked');
    expect(api.ready()).toBe(true);
  });

  it('RS-04: a feed that was cut catches up, and forgets nothing in between', async () => {
    const api = guard({ waitSeconds: 0 });
    await api.preload();
    server.revokeFact('jti', 'before');
    await until(() => api.revocations?.entries === 1);
    server.tamper.answer = (response) => {
      response.destroy();
      return true;
    };
    const asked = server.questions.length;
    for (let n = 0; n < 100; n += 1) server.revokeFact('jti', `during-${n}`);
    server.revoke({
      revoked: {
        [Math.floor(Date.now() / 1000) + 600]: Array.from({ length: 100 }, (_, n) => markOf('gid', `g${n}`)).join(''),
      },
    });
    await until(() => server.questions.length > asked + 1);
    server.tamper = {};
    await until(async () => (await codeOf(api, server.token({ gid: 'g99' }))) === 'token_revoked');
    expect(await codeOf(api, server.token({ jti: 'before' }))).toBe('token_revoked');
    expect(await codeOf(api, server.token({ gid: 'g0' }))).toBe('token_revoked');
  });

  it('RS-04: how stale it may be is a choice: served on, not ready, or 503', async () => {
    const time = createManualTime();
    const feeds = (['accept', 'not-ready', 'refuse'] as const).map((whenStale) =>
      guard({ whenStale, maxStaleSeconds: 30 }, { time }),
    );
    await Promise.all(feeds.map((api) => api.preload()));
    server.close();
    time.advance(31);
    const token = server.token();
    expect(feeds.map((api) => api.ready())).toEqual([true, false, false]);
    expect(await Promise.all(feeds.map((api) => codeOf(api, token)))).toEqual(['ok', 'ok', 'revocation_unavailable']);
    expect(feeds[0]?.revocations?.ageSeconds).toBeGreaterThan(30);
  });

  it('RS-05: opaque tokens are found by themselves', async () => {
    const { RevocationMarks } = await import('../src/revocation-marks.ts');
    const { systemTime } = await import('../src/time.ts');
    const marks = new RevocationMarks(systemTime);
    const now = Math.floor(Date.now() / 1000);
    const auth = { token: 'opaque', header: {}, payload: { sub: 'a', client_id: 'c' } } as never;
    marks.merge({
      version: '1',
      after: undefined,
      revoked: [[now + 10, markOf('token', 'opaque')]],
      issuedBefore: [],
      allIssuedBefore: undefined,
      keptSeconds: 1,
    });
    expect(marks.isRevoked(auth)).toBe(true);
    const undated = { token: 'other', header: { alg: 'RS256' }, payload: { sub: 'a', client_id: 'c' } } as never;
    expect(marks.isRevoked(undated)).toBe(false);
  });

  it('RS-05: entries leave when all they are about has expired', async () => {
    const { RevocationMarks } = await import('../src/revocation-marks.ts');
    const time = createManualTime();
    const marks = new RevocationMarks(time);
    const now = Math.floor(time.now() / 1000);
    const content = { version: '1', after: undefined, allIssuedBefore: undefined, keptSeconds: 100 };
    marks.merge({
      ...content,
      revoked: [
        [now + 50, markOf('jti', 'a')],
        [now + 500, markOf('jti', 'b')],
      ],
      issuedBefore: [[now, markOf('sub', 's')]],
    });
    expect(marks.size).toBe(3);
    time.advance(200);
    marks.merge({ ...content, revoked: [], issuedBefore: [] });
    expect(marks.size).toBe(1);
    expect([marks.has('jti', 'a'), marks.has('jti', 'b')]).toEqual([false, true]);
  });

  it('RS-05: what is told again lasts until the later moment, and nothing told earlier shortens it', async () => {
    const { RevocationMarks } = await import('../src/revocation-marks.ts');
    const time = createManualTime();
    const marks = new RevocationMarks(time);
    const now = Math.floor(time.now() / 1000);
    const content = { version: '1', after: undefined, allIssuedBefore: undefined, keptSeconds: 100 };
    const tell = (expiry: number, before: number): void =>
      marks.merge({
        ...content,
        revoked: [[expiry, markOf('jti', 'again')]],
        issuedBefore: [[before, markOf('sub', 's')]],
      });
    tell(now + 500, now);
    tell(now + 50, now - 60);
    expect([marks.size, marks.isRevoked(tokenOfS(now - 30)), marks.isRevoked(tokenOfS(now))]).toEqual([2, true, false]);
    time.advance(90);
    marks.merge({ ...content, revoked: [], issuedBefore: [] });
    expect([marks.has('jti', 'again'), marks.isRevoked(tokenOfS(now - 30))]).toEqual([true, true]);
    time.advance(420);
    marks.merge({ ...content, revoked: [], issuedBefore: [] });
    expect(marks.size).toBe(0);
  });

  it('tokens of another issuer are not its business', async () => {
    const other = await new FeedServer().start();
    const api = guard({ issuer: server.issuer }, { issuers: [server.issuer, other.issuer] });
    await api.preload();
    server.revoke({ all_issued_before: Math.floor(Date.now() / 1000) + 60 });
    await until(async () => (await codeOf(api, server.token())) === 'token_revoked');
    expect(await codeOf(api, other.token())).toBe('ok');
    other.close();
  });

  it('begins with the first question when it is not to be loaded before', async () => {
    const api = guard({}, { keys: { preload: false } });
    const token = server.token();
    expect(server.questions).toEqual([]);
    expect(await codeOf(api, token)).toBe('revocation_unavailable');
    await until(async () => (await codeOf(api, token)) === 'ok');
  });
});

const tokenAlone = (jti: string): RequestAuth =>
  ({
    token: 't',
    header: { alg: 'RS256', kid: 'k' },
    payload: { jti, gid: 'g', sub: 's', client_id: 'c', iat: 0 },
  }) as never;
const tokenOfS = (iat: number): RequestAuth =>
  ({ token: 't', header: { alg: 'RS256' }, payload: { iat }, subject: 's', clientId: 'c' }) as never;
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[100]!;

describe('a hundred thousand revocations', () => {
  it('AS-07: a look-up takes less than a microsecond, for remembered tokens also after each news', async () => {
    const { RevocationMarks } = await import('../src/revocation-marks.ts');
    const { systemTime } = await import('../src/time.ts');
    const marks = new RevocationMarks(systemTime);
    const expiry = Math.floor(Date.now() / 1000) + 600;
    const all = Array.from({ length: 100_000 }, (_, n) => markOf('jti', `${n}`)).join('');
    const content = { version: '1', after: undefined, issuedBefore: [], allIssuedBefore: undefined, keptSeconds: 720 };
    marks.merge({ ...content, revoked: [[expiry, all]] });
    expect(marks.size).toBe(100_000);
    const tokens = Array.from({ length: 1000 }, (_, n) => tokenAlone(`alive-${n}`));
    const nanoseconds = (): number => {
      const startedAt = process.hrtime.bigint();
      for (const auth of tokens) marks.isRevoked(auth);
      return Number(process.hrtime.bigint() - startedAt) / tokens.length;
    };
    nanoseconds();
    const [unchanged, afterNews]: [number[], number[]] = [[], []];
    for (let round = 0; round < 200; round += 1) {
      marks.merge({ ...content, revoked: [[expiry, markOf('jti', `more-${round}`)]] });
      afterNews.push(nanoseconds());
      unchanged.push(nanoseconds());
    }
    // Nanoseconds.
    expectWithin(median(unchanged) / 1e6, 1e-3);
    expectWithin(median(afterNews) / 1e6, 1e-3);
    expect(marks.isRevoked(tokenAlone('99999'))).toBe(true);
  });
});

describe('documents that are not believed', () => {
  it.each([
    ['a wrong signature', { signature: 'AAAA' }, 'its signature is wrong'],
    ['another type', { header: (header: object) => ({ ...header, typ: 'at+jwt' }) }, 'not a document of the feed'],
    ['an encoded payload', { header: (header: object) => ({ ...header, b64: true }) }, 'not a document of the feed'],
    ['more in crit', { header: (header: object) => ({ ...header, crit: ['b64', 'x'] }) }, 'not a document of the feed'],
    [
      'another algorithm',
      { header: (header: object) => ({ ...header, alg: 'ES256' }) },
      'signed with another algorithm',
    ],
    ['no algorithm', { header: (header: object) => ({ ...header, alg: 'none' }) }, 'signed with another algorithm'],
    ['a key without name', { header: (header: object) => ({ ...header, kid: 1 }) }, 'may not be believed'],
    [
      'an unknown key',
      { header: (header: object) => ({ ...header, kid: 'x' }) },
      'signed with a key that is not known',
    ],
    ['a content that is a list', { payload: () => [] as never }, 'its content is malformed'],
    ['another issuer', { payload: (payload: object) => ({ ...payload, iss: 'https://x.example' }) }, 'malformed'],
    ['no version', { payload: (payload: object) => ({ ...payload, version: 7 }) }, 'malformed'],
    ['a wrong cursor', { payload: (payload: object) => ({ ...payload, after: 7 }) }, 'malformed'],
    ['news of something else', { payload: (payload: object) => ({ ...payload, after: '99' }) }, 'another question'],
    ['marks of odd length', { payload: (payload: object) => ({ ...payload, revoked: { 9: 'abc' } }) }, 'malformed'],
    [
      'marks that are none',
      { payload: (payload: object) => ({ ...payload, revoked: { 9: '?????????' } }) },
      'malformed',
    ],
    ['marks that are no text', { payload: (payload: object) => ({ ...payload, revoked: { 9: 9 } }) }, 'malformed'],
    [
      'a moment that is none',
      { payload: (payload: object) => ({ ...payload, revoked: { x: 'abcdefghi' } }) },
      'malformed',
    ],
    ['groups that are none', { payload: (payload: object) => ({ ...payload, issued_before: [] }) }, 'malformed'],
    [
      'a wrong moment for all',
      { payload: (payload: object) => ({ ...payload, all_issued_before: 'now' }) },
      'malformed',
    ],
    ['nothing about keeping', { payload: (payload: object) => ({ ...payload, kept_seconds: null }) }, 'malformed'],
  ] as const)('%s', async (_what, tamper, expected) => {
    server.tamper = tamper;
    expect(await details()).toContain(expected);
  });

  it.each([
    ['status 500', 500, '{}', 'status 500'],
    ['no JSON', 200, 'hello', 'not a flattened JWS'],
    ['another JSON', 200, '{"protected":"x"}', 'not a flattened JWS'],
    ['a header that is none', 200, '{"protected":"x","payload":"{}","signature":""}', 'not a document of the feed'],
    ['more than 8 MB', 200, 'x'.repeat(9_000_000), 'larger than'],
  ])('%s', async (_what, status, body, expected) => {
    server.tamper.answer = (response) => {
      response.statusCode = status;
      response.end(body);
      return true;
    };
    expect(await details()).toContain(expected);
  });

  it('an issuer without a feed, or without metadata', async () => {
    server.tamper.metadata = ({ revocation_feed_endpoint: _feed, ...metadata }) => metadata;
    expect(await details()).toContain('has no revocation feed');
    server.tamper.metadata = (metadata) => ({ ...metadata, issuer: 'https://x.example' });
    expect(await details()).toContain('names another issuer');
  });

  it('one that is signed with a key which the feed itself called compromised', async () => {
    const events: FeedEvent[] = [];
    const api = guard({ waitSeconds: 0 }, { observe: { revocations: (event) => void events.push(event) } });
    await api.preload();
    server.revokeFact('kid', server.keys[0]!.kid);
    await until(() => events.some(({ detail }) => detail?.includes('may not be believed')));
    server.rotate();
    await until(() => events.at(-1)?.outcome === 'loaded');
    expect(await codeOf(api, server.token())).toBe('ok');
  });
});

describe('options of the feed', () => {
  it('are checked at creation', () => {
    const issuers = [server.issuer, 'https://login.example.com'];
    expect(wrong({ cleint: 1 })).toThrow('revocation has no member "cleint"');
    expect(wrong({ client: {} })).toThrow('revocation.client.id is missing');
    expect(wrong({ client: { id: 'api' } })).toThrow('revocation.client needs');
    expect(wrong({ waitSeconds: 31 })).toThrow('revocation.waitSeconds');
    expect(wrong({ maxStaleSeconds: 0 })).toThrow('revocation.maxStaleSeconds');
    expect(wrong({ whenStale: 'panic' })).toThrow('revocation.whenStale');
    expect(wrong({ endpoint: 'http://login.example.com/x' })).toThrow('revocation.endpoint');
    expect(wrong({}, { issuers })).toThrow('revocation.issuer must name one of the issuers');
    expect(wrong({ issuer: 'https://x.example' }, { issuers })).toThrow(
      'revocation.issuer must name one of the issuers',
    );
    const opaque = [{ issuer: server.issuer, algorithms: [], introspection: { client } }];
    expect(wrong({}, { issuers: opaque })).toThrow('revocation needs algorithms');
  });

  it('may name the endpoint', async () => {
    server.tamper.metadata = ({ revocation_feed_endpoint: _feed, ...metadata }) => metadata;
    const api = guard({ endpoint: `${server.issuer}/elsewhere` });
    expect(await api.preload()).toBe(true);
  });

  it('without a feed there is no state of it', () => {
    const api = createResourceServer({ resource, issuers: server.issuer, keys: { preload: false } });
    opened.push(api);
    expect(api.revocations).toBeUndefined();
  });
});
