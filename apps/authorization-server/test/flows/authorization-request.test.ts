import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, errorOf, isErrorPage, type Person } from '../browser.ts';
import { challengeOf, confidential, type Parameters, TestClient } from '../client.ts';
import { startServer, type TestServer, webAppRedirect } from '../server.ts';

let server: TestServer;
let webApp: TestClient;
let native: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      document.clients.push(
        {
          client_id: 'legacy',
          first_party: true,
          require_pkce: false,
          grant_types: ['authorization_code'],
          redirect_uris: [webAppRedirect],
          scope: 'openid',
          scopes: { 'https://localhost:3001': ['profile_read', 'invoice_read'] },
        },
        {
          client_id: 'native-localhost',
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code'],
          redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
          scope: 'openid',
        },
      );
    },
  });
  webApp = await confidential(server, 'web-app');
  native = new TestClient(server, 'native', { redirectUri: 'http://127.0.0.1/callback' });
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

const open = (client: TestClient, changes: Parameters) => new Browser().get(client.request(changes).url);

/** The parameters of a redirect back to the client. */
async function redirected(changes: Parameters, client = webApp): Promise<Record<string, string>> {
  const answer = await open(client, changes);
  expect([answer.status, answer.location.split('?')[0]]).toEqual([303, webAppRedirect]);
  return Object.fromEntries(new URL(answer.location).searchParams);
}

/** What matters of an error page, and what it should be. */
const pageOf = ({ status, headers, body }: Answer) => ({
  status,
  location: headers['location'],
  isPage: isErrorPage(body),
  error: errorOf(body),
});
const page = (error: unknown) => ({ status: 400, location: undefined, isPage: true, error });

describe('PKCE', () => {
  const refusedRequests: [string, Parameters][] = [
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }],
    ['no challenge but a method', { code_challenge: undefined }],
    ['plain', { code_challenge_method: 'plain' }],
    ['no method, which would mean plain', { code_challenge_method: undefined }],
    ['a method in small letters', { code_challenge_method: 's256' }],
    ['an unknown method', { code_challenge_method: 'S512' }],
    ['a challenge that is too short', { code_challenge: 'a'.repeat(42) }],
    ['a challenge that is too long', { code_challenge: 'a'.repeat(129) }],
    ['a challenge with illegal characters', { code_challenge: `${'a'.repeat(42)}+` }],
    ['an empty challenge', { code_challenge: '' }],
  ];

  it('AS-04: no PKCE, plain, and a challenge that is none are refused for confidential and public clients', async () => {
    const spa = new TestClient(server, 'spa', { redirectUri: 'https://localhost:3004/callback' });
    for (const client of [webApp, spa]) {
      for (const [name, changes] of refusedRequests) {
        const { searchParams } = new URL((await open(client, changes)).location);
        const { error, iss, code } = Object.fromEntries(searchParams);
        expect({ name, error, iss, code }).toEqual({ name, error: 'invalid_request', iss: server.issuer });
      }
    }
  });

  const wrongVerifiers: [string, (verifier: string) => string | string[] | undefined][] = [
    ['missing', () => undefined],
    ['empty', () => ''],
    ['another one', () => 'b'.repeat(43)],
    ['the challenge itself', (verifier) => challengeOf(verifier)],
    ['cut to 42 characters', (verifier) => verifier.slice(0, 42)],
    ['longer than 128 characters', (verifier) => verifier.padEnd(129, 'a')],
    ['in another case', (verifier) => verifier.toUpperCase()],
    ['with a trailing line feed', (verifier) => `${verifier}\n`],
    ['with illegal characters', () => `${'a'.repeat(42)}+`],
    ['sent twice', (verifier) => [verifier, verifier]],
  ];

  it('AS-04: a wrong, missing, short, long or illegal verifier gets no token, and the code stays for the right one', async () => {
    const code = await webApp.code(alice);
    for (const [name, change] of wrongVerifiers) {
      const { status, body } = await webApp.redeem(code, { code_verifier: change(code.verifier) });
      expect({ name, status, error: body['error'] }).toEqual({
        name,
        status: 400,
        error: expect.stringMatching(/^invalid_(?:grant|request)$/u),
      });
      expect(body).not.toHaveProperty('access_token');
    }
    expect((await webApp.redeem(code)).status).toBe(200);
  });

  it('AS-04: the shortest and the longest verifier allowed work, with every allowed character', async () => {
    const allowed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';
    for (const verifier of [allowed.slice(23), allowed.padEnd(128, allowed)]) {
      const code = await webApp.code(alice, { code_challenge: challengeOf(verifier) });
      const answer = await webApp.redeem({ ...code, verifier });
      expect([verifier.length, answer.status]).toEqual([verifier.length, 200]);
    }
  });

  it('AS-04: a client that is exempted may leave PKCE out, but a challenge that it sends binds', async () => {
    const legacy = await confidential(server, 'legacy');
    const none = { scope: 'openid', resource: undefined, code_challenge: undefined, code_challenge_method: undefined };
    const without = await legacy.code(alice, none);
    expect((await legacy.redeem(without, { code_verifier: 'a'.repeat(43) })).status).toBe(400);
    expect((await legacy.redeem(without, { code_verifier: undefined })).status).toBe(200);
    const withChallenge = await legacy.code(alice, { scope: 'openid', resource: undefined });
    expect((await legacy.redeem(withChallenge, { code_verifier: undefined })).status).toBe(400);
    expect((await legacy.redeem(withChallenge)).status).toBe(200);
    const plain = await open(legacy, { scope: 'openid', resource: undefined, code_challenge_method: 'plain' });
    expect(new URL(plain.location).searchParams.get('error')).toBe('invalid_request');
  });

  it('AS-04: PKCE is asked of a client on its very first request after the start', async () => {
    await server.restart();
    expect(await redirected({ code_challenge: undefined, code_challenge_method: undefined })).toMatchObject({
      error: 'invalid_request',
    });
  });
});

describe('redirect URI', () => {
  const wrongSpellings = [
    ['another path', 'https://localhost:3003/other'],
    ['a longer path', 'https://localhost:3003/callback/more'],
    ['a trailing slash', 'https://localhost:3003/callback/'],
    ['dot segments', 'https://localhost:3003/a/../callback'],
    ['encoded dot segments', 'https://localhost:3003/%2e%2e/callback'],
    ['an encoded letter', 'https://localhost:3003/c%61llback'],
    ['another case in the path', 'https://localhost:3003/Callback'],
    ['another case in the host', 'https://LOCALHOST:3003/callback'],
    ['another case in the scheme', 'HTTPS://localhost:3003/callback'],
    ['a query', 'https://localhost:3003/callback?x=1'],
    ['an empty query', 'https://localhost:3003/callback?'],
    ['a fragment', 'https://localhost:3003/callback#x'],
    ['user information', 'https://evil@localhost:3003/callback'],
    ['a host that begins alike', 'https://localhost:3003.evil.example/callback'],
    ['a host behind an at sign', 'https://localhost:3003@evil.example/callback'],
    ['another port', 'https://localhost:3004/callback'],
    ['no port', 'https://localhost/callback'],
    ['plain http', 'http://localhost:3003/callback'],
    ['a backslash', 'https://localhost:3003\\@evil.example/callback'],
    ['a leading blank', ' https://localhost:3003/callback'],
    ['a trailing blank', 'https://localhost:3003/callback '],
    ['a trailing dot in the host', 'https://localhost.:3003/callback'],
    ['a line feed', 'https://localhost:3003/callback\n'],
    ['a script', 'javascript:alert(1)//https://localhost:3003/callback'],
    ['a data URL', 'data:text/html,https://localhost:3003/callback'],
    ['that of another client', 'https://localhost:3004/callback'],
    ['no URL at all', 'callback'],
  ] as const;

  it('AS-04: a redirect URI in another spelling ends on a page without Location', async () => {
    for (const [name, redirectUri] of wrongSpellings) {
      const answer = await open(webApp, { redirect_uri: redirectUri });
      expect({ name, ...pageOf(answer) }).toEqual({ name, ...page('invalid_redirect_uri') });
    }
  });

  const unusable: [string, Parameters][] = [
    ['missing', { redirect_uri: undefined }],
    ['empty', { redirect_uri: '' }],
    ['repeated', { redirect_uri: [webAppRedirect, webAppRedirect] }],
    ['repeated with a stranger', { redirect_uri: [webAppRedirect, 'https://evil.example/'] }],
    ['of an unknown client', { client_id: 'nobody' }],
    ['of a repeated client', { client_id: ['web-app', 'spa'] }],
    ['of no client', { client_id: undefined }],
  ];

  it('AS-04: a redirect URI that is missing, repeated or of nobody ends on a page without Location', async () => {
    for (const [name, changes] of unusable) {
      const answer = await open(webApp, changes);
      expect({ name, ...pageOf(answer) }).toEqual({ name, ...page(expect.stringMatching(/^invalid_/u)) });
    }
  });

  it('AS-04: other faults of the request do not turn a wrong redirect URI into a redirect', async () => {
    const wrong = { redirect_uri: 'https://evil.example/' };
    for (const fault of [
      { response_type: 'token' },
      { code_challenge: undefined },
      { scope: 'é' },
      { prompt: 'none' },
      { resource: 'https://unknown.example' },
      { state: ['a', 'b'] },
      { response_mode: 'fragment' },
    ] as Parameters[]) {
      const answer = await open(webApp, { ...wrong, ...fault });
      expect([JSON.stringify(fault), answer.status, answer.headers['location']]).toEqual([
        JSON.stringify(fault),
        400,
        undefined,
      ]);
    }
  });

  it('AS-04: the page is safe to look at: what was sent is escaped, nothing runs, nothing is framed or kept', async () => {
    const answer = await open(webApp, {
      redirect_uri: 'https://evil.example/"><script>alert(1)</script>',
      state: '<b>',
    });
    expect(answer.status).toBe(400);
    // The one script is ours; what was sent is text, and no link.
    expect(answer.body.match(/<script[^>]*>/gu)).toEqual([
      expect.stringMatching(/ src="\/assets\/controls\.[\w-]+\.js">$/u),
    ]);
    expect(answer.body).not.toMatch(/(?:href|src|action)="[^"]*evil\.example/u);
    expect(answer.body).toContain('https://evil.example/&quot;&gt;&lt;script&gt;');
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'/u);
    expect(policy).toMatch(/frame-ancestors 'none'/u);
    expect(policy).not.toMatch(/unsafe/u);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(String(answer.headers['strict-transport-security'])).toMatch(/max-age=\d{7,}/u);
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });

  it('AS-04: a native client may come back on any port of 127.0.0.1 and [::1]', async () => {
    for (const redirectUri of [
      'http://127.0.0.1/callback',
      'http://127.0.0.1:1024/callback',
      'http://127.0.0.1:65535/callback',
      'http://[::1]/callback',
      'http://[::1]:51004/callback',
    ]) {
      const { status, location } = await open(native, { redirect_uri: redirectUri });
      expect([redirectUri, status, new URL(location, server.issuer).pathname.slice(0, 13)]).toEqual([
        redirectUri,
        303,
        '/interaction/',
      ]);
    }
  });

  it('AS-04: a native client may change nothing but the port, and not the port of localhost', async () => {
    for (const redirectUri of [
      'http://127.0.0.1:1024/other',
      'http://127.0.0.1:1024/callback/',
      'http://127.0.0.1:1024/callback?x',
      'http://127.0.0.2:1024/callback',
      'https://127.0.0.1:1024/callback',
      'http://127.0.0.1:99999/callback',
      'http://127.0.0.1:/callback#',
      'http://localhost:1024/callback',
      'http://user@127.0.0.1:1024/callback',
      'http://0177.0.0.1:1024/callback',
      'http://2130706433:1024/callback',
      'http://127.1:1024/callback',
      'http://[::ffff:127.0.0.1]:1024/callback',
      'http://[0:0:0:0:0:0:0:1]:1024/callback',
    ]) {
      const { status, headers } = await open(native, { redirect_uri: redirectUri });
      expect([redirectUri, status, headers['location']]).toEqual([redirectUri, 400, undefined]);
    }
    const registered = new TestClient(server, 'native-localhost', { redirectUri: 'http://localhost/callback' });
    expect((await open(registered, { scope: 'openid', resource: undefined })).status).toBe(303);
    const otherPort = { scope: 'openid', resource: undefined, redirect_uri: 'http://localhost:1024/callback' };
    expect(pageOf(await open(registered, otherPort))).toEqual(page('invalid_redirect_uri'));
  });

  it('AS-04: the code is bound to the redirect URI of its request, port included', async () => {
    const code = await native.code(alice, { redirect_uri: 'http://127.0.0.1:1024/callback', scope: 'openid' });
    for (const redirectUri of ['http://127.0.0.1:1025/callback', 'http://127.0.0.1/callback', undefined, '']) {
      const answer = await native.redeem(code, { redirect_uri: redirectUri });
      expect([redirectUri, answer.status]).toEqual([redirectUri, 400]);
    }
    expect((await native.redeem(code)).status).toBe(200);
  });

  it('AS-04: the code is bound to the client of its request', async () => {
    const code = await webApp.code(alice);
    const spa = new TestClient(server, 'spa');
    expect((await spa.redeem(code)).body).toMatchObject({ error: 'invalid_grant' });
    const worker = await confidential(server, 'worker');
    expect((await worker.redeem(code)).body).toEqual({
      error: 'unauthorized_client',
      error_description: expect.any(String),
    });
    expect((await webApp.redeem(code)).status).toBe(200);
  });
});

describe('the rest of an authorization request', () => {
  it('AS-06: every response_type but code is refused', async () => {
    for (const responseType of [
      'token',
      'id_token',
      'id_token token',
      'code token',
      'code id_token',
      'code id_token token',
      'none',
      'CODE',
    ]) {
      const answer = await open(webApp, { response_type: responseType, nonce: 'n' });
      const back = new URL(answer.location);
      const { error, iss, ...rest } = Object.fromEntries(new URLSearchParams(back.search || back.hash.slice(1)));
      expect([responseType, back.origin + back.pathname, error, iss]).toEqual([
        responseType,
        webAppRedirect,
        'unsupported_response_type',
        server.issuer,
      ]);
      expect(Object.keys(rest).toSorted()).toEqual(['error_description', 'state']);
    }
  });

  it('AS-06: no response_type is invalid_request', async () => {
    expect(await redirected({ response_type: undefined })).toMatchObject({ error: 'invalid_request' });
  });

  it('AS-04: a repeated parameter is invalid_request', async () => {
    const names = ['scope', 'state', 'nonce', 'code_challenge', 'code_challenge_method', 'response_type', 'prompt'];
    for (const name of [...names, 'max_age', 'acr_values', 'id_token_hint', 'ui_locales', 'dpop_jkt']) {
      const value = String(webApp.request().parameters[name] ?? '1');
      const { error, iss } = await redirected({ [name]: [value, value] });
      expect({ name, error, iss }).toEqual({ name, error: 'invalid_request', iss: server.issuer });
    }
  });

  it('AS-04: unknown parameters are ignored', async () => {
    const code = await webApp.code(alice, {
      toString: 'x',
      constructor: 'x',
      hasOwnProperty: ['x', 'y'],
      unknown: ['1', '2'],
      'x[y]': 'z',
    });
    expect((await webApp.redeem(code, { unknown: ['1', '2'] })).status).toBe(200);
  });

  it('AS-06: parameters of what is not there are refused, not ignored', async () => {
    expect(await redirected({ request: 'e30.e30.' })).toMatchObject({ error: 'request_not_supported' });
    expect(await redirected({ registration: '{}' })).toMatchObject({ error: 'registration_not_supported' });
    expect(await redirected({ request_uri: 'https://evil.example/request' })).toMatchObject({
      error: 'request_uri_not_supported',
    });
  });

  it('AS-06: an answer by fragment or web_message is not given for a code that nobody asked in that way', async () => {
    expect((await open(webApp, { response_mode: 'web_message' })).location).toMatch(/error=/u);
  });

  it('AS-04: an error goes back with state and iss', async () => {
    expect(await redirected({ prompt: 'none' })).toEqual({
      error: 'login_required',
      error_description: expect.any(String),
      iss: server.issuer,
      state: 'the-state',
    });
  });

  it('AS-04: the code lives for a minute, and is refused afterwards', async () => {
    const code = await webApp.code(alice);
    const stored = await server.server.storage.artefacts.find('AuthorizationCode', code.code);
    const lifetime = (stored?.expiresAtSeconds ?? 0) - Date.now() / 1000;
    expect(lifetime).toBeGreaterThan(55);
    expect(lifetime).toBeLessThanOrEqual(60);
  });

  it('AS-17: what carries a code or a token is never cached', async () => {
    const browser = new Browser();
    const code = await webApp.code(alice, {}, browser);
    const again = await browser.get(webApp.request().url);
    expect(new URL(again.location).searchParams.get('code')).toBeTruthy();
    const tokens = await webApp.redeem(code);
    for (const { headers } of [again, tokens]) expect(headers['cache-control']).toBe('no-store');
  });
});
