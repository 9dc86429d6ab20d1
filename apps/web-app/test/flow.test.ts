import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ABrowser, type Visited } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AWebApp, aWebApp } from './a-web-app.ts';

const invoicePath = '/invoices/7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c001';
const session = '__Host-web-app-session';

let web: AWebApp;
let browser: ABrowser;

beforeAll(async () => {
  web = await aWebApp();
});
afterAll(() => web.stop());
beforeEach(() => {
  browser = new ABrowser();
  Object.assign(web.issuer, { user: 'alice', next: 'accept', accessTokenTtlSeconds: 300, failTokensWith: undefined });
  Object.assign(web.api, { failWith: undefined, status: 'open' });
  for (const list of [web.api.requests, web.api.tokens, web.issuer.authorizationRequests, web.issuer.tokenRequests])
    list.length = 0;
});

async function signIn(): Promise<Visited> {
  return browser.click(await browser.get(web.origin), 'sign-in');
}

const errorOf = (page: Visited) => /data-error="(\w+)"/.exec(page.text)?.[1];

describe('signing in', () => {
  it('asks for a code with PKCE, state, nonce and the resource, and shows the user and their invoices', async () => {
    const page = await signIn();
    expect(page.url.href).toBe(`${web.origin}/`);
    expect(page.text).toContain('data-user>Alice &lt;b&gt;Archer&lt;/b&gt;</bdi>');
    expect(page.text).toMatch(/<table id="invoices"/);
    expect(page.text).toContain('Brewster &amp; &lt;Sons&gt;');
    expect(page.text).toContain('€1,240.50');
    const [request] = web.issuer.authorizationRequests;
    expect(Object.fromEntries(request ?? [])).toMatchObject({
      client_id: 'web-app',
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      resource: web.api.origin,
      redirect_uri: `${web.origin}/callback`,
    });
  });

  it('keeps tokens on the server: nothing the browser holds or sees is one', async () => {
    const page = await signIn();
    const [token = 'none'] = web.api.tokens;
    expect(token).toMatch(/^eyJ/);
    const [, id = ''] = browser.cookie(web.origin, session) ?? [];
    expect(id).toMatch(/^[\w-]{43}$/);
    for (const text of [page.text, web.log.join('')]) {
      expect(text).not.toMatch(/eyJ[\w-]*\./u);
      expect(text).not.toContain(token.slice(-20));
    }
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('pages allow nothing but the one stylesheet, and forms only here and to the authorization server', async () => {
    const page = await browser.get(web.origin);
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'none';style-src 'self';img-src 'self' data:;form-action 'self' ${web.issuer.issuer};frame-ancestors 'none';base-uri 'none'`,
    );
    const [, href = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page.text) ?? [];
    const stylesheet = await browser.get(new URL(href, web.origin));
    expect(stylesheet.headers.get('content-type')).toMatch(/^text\/css/);
    expect(stylesheet.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('sets cookies that scripts and other hosts cannot reach', async () => {
    await signIn();
    const response = await fetch(`${web.origin}/sign-in`, { redirect: 'manual' });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-web-app-sign-in-[\w-]{16}=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
  });

  it('gives a new session id at every sign-in, and the one before is dead', async () => {
    await signIn();
    const [, first = ''] = browser.cookie(web.origin, session) ?? [];
    await browser.get(`${web.origin}/sign-in`);
    const [, second = ''] = browser.cookie(web.origin, session) ?? [];
    expect(second).not.toBe(first);
    const thief = new ABrowser();
    thief.setCookie(web.origin, session, first);
    expect((await thief.get(web.origin)).text).toContain('id="sign-in"');
  });

  it('does not take a session id that it did not give', async () => {
    browser.setCookie(web.origin, session, 'A'.repeat(43));
    await signIn();
    expect(browser.cookie(web.origin, session)?.[1]).not.toBe('A'.repeat(43));
  });

  it('refuses a callback that this browser did not ask for', async () => {
    browser.follow = (url) => url.pathname !== '/callback';
    await signIn();
    const other = new ABrowser();
    const stolen = new URL('/callback', web.origin);
    const [request] = web.issuer.authorizationRequests;
    stolen.search = new URLSearchParams({
      code: 'x',
      state: request?.get('state') ?? '',
      iss: web.issuer.issuer,
    }).toString();
    const page = await other.get(stolen);
    expect([page.status, errorOf(page)]).toEqual([400, 'sign_in_unknown']);
    expect(other.cookie(web.origin, session)).toBeUndefined();
  });

  it.each(['', '?state=', '?state=a&state=b', '?code=x&state=%00', '?error=access_denied'])(
    'answers a callback "%s" with a page',
    async (search) => {
      const page = await browser.get(`${web.origin}/callback${search}`);
      expect(page.status).toBe(400);
      expect(browser.cookie(web.origin, session)).toBeUndefined();
    },
  );

  it('refuses an answer that names another issuer, and a code used twice', async () => {
    let callback: URL | undefined;
    browser.follow = (url) => {
      if (url.pathname === '/callback') callback = url;
      return url.pathname !== '/callback';
    };
    await signIn();
    const forged = new URL(callback ?? '');
    forged.searchParams.set('iss', 'https://evil.example');
    const cookie = browser.cookie(web.origin, '__Host-web-app-sign-in-');
    const refusal = await browser.get(forged);
    expect(errorOf(refusal)).toBe('sign_in_unknown');

    browser.setCookie(web.origin, ...(cookie as [string, string]));
    browser.follow = () => true;
    expect((await browser.get(callback ?? '')).text).toContain('data-user');
    browser.setCookie(web.origin, ...(cookie as [string, string]));
    expect(errorOf(await browser.get(callback ?? ''))).toBe('sign_in_unknown');
  });

  it('says so kindly when the user cancels', async () => {
    web.issuer.next = 'cancel';
    const page = await signIn();
    expect([page.status, errorOf(page)]).toEqual([403, 'sign_in_cancelled']);
    expect(page.text).toContain('id="sign-in"');
    // A deliberate end is no fault: no alarm, and nothing to report.
    expect(page.text).not.toContain('icon-alert');
    expect(page.text).not.toContain('class="reference"');
  });

  it('lets two tabs sign in at once, and does not fill the header with attempts', async () => {
    browser.follow = (url) => url.origin === web.origin && url.pathname !== '/callback';
    for (let i = 0; i < 12; i += 1) await browser.get(`${web.origin}/sign-in`);
    const response = await browser.get(web.origin);
    expect(response.status).toBe(200);
    const transactions = () => browser.cookie(web.origin, '__Host-web-app-sign-in-');
    let left = 0;
    for (let found = transactions(); found !== undefined; found = transactions()) {
      left += 1;
      browser.forget(web.origin, found[0]);
    }
    expect(left).toBe(4);
  });
});

describe('using the API', () => {
  it('refreshes a token that nears its end, once, however many requests come', async () => {
    web.issuer.accessTokenTtlSeconds = 20;
    await signIn();
    web.issuer.accessTokenTtlSeconds = 300;
    web.issuer.tokenRequests.length = 0;
    web.api.tokens.length = 0;
    const pages = await Promise.all(Array.from({ length: 10 }, () => browser.get(web.origin)));
    expect(pages.every((page) => page.text.includes('data-user'))).toBe(true);
    expect(web.issuer.tokenRequests).toHaveLength(1);
    expect(new Set(web.api.tokens).size).toBe(1);
  });

  it('refreshes once when the API says 401, and repeats the call', async () => {
    await signIn();
    const [token = ''] = web.api.tokens;
    web.api.revoked.add(token);
    web.issuer.tokenRequests.length = 0;
    const pages = await Promise.all(Array.from({ length: 5 }, () => browser.get(`${web.origin}${invoicePath}`)));
    expect(pages.map((page) => page.status)).toEqual([200, 200, 200, 200, 200]);
    expect(web.issuer.tokenRequests).toHaveLength(1);
  });

  it('does not go round in circles when the API refuses every token', async () => {
    await signIn();
    web.issuer.tokenRequests.length = 0;
    web.api.failWith = 401;
    const page = await browser.get(web.origin);
    expect([page.status, errorOf(page)]).toEqual([401, 'session_ended']);
    expect(web.issuer.tokenRequests).toHaveLength(1);
  });

  it('ends the session when the refresh token is no longer good', async () => {
    web.issuer.accessTokenTtlSeconds = 20;
    await signIn();
    await web.issuer.revokeAll();
    const page = await browser.get(web.origin);
    expect([page.status, errorOf(page)]).toEqual([401, 'session_ended']);
    expect(browser.cookie(web.origin, session)).toBeUndefined();
    expect((await browser.get(web.origin)).text).toContain('id="sign-in"');
  });

  it.each([
    [403, 403, 'forbidden'],
    [404, 404, 'not_found'],
    [500, 503, 'invoices_unavailable'],
    [503, 503, 'invoices_unavailable'],
    [429, 503, 'invoices_unavailable'],
  ])("turns the API's %d into a page", async (given, status, code) => {
    await signIn();
    web.api.failWith = given;
    const page = await browser.get(`${web.origin}${invoicePath}`);
    expect([page.status, errorOf(page)]).toEqual([status, code]);
    expect(page.text).toContain('data-user');
    if (status === 503) expect(page.headers.get('retry-after')).toBe('7');
  });

  it('welcomes who has no right to invoices yet, and leads to the account', async () => {
    await signIn();
    web.api.failWith = 403;
    const page = await browser.get(web.origin);
    expect([page.status, errorOf(page)]).toEqual([200, undefined]);
    expect(page.text).toContain('<main id="main" class="centre" data-empty>');
    expect(page.text).toContain(`<a class="account" id="account" href="${web.issuer.issuer}/account"`);
    expect(page.text).not.toContain('icon-alert');
  });

  it('passes the cursor on and nothing strange', async () => {
    const first = await signIn();
    expect(first.text).toContain('href="/?cursor=next.page"');
    await browser.get(`${web.origin}/?cursor=next.page`);
    expect(web.api.requests.at(-1)).toBe('GET /invoices?limit=20&cursor=next.page');
    for (const cursor of ['%00', 'a%26limit=9', '', 'a'.repeat(2000)]) {
      expect((await browser.get(`${web.origin}/?cursor=${cursor}`)).status).toBe(400);
    }
    await browser.get(`${web.origin}/invoices/..%2Fusers`);
    expect(web.api.requests.at(-1)).toBe('GET /invoices/..%2Fusers');
  });
});

describe('approving with a step-up', () => {
  it('follows the challenge of RFC 9470 there and back, and then approves', async () => {
    await signIn();
    const page = await browser.get(`${web.origin}${invoicePath}`);
    const back = await browser.click(page, 'approve');
    expect(Object.fromEntries(web.issuer.authorizationRequests.at(-1) ?? [])).toMatchObject({
      acr_values: 'urn:example:2fa',
      max_age: '300',
    });
    expect(back.url.pathname).toBe(invoicePath);
    expect(back.text).toContain('data-notice="confirmed"');
    const done = await browser.click(back, 'approve');
    expect(done.text).toContain('data-notice="approved"');
    expect(done.text).toContain('class="status">Approved');
    expect(done.text).not.toContain('id="approve"');
  });

  it('leaves the user signed in, in front of the invoice, when the step-up fails', async () => {
    await signIn();
    const [, before = ''] = browser.cookie(web.origin, session) ?? [];
    for (const [next, notice] of [
      ['cancel', 'not_confirmed'],
      ['unmet', 'second_factor_missing'],
    ] as const) {
      web.issuer.next = next;
      const page = await browser.get(`${web.origin}${invoicePath}`);
      const back = await browser.click(page, 'approve');
      expect([back.url.pathname, back.status]).toEqual([invoicePath, 200]);
      expect(back.text).toContain(`data-notice="${notice}"`);
      expect(browser.cookie(web.origin, session)?.[1]).toBe(before);
    }
    expect(web.issuer.authorizationRequests.at(-1)?.get('login_hint')).toBe('alice@example.com');
  });

  it('does not go on for somebody else', async () => {
    await signIn();
    const page = await browser.get(`${web.origin}${invoicePath}`);
    web.issuer.user = 'bob';
    browser.forget(web.issuer.issuer);
    const back = await browser.click(page, 'approve');
    expect(back.url.pathname).toBe('/');
    expect(back.text).toContain('data-user>bob');
    expect(web.api.status).toBe('open');
  });

  it('takes no approval without the token of the form, or from another site', async () => {
    await signIn();
    const page = await browser.get(`${web.origin}${invoicePath}`);
    const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page.text) ?? [];
    const url = `${web.origin}${invoicePath}/approve`;
    const attempts = [
      browser.post(url, new URLSearchParams()),
      browser.post(url, new URLSearchParams({ csrf: 'x' })),
      browser.post(url, new URLSearchParams({ csrf }), { origin: 'https://evil.example' }),
      browser.post(url, new URLSearchParams({ csrf }), { 'sec-fetch-site': 'cross-site' }),
    ];
    for (const answer of await Promise.all(attempts))
      expect([answer.status, errorOf(answer)]).toEqual([403, 'csrf_failed']);
    expect(web.api.requests.some((request) => request.startsWith('POST'))).toBe(false);
  });
});

describe('signing out', () => {
  it('AS-10: ends the session here first, then at the authorization server, and comes back', async () => {
    const page = await signIn();
    const [, id = ''] = browser.cookie(web.origin, session) ?? [];
    browser.follow = (url) => url.origin === web.origin;
    const left = await browser.click(page, 'logout');
    const onward = new URL(left.headers.get('location') ?? '');
    expect(onward.origin).toBe(web.issuer.issuer);
    expect(Object.fromEntries(onward.searchParams)).toMatchObject({
      id_token_hint: expect.stringMatching(/^eyJ/),
      post_logout_redirect_uri: `${web.origin}/`,
    });
    const thief = new ABrowser();
    thief.setCookie(web.origin, session, id);
    expect((await thief.get(web.origin)).text).toContain('id="sign-in"');

    browser.follow = () => true;
    const home = await browser.click(await browser.get(onward), 'yes');
    expect(home.url.href).toBe(`${web.origin}/`);
    expect(home.text).toContain('data-notice="signed_out"');
    expect((await browser.get(web.origin)).text).not.toContain('data-notice');
  });

  it('does not sign out by a form of another site', async () => {
    await signIn();
    const answer = await browser.post(`${web.origin}/logout`, new URLSearchParams());
    expect([answer.status, errorOf(answer)]).toEqual([403, 'csrf_failed']);
    expect((await browser.get(web.origin)).text).toContain('data-user');
  });

  it('has nothing to do by GET', async () => {
    await signIn();
    expect((await browser.get(`${web.origin}/logout`)).status).toBe(404);
    expect((await browser.get(web.origin)).text).toContain('data-user');
  });
});

describe('hostile requests', () => {
  it.each([
    '/invoices/%00',
    '/invoices/%F0%9F%98%80',
    '/invoices/__proto__',
    '/%E0%A4%A',
    '/?cursor[__proto__]=x',
    '/nothing',
  ])('Everywhere: "%s" is a page with 4xx', async (path) => {
    await signIn();
    const page = await browser.get(web.origin + path);
    const harmless = page.status === 200 && path.startsWith('/invoices/');
    expect(harmless || (page.status >= 400 && page.status < 500)).toBe(true);
  });

  it('another Host gets 421', async () => {
    const { port } = new URL(web.service.url);
    const asked = httpsRequest({
      host: '127.0.0.1',
      port,
      path: '/',
      headers: { host: 'evil.example' },
      servername: 'localhost',
    }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(421);
  });

  it('an error page repeats nothing of the request', async () => {
    const page = await browser.get(`${web.origin}/callback?error=%3Cscript%3E&error_description=%3Cscript%3E&state=x`);
    expect(page.text).not.toContain('script');
  });
});
