/** What else a sign-in is asked for holds by an upstream provider as it does by password. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { Browser, errorOf, follow, openPage, type Page, type Person, signIn, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type Parameters, TestClient, type TokenSet } from '../client.ts';
import { xsrfOf } from '../device-approval.ts';
import { api } from '../server.ts';
import { chooseConnection, comeBack, type Federation, startFederation, throughUpstream } from '../upstream.ts';

const strong = 'urn:gatehouse:acr:2';
const weak = 'urn:gatehouse:acr:1';
const unknownAcr = 'urn:example:nobody-knows-it';
const redirectOf = (name: string) => `https://localhost:3009/${name}`;

let federation: Federation;
let client: TestClient;
let browser: Browser;
beforeAll(async () => {
  federation = await startFederation({
    connection: { required_acr: { [strong]: { request: [strong], acr: [strong] } } },
    further: [
      { name: 'lax', display_name: 'Lax', required_acr: { [strong]: { request: [unknownAcr], acr: [unknownAcr] } } },
    ],
    registry: ({ clients }) => {
      const known = clients.find((entry) => entry['client_id'] === 'web-app')!;
      for (const [name, changes] of Object.entries({
        nobody: { connections: [] },
        one: { connections: ['lax'] },
        third: { first_party: false },
      })) {
        clients.push({ ...known, ...changes, client_id: name, redirect_uris: [redirectOf(name)] });
      }
    },
  });
  const { server, upstream } = federation;
  client = federation.client;
  for (const login of ['alice', 'bob', 'carol']) {
    const subject = (await upstream.server.storage.accounts.findByLogin(login))!.id;
    const { accounts, identities, commit } = server.server.storage;
    const link = { issuer: upstream.issuer, subject, accountId: (await accounts.findByLogin(login))!.id };
    await commit([identities.writes.link({ ...link, connection: 'corp', profile: {}, tokens: undefined })]);
  }
});
afterAll(() => federation?.stop());
beforeEach(() => {
  browser = new Browser();
});

const asPage = (next: Page | URL): Page => {
  if (next instanceof URL) throw new Error(`no page, but ${next.href}`);
  return next;
};
const stepOf = (next: Page | URL) => (next instanceof URL ? 'end' : next.action.split('/').at(-1));
const post = async (by: Browser, page: Page, fields: Record<string, string> = {}) =>
  follow(by, new URL(page.action).origin, await by.post(page.action, { csrf: page.csrf, ...fields }));
const there = (login: string) => federation.upstream.person(login);

/** By a connection, up to what comes after it. */
async function arrive(login: string, changes: Parameters = {}, { connection = 'corp', by = client } = {}) {
  const request = by.request(changes);
  const to = await chooseConnection(browser, await openPage(browser, request.url), connection);
  return { request, to, next: await throughUpstream(browser, to, await there(login)) };
}
async function tokensOf(request: { readonly verifier: string }, next: Page | URL, by = client): Promise<TokenSet> {
  if (!(next instanceof URL)) throw new Error(`a page is shown: ${next.action}`);
  const code = next.searchParams.get('code') ?? '';
  const answer = await by.redeem({ code, verifier: request.verifier, redirectUri: by.redirectUri });
  expect(answer.status).toBe(200);
  return answer.body as unknown as TokenSet;
}
const used = new Map<string, number>();
/** A code of the app that was not used before. */
function codeOf(secret: string): string {
  const step = Math.max(Math.floor(Date.now() / 30_000), (used.get(secret) ?? 0) + 1);
  used.set(secret, step);
  return new TOTP({ secret }).generate({ timestamp: step * 30_000 });
}
const secretOf = ({ answer: { body } }: Page) =>
  /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(body)?.[1]?.replaceAll(' ', '') ?? '';
/** Adds an app where a page asks for it, and goes on beyond the recovery codes. */
async function addApp(by: Browser, next: Page | URL) {
  expect(stepOf(next)).toBe('add-totp');
  const secret = secretOf(asPage(next));
  const codes = asPage(await post(by, asPage(next), { otp: codeOf(secret) }));
  return { secret, next: await post(by, codes) };
}

describe('levels of assurance', () => {
  it('a sign-in by an upstream is one factor, in the ID token and silently afterwards', async () => {
    const { request, next } = await arrive('alice');
    const tokens = await tokensOf(request, next);
    const said = claimsOf(tokens.id_token);
    expect(said).toMatchObject({ amr: ['fed'], acr: weak });
    expect(claimsOf(tokens.access_token)['auth_time']).toBe(said['auth_time']);
    const silent = client.request({ prompt: 'none' });
    const again = await tokensOf(silent, new URL((await browser.get(silent.url)).location));
    expect(claimsOf(again.id_token)).toMatchObject({
      amr: ['fed'],
      acr: weak,
      auth_time: said['auth_time'],
      sid: said['sid'],
    });
  });

  it('what is asked of an upstream and not answered is asked here, and from then on after each sign-in', async () => {
    const first = await arrive('bob', { acr_values: strong }, { connection: 'lax' });
    expect(first.to.searchParams.get('acr_values')).toBe(unknownAcr);
    const { secret, next } = await addApp(browser, first.next);
    const both = { amr: ['fed', 'otp', 'mfa'], acr: strong };
    expect(claimsOf((await tokensOf(first.request, next)).id_token)).toMatchObject(both);

    browser = new Browser();
    const second = await arrive('bob');
    expect(stepOf(second.next)).toBe('totp');
    const wrong = await browser.post(asPage(second.next).action, { csrf: asPage(second.next).csrf, otp: '000000' });
    expect(wrong.status).not.toBe(303);
    const done = await post(browser, asPage(second.next), { otp: codeOf(secret) });
    expect(claimsOf((await tokensOf(second.request, done)).id_token)).toMatchObject(both);
  });

  it('two factors of an upstream that is trusted for them are enough', async () => {
    const request = client.request({ acr_values: strong });
    const to = await chooseConnection(browser, await openPage(browser, request.url));
    expect(to.searchParams.get('acr_values')).toBe(strong);
    const at = new Browser();
    const asked = await submitPassword(at, await openPage(at, to.href), await there('carol'));
    const { next: back } = await addApp(at, asked);
    const next = await comeBack(browser, back as URL);
    expect(claimsOf((await tokensOf(request, next)).id_token)).toMatchObject({ amr: ['fed', 'mfa'], acr: strong });
  });
});

describe('ways of asking for a sign-in', () => {
  it('a pushed request', async () => {
    const request = client.request();
    const { body } = await client.post('/request', request.parameters);
    const pushed = `${federation.server.issuer}/auth?client_id=web-app&request_uri=${encodeURIComponent(String(body['request_uri']))}`;
    const to = await chooseConnection(browser, await openPage(browser, pushed));
    const next = await throughUpstream(browser, to, await there('alice'));
    expect(claimsOf((await tokensOf(request, next)).id_token)).toMatchObject({ amr: ['fed'] });
  });

  it('a device', async () => {
    const { issuer } = federation.server;
    const device = new TestClient(federation.server, 'device');
    const { body } = await device.post('/device/auth', { scope: 'openid profile_read', resource: api });
    const userCode = String(body['user_code']);
    const form = await browser.get(`${issuer}/device`);
    const asked = await browser.post(`${issuer}/device`, { xsrf: xsrfOf(form.body), user_code: userCode });
    const confirm = { xsrf: xsrfOf(asked.body), user_code: userCode, confirm: 'yes' };
    const page = asPage(await follow(browser, issuer, await browser.post(`${issuer}/device`, confirm)));
    const to = await chooseConnection(browser, page);
    const back = await signIn(new Browser(), to.href, await there('alice'));
    let answer = await browser.get(back.href);
    for (let hop = 0; hop < 8 && (answer.status === 303 || answer.body.includes('/consent"')); hop += 1) {
      const consent = /<form[^>]* action="([^"]+\/consent)"/u.exec(answer.body)?.[1];
      const csrf = /name="csrf" value="([^"]+)"/u.exec(answer.body)?.[1] ?? '';
      answer = consent
        ? await browser.post(`${issuer}${consent}`, { csrf })
        : await browser.get(new URL(answer.location, issuer).href);
    }
    const grant = {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: String(body['device_code']),
    };
    const tokens = await device.token(grant);
    expect([tokens.status, claimsOf(String(tokens.body['id_token']))['amr']]).toEqual([200, ['fed']]);
  });

  it('a client of somebody else asks for consent, as after a password', async () => {
    const third = await confidential(federation.server, 'third', redirectOf('third'));
    const { request, next } = await arrive('alice', {}, { by: third });
    expect(stepOf(next)).toBe('consent');
    const tokens = await tokensOf(request, await post(browser, asPage(next)), third);
    expect(claimsOf(tokens.id_token)).toMatchObject({ aud: 'third', amr: ['fed'] });
  });

  it('a client offers the connections that it names, and no others', async () => {
    for (const [name, offered] of [
      ['nobody', []],
      ['one', ['lax']],
      ['web-app', ['corp', 'lax']],
    ] as const) {
      browser = new Browser();
      const by = new TestClient(federation.server, name, name === 'web-app' ? {} : { redirectUri: redirectOf(name) });
      const page = await openPage(browser, by.request().url);
      const shown = [...page.answer.body.matchAll(/name="connection" value="([^"]+)"/gu)].map((found) => found[1]);
      expect(new Set(shown)).toEqual(new Set(offered));
      for (const one of ['corp', 'lax'].filter((connection) => !(offered as readonly string[]).includes(connection)))
        await expect(chooseConnection(browser, page, one)).rejects.toThrow('400');
    }
  });
});

describe('what happens to a browser', () => {
  it('two tabs: both sign-ins come to their end, whichever is first', async () => {
    const requests = [client.request(), client.request()];
    const backs: URL[] = [];
    for (const { url } of requests) {
      const to = await chooseConnection(browser, await openPage(browser, url));
      backs.push(await signIn(new Browser(), to.href, await there('alice')));
    }
    for (const n of [1, 0]) await tokensOf(requests[n]!, await comeBack(browser, backs[n]!));
  });

  it('back to the answer of a sign-in that has ended: a page that says so and leads on', async () => {
    const to = await chooseConnection(browser, await openPage(browser, client.request().url));
    const back = await signIn(new Browser(), to.href, await there('alice'));
    expect(await comeBack(browser, back)).toBeInstanceOf(URL);
    const first = await browser.get(back.href);
    const answer = await browser.get(new URL(first.location, back.origin).href);
    expect([answer.status, errorOf(answer.body)]).toEqual([400, 'session_not_found']);
    expect(answer.body).toMatch(/<main[\s\S]*<a [^>]*href="/u);
  });

  it('a sign-in that expired while its user was upstream: a page that says so and leads on', async () => {
    const page = await openPage(browser, client.request().url);
    const to = await chooseConnection(browser, page);
    const back = await signIn(new Browser(), to.href, await there('alice'));
    const { artefacts, commit } = federation.server.server.storage;
    const [uid = ''] = to.searchParams.get('state')!.split('.');
    await commit([artefacts.writes.destroy({ model: 'Interaction', id: uid })]);
    const first = await browser.get(back.href);
    const answer = await browser.get(new URL(first.location, back.origin).href);
    expect([answer.status, errorOf(answer.body)]).toEqual([400, 'session_not_found']);
    expect(answer.body).toMatch(/<main[\s\S]*<a [^>]*href="/u);
  });

  it('wrong passwords lock nobody out who signs in by an upstream', async () => {
    const alice: Person = await federation.server.person('alice');
    let locked = await openPage(browser, client.request().url);
    let refusal: string | undefined;
    for (let n = 0; n < 30 && refusal !== 'too_many_attempts'; n += 1) {
      const answer = await browser.post(locked.action, { csrf: locked.csrf, login: 'alice', password: 'wrong' });
      const shown = answer.status === 303 ? await browser.get(new URL(answer.location, locked.action).href) : answer;
      refusal = errorOf(shown.body);
      if (answer.status === 429) break;
    }
    locked = await openPage(browser, client.request().url);
    const right = await browser.post(locked.action, { csrf: locked.csrf, ...alice });
    // The right one is not told apart from a wrong one now.
    expect([401, 429]).toContain(right.status);
    browser = new Browser();
    const { request, next } = await arrive('alice');
    expect(claimsOf((await tokensOf(request, next)).id_token)).toMatchObject({ amr: ['fed'] });
  });
});
