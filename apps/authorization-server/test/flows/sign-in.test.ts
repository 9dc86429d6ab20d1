import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { formPostScript } from '../../src/pages/assets.ts';
import {
  type Answer,
  Browser,
  csrfOf,
  errorOf,
  isErrorPage,
  openPage,
  type Page,
  type Person,
  submitPassword,
} from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { startServer, type TestServer, webAppRedirect } from '../server.ts';

const sessionCookie = '__Host-gatehouse_session';

let server: TestServer;
let webApp: TestClient;
let alice: Person;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ env: { GATEHOUSE_SESSION_IDLE_SECONDS: '600', GATEHOUSE_SESSION_TTL_SECONDS: '600' } });
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());
beforeEach(() => {
  browser = new Browser();
});

const open = (with_ = browser) => openPage(with_, webApp.request().url);
const isSignedIn = async (with_: Browser) => {
  const { location } = await with_.get(webApp.request({ prompt: 'none' }).url);
  return new URL(location).searchParams.has('code');
};

/** A page without what differs from one visit to the next. */
const text = ({ body }: Answer) =>
  body
    .replaceAll(/\/interaction\/[\w-]+/gu, '/interaction/UID')
    .replaceAll(/value="[\w-]{43}"/gu, 'value="CSRF"')
    .replaceAll(/challenge&quot;:&quot;[\w-]{83}/gu, 'CHALLENGE')
    .replaceAll(/(?<=<input id="login"[^>]*value=")[^"]*/gu, 'LOGIN')
    .replaceAll(/[\da-f]{8}-[\da-f-]{27}/gu, 'REQUEST');

describe('login and password', () => {
  it('AS-15: wrong password, unknown login and disabled person get the same page, status and headers', async () => {
    const dave = await server.person('dave');
    const attempts: Person[] = [
      { login: 'alice', password: 'not the password' },
      { login: 'nobody', password: 'not the password' },
      { login: 'nobody@example.com', password: alice.password },
      { login: 'dave', password: 'not the password' },
      dave,
    ];
    const answers: Answer[] = [];
    for (const { login, password } of attempts) {
      const visitor = new Browser();
      const page = await open(visitor);
      answers.push(await visitor.post(page.action, { csrf: page.csrf, login, password }));
      expect(visitor.cookie(sessionCookie)).toBeUndefined();
    }
    expect(answers.map(({ status, body }) => [status, errorOf(body)])).toEqual(
      attempts.map(() => [401, 'invalid_credentials']),
    );
    const [first] = answers as [Answer];
    for (const answer of answers) {
      expect(text(answer)).toBe(text(first));
      expect(Object.keys(answer.headers).toSorted()).toEqual(Object.keys(first.headers).toSorted());
    }
  });

  it('AS-15: what was typed as login comes back escaped, what was typed as password does not come back', async () => {
    const page = await open();
    const login = '"><script>alert(1)</script>';
    const answer = await browser.post(page.action, { csrf: page.csrf, login, password: 'a secret that was typed' });
    expect(answer.body).not.toContain('<script>');
    expect(answer.body).toContain('&lt;script');
    expect(answer.body).not.toContain('a secret that was typed');
  });

  it('AS-15: an empty field is said to be missing, and the right password works after wrong ones', async () => {
    const page = await open();
    const missing = async (form: Record<string, string>) => {
      const { status, body } = await browser.post(page.action, { csrf: page.csrf, ...form });
      return [status, errorOf(body)];
    };
    expect(await missing({ login: '', password: 'x' })).toEqual([400, 'login_missing']);
    expect(await missing({ login: 'alice', password: '' })).toEqual([400, 'password_missing']);
    expect(await missing({ login: 'alice', password: 'wrong' })).toEqual([401, 'invalid_credentials']);
    expect(await submitPassword(browser, page, alice)).toBeInstanceOf(URL);
  });

  it('AS-15: the login is found in any case and by e-mail or not, but the password is exact', async () => {
    const page = await open();
    const wrong = { csrf: page.csrf, login: 'alice', password: ` ${alice.password}` };
    expect((await browser.post(page.action, wrong)).status).toBe(401);
    expect(await submitPassword(browser, page, { ...alice, login: ' ALICE ' })).toBeInstanceOf(URL);
  });

  it('AS-17: fields that are repeated or unknown give nobody an account', async () => {
    const page = await open();
    const answer = await browser.post(page.action, [
      ['csrf', page.csrf],
      ['login', 'alice'],
      ['login', 'bob'],
      ['password', alice.password],
      ['accountId', '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01'],
      ['prompt', 'none'],
    ]);
    expect([answer.status, errorOf(answer.body)]).toEqual([400, 'login_missing']);
  });
});

describe('the session', () => {
  it('AS-16: the cookie is __Host-, Secure, HttpOnly and SameSite=Lax, and there is none before the sign-in', async () => {
    const page = await open();
    expect(browser.cookieNames.filter((name) => /session/u.test(name))).toEqual([]);
    const finish = await browser.post(page.action, { csrf: page.csrf, ...alice });
    const { setCookies } = await browser.get(new URL(finish.location, server.issuer).href);
    const line = setCookies.find((cookie) => cookie.startsWith(`${sessionCookie}=`)) ?? '';
    const attributes = line.toLowerCase().split(/; */u).slice(1);
    expect(attributes).toEqual(expect.arrayContaining(['path=/', 'secure', 'httponly', 'samesite=lax']));
    expect(attributes.some((attribute) => attribute.startsWith('domain'))).toBe(false);
  });

  it('AS-16: every cookie that the server sets is Secure, HttpOnly and SameSite=Lax, and without a domain', async () => {
    const lines: string[] = [];
    let answer = await browser.get(webApp.request().url);
    lines.push(...answer.setCookies);
    answer = await browser.get(new URL(answer.location, server.issuer).href);
    lines.push(...answer.setCookies);
    const action = /action="([^"]+\/login)"/u.exec(answer.body)?.[1] ?? '';
    answer = await browser.post(server.issuer + action, { csrf: csrfOf(answer.body), ...alice });
    lines.push(...answer.setCookies);
    lines.push(...(await browser.get(new URL(answer.location, server.issuer).href)).setCookies);
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(line).toMatch(/; ?secure/iu);
      expect(line).toMatch(/; ?httponly/iu);
      expect(line).toMatch(/; ?samesite=lax/iu);
      expect(line).not.toMatch(/; ?domain/iu);
    }
  });

  it('AS-16: every sign-in gives a new session id, and the old one is dead', async () => {
    await webApp.signIn(alice, {}, browser);
    const before = browser.copy();
    const old = browser.cookie(sessionCookie);
    await webApp.signIn(alice, { prompt: 'login' }, browser);
    expect(browser.cookie(sessionCookie)).not.toBe(old);
    expect(await isSignedIn(browser)).toBe(true);
    expect(await isSignedIn(before)).toBe(false);
  });

  it('AS-16: a session id that an attacker chose is not taken over', async () => {
    browser.setCookie(sessionCookie, 'attackers-choice-attackers-choice-attackers');
    browser.setCookie(`${sessionCookie}.sig`, 'x'.repeat(27));
    await webApp.signIn(alice, {}, browser);
    expect(browser.cookie(sessionCookie)).not.toContain('attackers');
    const attacker = new Browser();
    attacker.setCookie(sessionCookie, 'attackers-choice-attackers-choice-attackers');
    expect(await isSignedIn(attacker)).toBe(false);
  });

  it('AS-16: a cookie without its signature, or with another one, is nobody', async () => {
    await webApp.signIn(alice, {}, browser);
    const unsigned = new Browser();
    unsigned.setCookie(sessionCookie, browser.cookie(sessionCookie) ?? '');
    expect(await isSignedIn(unsigned)).toBe(false);
    unsigned.setCookie(`${sessionCookie}.sig`, 'A'.repeat(27));
    expect(await isSignedIn(unsigned)).toBe(false);
  });

  it('AS-16: a session ends when it is idle too long', async () => {
    await webApp.signIn(alice, {}, browser);
    server.aheadMs = 720_000;
    const later = await isSignedIn(browser.copy());
    server.aheadMs = 0;
    expect([later, await isSignedIn(browser)]).toEqual([false, true]);
  });

  it('AS-16: using a session does not carry it beyond its absolute limit', async () => {
    await webApp.signIn(alice, {}, browser);
    const lifetime = async () => {
      const stored = await server.server.storage.artefacts.find('Session', browser.cookie(sessionCookie) ?? '');
      return (stored?.expiresAtSeconds ?? 0) - Date.now() / 1000;
    };
    const fresh = await lifetime();
    server.aheadMs = 400_000;
    await isSignedIn(browser);
    server.aheadMs = 0;
    expect(fresh).toBeGreaterThan(590);
    expect(await lifetime()).toBeLessThanOrEqual(201);
  });

  it('AS-16: when the person is disabled, the session asks for a sign-in, which then fails', async () => {
    const bob = await server.person('bob');
    await webApp.signIn(bob, {}, browser);
    const { accounts } = server.server.storage;
    const id = '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e02';
    const before = await webApp.code(bob, {}, browser);
    await server.server.storage.commit([accounts.writes.setStatus(id, { from: 'active', to: 'disabled' })]);
    const [silent, page, redeemed] = [await isSignedIn(browser), await open(), await webApp.redeem(before)];
    const answer = await browser.post(page.action, { csrf: page.csrf, ...bob });
    await server.server.storage.commit([accounts.writes.setStatus(id, { from: 'disabled', to: 'active' })]);
    expect(silent).toBe(false);
    expect([answer.status, errorOf(answer.body)]).toEqual([401, 'invalid_credentials']);
    expect(redeemed).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it("AS-16: somebody else who signs in in the same browser does not get the first person's session", async () => {
    const first = await webApp.signIn(alice, {}, browser);
    const before = browser.copy();
    const bob = await server.person('bob');
    const tokens = await webApp.signIn(bob, { prompt: 'login' }, browser);
    expect(claimsOf(tokens.id_token)).toMatchObject({ preferred_username: 'bob' });
    expect(claimsOf((await webApp.signIn(bob, { prompt: 'none' }, browser)).id_token)).toMatchObject({
      preferred_username: 'bob',
    });
    expect(await isSignedIn(before)).toBe(false);
    expect(await webApp.refresh(first.refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('AS-20: max_age and prompt=login ask again although there is a session, and auth_time says when', async () => {
    await webApp.signIn(alice, {}, browser);
    for (const changes of [{ prompt: 'login' }, { max_age: '0' }]) {
      const page = await openPage(browser, webApp.request(changes).url);
      expect(page.action).toMatch(/\/login$/u);
    }
    const recent = await browser.get(webApp.request({ max_age: '600' }).url);
    expect(new URL(recent.location).searchParams.has('code')).toBe(true);
  });

  it('AS-20: a level that was not reached is not handed out as if it were', async () => {
    await webApp.signIn(alice, {}, browser);
    const { location } = await browser.get(webApp.request({ prompt: 'none', acr_values: 'urn:gatehouse:acr:2' }).url);
    const { error, code } = Object.fromEntries(new URL(location).searchParams);
    expect([error, code]).toEqual(['unmet_authentication_requirements', undefined]);
    const enough = await browser.get(webApp.request({ acr_values: 'urn:gatehouse:acr:2 urn:gatehouse:acr:1' }).url);
    expect(new URL(enough.location).searchParams.has('code')).toBe(true);
  });
});

const uidOf = (page: Page) => new URL(page.action).pathname.split('/')[2] ?? '';

describe('the way through sign-in', () => {
  it('AS-16: an interaction opened in another browser gives an error page and no code', async () => {
    const page = await open();
    const stranger = new Browser();
    const url = page.action.replace(/\/login$/u, '');
    for (const answer of [await stranger.get(url), await stranger.post(page.action, { csrf: page.csrf, ...alice })]) {
      expect([answer.status, isErrorPage(answer.body), answer.headers['location']]).toEqual([400, true, undefined]);
    }
    const own = await open(stranger);
    const crossed = await stranger.post(page.action, { csrf: own.csrf, ...alice });
    expect([crossed.status, crossed.headers['location']]).toEqual([400, undefined]);
    const resume = await stranger.get(`${server.issuer}/auth/${url.split('/').at(-1)}`);
    expect([resume.status, isErrorPage(resume.body), resume.headers['location']]).toEqual([400, true, undefined]);
    expect(await submitPassword(browser, page, alice)).toBeInstanceOf(URL);
  });

  it('AS-16: the cookie of one interaction does not open the address of another', async () => {
    const victim = await open(new Browser());
    const own = await open();
    for (const end of ['', '.sig']) {
      const value = browser.cookie(`__Host-gatehouse_sign_in_${uidOf(own)}${end}`) ?? '';
      browser.setCookie(`__Host-gatehouse_sign_in_${uidOf(victim)}${end}`, value);
    }
    const address = victim.action.replace(/\/login$/u, '');
    for (const answer of [
      await browser.get(address),
      await browser.post(victim.action, { csrf: own.csrf, ...alice }),
      await browser.post(`${address}/abort`, { csrf: own.csrf }),
    ]) {
      expect([answer.status, errorOf(answer.body), answer.headers['location']]).toEqual([
        400,
        'session_not_found',
        undefined,
      ]);
    }
    expect(await submitPassword(browser, own, alice)).toBeInstanceOf(URL);
  });

  it('AS-16: a sign-in that one browser finished yields no code in another', async () => {
    const page = await open();
    const done = await browser.post(page.action, { csrf: page.csrf, ...alice });
    const stranger = new Browser();
    const answer = await stranger.get(new URL(done.location, server.issuer).href);
    expect([answer.status, answer.headers['location'], errorOf(answer.body)]).toEqual([
      400,
      undefined,
      'session_not_found',
    ]);
    const own = await browser.get(new URL(done.location, server.issuer).href);
    expect(new URL(own.location).searchParams.has('code')).toBe(true);
  });

  it('AS-17: without cookies the page says so', async () => {
    const { location } = await browser.get(webApp.request().url);
    const answer = await new Browser().get(server.issuer + location);
    expect([answer.status, errorOf(answer.body), isErrorPage(answer.body)]).toEqual([400, 'cookies_missing', true]);
  });

  it('AS-17: the back button after the sign-in leads to a page that says how to go on, and to no second code', async () => {
    const page = await open();
    const form = { csrf: page.csrf, ...alice };
    const done = await browser.post(page.action, form);
    const resume = new URL(done.location, server.issuer).href;
    expect(new URL((await browser.get(resume)).location).origin).toBe(new URL(webAppRedirect).origin);
    for (const answer of [
      await browser.get(page.action.replace(/\/login$/u, '')),
      await browser.post(page.action, form),
      await browser.get(resume),
    ]) {
      expect([answer.status, errorOf(answer.body), answer.headers['location']]).toEqual([
        400,
        'session_not_found',
        undefined,
      ]);
    }
  });

  it('AS-17: two tabs can be signed in one after the other', async () => {
    const [first, other] = [await open(), await open()];
    const one = await submitPassword(browser, first, alice);
    expect(one).toBeInstanceOf(URL);
    expect(await submitPassword(browser, other, alice)).toBeInstanceOf(URL);
  });

  it('AS-17: an older tab that posts the form of another step sees the step that is next', async () => {
    const page = await open();
    const consent = page.action.replace(/login$/u, 'consent');
    const answer = await browser.post(consent, { csrf: page.csrf });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatch(/<input id="login"/u);
    expect((await browser.post(page.action.replace(/login$/u, 'constructor'), { csrf: page.csrf })).status).toBe(404);
  });

  it('AS-04: cancelling goes back with access_denied, state and iss', async () => {
    const page = await open();
    const cancel = /<form id="cancel-form" method="post" action="([^"]+)"/u.exec(page.answer.body)?.[1] ?? '';
    const done = await browser.post(server.issuer + cancel, { csrf: page.csrf });
    expect(done.status).toBe(303);
    const { location, status } = await browser.get(new URL(done.location, server.issuer).href);
    const back = new URL(location);
    expect([status, back.origin + back.pathname]).toEqual([303, webAppRedirect]);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: 'access_denied',
      error_description: expect.any(String),
      iss: server.issuer,
      state: 'the-state',
    });
    expect(await isSignedIn(browser)).toBe(false);
  });
});

describe('an answer by form_post', () => {
  it('AS-17: the code goes to the client by a form of ours, without an inline script, and is never cached', async () => {
    await webApp.signIn(alice, {}, browser);
    const { url } = webApp.request({ response_mode: 'form_post', state: '"><script>' });
    const { status, body, headers } = await browser.get(url);
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body.match(/<script.*/gu)).toEqual([`<script type="module" src="${formPostScript.path}"></script>`]);
    expect(headers['content-security-policy']).toMatch(/script-src 'self'(?:;|$)/u);
    expect(body).toContain(`<form method="post" action="${webAppRedirect}">`);
    expect(body).toMatch(/name="code" value="[\w-]{43}"/u);
    expect(body).toContain(`name="iss" value="${server.issuer}"`);
    expect(body).toContain('id="submit"');
  });
});

describe('forms come from our own pages', () => {
  it('AS-17: a missing, forged, foreign or misplaced CSRF token is 403, and nothing changes', async () => {
    const page = await open();
    const stranger = await open(new Browser());
    const forged = Buffer.from(Buffer.from(page.csrf, 'base64url').map((byte) => byte ^ 1)).toString('base64url');
    for (const csrf of [undefined, '', 'x', forged, stranger.csrf, page.csrf.slice(0, -1), `${page.csrf}A`]) {
      const form: Record<string, string> = csrf === undefined ? { ...alice } : { csrf, ...alice };
      const answer = await browser.post(page.action, form);
      expect([csrf, answer.status, errorOf(answer.body), answer.setCookies]).toEqual([csrf, 403, 'csrf_failed', []]);
    }
    const twice = await browser.post(page.action, [
      ['csrf', page.csrf],
      ['csrf', page.csrf],
      ['login', alice.login],
      ['password', alice.password],
    ]);
    expect(twice.status).toBe(403);
    expect(await isSignedIn(browser)).toBe(false);
    expect(await submitPassword(browser, page, alice)).toBeInstanceOf(URL);
  });

  it('AS-17: a foreign Origin or Sec-Fetch-Site is 403, with the right token too', async () => {
    const page = await open();
    const form = { csrf: page.csrf, ...alice };
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { origin: `${server.issuer}.evil.example` },
      { origin: server.issuer.replace('https', 'http') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ] as Record<string, string>[]) {
      const answer = await browser.post(page.action, form, headers);
      expect([headers, answer.status, answer.headers['location']]).toEqual([headers, 403, undefined]);
    }
    // A page sent with no-referrer posts with Origin: null; the browser says that it is our own.
    const own = await browser.post(page.action, form, { origin: 'null', 'sec-fetch-site': 'same-origin' });
    expect(own.status).toBe(303);
  });

  it('F14: a browser that posts Origin: null and no Sec-Fetch-Site signs in with its token and cookie, and not without', async () => {
    const page = await open();
    const old = { origin: 'null' };
    expect((await browser.post(page.action, { ...alice }, old)).status).toBe(403);
    const stranger = new Browser();
    const theirs = await openPage(stranger, webApp.request().url);
    expect((await browser.post(page.action, { csrf: theirs.csrf, ...alice }, old)).status).toBe(403);
    expect((await new Browser().post(page.action, { csrf: page.csrf, ...alice }, old)).status).toBe(400);
    expect(await isSignedIn(browser)).toBe(false);
    expect((await browser.post(page.action, { csrf: page.csrf, ...alice }, old)).status).toBe(303);
  });

  it('AS-17: cancelling and consent are protected alike', async () => {
    const page = await open();
    for (const action of ['abort', 'consent', 'login']) {
      const answer = await browser.post(page.action.replace(/login$/u, action), { csrf: 'x' });
      expect([action, answer.status]).toEqual([action, 403]);
    }
    expect((await browser.get(page.action)).status).toBe(404);
  });

  it('AS-17: no state changes by GET, and pages are never cached or framed', async () => {
    const page = await open();
    for (const action of ['login', 'abort', 'consent']) {
      const url = new URL(page.action.replace(/login$/u, action));
      url.search = new URLSearchParams({ csrf: page.csrf, ...alice }).toString();
      expect((await browser.get(url.href)).status).toBe(404);
    }
    const { headers } = page.answer;
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/u);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'/u);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(page.answer.body).not.toMatch(/<script(?! type="module" src="\/assets\/)|style=|onclick/u);
  });
});
