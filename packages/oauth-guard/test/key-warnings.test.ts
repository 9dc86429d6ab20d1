import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createResourceServer } from '../src/index.ts';
import { KeyWarnings } from '../src/key-warnings.ts';
import { listening } from './issuers.ts';

const resource = 'https://api.example.com';
let opened: { close(): void }[] = [];

afterEach(() => {
  for (const one of opened) one.close();
  opened = [];
});

const failed = (issuer: string, detail: string, keys = 0) =>
  ({ issuer, outcome: 'failed', keys, removed: false, detail }) as const;
const loaded = (issuer: string) => ({ issuer, outcome: 'loaded', keys: 1, removed: false }) as const;

/** The next warning of the process, whose `emitWarning` is heard before it prints. */
function nextWarning(): Promise<{ message: string; name: unknown }> {
  return new Promise((resolve) => {
    const spy = jest.spyOn(process, 'emitWarning').mockImplementation((message, name) => {
      spy.mockRestore();
      resolve({ message: String(message), name });
    });
  });
}

describe('G13: failures of keys', () => {
  it('are told at creation, though nobody asked for them, with what to change', async () => {
    const server = await listening((_request, response, url) => {
      response.end(JSON.stringify({ issuer: `${url}/`, jwks_uri: `${url}/jwks` }));
    });
    opened.push(server);
    const warned = nextWarning();
    const api = createResourceServer({ resource, issuers: server.url, observe: { decision: () => undefined } });
    opened.push(api);
    const warning = await warned;
    expect(warning).toMatchObject({ name: 'OAuthGuardWarning' });
    const { url } = server;
    expect(warning.message).toContain(`the keys of ${url} are missing, so its tokens are refused: `);
    expect(warning.message).toContain(
      `the issuer calls itself "${url}/": write it so in issuers, with the slash at the end, instead of "${url}"`,
    );
  });

  it('are told once for a cause, and again after a recovery', () => {
    const told: string[] = [];
    const warnings = new KeyWarnings((message) => told.push(message));
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
      warnings.observe(event);
    expect(told).toEqual([
      'the keys of https://a.example are missing, so its tokens are refused: status 500',
      'the keys of https://b.example are missing, so its tokens are refused: status 500',
      'the keys of https://a.example are missing, so its tokens are refused: timeout',
      'the keys of https://a.example cannot be refreshed, and those that are known serve on: status 500',
    ]);
  });

  it('are bounded, whatever causes and issuers there are', () => {
    let told = 0;
    const warnings = new KeyWarnings(() => told++);
    for (let i = 0; i < 1000; i++) warnings.observe(failed('https://a.example', `cause ${i}`));
    expect(told).toBe(10);
    for (let i = 0; i < 1000; i++) warnings.observe(failed(`https://${i}.example`, 'x'));
    expect(told).toBe(10 + 99);
  });

  it('tell no query of an address, as it can hold a secret', async () => {
    const warned = nextWarning();
    const api = createResourceServer({
      resource,
      issuers: [{ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/jwks?code=SECRET' }],
      fetch: () => Promise.resolve(new Response('', { status: 403 })),
    });
    opened.push(api);
    const { message } = await warned;
    expect(message).toContain('https://login.example.com/jwks: status 403');
    expect(message).not.toContain('SECRET');
  });

  it('a token whose issuer differs by the slash alone is told too, once', async () => {
    const told: string[] = [];
    const spy = jest.spyOn(process, 'emitWarning').mockImplementation((message) => void told.push(String(message)));
    const api = createResourceServer({
      resource,
      issuers: [{ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/jwks' }],
      keys: { preload: false },
    });
    opened.push(api);
    const [header, payload] = [
      { alg: 'RS256', typ: 'at+jwt' },
      { iss: 'https://login.example.com/', sub: 'a' },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    for (let i = 0; i < 3; i++) {
      await expect(api.verify(`${header}.${payload}.AAAA`)).rejects.toMatchObject({
        code: 'wrong_issuer',
        detail: 'iss is "https://login.example.com/", not "https://login.example.com"',
      });
    }
    spy.mockRestore();
    expect(told).toEqual([
      'tokens are refused: iss is "https://login.example.com/" and issuers says "https://login.example.com"; if such tokens are right, write it in issuers as they do, with the slash at the end',
    ]);
  });

  it('are not told of a guard that was closed', async () => {
    const events: object[] = [];
    const silent = await listening(() => undefined);
    opened.push(silent);
    const api = createResourceServer({
      resource,
      issuers: silent.url,
      observe: { keys: (event) => events.push(event) },
    });
    const loading = api.preload();
    api.close();
    await loading;
    expect(events).toEqual([]);
  });
});
