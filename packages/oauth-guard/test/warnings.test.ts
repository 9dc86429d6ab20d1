import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { ownCertificates } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { reasonOf } from '../src/fetch-fault.ts';
import { createResourceServer, type ResourceServerOptions } from '../src/index.ts';
import { observationOf } from '../src/observation.ts';
import { createTestIssuer, type TestIssuer } from '../src/testing.ts';
import { emitWarning, Warnings } from '../src/warnings.ts';
import { FeedServer } from './feed-server.ts';
import { listening } from './issuers.ts';

const resource = 'https://api.example.com';
let opened: { close(): void }[] = [];
let told: string[] = [];
let codes: unknown[] = [];
/** Called at each warning. */
let onWarning: () => void = () => undefined;

// What `process.emitWarning` is given, before it prints.
beforeEach(() => {
  told = [];
  codes = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((message, options) => {
    told.push(String(message));
    codes.push(options);
    onWarning();
  });
});

afterEach(() => {
  for (const one of opened) one.close();
  opened = [];
  jest.restoreAllMocks();
});

function open(options: Partial<ResourceServerOptions> & Pick<ResourceServerOptions, 'issuers'>) {
  const api = createResourceServer({ resource, ...options });
  opened.push(api);
  return api;
}

const failed = (issuer: string, detail: string, keys = 0) =>
  ({ issuer, outcome: 'failed', keys, removed: false, detail }) as const;
const loaded = (issuer: string) => ({ issuer, outcome: 'loaded', keys: 1, removed: false }) as const;

/** What undici throws. */
const failedBy = (code: string, message = 'x') =>
  Object.assign(new TypeError('fetch failed'), { cause: { code, message } });

/** A token that nobody signed. */
const stranger = (payload: object): string =>
  [{ alg: 'RS256', typ: 'at+jwt' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
    .concat('.AAAA');

/** The next warning of the process. */
function nextWarning(): Promise<string> {
  return new Promise((resolve) => {
    onWarning = () => {
      onWarning = () => undefined;
      resolve(told.at(-1) as string);
    };
  });
}

describe('G13: failures of keys', () => {
  it('are told at creation, though nobody asked for them, with what to change', async () => {
    const server = await listening((_request, response, url) => {
      response.end(JSON.stringify({ issuer: `${url}/`, jwks_uri: `${url}/jwks` }));
    });
    opened.push(server);
    const warned = nextWarning();
    open({ issuers: server.url, observe: { decision: () => undefined } });
    const warning = await warned;
    expect(codes).toEqual([{ type: 'OAuthGuardWarning', code: 'OAUTH_GUARD_KEYS' }]);
    const { url } = server;
    expect(warning).toContain(`the keys of ${url} are missing, so its tokens are refused: `);
    expect(warning).toContain(
      `the issuer calls itself "${url}/": write it so in issuers, with the slash at the end, instead of "${url}"`,
    );
  });

  it('are told once for a cause, and again after a recovery', () => {
    const warnings = new Warnings();
    const [a, b] = ['https://a.example', 'https://b.example'];
    for (const event of [
      failed(a, 'status 500'),
      failed(a, 'status 500'),
      failed(b, 'status 500'),
      failed(a, 'timeout'),
      failed(a, 'status 500'),
      loaded(a),
      failed(a, 'status 500', 2),
      failed(b, 'status 500'),
    ])
      warnings.observeKeys(event);
    expect(told).toEqual([
      'the keys of https://a.example are missing, so its tokens are refused: status 500',
      'the keys of https://b.example are missing, so its tokens are refused: status 500',
      'the keys of https://a.example are missing, so its tokens are refused: timeout',
      'the keys of https://a.example cannot be refreshed, and those that are known serve on: status 500',
    ]);
  });

  it('are bounded, whatever causes and issuers there are', () => {
    const warnings = new Warnings();
    for (let i = 0; i < 1000; i++) warnings.observeKeys(failed('https://a.example', `cause ${i}`));
    expect(told).toHaveLength(10);
    for (let i = 0; i < 1000; i++) warnings.observeKeys(failed(`https://${i}.example`, 'x'));
    expect(told).toHaveLength(10 + 99);
  });

  it('tell no query of an address, as it can hold a secret', async () => {
    const warned = nextWarning();
    open({
      issuers: [{ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/jwks?code=SECRET' }],
      fetch: () => Promise.resolve(new Response('', { status: 403 })),
    });
    const message = await warned;
    expect(message).toContain('https://login.example.com/jwks: status 403');
    expect(message).not.toContain('SECRET');
  });

  it('name the certificate authority that is not trusted, and how it becomes so', async () => {
    const files = await ownCertificates();
    const server = createTlsServer({
      cert: `${readFileSync(files.certFile('gateway'), 'utf8')}\n${readFileSync(files.caFile, 'utf8')}`,
      key: readFileSync(files.keyFile('gateway')),
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    opened.push(server);
    const issuer = `https://localhost:${(server.address() as AddressInfo).port}`;
    const warned = nextWarning();
    open({ issuers: issuer });
    const message = await warned;
    expect(message).toContain(`the keys of ${issuer} are missing, so its tokens are refused: ${issuer}/.well-known/`);
    expect(message).toContain('(SELF_SIGNED_CERT_IN_CHAIN)');
    expect(message).toContain('NODE_EXTRA_CA_CERTS=certs/ca.pem');
    // The other addresses of the metadata are on the same server.
    expect(message.match(/SELF_SIGNED/g)).toHaveLength(1);
  });

  it('are not told of a guard that was closed', async () => {
    const events: object[] = [];
    const silent = await listening(() => undefined);
    opened.push(silent);
    const api = open({ issuers: silent.url, observe: { keys: (event) => events.push(event) } });
    const loading = api.preload();
    api.close();
    await loading;
    expect(events).toEqual([]);
  });
});

describe('G13: why a connection failed, and what to change', () => {
  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another name'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['CERT_NOT_YET_VALID', 'not valid yet'],
    ['ENOTFOUND', 'the name cannot be resolved here'],
    ['ECONNREFUSED', 'nothing listens there'],
    ['EPROTO', 'does not speak TLS'],
    ['UND_ERR_SOCKET', 'closed before an answer'],
  ])('%s', (code, advice) => {
    expect(reasonOf(failedBy(code))).toMatch(new RegExp(`^fetch failed: x \\(${code}\\); .*${advice}`));
  });

  it('a code that the message has, that is on the error itself, or that is unknown', () => {
    expect(reasonOf(failedBy('ENOTFOUND', 'getaddrinfo ENOTFOUND x'))).toMatch(
      /^fetch failed: getaddrinfo ENOTFOUND x; the/,
    );
    expect(reasonOf(Object.assign(new Error('no'), { code: 'ConnectionRefused' }))).toMatch(
      /^no \(ConnectionRefused\); n/,
    );
    expect(reasonOf(failedBy('E_ODD'))).toBe('fetch failed: x (E_ODD)');
    expect(reasonOf(Object.assign(new Error('no'), { code: 7 }))).toBe('no');
  });

  it.each([
    [500, 'status 500'],
    [404, 'status 404; is the issuer written rightly?'],
    [421, 'status 421; a proxy before it must pass on the Host header'],
  ])('status %i', async (status, expected) => {
    const warned = nextWarning();
    open({ issuers: 'https://login.example.com', fetch: () => Promise.resolve(new Response('', { status })) });
    expect(await warned).toContain(`openid-configuration: ${expected}`);
  });
});

describe('G13: tokens that are refused though they may be right', () => {
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await createTestIssuer({ audience: resource });
  });
  afterAll(() => issuer.close());

  const elsewhere = { issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/jwks' };

  it('an issuer that differs by the slash alone is told once', async () => {
    const api = open({ issuers: [elsewhere], keys: { preload: false } });
    for (let i = 0; i < 3; i++) {
      await expect(api.verify(stranger({ iss: 'https://login.example.com/', sub: 'a' }))).rejects.toMatchObject({
        code: 'wrong_issuer',
        detail: 'iss is "https://login.example.com/", not "https://login.example.com"',
      });
    }
    expect(told).toEqual([
      'tokens are refused: iss is "https://login.example.com/" and issuers says "https://login.example.com"; if such tokens are right, write it in issuers as they do, with the slash at the end',
    ]);
    expect(codes).toMatchObject([{ code: 'OAUTH_GUARD_ISSUER' }]);
  });

  it('of other issuers one is told, and nothing that a stranger wrote', async () => {
    const api = open({ issuers: [elsewhere], keys: { preload: false } });
    for (let i = 0; i < 50; i++)
      await expect(api.verify(stranger({ iss: `https://evil${i}.example` }))).rejects.toThrow();
    await expect(api.verify(stranger({}))).rejects.toMatchObject({ code: 'wrong_issuer' });
    expect(told).toEqual([
      expect.stringMatching(/^a token was refused because its iss is not "https:\/\/login\.example\.com": /),
    ]);
  });

  it('another audience is told once, with what it must be', async () => {
    const api = open({ issuers: issuer.issuer });
    await api.preload();
    const token = await issuer.issueToken({ audience: 'https://localhost:3001' });
    for (let i = 0; i < 3; i++) await expect(api.verify(token)).rejects.toMatchObject({ code: 'wrong_audience' });
    expect(told).toEqual([
      expect.stringMatching(
        /tokens of http.* are refused \(wrong_audience\): aud is "https:\/\/localhost:3001", not "https:\/\/api\.example\.com"; resource .*resource indicator.* and not the address/,
      ),
    ]);
    expect(codes).toMatchObject([{ code: 'OAUTH_GUARD_TOKENS' }]);
  });

  it('keys that are not there yet are waited for', async () => {
    const api = open({ issuers: issuer.issuer, keys: { preload: false } });
    const warned = nextWarning();
    await expect(api.verify(await issuer.issueToken({ header: { typ: 'JWT' } }))).rejects.toMatchObject({
      code: 'wrong_type',
    });
    expect(await warned).toContain('an ID token is not an access token');
  });

  it('strangers get nothing told: only a signature that holds counts, and there are at most ten', async () => {
    const api = open({ issuers: issuer.issuer });
    await api.preload();
    const genuine = await issuer.issueToken({ audience: 'https://other.example' });
    const forged = genuine.slice(0, genuine.lastIndexOf('.')).concat(`.${'A'.repeat(342)}`);
    await expect(api.verify(forged)).rejects.toMatchObject({ code: 'wrong_audience' });
    const unsigned = await issuer.issueToken({ audience: 'x', header: { typ: 'JWT', alg: 'none' } });
    await expect(api.verify(unsigned)).rejects.toMatchObject({ code: 'wrong_type' });
    const unknown = await issuer.issueToken({ audience: 'x', header: { kid: 7 } });
    await expect(api.verify(unknown)).rejects.toMatchObject({ code: 'wrong_audience' });
    expect(told).toEqual([]);
    for (let i = 0; i < 30; i++)
      await expect(api.verify(await issuer.issueToken({ audience: `https://${i}.example` }))).rejects.toThrow();
    expect(told).toHaveLength(10);
  });

  it('what is the fault of the sender is not told, and nothing is where somebody watches', async () => {
    const quiet = open({ issuers: issuer.issuer });
    await expect(quiet.verify(await issuer.issueToken({ expiresInSeconds: -100 }))).rejects.toThrow();
    for (const observe of [{ decision: () => undefined }, { keys: () => undefined }]) {
      const watched = open({ issuers: issuer.issuer, observe });
      await watched.preload();
      await expect(watched.verify(await issuer.issueToken({ audience: 'x' }))).rejects.toThrow();
      await expect(watched.verify(stranger({ iss: 'https://evil.example' }))).rejects.toThrow();
    }
    expect(told).toEqual([]);
  });
});

describe('G13: other questions that get no answer', () => {
  it('introspection: told once, and again after it was well', async () => {
    const statuses = [401, 401, 200, 401];
    const server = await listening((_request, response) => {
      response.writeHead(statuses.shift() as number).end('{"active":false}');
    });
    opened.push(server);
    const introspection = { client: { id: 'api', secret: 'wrong' }, endpoint: `${server.url}/introspection` };
    const api = open({ issuers: [{ issuer: server.url, algorithms: [], introspection }] });
    for (let i = 0; i < 4; i++) await expect(api.verify(`opaque-${i}`)).rejects.toThrow();
    const message = `opaque tokens are refused: ${server.url}/introspection: status 401; is the client that introspection names registered, with this secret?`;
    expect(told).toEqual([message, message]);
    expect(codes).toMatchObject([{ code: 'OAUTH_GUARD_INTROSPECTION' }, { code: 'OAUTH_GUARD_INTROSPECTION' }]);
  });

  it('introspection: nothing of a guard that was closed', async () => {
    const silent = await listening(() => undefined);
    opened.push(silent);
    const introspection = { client: { id: 'api', secret: 'x' }, endpoint: `${silent.url}/introspection` };
    const api = open({ issuers: [{ issuer: silent.url, algorithms: [], introspection }] });
    const asked = api.verify('opaque');
    api.close();
    await expect(asked).rejects.toMatchObject({ code: 'introspection_unavailable' });
    expect(told).toEqual([]);
  });

  it('revocations: told once, again after they were heard of, and not where somebody watches', async () => {
    const server = await new FeedServer().start();
    opened.push(server);
    server.tamper.answer = (response) => {
      response.writeHead(403).end();
      return true;
    };
    const warned = nextWarning();
    open({ issuers: server.issuer, revocation: { client: { id: 'api', secret: 'x' } } });
    expect(await warned).toMatch(/^what http.* revoked cannot be read: http.*: status 403/);
    expect(codes).toMatchObject([{ code: 'OAUTH_GUARD_REVOCATIONS' }]);

    const { signal } = new AbortController();
    const issuer = 'https://a.example';
    const failure = { outcome: 'failed', entries: 0, ageSeconds: 0, detail: 'status 500' } as const;
    const { revocations } = observationOf({}, signal);
    told = [];
    for (const event of [failure, failure, { ...failure, outcome: 'loaded' } as const, failure])
      revocations(issuer, event);
    observationOf({ keys: () => undefined }, signal).revocations(issuer, failure);
    observationOf({ revocations: () => undefined }, signal).revocations(issuer, failure);
    const message = 'what https://a.example revoked cannot be read: status 500';
    expect(told).toEqual([message, message]);
  });
});

it('G13: where the process cannot be warned, the console is, and where there is neither nothing fails', () => {
  const { process: own, console: ownConsole } = globalThis;
  const lines: string[] = [];
  try {
    Object.assign(globalThis, { process: undefined, console: { warn: (line: string) => lines.push(line) } });
    emitWarning('OAUTH_GUARD_KEYS', 'gone');
    Object.assign(globalThis, { console: undefined });
    emitWarning('OAUTH_GUARD_KEYS', 'gone');
  } finally {
    Object.assign(globalThis, { process: own, console: ownConsole });
  }
  expect(lines).toEqual(['[OAUTH_GUARD_KEYS] OAuthGuardWarning: gone']);
});
