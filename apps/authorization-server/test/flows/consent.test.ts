import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, csrfOf, follow, openPage, type Page, type Person, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type Parameters, TestClient } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const redirectUri = 'https://localhost:3005/callback';

let server: TestServer;
let thirdParty: TestClient;
let alice: Person;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      document.clients.push({
        client_id: 'other-party',
        client_name: 'Other & <Sons>',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        redirect_uris: [redirectUri],
        scope: 'openid profile email',
        scopes: { [api]: ['profile_read'] },
      });
      document.clients.push({
        client_id: 'greedy-party',
        client_name: 'Greedy',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        redirect_uris: [redirectUri],
        scope: 'openid',
        scopes: { [api]: ['profile_read', 'invoice_read', 'invoice_write', 'users_admin'] },
      });
    },
  });
  thirdParty = await confidential(server, 'third-party', redirectUri);
  alice = await server.person('alice');
});
afterAll(() => server?.stop());
beforeEach(() => {
  browser = new Browser();
});

const scopesShown = ({ answer }: Page) =>
  [...answer.body.matchAll(/<li data-scope="([^"]+)"/gu)].map(([, scope = '']) => scope).toSorted();
const scopesOf = (token: unknown) =>
  String(claimsOf(String(token))['scope'])
    .split(' ')
    .toSorted();
const isConsent = (page: Page | URL): page is Page => !(page instanceof URL) && page.action.endsWith('/consent');

/** Signs in up to the consent page. */
async function consentPage(changes: Parameters = {}, client = thirdParty, person = alice) {
  const { url, verifier } = client.request(changes);
  const page = await submitPassword(browser, await openPage(browser, url), person);
  if (!isConsent(page)) throw new Error('no consent was asked for');
  return { page, verifier };
}

async function accept(
  page: Page,
  form: Record<string, string> | [string, string][] = { csrf: page.csrf },
): Promise<URL> {
  const next = await follow(browser, server.issuer, await browser.post(page.action, form));
  if (!(next instanceof URL)) throw new Error('the sign-in does not end');
  return next;
}

const redeem = (callback: URL, verifier: string) =>
  thirdParty.redeem({ code: callback.searchParams.get('code') ?? '', verifier, redirectUri });

/** The grant that came of it must not hold more than was shown: asking for it must ask the person. */
async function expectNotGranted(scope: string): Promise<void> {
  const { location } = await browser.get(thirdParty.request({ scope, prompt: 'none' }).url);
  const { error, code } = Object.fromEntries(new URL(location).searchParams);
  expect({ scope, error, code }).toEqual({ scope, error: 'consent_required', code: undefined });
}

describe('consent', () => {
  it('AS-11: a third-party client asks; the page shows client, account, lifetime and each scope in words', async () => {
    const { page, verifier } = await consentPage({ scope: 'openid profile invoice_read profile_read' });
    const { body } = page.answer;
    expect(scopesShown(page)).toEqual(['invoice_read', 'openid', 'profile', 'profile_read']);
    expect(/data-client="([^"]+)"/u.exec(body)?.[1]).toBe('third-party');
    expect(body).toContain('Acme Reports');
    expect(body).toContain('See the invoices of your department');
    expect(body).toContain('Alice Archer');
    expect(body).toMatch(/180 days|6 months/u);
    expect(body).toContain('id="accept"');
    expect(body).toContain('id="cancel"');
    const { status, body: tokens } = await redeem(await accept(page), verifier);
    expect(status).toBe(200);
    expect(scopesOf(tokens['access_token'])).toEqual(['invoice_read', 'profile_read']);
  });

  it('AS-11: a claim asked for by itself is said once: not beside the scope that stands for it', async () => {
    const claims = JSON.stringify({ id_token: { name: null, email: null } });
    const claimsShown = async (scope: string) => {
      browser = new Browser();
      const { page } = await consentPage({ scope, claims });
      return [...page.answer.body.matchAll(/<li data-claim="([^"]+)"/gu)].map(([, claim = '']) => claim);
    };
    expect(await claimsShown('openid email')).toEqual(['name']);
    expect(await claimsShown('openid email profile')).toEqual([]);
  });

  it('AS-11: what was not asked for, or is not allowed to the client, is neither shown nor granted', async () => {
    const { page, verifier } = await consentPage({ scope: 'openid profile_read invoice_approve users_admin unknown' });
    expect(scopesShown(page)).toEqual(['openid', 'profile_read']);
    const { body } = await redeem(await accept(page), verifier);
    expect(scopesOf(body['access_token'])).toEqual(['profile_read']);
    const refreshed = await thirdParty.refresh(String(body['refresh_token']), { scope: 'invoice_read' });
    expect(refreshed).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    await expectNotGranted('openid invoice_read');
  });

  it('AS-11: further fields in the form change nothing', async () => {
    const { page, verifier } = await consentPage({ scope: 'openid profile_read' });
    const callback = await accept(page, [
      ['csrf', page.csrf],
      ['scope', 'openid email invoice_read offline_access users_admin'],
      ['scopes', 'invoice_read'],
      ['resource', 'https://billing.localhost'],
      ['client_id', 'web-app'],
      ['redirect_uri', 'https://evil.example/'],
      ['accountId', '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e03'],
      ['grantId', 'x'],
      ['missingResourceScopes', 'invoice_read'],
      ['constructor', 'x'],
    ]);
    expect(callback.origin + callback.pathname).toBe(redirectUri);
    const { body } = await redeem(callback, verifier);
    expect(claimsOf(String(body['access_token']))).toMatchObject({
      scope: 'profile_read',
      client_id: 'third-party',
      aud: api,
      sub: '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01',
    });
    expect((await thirdParty.refresh(String(body['refresh_token']), { scope: 'email' })).status).toBe(400);
    for (const scope of ['openid email', 'openid invoice_read']) await expectNotGranted(scope);
  });

  it('AS-11: no is access_denied with iss and state, and nothing is granted', async () => {
    const { page } = await consentPage();
    const cancel = /<form id="cancel-form" method="post" action="([^"]+)"/u.exec(page.answer.body)?.[1] ?? '';
    const next = await follow(browser, server.issuer, await browser.post(server.issuer + cancel, { csrf: page.csrf }));
    if (!(next instanceof URL)) throw new Error('the sign-in does not end');
    expect(next.origin + next.pathname).toBe(redirectUri);
    expect(Object.fromEntries(next.searchParams)).toMatchObject({
      error: 'access_denied',
      iss: server.issuer,
      state: 'the-state',
    });
    expect(isConsent(await openPage(browser, thirdParty.request().url))).toBe(true);
  });

  it('AS-11: what was allowed once is not asked again; more is, and prompt=none says so', async () => {
    const { page } = await consentPage({ scope: 'openid profile_read' });
    await accept(page);
    const same = await browser.get(thirdParty.request({ scope: 'openid profile_read' }).url);
    expect(new URL(same.location).searchParams.has('code')).toBe(true);
    const more = thirdParty.request({ scope: 'openid profile_read invoice_read' });
    const silent = await browser.get(thirdParty.request({ scope: 'openid invoice_read', prompt: 'none' }).url);
    expect(new URL(silent.location).searchParams.get('error')).toMatch(/^(?:consent|interaction)_required$/u);
    const again = await openPage(browser, more.url);
    expect(isConsent(again)).toBe(true);
    expect(scopesShown(again)).toEqual(['invoice_read', 'openid', 'profile_read']);
    const { body } = await redeem(await accept(again), more.verifier);
    expect(scopesOf(body['access_token'])).toEqual(['invoice_read', 'profile_read']);
  });

  it('AS-11: prompt=consent always asks', async () => {
    const { page } = await consentPage();
    await accept(page);
    expect(isConsent(await openPage(browser, thirdParty.request({ prompt: 'consent' }).url))).toBe(true);
  });

  it('AS-11: consent to one client, or of one person, is not consent to another', async () => {
    const { page } = await consentPage();
    await accept(page);
    const other = new TestClient(server, 'other-party', { redirectUri });
    const ofOther = await openPage(browser, other.request({ scope: 'openid profile_read' }).url);
    expect(isConsent(ofOther)).toBe(true);
    expect(ofOther.answer.body).toContain('Other &amp; &lt;Sons&gt;');
    const bob = await server.person('bob');
    const signIn = await openPage(browser, thirdParty.request({ prompt: 'login' }).url);
    expect(isConsent(await submitPassword(browser, signIn, bob))).toBe(true);
  });

  it('AS-11: another account signs in in the place of the one that is asked; the request stays, and nothing of the first', async () => {
    const { page, verifier } = await consentPage({ scope: 'openid profile_read', state: 'kept' });
    const other = page.action.replace(/\/consent$/u, '/other-account');
    expect(page.answer.body).toContain(`action="${new URL(other).pathname}"`);
    const signIn = await follow(browser, server.issuer, await browser.post(other, { csrf: page.csrf }));
    if (signIn instanceof URL) throw new Error('no sign-in was asked for');
    expect(signIn.answer.body).toContain('name="password"');
    expect(signIn.answer.body).not.toContain('value="alice"');
    // The page of before allows nothing any more.
    const stale = await browser.post(page.action, { csrf: page.csrf });
    expect([stale.status, stale.body.includes('name="password"')]).toEqual([200, true]);
    const asked = await submitPassword(browser, signIn, await server.person('bob'));
    if (!isConsent(asked)) throw new Error('no consent was asked for');
    expect(asked.answer.body).toContain('bob');
    const callback = await accept(asked);
    expect(callback.searchParams.get('state')).toBe('kept');
    const { body } = await redeem(callback, verifier);
    expect(claimsOf(String(body['access_token']))['sub']).toBe('6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e02');
  });

  it('AS-11: offline access is asked for in words and says how long it lasts', async () => {
    const { page, verifier } = await consentPage({ scope: 'openid offline_access profile_read', prompt: 'consent' });
    expect(scopesShown(page)).toEqual(['offline_access', 'openid', 'profile_read']);
    expect(page.answer.body).toMatch(/while you are away/u);
    const { body } = await redeem(await accept(page), verifier);
    expect(body).toHaveProperty('refresh_token');
  });

  it('AS-11: nobody is asked for, or grants, what their roles do not give; what new roles give is asked for then', async () => {
    const greedy = new TestClient(server, 'greedy-party', { redirectUri });
    const scope = 'openid profile_read invoice_read invoice_write users_admin';
    const bob = await server.person('bob');
    const { page, verifier } = await consentPage({ scope }, greedy, bob);
    expect(scopesShown(page)).toEqual(['invoice_read', 'openid', 'profile_read']);
    expect(page.answer.body).not.toContain('users_admin');
    const callback = await accept(page);
    const { body } = await greedy.redeem({
      code: callback.searchParams.get('code') ?? '',
      verifier,
      redirectUri,
    });
    expect(scopesOf(body['access_token'])).toEqual(['invoice_read', 'profile_read']);
    // Asking again for all of it needs no new consent: there is nothing more to be had.
    expect((await browser.get(greedy.request({ scope, prompt: 'none' }).url)).location).toContain('code=');

    const { storage } = server.server;
    const account = await storage.accounts.findByLogin('bob');
    if (!account) throw new Error('bob is gone');
    const withRoles = (roles: string[]) => storage.commit([storage.accounts.writes.put({ ...account, roles })]);
    try {
      await withRoles(['sales', 'admin']);
      const more = await openPage(browser, greedy.request({ scope }).url);
      expect(scopesShown(more)).toEqual(['invoice_read', 'invoice_write', 'openid', 'profile_read', 'users_admin']);
      await accept(more);
      // What was granted under roles that are gone is not shown as if it could be had.
      await withRoles(['sales']);
      const less = await openPage(browser, greedy.request({ scope, prompt: 'consent' }).url);
      expect(scopesShown(less)).toEqual(['invoice_read', 'openid', 'profile_read']);
    } finally {
      await withRoles([...account.roles]);
    }
  });

  it('AS-11: a first-party client does not ask', async () => {
    const webApp = await confidential(server, 'web-app');
    const done = await submitPassword(browser, await openPage(browser, webApp.request().url), alice);
    expect(done).toBeInstanceOf(URL);
  });

  it('AS-17: the consent form is protected like the others', async () => {
    const { page } = await consentPage();
    for (const [form, headers] of [
      [{}, {}],
      [{ csrf: csrfOf((await openPage(new Browser(), thirdParty.request().url)).answer.body) }, {}],
      [{ csrf: page.csrf }, { origin: 'https://evil.example' }],
      [{ csrf: page.csrf }, { 'sec-fetch-site': 'cross-site' }],
    ] as [Record<string, string>, Record<string, string>][]) {
      expect((await browser.post(page.action, form, headers)).status).toBe(403);
    }
    expect((await browser.get(page.action)).status).toBe(404);
    expect((await accept(page)).searchParams.has('code')).toBe(true);
  });

  it('AS-11: consent before a sign-in is no way around it', async () => {
    const page = await openPage(browser, thirdParty.request().url);
    const answer = await browser.post(page.action.replace(/login$/u, 'consent'), { csrf: page.csrf });
    expect([answer.status, answer.headers['location']]).toEqual([200, undefined]);
    expect(answer.body).toContain('<input id="password"');
  });
});
