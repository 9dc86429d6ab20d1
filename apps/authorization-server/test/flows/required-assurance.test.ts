import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountVisitor } from '../account.ts';
import { Authenticator, askedBy } from '../authenticator.ts';
import { Browser, follow, openPage, type Person, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type Parameters, type TestClient } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const strong = 'urn:gatehouse:acr:2';
const weak = 'urn:gatehouse:acr:1';
const treasury = 'https://treasury.example';
const diary = 'https://diary.example';
const strictRedirect = 'https://localhost:3009/strict';
const agedRedirect = 'https://localhost:3009/aged';
const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';

let server: TestServer;
let webApp: TestClient;
let people = 0;
const newcomers = Array.from({ length: 10 }, (_, n) => ({
  login: `saver${n}`,
  password: `the password of saver ${n}`,
}));
const newcomer = () => newcomers[people++]!;

beforeAll(async () => {
  server = await startServer({
    env: { GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ users, clients, resources, roles }) => {
      for (const person of newcomers) {
        users.push({ ...person, name: person.login, email: `${person.login}@example.com`, roles: ['accountant'] });
      }
      const scopes = { look: 'Look', profile_read: 'Peek' };
      resources.push(
        { indicator: treasury, name: 'Treasury', scopes, required_acr: strong },
        { indicator: diary, name: 'Diary', scopes, max_auth_age_seconds: 60 },
      );
      for (const indicator of [treasury, diary]) roles['accountant']![indicator] = ['look', 'profile_read'];
      const known = clients.find((entry) => entry['client_id'] === 'web-app')!;
      Object.assign(known['scopes'] as object, { [treasury]: ['look'], [diary]: ['look'] });
      clients.push(
        { ...known, client_id: 'strict', required_acr: strong, redirect_uris: [strictRedirect] },
        { ...known, client_id: 'aged', default_max_age: 60, redirect_uris: [agedRedirect] },
        {
          client_id: 'courier',
          first_party: true,
          grant_types: ['client_credentials', exchangeGrant],
          scopes: { [treasury]: ['look'] },
          token_exchange: { rules: [{ from: [api], to: treasury, scopes: ['profile_read'] }] },
        },
      );
    },
  });
  webApp = await confidential(server, 'web-app');
});
afterAll(() => server?.stop());

/** A person whose only further factor is a passkey. */
async function withPasskey(person = newcomer()): Promise<{ person: Person; authenticator: Authenticator }> {
  const visitor = new AccountVisitor(server, person);
  const authenticator = new Authenticator(server.issuer);
  const page = await visitor.open('/account/security/passkeys');
  const passkey = authenticator.create(askedBy(page.body));
  await visitor.raw('/account/security/passkeys', { passkey }, page);
  return { person, authenticator };
}

/** Moves the sign-ins of a person's sessions into the past; gives when the last was. */
async function makeOlder({ login }: Person, seconds: number): Promise<number> {
  const { accounts, artefacts, commit } = server.server.storage;
  const { id: accountId } = (await accounts.findByLogin(login))!;
  const sessions = await artefacts.listByAccount(accountId, { models: ['Session'] });
  const older = sessions.map(({ payload }) => ({ ...payload, loginTs: Number(payload['loginTs']) - seconds }));
  await commit(
    sessions.map(({ model, key, expiresAtSeconds }, n) =>
      artefacts.writes.upsert({
        model,
        key,
        accountId,
        expiresAtSeconds,
        uid: String(sessions[n]!.payload['uid']),
        payload: older[n]!,
      }),
    ),
  );
  return Math.max(...older.map(({ loginTs }) => loginTs));
}

const look: Parameters = { scope: 'openid look', resource: treasury };

/** Signs in by passkey, from whichever page asks for it. */
async function passkeySignIn(client: TestClient, authenticator: Authenticator, changes: Parameters, browser: Browser) {
  const request = client.request(changes);
  const page = await openPage(browser, request.url);
  const action = page.action.replace(/\/login$/u, '/passkey');
  const passkey = authenticator.get(askedBy(page.answer.body));
  const callback = await follow(browser, server.issuer, await browser.post(action, { csrf: page.csrf, passkey }));
  if (!(callback instanceof URL)) throw new Error('a page was shown');
  const code = callback.searchParams.get('code') ?? '';
  const answer = await client.redeem({ code, verifier: request.verifier, redirectUri: client.redirectUri });
  return { action, answer, access: claimsOf(String(answer.body['access_token'])) };
}

describe('what a resource or a client asks of every sign-in', () => {
  it('AS-20: a resource that needs two factors gets them of everybody, and who has one adds a second', async () => {
    const { authenticator } = await withPasskey();
    const { access } = await passkeySignIn(webApp, authenticator, look, new Browser());
    expect(access).toMatchObject({ aud: treasury, scope: 'look', acr: strong, amr: ['pop', 'user', 'mfa'] });

    const browser = new Browser();
    const page = await submitPassword(browser, await openPage(browser, webApp.request(look).url), newcomer());
    expect(page instanceof URL ? page.href : page.action).toMatch(/\/add-totp$/u);
  });

  it('AS-20: a session of one factor is stepped up by the passkey alone, right after the password', async () => {
    const person = newcomer();
    const visitor = new AccountVisitor(server, person);
    const authenticator = new Authenticator(server.issuer);
    const page = await visitor.open('/account/security/passkeys');
    await visitor.raw('/account/security/passkeys', { passkey: authenticator.create(askedBy(page.body)) }, page);
    const { action, access } = await passkeySignIn(webApp, authenticator, look, visitor.browser);
    expect(action).toMatch(/\/passkey-factor$/u);
    expect(access).toMatchObject({ acr: strong, amr: ['pwd', 'pop', 'user', 'mfa'] });
  });

  it('AS-20: a client that needs two factors gets them, too', async () => {
    const strict = await confidential(server, 'strict', strictRedirect);
    const { authenticator } = await withPasskey();
    const browser = new Browser();
    const { access } = await passkeySignIn(strict, authenticator, {}, browser);
    expect(access).toMatchObject({ aud: api, acr: strong });
    const silent = await browser.get(strict.request({ prompt: 'none' }).url);
    expect(new URL(silent.location).searchParams.get('code')).toBeTruthy();

    const other = new Browser();
    await webApp.signIn(newcomer(), {}, other);
    const refused = await other.get(strict.request({ prompt: 'none' }).url);
    expect(new URL(refused.location).searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  it.each([
    ['a resource', 'web-app', undefined, { scope: 'openid look', resource: diary }],
    ['a client', 'aged', agedRedirect, {}],
  ])('AS-20: the age of a sign-in that %s allows', async (_, clientId, redirectUri, changes) => {
    const client = await confidential(server, clientId, redirectUri);
    const { person, authenticator } = await withPasskey();
    const browser = new Browser();
    await passkeySignIn(client, authenticator, changes, browser);
    const silent = { ...changes, prompt: 'none' };
    const young = await browser.get(client.request(silent).url);
    expect(new URL(young.location).searchParams.get('code')).toBeTruthy();
    const signedInAt = await makeOlder(person, 120);
    const old = await browser.get(client.request(silent).url);
    expect(new URL(old.location).searchParams.get('error')).toBe('login_required');
    const again = await passkeySignIn(client, authenticator, changes, browser);
    expect(Number(again.access['auth_time'])).toBeGreaterThan(signedInAt + 60);
  });
});

describe('a policy that became stricter', () => {
  it('AS-20: no refresh and no exchange brings a token for more than the sign-in was worth', async () => {
    const { resources } = server.server.storage;
    const record = (await resources.list()).find(({ indicator }) => indicator === treasury);
    const relaxed = { ...record!.definition };
    delete relaxed['required_acr'];
    await server.change('resources', resources.writes.put({ indicator: treasury, definition: relaxed }));
    const code = await webApp.code(newcomer(), {
      scope: 'openid look profile_read',
      resource: [treasury, api],
    });
    const before = await webApp.redeem(code, { resource: treasury });
    expect(claimsOf(String(before.body['access_token']))).toMatchObject({ aud: treasury, acr: weak });
    const refreshToken = String(before.body['refresh_token']);

    await server.change('resources', resources.writes.put({ indicator: treasury, definition: record!.definition }));
    const after = await webApp.refresh(refreshToken, { resource: treasury });
    expect([after.status, after.body['error']]).toEqual([400, 'invalid_grant']);
    // Nothing was used up: what asks less is still given.
    const elsewhere = await webApp.refresh(refreshToken, { resource: api });
    expect([elsewhere.status, claimsOf(String(elsewhere.body['access_token']))['aud']]).toEqual([200, api]);

    const courier = await confidential(server, 'courier');
    const exchange = (subjectToken: unknown) =>
      courier.token({
        grant_type: exchangeGrant,
        subject_token: String(subjectToken),
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        resource: treasury,
      });
    const refused = await exchange(elsewhere.body['access_token']);
    expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_request']);
  });

  it('AS-20: a code of a sign-in from before is worth no more than that sign-in', async () => {
    const { resources } = server.server.storage;
    const record = (await resources.list()).find(({ indicator }) => indicator === treasury);
    const relaxed = { ...record!.definition };
    delete relaxed['required_acr'];
    await server.change('resources', resources.writes.put({ indicator: treasury, definition: relaxed }));
    const code = await webApp.code(newcomer(), look);
    await server.change('resources', resources.writes.put({ indicator: treasury, definition: record!.definition }));
    const answer = await webApp.redeem(code);
    expect([answer.status, answer.body['error']]).toEqual([400, 'invalid_grant']);
  });
});
