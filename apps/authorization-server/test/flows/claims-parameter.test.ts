/** The `claims` parameter (OpenID Connect Core, section 5.5) and the levels of assurance that discovery names. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountVisitor } from '../account.ts';
import { Browser, follow, openPage, type Person, send, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type Parameters, type TestClient } from '../client.ts';
import { startServer, type TestServer, webAppRedirect } from '../server.ts';

let server: TestServer;
let own: TestClient;
let other: TestClient;
let alice: Person;

const strong = 'urn:gatehouse:acr:2';
const weak = 'urn:gatehouse:acr:1';
const plain = { scope: 'openid', resource: undefined };

beforeAll(async () => {
  server = await startServer({
    registry({ clients }) {
      const web = { grant_types: ['authorization_code', 'refresh_token'], redirect_uris: [webAppRedirect] };
      clients.push({ client_id: 'own', first_party: true, scope: 'openid email', ...web });
      clients.push({ client_id: 'other', client_name: 'Other', scope: 'openid email profile', ...web });
    },
  });
  own = await confidential(server, 'own');
  other = await confidential(server, 'other');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

const asking = (claims: unknown): Parameters => ({
  ...plain,
  claims: typeof claims === 'string' ? claims : JSON.stringify(claims),
});
async function userinfo(accessToken: string): Promise<Record<string, unknown>> {
  const { body } = await send('GET', `${server.issuer}/me`, { authorization: `Bearer ${accessToken}` });
  return JSON.parse(body) as Record<string, unknown>;
}
/** What the client is told at once, without a page; or the page. */
async function answerTo(claims: unknown, changes: Parameters = {}, browser = new Browser(), client = own) {
  const { status, location } = await browser.get(client.request({ ...asking(claims), ...changes }).url);
  const { searchParams, origin } = new URL(location, server.issuer);
  return origin === server.issuer ? `page ${status}` : (searchParams.get('error') ?? 'code');
}
const idOf = async (login: string) => (await server.server.storage.accounts.findByLogin(login))!.id;

describe('the claims parameter', () => {
  it('C5, C6: discovery says so, and names the levels', async () => {
    const answer = await fetch(`${server.issuer}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({
      claims_parameter_supported: true,
      acr_values_supported: [weak, strong],
    });
  });

  it('C6: gives single claims in ID token and userinfo, each where it was asked for', async () => {
    const tokens = await own.signIn(
      alice,
      asking({ id_token: { email: null }, userinfo: { email_verified: { essential: true } } }),
    );
    expect(claimsOf(tokens.id_token)).toMatchObject({ email: expect.any(String) });
    expect(claimsOf(tokens.id_token)).not.toHaveProperty('email_verified');
    expect(await userinfo(tokens.access_token)).toEqual({
      sub: await idOf('alice'),
      email_verified: expect.any(Boolean),
    });
    const { body } = await own.refresh(tokens.refresh_token);
    expect(claimsOf(String(body['id_token']))).toMatchObject({ email: expect.any(String) });
  });

  it('C6: never gives what the client has no scope for, or what does not exist', async () => {
    const all = {
      name: null,
      department: { essential: true },
      roles: null,
      password: null,
      constructor: null,
      sub: null,
    };
    const tokens = await own.signIn(alice, asking({ id_token: all, userinfo: all, other: 7 }));
    for (const name of ['name', 'department', 'roles', 'password'])
      expect(claimsOf(tokens.id_token)).not.toHaveProperty(name);
    expect(await userinfo(tokens.access_token)).toEqual({ sub: await idOf('alice') });
  });

  it('C6: a client that loses the scope is told no more, by tokens that it has already', async () => {
    const tokens = await own.signIn(alice, asking({ userinfo: { email: null }, id_token: { email: null } }));
    expect(await userinfo(tokens.access_token)).toHaveProperty('email');
    const { storage } = server.server;
    const { metadata } = (await storage.clients.find('own'))!;
    const put = (scope: unknown) => storage.clients.writes.put({ clientId: 'own', metadata: { ...metadata, scope } });
    await server.change('clients', put('openid'));
    try {
      expect(await userinfo(tokens.access_token)).not.toHaveProperty('email');
      const { body } = await own.refresh(tokens.refresh_token);
      expect(claimsOf(String(body['id_token']))).not.toHaveProperty('email');
    } finally {
      await server.change('clients', put(metadata['scope']));
    }
  });

  it('C6: works through a pushed request', async () => {
    const { parameters, verifier } = own.request(asking({ id_token: { email: null }, userinfo: { name: null } }));
    const pushed = await own.post('/request', parameters);
    expect(pushed.status).toBe(201);
    const url = `${server.issuer}/auth?client_id=own&request_uri=${encodeURIComponent(String(pushed.body['request_uri']))}`;
    const browser = new Browser();
    const callback = (await submitPassword(browser, await openPage(browser, url), alice)) as URL;
    const code = callback.searchParams.get('code') ?? '';
    const { body } = await own.redeem({ code, verifier, redirectUri: webAppRedirect });
    expect(claimsOf(String(body['id_token']))).toMatchObject({ email: expect.any(String) });
    const bad = await own.post('/request', { ...own.request(asking('{')).parameters });
    expect([bad.status, bad.body['error']]).toEqual([400, 'invalid_request']);
  });

  it('C6: a third-party client’s wishes are shown, and asked for once', async () => {
    const browser = new Browser();
    const { url, verifier } = other.request(asking({ userinfo: { email: null, roles: null } }));
    const page = await submitPassword(browser, await openPage(browser, url), alice);
    if (page instanceof URL) throw new Error('nobody was asked');
    expect([...page.answer.body.matchAll(/data-claim="(\w+)"/gu)].map(([, name]) => name)).toEqual(['email']);
    const callback = await follow(browser, server.issuer, await browser.post(page.action, { csrf: page.csrf }));
    const code = (callback as URL).searchParams.get('code') ?? '';
    const { body } = await other.redeem({ code, verifier, redirectUri: webAppRedirect });
    expect(await userinfo(String(body['access_token']))).toHaveProperty('email');
    const none = { prompt: 'none' };
    expect(await answerTo({ userinfo: { email: null } }, none, browser, other)).toBe('code');
    expect(await answerTo({ userinfo: { name: null } }, none, browser, other)).toBe('consent_required');
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '7'],
    ['a list', []],
    ['neither of the two places', {}],
    ['a place that is no object', { id_token: 'email' }],
    ['a claim that is no object', { id_token: { email: true } }],
    ['a list as a claim', { userinfo: { email: [] } }],
    ['essential that is no boolean', { userinfo: { email: { essential: 'yes' } } }],
    ['values that are no list', { id_token: { acr: { essential: true, values: strong } } }],
    ['levels that are no strings', { id_token: { acr: { essential: true, values: [2] } } }],
    ['a subject that is no string', { id_token: { sub: { value: 7 } } }],
    ['two subjects', { id_token: { sub: { value: 'a' } }, userinfo: { sub: { value: 'b' } } }],
    ['too much', { userinfo: { email: { value: 'x'.repeat(5000) } } }],
  ])('C6: %s is refused before anybody signs in', async (_what, claims) => {
    expect(await answerTo(claims)).toBe('invalid_request');
  });

  it('C6: names of what every object has change nothing', async () => {
    // Spelled out it does not get as far as the parameter.
    expect(await answerTo('{"userinfo":{"__proto__":null}}')).toBe('page 400');
    const proto = String.raw`"\u005f_proto__"`;
    const claims = `{${proto}:{"polluted":1},"userinfo":{${proto}:{"polluted":{}},"toString":null,"email":{${proto}:{"x":1}}}}`;
    const tokens = await own.signIn(alice, asking(claims));
    expect(await userinfo(tokens.access_token)).toEqual({ sub: expect.any(String), email: expect.any(String) });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('who must be signed in', () => {
  it.each(['id_token', 'userinfo'])('C6: sub of %s is the person, or login_required', async (place) => {
    const browser = new Browser();
    await own.signIn(alice, plain, browser);
    const none = { prompt: 'none' };
    const subject = async (login: string) => ({ [place]: { sub: { value: await idOf(login) } } });
    expect(await answerTo(await subject('alice'), none, browser)).toBe('code');
    expect(await answerTo(await subject('bob'), none, browser)).toBe('login_required');
    expect(await answerTo(await subject('bob'), {}, browser)).toBe('page 303');
    expect(await answerTo({ [place]: { sub: { value: 'nobody' } } }, none, browser)).toBe('login_required');
  });
});

const acr = (wanted: object) => ({ id_token: { acr: wanted } });

describe('an essential acr', () => {
  const none = { prompt: 'none' };

  it('C6: is enforced as acr_values is; a stronger sign-in counts too', async () => {
    const browser = new Browser();
    await new AccountVisitor(server, alice, browser).open();
    for (const wanted of [{ values: [weak] }, { value: weak }, { values: [strong, weak] }])
      expect(await answerTo(acr({ essential: true, ...wanted }), none, browser)).toBe('code');
    for (const wanted of [{ values: [strong] }, { value: strong }, { values: ['unknown', strong] }]) {
      const answer = await answerTo(acr({ essential: true, ...wanted }), none, browser);
      expect(answer).toBe('unmet_authentication_requirements');
    }
    expect(await answerTo(acr({ essential: true, value: strong }), {}, browser)).toBe('page 303');
    // With acr_values beside it both hold.
    const both = { ...none, acr_values: weak };
    expect(await answerTo(acr({ essential: true, value: strong }), both, browser)).not.toBe('code');
  });

  it('C6: a wish that is not essential keeps nobody out', async () => {
    const browser = new Browser();
    await own.signIn(alice, plain, browser);
    for (const wanted of [{ values: [strong] }, { value: strong }, { essential: true }])
      expect(await answerTo(acr(wanted), none, browser)).toBe('code');
    expect(await answerTo({ id_token: { acr: null } }, none, browser)).toBe('code');
  });

  it('C6: a level that does not exist is refused before anybody signs in', async () => {
    for (const wanted of [{ values: ['phr'] }, { value: 'urn:gatehouse:acr:3' }, { values: [] }])
      expect(await answerTo(acr({ essential: true, ...wanted }))).toBe('unmet_authentication_requirements');
  });
});
