/** What clients and users ask of a sign-in by an upstream provider, beside who somebody is. Two real servers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { Browser, errorOf, follow, openPage, type Page, type Person, signIn, submitPassword } from '../browser.ts';
import { claimsOf, type Parameters, TestClient, type TokenSet } from '../client.ts';
import { chooseConnection, connectUser, type Federation, startFederation, throughUpstream } from '../upstream.ts';

const strong = 'urn:gatehouse:acr:2';

let federation: Federation;
let there: Record<'alice' | 'bob' | 'carol', Person>;
beforeAll(async () => {
  federation = await startFederation({
    connection: { required_acr: { [strong]: { request: ['urn:upstream:strong'], acr: ['urn:upstream:strong'] } } },
    further: [{ name: 'other', display_name: 'Other' }],
    registry: ({ clients }) => {
      const webApp = clients.find((entry) => entry['client_id'] === 'web-app')!;
      clients.push({ ...webApp, client_id: 'strict', required_acr: strong });
    },
  });
  const { upstream } = federation;
  there = {
    alice: await upstream.person('alice'),
    bob: await upstream.person('bob'),
    carol: await upstream.person('carol'),
  };
  for (const login of ['alice', 'bob', 'carol']) await connectUser(federation, login, login);
});
afterAll(() => federation?.stop());

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});

const as = async (clientId: string) =>
  new TestClient(federation.server, clientId, { secret: await federation.server.clientSecret(clientId) });
const isPage = (next: Page | URL): next is Page => !(next instanceof URL);
const asPage = (next: Page | URL): Page => {
  if (!isPage(next)) throw new Error(`no page, but ${next.href}`);
  return next;
};
const stepOf = (next: Page | URL) => (isPage(next) ? next.action.split('/').at(-1) : 'redirect');
const tokensOf = async (client: TestClient, { verifier }: { readonly verifier: string }, next: Page | URL) => {
  if (isPage(next)) throw new Error(`a page is shown: ${stepOf(next)} ${errorOf(next.answer.body)}`);
  const code = next.searchParams.get('code') ?? '';
  const { body } = await client.redeem({ code, verifier, redirectUri: client.redirectUri });
  return body as unknown as TokenSet;
};
/** Signs in by the upstream as its user; gives what comes then. */
async function byUpstream(
  person: Person,
  {
    client = federation.client,
    changes = {},
    at = new Browser(),
  }: { client?: TestClient; changes?: Parameters; at?: Browser } = {},
) {
  const request = client.request(changes);
  const page = await openPage(browser, request.url);
  const to = await chooseConnection(browser, page);
  return { request, page, to, next: await throughUpstream(browser, to, person, at) };
}

describe('levels of assurance', () => {
  it('a client that wants two factors has them asked of the upstream, whose silence is made good here', async () => {
    const strict = await as('strict');
    const { request, to, next } = await byUpstream(there.carol, { client: strict });
    expect(to.searchParams.get('acr_values')).toBe('urn:upstream:strong');
    // It came back with less.
    expect(stepOf(next)).toBe('add-totp');
    const page = asPage(next);
    const secret = /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(page.answer.body)![1]!.replaceAll(' ', '');
    const post = async (form: Page, fields: Record<string, string> = {}) =>
      follow(browser, federation.server.issuer, await browser.post(form.action, { csrf: form.csrf, ...fields }));
    const codes = asPage(await post(page, { otp: new TOTP({ secret }).generate() }));
    const tokens = await tokensOf(strict, request, await post(codes));
    expect(claimsOf(tokens.id_token)).toMatchObject({ amr: ['fed', 'otp', 'mfa'], acr: strong });

    // From then on it is asked for as after a password.
    browser = new Browser();
    const again = await byUpstream(there.carol);
    expect(stepOf(again.next)).toBe('totp');
    const otp = new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 });
    const more = await tokensOf(federation.client, again.request, await post(asPage(again.next), { otp }));
    expect(claimsOf(more.id_token)).toMatchObject({ amr: ['fed', 'otp', 'mfa'], acr: strong });
  });

  it('one factor is said where one is proved', async () => {
    const { request, next } = await byUpstream(there.alice);
    const tokens = await tokensOf(federation.client, request, next);
    expect(claimsOf(tokens.id_token)).toMatchObject({ amr: ['fed'], acr: 'urn:gatehouse:acr:1' });
    expect(claimsOf(tokens.access_token)).toMatchObject({ amr: ['fed'] });
  });
});

describe('what the session is good for afterwards', () => {
  it('prompt=none gives a code with the same time and methods, and id_token_hint its user alone', async () => {
    const { request, next } = await byUpstream(there.alice);
    const first = claimsOf((await tokensOf(federation.client, request, next)).id_token);
    const silent = federation.client.request({ prompt: 'none' });
    const location = new URL((await browser.get(silent.url)).location);
    const more = await tokensOf(federation.client, silent, location);
    expect(claimsOf(more.id_token)).toMatchObject({ sub: first['sub'], auth_time: first['auth_time'], amr: ['fed'] });

    const hinted = { prompt: 'none', id_token_hint: more.id_token };
    const good = new URL((await browser.get(federation.client.request(hinted).url)).location);
    expect(good.searchParams.get('code')).toBeTruthy();
    browser = new Browser();
    await byUpstream(there.bob);
    const other = new URL((await browser.get(federation.client.request(hinted).url)).location);
    expect(other.searchParams.get('error')).toBe('login_required');
  });

  it('somebody else is asked for upstream only where the user says so', async () => {
    expect((await byUpstream(there.alice)).to.searchParams.has('prompt')).toBe(false);
    const chooser = await openPage(browser, federation.client.request({ prompt: 'select_account' }).url);
    expect(stepOf(chooser)).toBe('account');
    const action = chooser.action.replace(/account$/u, 'other-account');
    const other = await follow(browser, federation.server.issuer, await browser.post(action, { csrf: chooser.csrf }));
    const to = await chooseConnection(browser, asPage(other));
    expect(to.searchParams.get('prompt')).toBe('select_account');
  });

  it('signing out here ends the session here, and leads back', async () => {
    const { request, next } = await byUpstream(there.alice);
    const { id_token: hint } = await tokensOf(federation.client, request, next);
    const { issuer } = federation.server;
    const page = await browser.get(`${issuer}/session/end?${new URLSearchParams({ id_token_hint: hint }).toString()}`);
    const action = /<form[^>]* action="([^"]+)"/u.exec(page.body)?.[1];
    if (action !== undefined) {
      const xsrf = /name="xsrf" value="([^"]+)"/u.exec(page.body)?.[1] ?? '';
      await browser.post(new URL(action, issuer).href, { xsrf, logout: 'yes' });
    }
    const silent = new URL((await browser.get(federation.client.request({ prompt: 'none' }).url)).location);
    expect(silent.searchParams.get('error')).toBe('login_required');
  });
});

const buttons = ({ answer }: Page) =>
  [...answer.body.matchAll(/name="connection" value="([^"]+)"/gu)].map((found) => found[1]);

describe('which ways a client offers', () => {
  it('the one that was used last comes first, in this browser', async () => {
    const page = await openPage(browser, federation.client.request().url);
    const back = await throughUpstream(browser, await chooseConnection(browser, page, 'other'), there.alice);
    expect(back).toBeInstanceOf(URL);
    browser.forget('__Host-gatehouse_session');
    expect(buttons(await openPage(browser, federation.client.request().url))).toEqual(['other', 'corp']);
    expect(buttons(await openPage(new Browser(), federation.client.request().url))).toEqual(['corp', 'other']);
  });
});

describe('a way there that is not straight', () => {
  it('back from the upstream, the password is good, and the answer that comes late is not', async () => {
    const { url } = federation.client.request();
    const page = await openPage(browser, url);
    const late = await signIn(new Browser(), (await chooseConnection(browser, page)).href, there.bob);
    // The back button shows the page as it was.
    const end = await submitPassword(browser, page, await federation.server.person('alice'));
    expect(end).toBeInstanceOf(URL);
    const first = await browser.get(late.href);
    const answer = await browser.get(new URL(first.location, late.origin).href);
    expect([answer.status, errorOf(answer.body)]).toEqual([400, 'session_not_found']);
    const silent = federation.client.request({ prompt: 'none' });
    const tokens = await tokensOf(federation.client, silent, new URL((await browser.get(silent.url)).location));
    expect(claimsOf(tokens.id_token)['amr']).toEqual(['pwd']);
  });

  it('who stays upstream for too long reads that, with a way on', async () => {
    const page = await openPage(browser, federation.client.request().url);
    const back = await signIn(new Browser(), (await chooseConnection(browser, page)).href, there.alice);
    for (const name of browser.cookieNames.filter((one) => one.includes('sign_in'))) browser.forget(name);
    const first = await browser.get(back.href);
    const answer = await browser.get(new URL(first.location, back.origin).href);
    expect([answer.status, errorOf(answer.body)]).toEqual([400, 'session_not_found']);
    expect(answer.body).toMatch(/<main id="error"[\s\S]*<a [^>]*href="/u);
  });
});
