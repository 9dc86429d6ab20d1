/** Authorization and logout requests by POST (OpenID Connect Core, section 3.1.2.1; RP-Initiated Logout, section 2). */
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Application, startApplication } from '../application.ts';
import { Browser, errorOf, isErrorPage, type Person, send, signIn } from '../browser.ts';
import { confidential, encode, type Parameters, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const home = 'https://localhost:3003/';
const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

let server: TestServer;
let webApp: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer();
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

const post = (path: string, parameters: Parameters, headers: Record<string, string> = {}) =>
  send('POST', server.issuer + path, { ...form, ...headers }, encode(parameters).toString());

describe('F12: requests by POST', () => {
  it('F12: an authorization request leads to the same one by GET, from another site and without a cookie too', async () => {
    const { url, parameters } = webApp.request({ resource: ['https://localhost:3001', 'https://billing.localhost'] });
    const answer = await post('/auth', parameters, { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' });
    expect([answer.status, answer.setCookies, answer.headers['cache-control']]).toEqual([303, [], 'no-store']);
    expect(new URL(answer.location, server.issuer).href).toBe(url);
    const empty = await send('POST', url, { accept: 'text/html' });
    expect([empty.status, new URL(empty.location, server.issuer).href]).toEqual([303, url]);
  });

  it('F12: it is followed to a code, and so is a pushed one', async () => {
    const browser = new Browser();
    const { parameters } = webApp.request();
    const { location } = await post('/auth', parameters);
    const callback = await signIn(browser, new URL(location, server.issuer).href, alice);
    expect(callback.searchParams.get('code')).toMatch(/./u);
    const { body } = await webApp.post('/request', webApp.request().parameters);
    const pushed = await post('/auth', { client_id: 'web-app', request_uri: String(body['request_uri']) });
    const again = await browser.get(new URL(pushed.location, server.issuer).href);
    expect(new URL(again.location).searchParams.get('code')).toMatch(/./u);
  });

  it('F12: what is wrong with it is said as by GET: a repeated parameter, a strange address, no client', async () => {
    for (const changes of [
      { state: ['a', 'b'] },
      { redirect_uri: 'https://evil.example/' },
      { client_id: undefined },
    ]) {
      const { url, parameters } = webApp.request(changes);
      const { location } = await post('/auth', parameters);
      const [byPost, byGet] = await Promise.all(
        [new URL(location, server.issuer).href, url].map((address) => new Browser().get(address)),
      );
      expect([byPost?.status, byPost?.location, errorOf(byPost?.body ?? '')]).toEqual([
        byGet?.status,
        byGet?.location,
        errorOf(byGet?.body ?? ''),
      ]);
    }
  });

  it.each(['client_secret', 'client_assertion', 'code_verifier', 'password', 'access_token'])(
    'F12: %s is refused, and stands in no address and no log',
    async (name) => {
      const answer = await post('/auth', { ...webApp.request().parameters, [name]: 'the-very-secret' });
      expect([answer.status, errorOf(answer.body), answer.headers['location']]).toEqual([
        400,
        'invalid_request',
        undefined,
      ]);
      expect(answer.body).toContain(name);
      expect(answer.body + server.log.join('')).not.toContain('the-very-secret');
    },
  );

  it('F12: a body of another type is 415, one that is too long 413, one that is broken 400; JSON for programs', async () => {
    const address = `${server.issuer}/auth`;
    const json = { 'content-type': 'application/json', accept: 'text/html' };
    const page = await send('POST', address, json, '{}');
    expect([page.status, isErrorPage(page.body)]).toEqual([415, true]);
    const long = await post('/auth', { ...webApp.request().parameters, state: 'x'.repeat(8000) });
    expect([long.status, errorOf(long.body)]).toEqual([413, 'content_too_large']);
    expect((await post('/auth', { state: 'x'.repeat(70_000) })).status).toBe(413);
    expect((await send('POST', address, form, 'state=%00')).status).toBe(400);
    const program = await post('/auth', { client_secret: 'x' }, { accept: 'application/json' });
    expect(JSON.parse(program.body)).toMatchObject({ error: 'invalid_request' });
  });

  it('F12: a logout request by POST asks, or ends, as by GET', async () => {
    const browser = new Browser();
    const { id_token: hint } = await webApp.signIn(alice, {}, browser);
    const without = await post('/session/end', {});
    expect([without.status, without.location]).toEqual([303, '/session/end']);
    expect((await browser.get(server.issuer + without.location)).body).toContain('id="logout"');
    // A hint that no address can hold is left out: the user is asked.
    const long = await post('/session/end', { id_token_hint: hint + 'x'.repeat(8000), client_id: 'web-app' });
    expect([long.status, long.location]).toEqual([303, '/session/end?client_id=web-app']);
    const { location } = await post('/session/end', {
      id_token_hint: hint,
      post_logout_redirect_uri: home,
      state: 's',
    });
    const ended = await browser.get(server.issuer + location);
    expect([ended.status, ended.location]).toEqual([303, `${home}?state=s`]);
  });

  it.each([
    ['/auth', ['PUT', 'DELETE', 'PATCH', 'OPTIONS'], 'GET, HEAD, POST'],
    ['/session/end', ['PUT', 'DELETE', 'PATCH', 'OPTIONS'], 'GET, HEAD, POST'],
    ['/session/end/confirm', ['GET', 'HEAD', 'PUT', 'OPTIONS'], 'POST'],
    ['/session/end/success', ['POST', 'DELETE'], 'GET, HEAD'],
    ['/auth/abcdefghijklmnopqrstu', ['POST', 'DELETE', 'OPTIONS'], 'GET, HEAD'],
    ['/device', ['PUT', 'OPTIONS'], 'GET, HEAD, POST'],
  ])('F12: %s says which methods it has', async (path, methods, allow) => {
    for (const method of methods) {
      const answer = await send(method, server.issuer + path, { accept: 'text/html' });
      expect([method, answer.status, answer.headers['allow']]).toEqual([method, 405, allow]);
      if (method !== 'HEAD') expect([method, errorOf(answer.body)]).toEqual([method, 'method_not_allowed']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('F12: HEAD is answered as GET, without a body', async () => {
    const head = await send('HEAD', webApp.request().url, { accept: 'text/html' });
    expect([head.status, head.body]).toEqual([303, '']);
    expect((await send('HEAD', `${server.issuer}/session/end`)).status).toBe(303);
  });
});

skipUnless('chromium')('F12: a form of another site in Chromium', () => {
  let application: Application;
  let own: TestServer;
  let chrome: Awaited<ReturnType<typeof chromium>>;

  beforeAll(async () => {
    application = await startApplication();
    const { otherSite } = application;
    own = await startServer({
      registry: ({ clients }) =>
        Object.assign(clients.find(({ client_id: id }) => id === 'web-app') ?? {}, {
          redirect_uris: [`${otherSite}/callback`],
          post_logout_redirect_uris: [`${otherSite}/`],
        }),
    });
    chrome = await chromium();
  });
  afterAll(async () => {
    await chrome?.close();
    application?.stop();
    await own?.stop();
  });

  it('F12: signs in, finds the session by the cookies that only a GET has, and signs out', async () => {
    const { otherSite } = application;
    const client = await confidential(own, 'web-app', `${otherSite}/callback`);
    const { login, password } = await own.person('alice');
    const page = await (await chrome.newContext({ ignoreHTTPSErrors: true })).newPage();
    const go = async (address: string) => {
      await page.goto(`${otherSite}/form?to=${encodeURIComponent(address)}`);
      await Promise.all([page.waitForEvent('load'), page.click('button')]);
      return new URL(page.url());
    };
    await go(client.request().url);
    await page.fill('input[name=login]', login);
    await page.fill('input[name=password]', password);
    await Promise.all([page.waitForURL(`${otherSite}/callback**`), page.click('#submit')]);
    expect((await go(client.request({ prompt: 'none' }).url)).searchParams.get('code')).toMatch(/./u);
    const end = encode({ client_id: 'web-app', post_logout_redirect_uri: `${otherSite}/` }).toString();
    await go(`${own.issuer}/session/end?${end}`);
    await Promise.all([page.waitForURL(`${otherSite}/`), page.click('#logout')]);
    expect((await go(client.request({ prompt: 'none' }).url)).searchParams.get('error')).toBe('login_required');
  });
});
