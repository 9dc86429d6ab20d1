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
  timeoutMs: 500,
  signal: new AbortController().signal,
};
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
      if (response.writableEnded) return;
      if (document === undefined) response.writeHead(404).end();
      else response.end(typeof document === 'string' ? document : JSON.stringify(document));
    }),
  );
}

describe('discovery', () => {
  it('looks where RFC 8414 says, then where OpenID Connect says', () => {
    expect(metadataUrls('https://a.example')).toEqual([`https://a.example${RFC8414}`, `https://a.example${OIDC}`]);
    expect(metadataUrls('https://a.example/')).toEqual([`https://a.example${RFC8414}`, `https://a.example${OIDC}`]);
    expect(metadataUrls('https://a.example/t/1')).toEqual([
      `https://a.example${RFC8414}/t/1`,
      `https://a.example/t/1${OIDC}`,
    ]);
    expect(metadataUrls('https://a.example/t/')).toEqual([
      `https://a.example${RFC8414}/t`,
      `https://a.example/t${OIDC}`,
    ]);
  });

  it('RS-01: takes what it needs from the first place that has it', async () => {
    const server = await serving({
      [RFC8414]: (issuer) => ({ issuer, jwks_uri: `${issuer}/k`, introspection_endpoint: `${issuer}/i`, other: [1] }),
    });
    expect(await discover(server.url, false, settings)).toEqual({
      metadata: { jwksUri: `${server.url}/k`, introspectionEndpoint: `${server.url}/i` },
    });
    expect(server.paths).toEqual([RFC8414]);
    const openid = await serving({ [OIDC]: (issuer) => ({ issuer }) });
    expect(await discover(openid.url, false, settings)).toEqual({
      metadata: { jwksUri: undefined, introspectionEndpoint: undefined },
    });
    expect(openid.paths).toEqual([RFC8414, OIDC]);
  });

  it.each<[string, (issuer: string, response: ServerResponse) => unknown, RegExp]>([
    ['another issuer', () => ({ issuer: 'https://evil.example' }), /names another issuer$/],
    ['the issuer with a slash', (issuer) => ({ issuer: `${issuer}/` }), /names another issuer$/],
    ['no issuer', () => ({}), /names another issuer$/],
    [
      'keys without https',
      (issuer) => ({ issuer, jwks_uri: 'http://evil.example/jwks' }),
      /has an endpoint without https$/,
    ],
    ['keys in a file', (issuer) => ({ issuer, jwks_uri: 'file:///etc/passwd' }), /has an endpoint without https$/],
    ['keys that are no text', (issuer) => ({ issuer, jwks_uri: 7 }), /has an endpoint without https$/],
    [
      'introspection without https',
      (issuer) => ({ issuer, introspection_endpoint: 'http://evil.example/' }),
      /has an endpoint without https$/,
    ],
    ['no JSON', () => 'x', /not a JSON object; .*: status 404$/],
    ['two issuers', (issuer) => `{"issuer":"${issuer}","issuer":"${issuer}"}`, /not a JSON object; /],
    ['a redirect', (_issuer, response) => response.writeHead(302, { location: '/elsewhere' }).end(), /redirect/],
    ['300 KB', (issuer) => ({ issuer, x: 'x'.repeat(300_000) }), /larger than 262144 bytes/],
    ['no body', (_issuer, response) => response.writeHead(204).end(), /status 204; /],
    ['a status that is an error', (_issuer, response) => response.writeHead(500).end(), /status 500$/],
  ])('RS-01: metadata with %s are not used', async (_name, answer, detail) => {
    const server = await serving({ [RFC8414]: answer });
    const found = await discover(server.url, false, settings);
    expect(found.metadata).toBeUndefined();
    expect(found).toEqual({ detail: expect.stringMatching(detail) });
  });

  it('RS-04: an issuer that does not answer is given up after the time-out', async () => {
    const silent = keep(await listening(() => undefined));
    expect(await discover(silent.url, false, { ...settings, timeoutMs: 50 })).toEqual({
      detail: expect.stringContaining('timeout'),
    });
    expect(silent.paths).toHaveLength(1);
  });

  it('tells why a connection failed', async () => {
    const gone = keep(await listening(() => undefined));
    gone.close();
    expect(await discover(gone.url, false, settings)).toEqual({ detail: expect.stringContaining('ECONNREFUSED') });
    const odd = { ...settings, fetch: () => Promise.reject('no error at all') };
    expect(await discover(gone.url, false, odd)).toEqual({ detail: expect.stringMatching(/: failed$/) });
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
    expect(events).toEqual([{ issuer: issuer.issuer, outcome: 'loaded', keys: 1 }]);
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
    expect(events[0]?.detail).toBe(`${server.url}/old: status 404`);
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

  it('RS-01: metadata without keys are a failure', async () => {
    const server = await serving({ [RFC8414]: (issuer) => ({ issuer }) });
    const { api, events } = await eventsOf({ issuers: server.url });
    expect(await api.preload()).toBe(false);
    expect(events).toEqual([
      { issuer: server.url, outcome: 'failed', keys: 0, detail: `${server.url} has no jwks_uri` },
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
