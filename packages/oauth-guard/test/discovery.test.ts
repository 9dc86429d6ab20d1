import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { discover, isTrustworthyUrl, metadataUrls } from '../src/discovery.ts';
import { createResourceServer, type KeysEvent, type ResourceServerOptions } from '../src/index.ts';
import { createSigningKey } from '../src/testing/signing.ts';
import { createManualTime, createTestIssuer, type TestIssuer } from '../src/testing.ts';
import { type LocalServer, listening } from './issuers.ts';
import { carrying } from './requests.ts';

const resource = 'https://api.example.com';
const settings = {
  fetch: (url: string, init: RequestInit) => fetch(url, init),
  timeoutMs: 60_000,
  signal: new AbortController().signal,
};
const mayAsk = (url: unknown): boolean => isTrustworthyUrl(url, false);
const { publicJwk: KEY } = await createSigningKey('RS256');
let opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const one of opened.toReversed()) await one.close();
  opened = [];
});

function keep<T extends { close(): unknown }>(one: T): T {
  opened.push(one);
  return one;
}

const RFC8414 = '/.well-known/oauth-authorization-server';
const OIDC = '/.well-known/openid-configuration';

async function serving(
  documents: Record<string, (issuer: string, response: ServerResponse) => unknown>,
): Promise<LocalServer> {
  return keep(
    await listening((request, response, url) => {
      const document = documents[request.url as string]?.(url, response);
      if (response.headersSent || response.destroyed) return;
      if (document === undefined) response.writeHead(404).end();
      else response.end(typeof document === 'string' ? document : JSON.stringify(document));
    }),
  );
}

const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');

type Answer = (issuer: string, response: ServerResponse) => unknown;
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_issuer, response) =>
    response.writeHead(code, headers).end('{}');

describe('discovery', () => {
  it('looks where RFC 8414 says, then where OpenID Connect says', () => {
    expect(metadataUrls('https://a.example')).toEqual([`https://a.example${RFC8414}`, `https://a.example${OIDC}`]);
    expect(metadataUrls('https://a.example/')).toEqual([`https://a.example${RFC8414}`, `https://a.example${OIDC}`]);
    expect(metadataUrls('https://a.example/t/1')).toEqual([
      `https://a.example${RFC8414}/t/1`,
      `https://a.example/t/1${OIDC}`,
      `https://a.example${OIDC}/t/1`,
    ]);
    expect(metadataUrls('https://a.example/t/')).toEqual([
      `https://a.example${RFC8414}/t`,
      `https://a.example/t${OIDC}`,
      `https://a.example${OIDC}/t`,
    ]);
  });

  it('RS-01: takes what it needs from the first place that has it', async () => {
    const server = await serving({
      [RFC8414]: (issuer) => ({ issuer, jwks_uri: `${issuer}/k`, introspection_endpoint: `${issuer}/i`, other: [1] }),
    });
    expect(await discover(server.url, mayAsk, settings)).toEqual({
      metadata: { jwksUri: `${server.url}/k`, introspectionEndpoint: `${server.url}/i` },
      place: server.url + RFC8414,
    });
    expect(server.paths).toEqual([RFC8414]);
    const openid = await serving({ [OIDC]: (issuer) => ({ issuer }) });
    expect(await discover(openid.url, mayAsk, settings)).toEqual({
      metadata: {},
      place: openid.url + OIDC,
    });
    expect(openid.paths).toEqual([RFC8414, OIDC]);
  });

  it.each<[string, (issuer: string, response: ServerResponse) => unknown, RegExp]>([
    [
      'another issuer',
      () => ({ issuer: 'https://evil.example' }),
      /names another issuer, "https:\/\/evil.example"; issuers says ".*", and they must be equal byte for byte; /,
    ],
    [
      'the issuer with a slash',
      (issuer) => ({ issuer: `${issuer}/` }),
      /calls itself "(.*)\/": write it so in issuers, with the slash at the end, instead of "\1"; /,
    ],
    ['no issuer', () => ({}), /names no issuer; /],
    ['an issuer that is no text', () => ({ issuer: [] }), /names no issuer; /],
    [
      'keys without https',
      (issuer) => ({ issuer, jwks_uri: 'http://evil.example/jwks' }),
      /has an endpoint that may not be asked, as it is not https or is local; /,
    ],
    [
      'keys in a file',
      (issuer) => ({ issuer, jwks_uri: 'file:///etc/passwd' }),
      /has an endpoint that may not be asked, as it is not https or is local; /,
    ],
    [
      'keys that are no text',
      (issuer) => ({ issuer, jwks_uri: 7 }),
      /has an endpoint that may not be asked, as it is not https or is local; /,
    ],
    [
      'introspection without https',
      (issuer) => ({ issuer, introspection_endpoint: 'http://evil.example/' }),
      /has an endpoint that may not be asked, as it is not https or is local; /,
    ],
    ['no JSON', () => 'x', /not a JSON object; .*: status 404; is the issuer written rightly\?$/],
    ['two issuers', (issuer) => `{"issuer":"${issuer}","issuer":"${issuer}"}`, /not a JSON object; /],
    [
      'a redirect',
      (_issuer, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
      /a redirect, which is not followed; /,
    ],
    ['300 KB', (issuer) => ({ issuer, x: 'x'.repeat(300_000) }), /larger than 262144 bytes; /],
    ['no body', (_issuer, response) => response.writeHead(204).end(), /status 204; /],
    ['a status that is an error', (_issuer, response) => response.writeHead(500).end(), /status 500; /],
  ])('RS-01: metadata with %s are not used', async (_name, answer, detail) => {
    const server = await serving({ [RFC8414]: answer });
    const found = await discover(server.url, mayAsk, settings);
    expect(found.metadata).toBeUndefined();
    expect(found).toEqual({ detail: expect.stringMatching(detail) });
    expect(server.paths).toEqual([RFC8414, OIDC]);
  });

  it.each<[string, Answer]>([
    ['a redirect to a sign-in page', status(302, { location: '/login' })],
    ['a permanent redirect to the second place', status(308, { location: OIDC })],
    ['300 without a location', status(300)],
    ['304', status(304)],
    ['204', (_issuer, response) => response.writeHead(204).end()],
    ...[400, 401, 403, 404, 405, 406, 410, 418, 429, 451, 500, 501, 502, 503, 504].map((code): [string, Answer] => [
      `${code}`,
      status(code),
    ]),
    ['HTML with 200', () => '<!doctype html><title>Sign in</title>'],
    ['an empty body', (_issuer, response) => response.end()],
    ['half a document', (issuer) => `{"issuer":"${issuer}","jwks_uri":"${issuer}/jw`],
    ['a list', () => '[]'],
    ['null', () => 'null'],
    ['bytes that are not UTF-8', (_issuer, response) => response.end(Buffer.from([0x7b, 0xff, 0x7d]))],
    ['an error as JSON', () => ({ error: 'not_found' })],
    ['another issuer', () => ({ issuer: 'https://evil.example', jwks_uri: 'https://evil.example/jwks' })],
    ['the issuer in other letters', (issuer) => ({ issuer: issuer.toUpperCase(), jwks_uri: `${issuer}/other` })],
    ['no jwks_uri', (issuer) => ({ issuer })],
    ['a jwks_uri that is null', (issuer) => ({ issuer, jwks_uri: null })],
    ['a jwks_uri without https', (issuer) => ({ issuer, jwks_uri: 'http://a.example/jwks' })],
    ['more than is read', (issuer) => ({ issuer, x: 'x'.repeat(300_000) })],
    ['a connection that is cut', (_issuer, response) => response.destroy()],
    [
      'a body that is cut',
      (_issuer, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
    ],
  ])('G11: after %s the second place is asked', async (_name, answer) => {
    const server = await serving({
      [RFC8414]: answer,
      [OIDC]: (issuer) => ({ issuer, jwks_uri: `${issuer}/jwks` }),
    });
    expect(await discover(server.url, mayAsk, settings)).toEqual({
      metadata: { jwksUri: `${server.url}/jwks` },
      place: expect.stringContaining(server.url),
    });
    expect(server.paths).toEqual([RFC8414, OIDC]);
  });

  it('G11: a fetch that hides redirects is understood too', async () => {
    const hidden = Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' });
    const odd = { ...settings, fetch: () => Promise.resolve(hidden) };
    expect(await discover('https://a.example', mayAsk, odd)).toEqual({
      detail: expect.stringMatching(/a redirect, which is not followed; .* a redirect/),
    });
  });

  it('G11: an issuer with a path may have its metadata at any of the three places', async () => {
    const places = [`${RFC8414}/t/1`, `/t/1${OIDC}`, `${OIDC}/t/1`];
    for (const place of places) {
      const server = await serving({ [place]: (url) => ({ issuer: `${url}/t/1`, jwks_uri: `${url}/k` }) });
      expect(await discover(`${server.url}/t/1`, mayAsk, settings)).toMatchObject({ place: server.url + place });
    }
  });

  it('G11: what the first document does not say the second may', async () => {
    const server = await serving({
      [RFC8414]: (issuer) => ({ issuer, introspection_endpoint: `${issuer}/first` }),
      [OIDC]: (issuer) => ({ issuer, jwks_uri: `${issuer}/jwks`, introspection_endpoint: `${issuer}/second` }),
    });
    expect(await discover(server.url, mayAsk, settings)).toEqual({
      metadata: { jwksUri: `${server.url}/jwks`, introspectionEndpoint: `${server.url}/first` },
      place: server.url + RFC8414,
    });
    const three = await serving({
      [`${RFC8414}/t`]: (url) => ({ issuer: `${url}/t` }),
      [`/t${OIDC}`]: (url) => ({ issuer: `${url}/t`, introspection_endpoint: `${url}/i` }),
      [`${OIDC}/t`]: (url) => ({ issuer: `${url}/t`, jwks_uri: `${url}/k` }),
    });
    expect(await discover(`${three.url}/t`, mayAsk, settings)).toEqual({
      metadata: { jwksUri: `${three.url}/k`, introspectionEndpoint: `${three.url}/i` },
      place: `${three.url}${RFC8414}/t`,
    });
  });

  it('G11: the place that was right before is asked first, and when it fails the others are left alone', async () => {
    let code = 200;
    const server = await serving({
      [OIDC]: (issuer, response) => {
        response.statusCode = code;
        return { issuer, jwks_uri: `${issuer}/jwks` };
      },
    });
    const place = server.url + OIDC;
    const seen = (): string[] => server.paths.slice(before);
    let before = 0;
    expect(await discover(server.url, mayAsk, settings, place)).toMatchObject({ place });
    expect(seen()).toEqual([OIDC]);
    before = server.paths.length;
    code = 503;
    expect(await discover(server.url, mayAsk, settings, place)).toEqual({ detail: `${place}: status 503` });
    expect(seen()).toEqual([OIDC]);
    before = server.paths.length;
    code = 404;
    expect((await discover(server.url, mayAsk, settings, place)).metadata).toBeUndefined();
    expect(seen()).toEqual([OIDC, RFC8414]);
  });

  it.each([
    ['with', 'https://a.example', 'https://a.example/'],
    ['without', 'https://a.example/t/', 'https://a.example/t'],
  ])('G13: an issuer that is written otherwise: the fault says %s the slash', async (how, written, right) => {
    const document = { issuer: right, jwks_uri: `${written}/jwks` };
    const answering = { ...settings, fetch: () => Promise.resolve(Response.json(document)) };
    const found = await discover(written, mayAsk, answering);
    expect(found).toEqual({
      detail: expect.stringContaining(
        `the issuer calls itself "${right}": write it so in issuers, ${how} the slash at the end, instead of "${written}"`,
      ),
    });
  });

  it('G13: what a stranger writes as its issuer cannot break a line of the log, nor fill it', async () => {
    const document = { issuer: `https://a.example\n${'x'.repeat(5000)}` };
    const answering = { ...settings, fetch: () => Promise.resolve(Response.json(document)) };
    const { detail } = (await discover('https://a.example', mayAsk, answering)) as { detail: string };
    expect(detail).not.toContain('\n');
    expect(detail.length).toBeLessThan(1000);
  });

  it('RS-04: an issuer that does not answer is given up after the time-out', async () => {
    const silent = keep(await listening(() => undefined));
    const asked: string[] = [];
    const counted = (url: string, init: RequestInit) => {
      asked.push(url);
      return fetch(url, init);
    };
    expect(await discover(silent.url, mayAsk, { ...settings, fetch: counted, timeoutMs: 50 })).toEqual({
      detail: expect.stringContaining('timeout'),
    });
    expect(asked).toHaveLength(1);
  });

  it('tells why a connection failed', async () => {
    const gone = keep(await listening(() => undefined));
    gone.close();
    expect(await discover(gone.url, mayAsk, settings)).toEqual({ detail: expect.stringContaining('ECONNREFUSED') });
    const odd = { ...settings, fetch: () => Promise.reject('no error at all') };
    expect(await discover(gone.url, mayAsk, odd)).toEqual({ detail: expect.stringMatching(/: failed$/) });
  });

  it.each([
    ['https://a.example/x', false, true],
    ['http://localhost:3000', false, true],
    ['http://127.0.0.1', false, true],
    ['http://[::1]:8080/', false, true],
    ['http://a.example', false, false],
    ['http://a.example', true, true],
    ['http://localhost.evil.example', false, false],
    ['https://user@a.example', false, false],
    ['https://:secret@a.example', true, false],
    ['ftp://localhost', true, false],
    ['a.example', true, false],
    [undefined, true, false],
    [{}, true, false],
  ])('RS-01: %j with allowHttp %p: %p', (url, allowHttp, expected) => {
    expect(isTrustworthyUrl(url, allowHttp)).toBe(expected);
  });
});

async function eventsOf(
  options: Partial<ResourceServerOptions> & Pick<ResourceServerOptions, 'issuers'>,
  time = createManualTime(),
) {
  const events: KeysEvent[] = [];
  const api = keep(
    createResourceServer({
      resource,
      keys: { preload: false },
      time,
      observe: { keys: (event) => events.push(event) },
      ...options,
    }),
  );
  return { api, events, time };
}

describe('an issuer', () => {
  it('RS-01: keys come from a configured address without discovery', async () => {
    const issuer: TestIssuer = keep(await createTestIssuer({ audience: resource }));
    const { api, events } = await eventsOf({ issuers: [{ issuer: issuer.issuer, jwksUri: `${issuer.issuer}/jwks` }] });
    expect(await api.preload()).toBe(true);
    expect(issuer.requests).toEqual({ metadata: 0, keys: 1, introspection: 0 });
    expect(events).toEqual([{ issuer: issuer.issuer, outcome: 'loaded', keys: 1, removed: false }]);
    expect(await api.verify(await issuer.issueToken())).toMatchObject({ subject: 'alice' });
  });

  it('RS-04: after a failure of the keys the metadata are read anew, as the keys may have moved', async () => {
    const { publicJwk } = await createSigningKey('ES256');
    let place = '/old';
    const server = await serving({
      [RFC8414]: (issuer) => ({ issuer, jwks_uri: issuer + place }),
      '/new': () => ({ keys: [publicJwk] }),
    });
    const { api, events, time } = await eventsOf({ issuers: [{ issuer: server.url, algorithms: ['ES256'] }] });
    expect(await api.preload()).toBe(false);
    place = '/new';
    time.advance(5);
    expect(await api.preload()).toBe(true);
    expect(server.paths).toEqual([RFC8414, '/old', RFC8414, '/new']);
    expect(events.map(({ outcome }) => outcome)).toEqual(['failed', 'loaded']);
    expect(events[0]?.detail).toBe(`${server.url}/old: status 404; is the issuer written rightly?`);
  });

  it('RS-04: metadata are read once an hour', async () => {
    const issuer = keep(await createTestIssuer({ audience: resource }));
    const { api, events, time } = await eventsOf({
      issuers: issuer.issuer,
      keys: { preload: false, cacheSeconds: 60 },
    });
    for (const [index, wait] of [0, 1800, 1739, 61].entries()) {
      const refreshes = index + 1;
      time.advance(wait);
      await api.preload();
      await api.authenticate(carrying(await issuer.issueToken({ claims: { exp: 4_000_000_000 } })));
      // The refresh goes on in the background.
      while (events.length < refreshes) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(issuer.requests).toMatchObject({ metadata: 2, keys: 4 });
  });

  it('RS-04: where neither keys nor metadata can be read, what the metadata said serves on', async () => {
    let isAway = false;
    const or503 =
      (answer: Answer): Answer =>
      (issuer, response) =>
        isAway ? status(503)(issuer, response) : answer(issuer, response);
    const server = await serving({
      [RFC8414]: or503((issuer) => ({
        issuer,
        jwks_uri: `${issuer}/keys`,
        introspection_endpoint: `${issuer}/introspect`,
      })),
      '/keys': or503(() => ({ keys: [KEY] })),
      '/introspect': (iss) => ({
        active: true,
        token_type: 'Bearer',
        client_id: 'shop',
        iss,
        aud: resource,
        exp: 4_000_000_000,
        sub: 'alice',
      }),
    });
    const { api, events, time } = await eventsOf({
      issuers: [{ issuer: server.url, introspection: { client: { id: 'api', secret: 'the-secret' } } }],
      keys: { preload: false, cacheSeconds: 60, cooldownSeconds: 5 },
    });
    const unsigned = `${part({ alg: 'RS256', kid: KEY.kid, typ: 'at+jwt' })}.${part({ iss: server.url, aud: resource, exp: 4_000_000_000, iat: 0, sub: 'alice', client_id: 'shop', jti: 'one' })}.AAAA`;
    /** Looks for the key, which is fetched again where it is old, and waits for that. */
    const lookForKey = async (fetches: number): Promise<void> => {
      expect(await api.authenticate(carrying(unsigned))).toMatchObject({ ok: false, code: 'bad_signature' });
      const limit = performance.now() + 10_000;
      while (events.length < fetches && performance.now() < limit) await new Promise(setImmediate);
    };
    await lookForKey(1);
    isAway = true;
    for (const fetches of [2, 3]) {
      time.advance(61);
      await lookForKey(fetches);
    }
    expect(events.map(({ outcome }) => outcome)).toEqual(['loaded', 'failed', 'failed']);
    expect(server.paths.filter((path) => path === RFC8414)).toHaveLength(2);
    expect(await api.authenticate(carrying('an-opaque-token'))).toMatchObject({ ok: true });
  });

  it('RS-01: metadata without keys are a failure', async () => {
    const server = await serving({ [RFC8414]: (issuer) => ({ issuer }) });
    const { api, events } = await eventsOf({ issuers: server.url });
    expect(await api.preload()).toBe(false);
    expect(events).toEqual([
      { issuer: server.url, outcome: 'failed', keys: 0, removed: false, detail: `${server.url} has no jwks_uri` },
    ]);
  });

  it.each<[string, (jwk: object) => unknown, number]>([
    ['a plain key', (jwk) => ({ keys: [jwk] }), 1],
    ['a key without alg', (jwk) => ({ keys: [{ ...jwk, alg: undefined }] }), 1],
    ['a key without use, for verifying', (jwk) => ({ keys: [{ ...jwk, use: undefined, key_ops: ['verify'] }] }), 1],
    ['a key without kid', (jwk) => ({ keys: [{ ...jwk, kid: undefined }] }), 1],
    ['the same key twice', (jwk) => ({ keys: [jwk, jwk] }), 1],
    [
      'two keys without kid',
      (jwk) => ({
        keys: [
          { ...jwk, kid: undefined },
          { ...jwk, kid: 7 },
        ],
      }),
      2,
    ],
    [
      'a good key among bad ones',
      (jwk) => ({ keys: [null, 'x', [], {}, { kty: 'oct', k: 'AAAA', kid: 'x', alg: 'HS256' }, jwk] }),
      1,
    ],
    ['a key for encryption', (jwk) => ({ keys: [{ ...jwk, use: 'enc' }] }), 0],
    ['a key for other operations', (jwk) => ({ keys: [{ ...jwk, key_ops: ['sign'] }] }), 0],
    ['operations that are no list', (jwk) => ({ keys: [{ ...jwk, key_ops: 'verify' }] }), 0],
    ['a key of an algorithm that was not chosen', (jwk) => ({ keys: [{ ...jwk, alg: 'PS256' }] }), 0],
    ['a key of an unknown algorithm', (jwk) => ({ keys: [{ ...jwk, alg: 'XX' }] }), 0],
    ['a broken key', (jwk) => ({ keys: [{ ...jwk, n: 'AAAA' }] }), 0],
    ['no key', () => ({ keys: [] }), 0],
    ['no list', () => ({ keys: {} }), 0],
    ['no keys member', () => ({}), 0],
    ['101 keys', (jwk) => ({ keys: Array.from({ length: 101 }, () => jwk) }), 0],
    ['100 keys', (jwk) => ({ keys: Array.from({ length: 100 }, (_, i) => ({ ...jwk, kid: `${i}` })) }), 100],
  ])('RS-01: a key set with %s', async (_name, set, usable) => {
    const server = await serving({ '/jwks': () => set(KEY) });
    const { api, events } = await eventsOf({ issuers: [{ issuer: server.url, jwksUri: `${server.url}/jwks` }] });
    expect(await api.preload()).toBe(usable > 0);
    expect(events).toMatchObject([{ outcome: usable > 0 ? 'loaded' : 'failed', keys: usable }]);
  });

  it('RS-01: the first of two keys of one name counts, and one name may have a key for each algorithm', async () => {
    const [first, second, third] = [
      await createSigningKey('RS256'),
      await createSigningKey('RS256'),
      await createSigningKey('ES256'),
    ];
    const keys = [first, second, third].map(({ publicJwk }) => ({ ...publicJwk, kid: 'same' }));
    const server = await serving({ '/jwks': () => ({ keys }) });
    const { api } = await eventsOf({
      issuers: [{ issuer: server.url, jwksUri: `${server.url}/jwks`, algorithms: ['RS256', 'ES256'] }],
    });
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: server.url, sub: 'a', aud: resource, client_id: 'c', jti: 'j', iat: now - 9, exp: now + 300 };
    const token = (key: typeof first, alg: string): string => key.signJws({ alg, typ: 'at+jwt', kid: 'same' }, claims);
    expect(await api.verify(token(first, 'RS256'))).toMatchObject({ subject: 'a' });
    expect(await api.verify(token(third, 'ES256'))).toMatchObject({ subject: 'a' });
    await expect(api.verify(token(second, 'RS256'))).rejects.toMatchObject({ code: 'bad_signature' });
  });
});
