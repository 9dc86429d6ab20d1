import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, errorOf, isErrorPage, type Person } from '../browser.ts';
import { confidential, encode, type Parameters, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const home = 'https://localhost:3003/';

let server: TestServer;
let webApp: TestClient;
let alice: Person;
let browser: Browser;

beforeAll(async () => {
  server = await startServer();
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());
beforeEach(() => {
  browser = new Browser();
});

const end = (parameters: Parameters, with_ = browser) =>
  with_.get(`${server.issuer}/session/end?${encode(parameters).toString()}`);
const isSignedIn = async (with_ = browser) => {
  const { location } = await with_.get(webApp.request({ prompt: 'none' }).url);
  return new URL(location).searchParams.has('code');
};

/** The fields of the page that asks. */
function question({ body }: Answer) {
  const action = /<form method="post" action="([^"]+)"/u.exec(body)?.[1] ?? '';
  const xsrf = /name="xsrf" value="([^"]+)"/u.exec(body)?.[1] ?? '';
  return { action: new URL(action, server.issuer).href, xsrf };
}

describe('logout', () => {
  it('AS-10: without a hint the person is asked; nothing ends before the answer is yes', async () => {
    await webApp.signIn(alice, {}, browser);
    const page = await end({});
    expect(page.status).toBe(200);
    expect(page.body).toContain('id="logout"');
    expect(page.body).toContain('id="cancel"');
    expect(await isSignedIn()).toBe(true);
    const { action, xsrf } = question(await end({}));
    const done = await browser.post(action, { xsrf, logout: 'yes' });
    expect(done.status).toBe(303);
    const last = await browser.get(new URL(done.location, server.issuer).href);
    expect([last.status, /<title>([^<]+)/u.exec(last.body)?.[1]]).toEqual([200, expect.stringMatching(/Signed out/u)]);
    expect(await isSignedIn()).toBe(false);
  });

  it('AS-10: no keeps the session', async () => {
    await webApp.signIn(alice, {}, browser);
    const { action, xsrf } = question(await end({}));
    await browser.post(action, { xsrf });
    expect(await isSignedIn()).toBe(true);
  });

  it('AS-10: with client_id and a registered address the person is asked and then sent there with state', async () => {
    await webApp.signIn(alice, {}, browser);
    const page = await end({ client_id: 'web-app', post_logout_redirect_uri: home, state: 'a&b' });
    expect(page.body).toContain('data-client="web-app"');
    const { action, xsrf } = question(page);
    const { status, location } = await browser.post(action, { xsrf, logout: 'yes' });
    expect([status, location]).toEqual([303, `${home}?state=a%26b`]);
    expect(await isSignedIn()).toBe(false);
  });

  it('AS-10: with a valid hint nobody is asked, the session ends and its refresh tokens with it', async () => {
    const tokens = await webApp.signIn(alice, {}, browser);
    const { status, location } = await end({ id_token_hint: tokens.id_token, post_logout_redirect_uri: home });
    expect([status, location]).toEqual([303, home]);
    expect(await isSignedIn()).toBe(false);
    expect((await webApp.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('AS-10: a session that was copied is over too', async () => {
    const tokens = await webApp.signIn(alice, {}, browser);
    const copy = browser.copy();
    await end({ id_token_hint: tokens.id_token });
    expect(await isSignedIn(copy)).toBe(false);
  });

  it('AS-10: the hint of another person asks', async () => {
    const ofBob = await webApp.signIn(await server.person('bob'), {}, new Browser());
    await webApp.signIn(alice, {}, browser);
    const page = await end({ id_token_hint: ofBob.id_token, post_logout_redirect_uri: home });
    expect(page.status).toBe(200);
    expect(page.body).toContain('id="logout"');
    expect(await isSignedIn()).toBe(true);
  });

  it('AS-10: the hint of one client does not log out in the name of another: the user is asked', async () => {
    const tokens = await webApp.signIn(alice, {}, browser);
    const answer = await end({ id_token_hint: tokens.id_token, client_id: 'spa', post_logout_redirect_uri: home });
    // The address is looked at as one of the client that was named.
    expect([answer.status, errorOf(answer.body), answer.headers['location']]).toEqual([
      400,
      'invalid_request',
      undefined,
    ]);
    const page = await end({ id_token_hint: tokens.id_token, client_id: 'spa' });
    expect([page.status, question(page).xsrf]).toEqual([200, expect.stringMatching(/./u)]);
    expect(page.body).toContain('data-client="spa"');
    expect(await isSignedIn()).toBe(true);
  });

  it('AS-10: post_logout_redirect_uri is a registered one byte for byte, else a page without Location', async () => {
    const tokens = await webApp.signIn(alice, {}, browser);
    for (const uri of [
      'https://localhost:3003',
      'https://localhost:3003/x',
      'https://localhost:3003/?x=1',
      'https://localhost:3003/#x',
      'https://LOCALHOST:3003/',
      'https://localhost:3003//',
      'https://localhost:3003/%2e',
      'https://localhost:3004/',
      'http://localhost:3003/',
      'https://user@localhost:3003/',
      'https://localhost:3003@evil.example/',
      'https://evil.example/',
      'javascript:alert(1)',
      'x',
    ]) {
      const answer = await end({ id_token_hint: tokens.id_token, post_logout_redirect_uri: uri });
      expect([uri, answer.status, answer.headers['location'], isErrorPage(answer.body)]).toEqual([
        uri,
        400,
        undefined,
        true,
      ]);
    }
    const twice = await end({
      id_token_hint: tokens.id_token,
      post_logout_redirect_uri: [home, 'https://evil.example/'],
    });
    expect([twice.status, twice.headers['location']]).toEqual([400, undefined]);
    expect(await isSignedIn()).toBe(true);
  });

  it('AS-10: nobody is sent to an address that no client stands for', async () => {
    await webApp.signIn(alice, {}, browser);
    const { action, xsrf } = question(await end({ post_logout_redirect_uri: 'https://evil.example/' }));
    const { location } = await browser.post(action, { xsrf, logout: 'yes' });
    expect(new URL(location, server.issuer).origin).toBe(server.issuer);
  });

  it('AS-10: who is not signed in is not asked', async () => {
    const answer = await end({ client_id: 'web-app', post_logout_redirect_uri: home });
    expect([answer.status, answer.location]).toEqual([303, home]);
    const page = await end({});
    expect(page.status).toBe(303);
    expect((await browser.get(new URL(page.location, server.issuer).href)).status).toBe(200);
    expect(browser.cookie('__Host-gatehouse_session')).toBeUndefined();
  });

  it('AS-17: the confirmation needs the token of its page, by POST, from this browser and from our own page', async () => {
    await webApp.signIn(alice, {}, browser);
    const { action, xsrf } = question(await end({}));
    const stranger = new Browser();
    await webApp.signIn(await server.person('bob'), {}, stranger);
    const foreign = question(await end({}, stranger)).xsrf;
    for (const token of ['', 'x', foreign]) {
      const answer = await browser.post(action, { xsrf: token, logout: 'yes' });
      expect([token, answer.status]).toEqual([token, 400]);
    }
    expect((await browser.post(action, { logout: 'yes' })).status).toBe(400);
    expect((await new Browser().post(action, { xsrf, logout: 'yes' })).status).toBe(400);
    const foreignSources: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreignSources) {
      const answer = await browser.post(action, { xsrf, logout: 'yes' }, headers);
      expect([headers, answer.status]).toEqual([headers, 403]);
    }
    expect((await browser.get(`${action}?xsrf=${xsrf}&logout=yes`)).status).toBe(405);
    expect(await isSignedIn()).toBe(true);
  });

  it('F14: and with Origin: null and no Sec-Fetch-Site the token decides', async () => {
    await webApp.signIn(alice, {}, browser);
    const { action, xsrf } = question(await end({}));
    const old = { origin: 'null' };
    expect((await browser.post(action, { xsrf: 'x', logout: 'yes' }, old)).status).toBe(400);
    expect(await isSignedIn()).toBe(true);
    await browser.post(action, { xsrf, logout: 'yes' }, old);
    expect(await isSignedIn()).toBe(false);
  });

  it('AS-17: the pages of logout are neither cached nor framed, and what is reflected is escaped', async () => {
    const answer = await end({ state: '"><script>', client_id: 'web-app', ui_locales: '<script>' });
    expect(answer.body).not.toContain('<script');
    await webApp.signIn(alice, {}, browser);
    const page = await end({ state: '"><script>', client_id: 'web-app', post_logout_redirect_uri: home });
    expect(page.body).not.toContain('<script');
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['content-security-policy']).toMatch(/frame-ancestors 'none'/u);
  });
});
