/** Error pages have a way on: to the application where the registry knows its address, else to one's own account. */
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createErrorPage, errorHtml, providerErrorHtml } from '../../src/protocol/endpoints/pages.ts';
import { registeredValuesOf } from '../../src/protocol/endpoints/registered-values.ts';
import { catalogs } from '../../src/texts/catalog.ts';
import { Browser, errorOf, isErrorPage, openPage, submitPassword } from '../browser.ts';
import { confidential, TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

/** Where the link of an error page leads. */
const linkOf = (body: string) => /<a class="button" id="home" href="([^"]*)">[^<]+<\/a>/u.exec(body)?.[1];

const wayOn = async (url: string) => {
  const { body } = await new Browser().get(url);
  return [isErrorPage(body), linkOf(body)];
};

const posted = (url: string, language: string) =>
  ({ url, method: 'POST', headers: { 'accept-language': language } }) as unknown as IncomingMessage;

describe('F21: an error page of every code, in every language', () => {
  const theme = { name: 'Gatehouse' };
  const codes = [...Object.keys(catalogs[0]?.errors ?? {}), 'busy', 'unsupported_response_type', 'unknown'];
  const statuses = [400, 404, 429, 500, 503];

  it('a page that is kept follows the brand', () => {
    let look = theme;
    const page = createErrorPage({ error: 'busy', status: 503, description: 'why' }, () => look);
    expect(page(posted('/interaction/abcdefghijklmnopqrstu/login', 'en'))).toContain('Gatehouse');
    look = { name: 'Acme ID' };
    const branded = page(posted('/interaction/abcdefghijklmnopqrstu/login', 'en'));
    expect(branded).toContain('Acme ID');
    expect(branded).not.toContain('Gatehouse');
  });

  it.each(catalogs.map(({ language }) => language))('F21: in %s', (language) => {
    const request = { url: '/x', headers: { 'accept-language': language } } as unknown as IncomingMessage;
    const busy = { error: 'busy', status: 503, description: 'why' };
    const page = createErrorPage(busy, () => theme);
    expect(linkOf(page(posted('/interaction/abcdefghijklmnopqrstu/login', language)))).toBe(
      '/interaction/abcdefghijklmnopqrstu',
    );
    expect(linkOf(page(posted('/interaction/$&abcdefghijklmnopqr/login', language)))).toBe('/account');
    for (const error of codes) {
      for (const status of statuses) {
        const refusal = { error, status, description: 'why' };
        expect([error, linkOf(errorHtml(request, refusal, theme))]).toEqual([error, '/account']);
        expect([error, linkOf(createErrorPage(refusal, () => theme)(request))]).toEqual([error, '/account']);
      }
    }
  });
});

it.each([
  '/interaction/abcdefghijklmnopqrstu',
  '/auth/abcdefghijklmnopqrstu',
  '/auth?client_id=nobody',
  '/auth?client_id=third-party-of-nobody&redirect_uri=https://evil.example/',
  '/account/confirm?token=x',
  '/account/recover/x',
  '/nothing',
])('F21: %s leads to the account', async (path) => {
  expect(await wayOn(server.issuer + path)).toEqual([true, '/account']);
});

it('F21: an error of a known application leads to its registered address, never to one of the request', async () => {
  const { url } = new TestClient(server, 'web-app').request({ redirect_uri: 'https://evil.example/' });
  expect(await wayOn(url)).toEqual([true, 'https://localhost:3003/']);
  const without = new TestClient(server, 'spa').request({ redirect_uri: 'https://evil.example/' });
  expect(await wayOn(without.url)).toEqual([true, '/account']);
});

describe('a value that is not registered', () => {
  const evil = { redirect_uri: 'http://localhost:26020/cb?a="<b>' };

  it('in development the page says what came, what is registered and what to add', async () => {
    const { body } = await new Browser().get(new TestClient(server, 'web-app').request(evil).url);
    const received = 'redirect_uri=http://localhost:26020/cb?a=&quot;&lt;b&gt;';
    for (const part of [received, 'https://localhost:3003/callback', 'client_id: web-app', 'redirect_uris:']) {
      expect(body).toContain(part);
    }
    const signOut = '/session/end?client_id=web-app&post_logout_redirect_uri=http://localhost:26020/';
    const ended = await new Browser().get(server.issuer + signOut);
    expect(ended.body).toContain('post_logout_redirect_uri=http://localhost:26020/');
    expect(ended.body).toContain('post_logout_redirect_uris:');
    const nobody = await new Browser().get(`${server.issuer}/auth?client_id=nobody`);
    expect(nobody.body).toContain('client_id=nobody');
  });

  it('in production it says nothing of what is registered', () => {
    const client = { clientId: 'c', redirectUris: ['https://secret.example/'], metadata: {} };
    const ctx = {
      path: '/auth',
      req: { url: '/auth', headers: {} },
      res: { getHeader: () => "default-src 'none'", setHeader: () => undefined },
      oidc: { params: { redirect_uri: 'https://x.example/' } },
    };
    Object.defineProperty(ctx.oidc, 'client', { value: undefined });
    const refusal = { status: 400, error: 'invalid_redirect_uri', description: 'why' };
    const page = (development: boolean) =>
      providerErrorHtml(ctx as never, refusal, () => ({ name: 'Gatehouse' }), development);
    expect(registeredValuesOf({ ...ctx, oidc: { ...ctx.oidc, client } } as never, refusal)).toMatchObject({
      received: 'https://x.example/',
      registered: ['https://secret.example/'],
    });
    const unknown = { ...refusal, error: 'invalid_client' };
    expect(providerErrorHtml(ctx as never, unknown, () => ({ name: 'Gatehouse' }), true)).toContain('client_id');
    for (const document of [page(false), providerErrorHtml(ctx as never, unknown, () => ({ name: 'Gatehouse' }))]) {
      expect(document).not.toMatch(/x\.example|client_id|registry/u);
    }
  });
});

it('the pages of oidc-provider can be read in another language, too', async () => {
  const { body } = await new Browser().get(`${server.issuer}/auth?client_id=nobody&x="><b>`);
  const address = /name="return_to" value="([^"]*)"/u.exec(body)?.[1];
  expect(address).toMatch(/^\/auth\?client_id=nobody&amp;x=/u);
  expect(body).not.toContain('"><b>');
});

it('the page that asks says who is there and what was opened; afterwards there are two ways on', async () => {
  const webApp = await confidential(server, 'web-app');
  const browser = new Browser();
  await webApp.signIn(await server.person('alice'), {}, browser);
  const { body } = await browser.get(`${server.issuer}/session/end?client_id=web-app`);
  expect(body).toMatch(/You are signed in as <bdi class="name">Alice Archer<\/bdi>/u);
  expect(body).toMatch(/opened these with this account: <bdi class="name">Invoices<\/bdi>/u);
  const xsrf = /name="xsrf" value="([^"]+)"/u.exec(body)?.[1] ?? '';
  const { location } = await browser.post(`${server.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
  const done = await browser.get(location);
  expect(linkOf(done.body)).toBe('https://localhost:3003/');
  expect(done.body).toContain('Back to Invoices');
  expect(done.body).toContain('id="sign-in" href="/account"');
});

it.each([
  '?client_id=web-app&post_logout_redirect_uri=https://evil.example/',
  '?client_id=web-app&post_logout_redirect_uri=https://localhost:3003/x',
  '?client_id=spa&post_logout_redirect_uri=javascript:1',
  '?client_id=web-app&client_id=spa',
  '/confirm',
])('F21: a wrong request to sign out (%s) keeps nobody signed in', async (parameters) => {
  const webApp = await confidential(server, 'web-app');
  const browser = new Browser();
  await webApp.signIn(await server.person('alice'), {}, browser);
  const refused = await browser.get(`${server.issuer}/session/end${parameters}`);
  expect([isErrorPage(refused.body), linkOf(refused.body)]).toEqual([true, '/session/end']);
  expect(refused.body).toContain('>Sign out anyway</a>');
  const { status, body } = await browser.get(`${server.issuer}/session/end`);
  expect(status).toBe(200);
  const xsrf = /name="xsrf" value="([^"]+)"/u.exec(body)?.[1] ?? '';
  await browser.post(`${server.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
  const after = await browser.get(webApp.request({ prompt: 'none' }).url);
  expect(new URL(after.location).searchParams.get('error')).toBe('login_required');
});

const begin = async () => {
  const webApp = await confidential(server, 'web-app');
  const browser = new Browser();
  const page = await openPage(browser, webApp.request().url);
  return { browser, page, step: new URL(page.action).pathname.replace(/\/login$/u, '') };
};

describe('F21: the address of a form', () => {
  it.each(['login', 'abort', 'consent', 'totp', '%6cogin', 'evil'])(
    'F21: %s, opened, leads to the step',
    async (action) => {
      const { browser, page, step } = await begin();
      const opened = await browser.get(`${server.issuer}${step}/${action}`);
      expect([opened.status, isErrorPage(opened.body), linkOf(opened.body)]).toEqual([404, true, step]);
      const next = await browser.get(server.issuer + step);
      expect([next.status, next.body.includes('id="password"')]).toEqual([200, true]);
      expect(await submitPassword(browser, page, await server.person('alice'))).toBeInstanceOf(URL);
      // Done: what is linked says so, and leads on.
      const over = await browser.get(server.issuer + step);
      expect([errorOf(over.body), linkOf(over.body)]).toEqual(['session_not_found', '/account']);
    },
  );

  it('F21: a form of another page or another tab leads to the step', async () => {
    const { browser, page, step } = await begin();
    const forged = await browser.post(page.action, { csrf: 'x' });
    expect([forged.status, errorOf(forged.body), linkOf(forged.body)]).toEqual([403, 'csrf_failed', step]);
    const stranger = await new Browser().post(page.action, { csrf: page.csrf });
    expect([errorOf(stranger.body), linkOf(stranger.body)]).toEqual(['cookies_missing', '/account']);
  });

  it('F21: one that cannot be leads nowhere but to the account', async () => {
    for (const path of ['//evil.example/login', '/%2Fevil.example/login', '/a"b/login', '/a%22b/login', '/..%2f/x']) {
      expect([path, (await wayOn(`${server.issuer}/interaction${path}`))[1]]).toEqual([path, '/account']);
    }
  });
});
