/** The steps after a sign-in by an upstream provider are those after a password: factors, terms, another account, and an account that ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { AccountVisitor } from '../account.ts';
import { Authenticator, askedBy } from '../authenticator.ts';
import { Browser, errorOf, follow, openPage, type Page } from '../browser.ts';
import { claimsOf, confidential, type Parameters, type TestClient, type TokenSet } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { gatehouse } from '../protocol/keys/gatehouse.ts';
import { chooseConnection, connectUser, type Federation, startFederation, throughUpstream } from '../upstream.ts';

const strong = 'urn:gatehouse:acr:2';
const treasury = 'https://treasury.example';
const strictRedirect = 'https://localhost:3009/strict';
const thirdRedirect = 'https://localhost:3009/third';
const terms = { version: '2026-01', uri: 'https://northwind.example/terms' };

/** Users here, each of whom is connected with a user of the same name upstream. */
const logins = ['alice', 'bob', 'carol'] as const;

let federation: Federation;
let client: TestClient;
let browser: Browser;
beforeAll(async () => {
  federation = await startFederation({
    registry: ({ clients, resources, roles }) => {
      resources.push({ indicator: treasury, name: 'Treasury', scopes: { look: 'Look' }, required_acr: strong });
      for (const granted of Object.values(roles)) granted[treasury] = ['look'];
      const known = clients.find((entry) => entry['client_id'] === 'web-app')!;
      Object.assign(known['scopes'] as object, { [treasury]: ['look'] });
      clients.push(
        { ...known, client_id: 'strict', required_acr: strong, redirect_uris: [strictRedirect] },
        { ...known, client_id: 'third', first_party: false, redirect_uris: [thirdRedirect] },
      );
    },
  });
  client = federation.client;
  for (const login of logins) await connectUser(federation, login, login);
});
afterAll(() => federation?.stop());
beforeEach(() => {
  browser = new Browser();
});

const stepOf = (next: Page | URL) => (next instanceof URL ? 'end' : next.action.split('/').at(-1));
const asPage = (next: Page | URL): Page => {
  if (next instanceof URL) throw new Error(`no page, but ${next.href}`);
  return next;
};
const there = ({ upstream }: Federation, login: string) => upstream.person(login);
const post = async (by: Browser, page: Page, fields: Record<string, string> = {}, form?: string) => {
  const action = form === undefined ? page.action : page.action.replace(/[\w-]+$/u, form);
  return follow(by, new URL(action).origin, await by.post(action, { csrf: page.csrf, ...fields }));
};

/** By the connection, up to what comes after it. */
async function arrive(login: string, changes: Parameters = {}, { by = client, of = federation } = {}) {
  const request = by.request(changes);
  const to = await chooseConnection(browser, await openPage(browser, request.url));
  return { request, to, next: await throughUpstream(browser, to, await there(of, login)) };
}
async function tokensOf({ verifier }: { readonly verifier: string }, next: Page | URL, by = client): Promise<TokenSet> {
  if (!(next instanceof URL)) throw new Error(`a page is shown: ${next.action}`);
  const code = next.searchParams.get('code') ?? '';
  const answer = await by.redeem({ code, verifier, redirectUri: by.redirectUri });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body as unknown as TokenSet;
}
const isSignedIn = async (one = browser): Promise<boolean> => {
  const { location } = await one.get(client.request({ prompt: 'none' }).url);
  return new URL(location).searchParams.has('code');
};
/** What a password does in a browser, wrong or right. */
async function byPassword(at: Browser, login: string, password: string): Promise<number> {
  const page = await openPage(at, client.request({ prompt: 'login' }).url);
  return (await at.post(page.action, { csrf: page.csrf, login, password })).status;
}

const command = (verb: 'enable' | 'disable', login: string) => gatehouse(federation.server, ['users', verb, login]);

describe('a second factor that is asked for', () => {
  it.each([
    ['a resource', 'web-app', undefined, { scope: 'openid look', resource: treasury }, 'carol'],
    ['a client', 'strict', strictRedirect, {}, 'bob'],
  ])(
    'AS-20: by %s leads to adding one, and nobody gets past that',
    async (_, clientId, redirectUri, changes, login) => {
      const by = await confidential(federation.server, clientId, redirectUri);
      const { request, next } = await arrive(login, changes, { by });
      expect(stepOf(next)).toBe('add-totp');
      // There is no session before the second factor, and the page is not stepped over.
      expect(await isSignedIn()).toBe(false);
      for (const form of ['codes-kept', 'consent']) {
        const stepped = await browser.post(asPage(next).action.replace(/[\w-]+$/u, form), { csrf: asPage(next).csrf });
        expect([form, stepped.location.startsWith(by.redirectUri)]).toEqual([form, false]);
      }
      expect(stepOf(await follow(browser, federation.server.issuer, await browser.get(request.url)))).toBe('login');
    },
  );

  it('AS-20: a passkey of this server is the second factor', async () => {
    const { server } = federation;
    const visitor = new AccountVisitor(server, await server.person('alice'));
    const authenticator = new Authenticator(server.issuer);
    const adding = await visitor.open('/account/security/passkeys');
    await visitor.raw('/account/security/passkeys', { passkey: authenticator.create(askedBy(adding.body)) }, adding);

    // Whoever has one is asked for it, whatever the client needs.
    const { request, next } = await arrive('alice');
    expect(stepOf(next)).toBe('passkey-factor');
    const page = asPage(next);
    const stranger = new Authenticator(server.issuer);
    const wrong = await browser.post(page.action, {
      csrf: page.csrf,
      passkey: stranger.get(askedBy(page.answer.body)),
    });
    expect([wrong.status, errorOf(wrong.body)]).toEqual([401, 'passkey_refused']);
    expect(await isSignedIn()).toBe(false);
    const done = await post(browser, page, { passkey: authenticator.get(askedBy(wrong.body)) });
    const tokens = await tokensOf(request, done);
    expect(claimsOf(tokens.id_token)).toMatchObject({ amr: ['fed', 'pop', 'user', 'mfa'], acr: strong });
    // The session is worth as much.
    const silent = client.request({ prompt: 'none', scope: 'openid look', resource: treasury });
    const again = await tokensOf(silent, new URL((await browser.get(silent.url)).location));
    expect(claimsOf(again.access_token)).toMatchObject({ aud: treasury, acr: strong });

    const { accounts, passkeys, commit } = server.server.storage;
    const { id } = (await accounts.findByLogin('alice'))!;
    await commit((await passkeys.list(id)).map((one) => passkeys.writes.remove(id, one.reference)));
  });
});

describe('another account', () => {
  it('AS-16: is one of the upstream, and takes the place of the first; staying asks nobody', async () => {
    const first = await arrive('alice');
    await tokensOf(first.request, first.next);
    const staying = client.request({ prompt: 'select_account' });
    const page = await openPage(browser, staying.url);
    expect([stepOf(page), page.answer.body.includes('Alice Archer')]).toEqual(['account', true]);
    const stayed = claimsOf((await tokensOf(staying, await post(browser, page))).id_token);
    expect(stayed).toMatchObject({ preferred_username: 'alice', amr: ['fed'] });

    const leaving = client.request({ prompt: 'select_account' });
    const choice = await post(browser, await openPage(browser, leaving.url), {}, 'other-account');
    const to = await chooseConnection(browser, asPage(choice));
    expect(to.searchParams.get('prompt')).toBe('select_account');
    const next = await throughUpstream(browser, to, await there(federation, 'bob'));
    const left = claimsOf((await tokensOf(leaving, next)).id_token);
    expect(left).toMatchObject({ preferred_username: 'bob', amr: ['fed'] });
    expect(left['sid']).not.toBe(stayed['sid']);
  });
});

describe('the browser', () => {
  it('AS-14: is known from then on: strangers who guess the password do not lock its user out', async () => {
    const { password } = await federation.server.person('bob');
    const { request, next } = await arrive('bob');
    await tokensOf(request, next);
    const stranger = new Browser();
    for (let n = 0; n < 12; n += 1) await byPassword(stranger, 'bob', 'wrong');
    expect(await byPassword(new Browser(), 'bob', password)).not.toBe(303);
    expect(await byPassword(browser, 'bob', password)).toBe(303);
  });
});

describe('an account that is disabled meanwhile', () => {
  it('while its user is upstream: does not get in', async () => {
    const to = await chooseConnection(browser, await openPage(browser, client.request().url));
    await command('disable', 'carol');
    const next = await throughUpstream(browser, to, await there(federation, 'carol'));
    expect([stepOf(next), errorOf(asPage(next).answer.body)]).toEqual(['login', 'upstream_account_disabled']);
    expect(await isSignedIn()).toBe(false);
    await command('enable', 'carol');
    // Nothing of the first attempt counts.
    expect(await isSignedIn()).toBe(false);
  });

  it('AS-16: before the second factor: the first one counts no more, not even after enabling', async () => {
    const { accounts, credentials, commit } = federation.server.server.storage;
    const { id: accountId } = (await accounts.findByLogin('carol'))!;
    const secret = 'JBSWY3DPEHPK3PXP';
    await commit([credentials.writes.put({ accountId, kind: 'totp', data: { secret } })]);
    const { next } = await arrive('carol');
    expect(stepOf(next)).toBe('totp');
    await command('disable', 'carol');
    await command('enable', 'carol');
    const otp = new TOTP({ secret }).generate();
    const answer = await browser.post(asPage(next).action, { csrf: asPage(next).csrf, otp });
    expect(answer.body).toContain('name="password"');
    expect(await isSignedIn()).toBe(false);
    // The code was right: it counts after a first factor that does.
    browser = new Browser();
    const anew = await arrive('carol');
    await tokensOf(anew.request, await post(browser, asPage(anew.next), { otp }));
    const { version } = (await credentials.find(accountId, 'totp'))!;
    await commit([credentials.writes.remove(accountId, 'totp', version)]);
  });

  it('at the consent, and with tokens: gets nothing, and has nothing left', async () => {
    const first = await arrive('carol');
    const tokens = await tokensOf(first.request, first.next);
    const third = await confidential(federation.server, 'third', thirdRedirect);
    const consent = asPage(await follow(browser, federation.server.issuer, await browser.get(third.request().url)));
    expect(stepOf(consent)).toBe('consent');
    await command('disable', 'carol');
    const answer = await browser.post(consent.action, { csrf: consent.csrf });
    const next = answer.status === 303 ? await browser.get(new URL(answer.location, consent.action).href) : answer;
    expect(next.location).not.toContain('code=');
    expect(await isSignedIn()).toBe(false);
    expect((await client.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    await command('enable', 'carol');
    expect((await client.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await isSignedIn()).toBe(false);
  });
});

describe('a code by mail', () => {
  let mail: MailServer;
  let mailing: Federation;
  beforeAll(async () => {
    mail = await startMailServer();
    mailing = await startFederation({ env: { GATEHOUSE_SMTP_URL: mail.url, GATEHOUSE_EMAIL_CODE: 'true' } });
    await connectUser(mailing, 'alice', 'alice');
  });
  afterAll(async () => {
    await mailing?.stop();
    await mail?.stop();
  });

  it('AS-20: is asked for after the upstream of a user who has nothing better, and is no second factor', async () => {
    const { server, client: by } = mailing;
    const { email = '' } = (await server.server.storage.accounts.findByLogin('alice'))!;
    const { request, next } = await arrive('alice', {}, { by, of: mailing });
    expect(stepOf(next)).toBe('email-code');
    const page = asPage(next);
    const otp = /^\d{6}$/mu.exec((await mail.mailTo(email)).text ?? '')?.[0] ?? '';
    const type = (code: string) => browser.post(page.action, { csrf: page.csrf, otp: code });
    const wrong = await type(otp === '000000' ? '000001' : '000000');
    expect([wrong.status, errorOf(wrong.body)]).toEqual([401, 'invalid_otp']);
    const silent = await browser.get(by.request({ prompt: 'none' }).url);
    expect(new URL(silent.location).searchParams.get('error')).toBe('login_required');
    const tokens = await tokensOf(request, await follow(browser, server.issuer, await type(otp)), by);
    expect(claimsOf(tokens.id_token)).toMatchObject({ amr: ['fed', 'email'], acr: 'urn:gatehouse:acr:1' });
  });
});

describe('terms of use', () => {
  let strict: Federation;
  beforeAll(async () => {
    strict = await startFederation({
      registry: (document) =>
        void Object.assign((document as unknown as { users_policy: object }).users_policy, { terms }),
    });
    await connectUser(strict, 'alice', 'alice');
  });
  afterAll(() => strict?.stop());

  it('are accepted after the upstream, once for each version, and without that there is nothing', async () => {
    const by = strict.client;
    const { request, next } = await arrive('alice', {}, { by, of: strict });
    expect(stepOf(next)).toBe('terms');
    const silent = async () => new URL((await browser.get(by.request({ prompt: 'none' }).url)).location).searchParams;
    expect((await silent()).get('error')).toBe('interaction_required');
    const tokens = await tokensOf(request, await post(browser, asPage(next)), by);
    expect(claimsOf(tokens.id_token)).toMatchObject({ preferred_username: 'alice', amr: ['fed'] });
    expect((await silent()).has('code')).toBe(true);

    browser = new Browser();
    const second = await arrive('alice', {}, { by, of: strict });
    await tokensOf(second.request, second.next, by);

    const { accounts, commit } = strict.server.server.storage;
    const account = (await accounts.findByLogin('alice'))!;
    expect(account.terms?.version).toBe(terms.version);
    await commit([accounts.writes.acceptTerms(account.id, '2025-12')]);
    browser = new Browser();
    const newer = await arrive('alice', {}, { by, of: strict });
    expect(stepOf(newer.next)).toBe('terms');
    const refused = (await post(browser, asPage(newer.next), {}, 'abort')) as URL;
    expect(refused.searchParams.get('error')).toBe('access_denied');
  });
});
