/** Machines get JSON whatever their HTTP library puts into `Accept` (RFC 6749, section 5.2; RFC 7662; RFC 9126). */
import { StorageUnavailableError } from '@gatehouse/storage';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, errorOf, isErrorPage, send } from '../browser.ts';
import { basic, encode, TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
/** What libraries and browsers send. The first is Java's HttpURLConnection. */
const accepts = [
  'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'text/html',
  'text/*',
  'application/xml, text/html;q=0.9',
  'application/json;q=0, text/html',
  'image/png',
  ' ',
  'nonsense',
];
const posts = [
  '/token',
  '/request',
  '/device/auth',
  '/token/revocation',
  '/token/introspection',
  '/revocations',
  '/me',
];

let server: TestServer;
let authorization: string;

beforeAll(async () => {
  server = await startServer();
  authorization = basic('worker', await server.clientSecret('worker'));
});
afterAll(() => server?.stop());

/** What is JSON with an error code, in one word; otherwise what it is. */
function kindOf({ headers, body }: Answer): string {
  const type = String(headers['content-type']);
  if (!type.startsWith('application/json')) return `${type}: ${body.slice(0, 60)}`;
  const { error } = JSON.parse(body) as { error?: unknown };
  return typeof error === 'string' ? 'error in JSON' : body;
}

/** Sends one request with each `Accept`; all must have this status and be JSON. */
async function expectJson(
  status: number,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
  everyAccept: readonly string[] = accepts,
): Promise<void> {
  for (const accept of everyAccept) {
    const answer = await send(method, server.issuer + path, { accept, ...headers }, body);
    expect([method, path, accept, answer.status, method === 'HEAD' ? 'error in JSON' : kindOf(answer)]).toEqual([
      method,
      path,
      accept,
      status,
      'error in JSON',
    ]);
  }
}

describe('F5: endpoints of machines answer JSON whatever Accept says', () => {
  it('F5: 400 for what is wrong with a request, 401 for what is wrong with a client or a token', async () => {
    for (const path of posts.filter((one) => one !== '/me')) {
      // Fewer than the guesses that an address has.
      const guess = { ...form, authorization: basic(path, 'wrong') };
      await expectJson(401, 'POST', path, guess, 'token=x&grant_type=x', accepts.slice(0, 5));
      await expectJson(400, 'POST', path, form, 'a=b');
    }
    await expectJson(401, 'GET', '/me', { authorization: 'Bearer made-up' });
    await expectJson(401, 'POST', '/me', { authorization: 'Bearer made-up' });
    await expectJson(400, 'GET', '/me', { authorization: 'made-up' });
    const scope = 'grant_type=client_credentials&scope=nonsense';
    await expectJson(400, 'POST', '/token', { ...form, authorization }, scope);
  });

  it('F5: a body of another type, and one that is too large', async () => {
    for (const path of posts) {
      await expectJson(400, 'POST', path, { 'content-type': 'application/json', authorization }, '{}');
      await expectJson(413, 'POST', path, { ...form, authorization }, `a=${'b'.repeat(60_000)}`);
    }
  });

  it('F5: 405 with Allow for a method that the endpoint does not have', async () => {
    for (const path of posts.filter((one) => one !== '/me')) {
      for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) await expectJson(405, method, path);
      expect((await send('GET', server.issuer + path)).headers['allow']).toBe('POST');
    }
    for (const path of ['/jwks', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
      await expectJson(405, 'POST', path, form, 'a=b');
      expect((await send('DELETE', server.issuer + path)).headers['allow']).toBe('GET, HEAD');
    }
    await expectJson(405, 'PATCH', '/me');
  });

  it('F5: 404 below them and in other spellings', async () => {
    for (const path of ['/token/', '/token/x', '/Token', '/ME', '/me/x', '/request/x', '/device/auth/', '/jwks/x']) {
      await expectJson(404, 'GET', path);
      await expectJson(404, 'POST', path, form, 'a=b');
    }
    await expectJson(404, 'GET', '/.well-known/no-such-document');
    await expectJson(404, 'GET', '/.well-known/openid-configuration/');
  });

  it('F5: 404 for OPTIONS where there is nothing for it', async () => {
    for (const path of ['/', '/language', '/.well-known/oauth-protected-resource/admin/v1'])
      await expectJson(404, 'OPTIONS', path, {}, undefined, ['*/*']);
  });

  it('F5: hostile input that is refused before anybody reads it', async () => {
    await expectJson(400, 'GET', '/me?a=%00');
    await expectJson(400, 'POST', '/token?__proto__=x', form, 'a=b');
    await expectJson(421, 'POST', '/token', { host: 'evil.example' });
    await expectJson(405, 'TRACE', '/token');
  });

  it('F5: 429 for somebody who guesses', async () => {
    const strict = await startServer();
    try {
      const guess = (accept: string) =>
        send('POST', `${strict.issuer}/token`, { ...form, accept, authorization: 'Basic d29ya2VyOng=' }, 'a=b');
      let answer = await guess('text/html');
      for (let n = 0; n < 120 && answer.status !== 429; n += 1) answer = await guess('text/html');
      expect([answer.status, kindOf(answer)]).toEqual([429, 'error in JSON']);
    } finally {
      await strict.stop();
    }
  });

  it('F5: 503 while nothing can be stored', async () => {
    const { storage } = server.server;
    const { commit } = storage;
    Object.assign(storage, { commit: () => Promise.reject(new StorageUnavailableError('the disk is full')) });
    try {
      const { parameters } = new TestClient(server, 'spa', {
        redirectUri: 'https://localhost:3004/callback',
      }).request();
      await expectJson(503, 'POST', '/request', form, encode(parameters).toString());
      await expectJson(503, 'POST', '/device/auth', form, 'client_id=device&scope=openid');
    } finally {
      Object.assign(storage, { commit });
    }
  });

  it('F5: documents are JSON for browsers too, and people still get pages where people go', async () => {
    const browser = new Browser();
    for (const path of ['/jwks', '/.well-known/openid-configuration']) {
      const { status, headers } = await browser.get(server.issuer + path);
      expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    }
    for (const path of ['/auth', '/no-such-page', '/tokens', '/mean', '/interaction/x']) {
      expect([path, isErrorPage((await browser.get(server.issuer + path)).body)]).toEqual([path, true]);
    }
    const device = await browser.get(`${server.issuer}/device?user_code=x`);
    // A code in the address is tried as if it had been typed.
    expect([device.headers['content-type'], errorOf(device.body)]).toEqual([
      'text/html; charset=utf-8',
      'user_code_not_found',
    ]);
  });
});
