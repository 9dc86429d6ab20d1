/** A database that an earlier version filled: after the upgrade everybody goes on with what they have in their hands. */
import { createHash, type JsonWebKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually, type PostgresServer, postgres, skipUnless, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, importJWK, jwtVerify, SignJWT } from 'jose';
import type * as oauth from 'oauth4webapi';
import { loadRegistry } from '../../src/directory/registry/load.ts';
import { AccountVisitor, doneOf } from '../account.ts';
import { Authenticator, askedBy } from '../authenticator.ts';
import { Browser, csrfOf, errorOf, follow, openPage, type Person } from '../browser.ts';
import { basic, claimsOf, headerOf, postForm, TestClient, type TokenSet } from '../client.ts';
import { api, type TestServer, webAppRedirect } from '../server.ts';
import {
  afterPassword,
  boundClient,
  exchange,
  lastingClaims,
  listedUsers,
  otpOf,
  post,
  said,
  strong,
  thirdPartyRedirect,
} from '../upgrade/asking.ts';
import {
  type Dialect,
  databaseOf,
  holdingsOf,
  registryFile as registryBefore,
  upgradedRegistry,
} from '../upgrade/database.ts';
import { type Deployment, deploy } from '../upgrade/deployment.ts';
import type { Holdings } from '../upgrade/fill.ts';
import { shiftClock } from '../upgrade/shifted-clock.ts';

const refused = { status: 400, body: { error: 'invalid_grant' } };
const dayMs = 24 * 60 * 60 * 1000;

const refreshed = async (by: TestClient, token: string): Promise<TokenSet> => {
  const { status, body } = await by.refresh(token);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as unknown as TokenSet;
};
const returning = (cookies: Readonly<Record<string, string>>): Browser => {
  const browser = new Browser();
  for (const [name, value] of Object.entries(cookies)) browser.setCookie(name, value);
  return browser;
};

const checkBefore = () => loadRegistry(registryBefore, { passwordsAllowed: true });

function upgraded(dialect: Dialect, restore: (database: Buffer, directory: string) => Promise<string>): void {
  let holdings: Holdings;
  let deployment: Deployment;
  let server: TestServer;
  let remove: (() => Promise<void>) | undefined;
  let directory: string;
  let databaseUrl: string;
  let registryFile: string;
  let aheadMs: number;

  beforeAll(async () => {
    const folder = await temporaryDirectory();
    ({ path: directory, remove } = folder);
    holdings = await holdingsOf(dialect);
    databaseUrl = await restore(await databaseOf(dialect), directory);
    // The fixture never ages: for the programs and for who uses them it is a minute after it was made.
    aheadMs = Date.parse(holdings.madeAt) + 60_000 - Date.now();
    registryFile = await upgradedRegistry(directory);
    deployment = await deploy({ directory, registryFile, databaseUrl, state: holdings.state, aheadMs });
    server = { issuer: deployment.url } as TestServer;
    shiftClock(aheadMs);
  });
  afterAll(async () => {
    shiftClock(0);
    await deployment?.stop();
    await remove?.();
  });

  const secretOf = (id: string) => holdings.state[`secrets/clients/${id}`] as string;
  const client = (id: string, redirectUri = webAppRedirect) =>
    new TestClient(server, id, { redirectUri, secret: secretOf(id) });
  const person = (login: string): Person => ({ login, password: holdings.passwords[login] as string });
  /** An API that asks at the issuer that the server had. */
  const ask = (where: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    postForm(`${deployment.url}${where}`, form, {
      host: new URL(holdings.issuer).host,
      authorization: basic('api', secretOf('api')),
      ...headers,
    });
  const isActive = async (token: string) => (await ask('/token/introspection', { token })).body['active'];
  /** The state of each API key or service account, by its name. */
  const states = async (kind: string) =>
    Object.fromEntries(
      ((await deployment.command([kind, 'list'])) as { name: string; status: string }[]).map(({ name, status }) => [
        name,
        status,
      ]),
    );

  describe('at the issuer that it had', () => {
    beforeAll(() => deployment.start({ GATEHOUSE_ISSUER: holdings.issuer }));
    afterAll(() => deployment.stop());

    it('access tokens that are out there count as before, and revoked ones do not', async () => {
      const { tokens, said: before } = holdings;
      for (const which of ['plain', 'consented', 'rotated', 'afterRotation'] as const) {
        expect([which, await isActive(tokens[which].access_token)]).toEqual([which, true]);
        const authorization = `Bearer ${tokens[which].access_token}`;
        expect((await ask('/me', {}, { authorization })).body).toEqual(before[which].userinfo);
      }
      for (const which of ['revoked', 'ofDisabled', 'ofDeleted'] as const)
        expect([which, await isActive(tokens[which].access_token)]).toEqual([which, false]);
    });

    it('APIs hear of the same revocations', async () => {
      const { revoked } = JSON.parse(
        String((await ask('/revocations', {})).body['payload']),
      ) as Holdings['revocations'];
      expect(Object.keys(revoked)).not.toEqual([]);
      expect(revoked).toMatchObject(holdings.revocations.revoked);
    });
  });

  // Here the issuer is where the server listens, so that browsers find it: another port than before.
  describe('for clients and users', () => {
    beforeAll(() => deployment.start());

    it('a registry that declares no department is refused with what to write, where the database has none', () => {
      const what =
        'is not declared in users_policy.claims; to declare it as a string, write  users_policy: { claims: { department: {} } }';
      expect(checkBefore).toThrow(`resources[0] ("https://localhost:3001"): claims: department ${what}`);
      expect(checkBefore).toThrow(`access_token_claims.department ${what}`);
    });

    it('lists the same users with their roles', async () => {
      const users = listedUsers(await deployment.command(['users', 'list']));
      expect(users).toEqual(holdings.users);
      const found = Object.fromEntries(
        users.map(({ login, department, roles, status }) => [login, { department, roles, status }]),
      );
      expect(found).toMatchObject({
        alice: { department: 'Finance', roles: ['accountant'], status: 'active' },
        bob: { department: 'Sales', roles: ['member', 'sales'] },
        carol: { department: 'Finance', roles: ['accountant', 'admin', 'member'] },
        erin: { department: 'Support', roles: ['member'], status: 'pending' },
        frank: { roles: ['sales'], status: 'disabled' },
        grace: { department: 'Recherche & Développement' },
        nora: { roles: [] },
      });
      expect(found).not.toHaveProperty('judy');
    });

    it('keeps the published keys, and they verify tokens from before', async () => {
      const keys = createRemoteJWKSet(new URL(`${server.issuer}/jwks`));
      const { plain, afterRotation } = holdings.tokens;
      const kids = [plain, afterRotation].map((tokens) => headerOf(tokens.access_token)['kid']);
      expect(new Set(kids).size).toBe(2);
      for (const { access_token: token } of [plain, afterRotation])
        expect(await jwtVerify(token, keys, { issuer: holdings.issuer, audience: api })).toBeTruthy();
      const now = await client('web-app').signIn(person('alice'));
      expect(headerOf(now.access_token)['kid']).toBe(kids[1]);
    });

    it('a session goes on without a page, and a consent that was given is not asked for again', async () => {
      const browser = returning(holdings.cookies);
      const granted = { scope: 'openid profile email offline_access profile_read', prompt: 'none' };
      for (const [by, changes] of [
        [client('web-app'), { prompt: 'none' }],
        [client('third-party', thirdPartyRedirect), granted],
      ] as const) {
        const { url, verifier } = by.request(changes);
        const code = new URL((await browser.get(url)).location).searchParams.get('code') ?? '';
        const { status, body } = await by.redeem({ code, verifier, redirectUri: by.redirectUri });
        expect([by.clientId, status]).toEqual([by.clientId, 200]);
        expect(claimsOf(String(body['id_token']))).toMatchObject({
          sub: holdings.said.plain.id['sub'],
          auth_time: holdings.said.plain.id['auth_time'],
        });
      }
      const more = client('third-party', thirdPartyRedirect).request({
        ...granted,
        scope: `${granted.scope} invoice_read`,
      });
      const { searchParams } = new URL((await browser.get(more.url)).location);
      expect(searchParams.get('error')).toBe('consent_required');
    });

    it.each(['plain', 'consented', 'withoutAny', 'afterRotation'] as const)(
      'the refresh token "%s" gives tokens with the same claims, department and roles included',
      async (which) => {
        const by = which === 'consented' ? client('third-party', thirdPartyRedirect) : client('web-app');
        const tokens = await refreshed(by, holdings.tokens[which].refresh_token);
        const now = await said(server, tokens);
        expect(now).toEqual(holdings.said[which]);
        expect((await refreshed(by, tokens.refresh_token)).scope).toBe(tokens.scope);
      },
    );

    it('says of each user what it said before', () => {
      const { plain, rotated, withoutAny, afterRotation } = holdings.said;
      expect(plain.access).toMatchObject({ department: 'Finance', roles: ['accountant'], employee_number: 7 });
      expect(plain.userinfo).toMatchObject({ department: 'Finance', employee_number: 7, teams: ['blue', 'red'] });
      expect(rotated.access).toMatchObject({ department: 'Finance', roles: ['accountant', 'admin', 'member'] });
      expect(afterRotation.access).toMatchObject({ department: 'Sales', roles: ['member', 'sales'] });
      expect(withoutAny.userinfo).not.toHaveProperty('department');
    });

    it('a rotated refresh token ends its family, and revoked ones stay refused', async () => {
      const { before, rotated, revoked, ofDisabled, ofDeleted } = holdings.tokens;
      const webApp = client('web-app');
      const next = await refreshed(webApp, rotated.refresh_token);
      expect(await said(server, next)).toEqual(holdings.said.rotated);
      for (const { refresh_token: token } of [before, next, revoked, ofDisabled, ofDeleted])
        expect(await webApp.refresh(token)).toMatchObject(refused);
    });

    it('a refresh token that is bound to a key needs the key', async () => {
      const { refreshToken, privateKey, publicKey } = holdings.bound;
      const [ours, open] = await Promise.all([importJWK(privateKey, 'ES256'), importJWK(publicKey, 'ES256')]);
      const keys = { privateKey: ours, publicKey: open } as oauth.CryptoKeyPair;
      const other = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
      await expect((await boundClient(server, other)).refresh(refreshToken)).rejects.toMatchObject({
        error: 'invalid_grant',
      });
      const tokens = await (await boundClient(server, keys)).refresh(refreshToken);
      expect(lastingClaims(tokens.access_token)).toMatchObject({
        sub: holdings.said.afterRotation.id['sub'],
        department: 'Sales',
        roles: ['member', 'sales'],
      });
    });

    it('API keys and service accounts work, and revoked and expired ones do not', async () => {
      const gateway = client('gateway');
      const { keys, serviceAccounts } = holdings;
      for (const key of [keys.live, keys.expiring]) {
        const { status, body } = await exchange(gateway, 'api-key', key);
        expect({ status, ...lastingClaims(String(body['access_token'])) }).toMatchObject({
          status: 200,
          sub: holdings.said.plain.id['sub'],
          scope: 'invoice_read',
          department: 'Finance',
          roles: ['accountant'],
        });
      }
      const service = await exchange(gateway, 'service-account', serviceAccounts.live);
      expect(claimsOf(String(service.body['access_token']))).toMatchObject({
        sub: 'service-account:reports',
        scope: 'invoice_read',
        department: 'Finance',
      });
      const invalid = { status: 400, body: { error: 'invalid_request' } };
      expect(await exchange(gateway, 'api-key', keys.revoked)).toMatchObject(invalid);
      expect(await exchange(gateway, 'service-account', serviceAccounts.revoked)).toMatchObject(invalid);
      expect(await states('api-keys')).toEqual({ live: 'active', expiring: 'active', revoked: 'revoked' });
      expect(await states('service-accounts')).toEqual({ reports: 'active', old: 'revoked' });
    });

    it('clients prove themselves by each secret that they had, and by their keys', async () => {
      const token = { grant_type: 'client_credentials', scope: 'invoice_read' };
      for (const secret of [secretOf('worker'), holdings.furtherSecret]) {
        const { status, body } = await new TestClient(server, 'worker', { secret }).token(token);
        expect({ status, ...claimsOf(String(body['access_token'])) }).toMatchObject({
          status: 200,
          sub: 'worker',
          department: 'Finance',
        });
      }
      const jwk = JSON.parse(secretOf('worker-jwt')) as JsonWebKey & { readonly kid: string };
      const assertion = await new SignJWT()
        .setProtectedHeader({ alg: 'ES256', kid: jwk.kid })
        .setIssuer('worker-jwt')
        .setSubject('worker-jwt')
        .setAudience(server.issuer)
        .setJti(createHash('sha256').update(server.issuer).digest('base64url'))
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(await importJWK(jwk, 'ES256'));
      const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      const proof = { client_id: 'worker-jwt', client_assertion_type: type, client_assertion: assertion };
      expect(await postForm(`${server.issuer}/token`, { ...token, ...proof })).toMatchObject({ status: 200 });
    });

    it('passwords, the app and recovery codes sign in as before', async () => {
      const webApp = client('web-app');
      const { secret, codes, usedCode } = holdings.app;
      const byApp = await afterPassword(webApp, person('carol'));
      const redeem = async ({ request }: typeof byApp, callback: unknown) => {
        const code = (callback as URL).searchParams.get('code') ?? '';
        const redirectUri = webApp.redirectUri;
        return claimsOf(
          String((await webApp.redeem({ code, verifier: request.verifier, redirectUri })).body['id_token']),
        );
      };
      const callback = await post(byApp.browser, byApp.page, { otp: otpOf(secret) });
      expect(await redeem(byApp, callback)).toMatchObject({ acr: strong, amr: ['pwd', 'otp', 'mfa'] });
      const byCode = await afterPassword(webApp, person('carol'));
      const page = { ...byCode.page, action: byCode.page.action.replace(/totp$/u, 'recovery-code') };
      const used = await byCode.browser.post(page.action, { csrf: page.csrf, otp: usedCode });
      expect([used.status, used.location]).toEqual([401, '']);
      expect(await redeem(byCode, await post(byCode.browser, page, { otp: codes[0] ?? '' }))).toMatchObject({
        acr: strong,
      });
      await expect(webApp.signIn(person('frank'))).rejects.toThrow('the sign-in');
    });

    it('a passkey signs in as before', async () => {
      const webApp = client('web-app');
      const browser = new Browser();
      const request = webApp.request();
      const page = await openPage(browser, request.url);
      const passkey = new Authenticator(server.issuer, holdings.passkey).get(askedBy(page.answer.body));
      const answer = await browser.post(page.action.replace(/login$/u, 'passkey'), { csrf: page.csrf, passkey });
      const callback = (await follow(browser, server.issuer, answer)) as URL;
      const code = { code: callback.searchParams.get('code') ?? '', redirectUri: webApp.redirectUri };
      const { body } = await webApp.redeem({ ...code, verifier: request.verifier });
      expect(lastingClaims(String(body['access_token']))).toMatchObject({
        acr: strong,
        department: 'Recherche & Développement',
        roles: ['sales'],
      });
    });

    it('an invitation that was shown, and one whose mail had to wait, are accepted', async () => {
      const waited = await eventually(async () => {
        const { body } = await new Browser().get(`${server.issuer}/development/mail`);
        return /\/account\/invitation(\?token=[\w-]+)/u.exec(body)?.[1];
      });
      for (const [login, query, claims] of [
        ['erin', holdings.invitation, { department: 'Support', roles: ['member'] }],
        ['ivan', waited, { roles: ['member', 'sales'] }],
      ] as const) {
        const browser = new Browser();
        const link = `${server.issuer}/account/invitation`;
        const page = await browser.get(`${link}${query}`);
        const password = `the first password of ${login}`;
        const token = new URLSearchParams(query).get('token') ?? '';
        const form = { csrf: csrfOf(page.body), token, new_password: password };
        expect([login, (await browser.post(link, form)).status]).toEqual([login, 200]);
        expect(errorOf((await new Browser().get(`${link}${query}`)).body)).toBe('link_used');
        const tokens = await client('web-app').signIn({ login, password });
        expect(lastingClaims(tokens.access_token)).toMatchObject(claims);
      }
    });

    it('an address that waits for its confirmation is confirmed', async () => {
      const visitor = new AccountVisitor(server, person('heidi'), returning(holdings.accountCookies));
      const page = await visitor.open(holdings.emailChange);
      expect(page.body).toContain('heidi@new.example');
      expect(doneOf(await visitor.send(holdings.emailChange, {}, page))).toBe('email_changed');
      const tokens = await client('web-app').signIn({ ...person('heidi'), login: 'heidi@new.example' });
      expect(claimsOf(tokens.id_token)).toMatchObject({
        email: 'heidi@new.example',
        email_verified: true,
        locale: 'fr',
      });
    });

    it('users see what happened before, what they let in, and their keys', async () => {
      const visitor = new AccountVisitor(server, person('alice'), returning(holdings.cookies));
      const body = async (where: string) => (await visitor.open(where)).body;
      expect(await body('/account/applications')).toContain('Acme Reports');
      const activity = await body('/account/activity');
      const events = [...activity.matchAll(/<li class="row" data-event="([^"]+)"/gu)].map(([, event]) => event);
      const added = Array.from({ length: 3 }, () => 'api_key.added');
      expect(events).toContain('sign_in.completed');
      expect(events.filter((event) => event !== 'sign_in.completed')).toEqual([
        'api_key.revoked',
        ...added,
        'consent.granted',
        'user.changed',
      ]);
      expect(await body('/account/api-keys')).toContain('live');
    });
  });

  it('what expires does so, counted from before the upgrade', async () => {
    await deployment.stop();
    const later = await temporaryDirectory();
    const { state } = holdings;
    const tomorrow = await deploy({
      directory: later.path,
      registryFile,
      databaseUrl,
      state,
      aheadMs: aheadMs + dayMs,
    });
    try {
      await tomorrow.start();
      const gateway = new TestClient({ issuer: tomorrow.url }, 'gateway', { secret: secretOf('gateway') });
      expect((await exchange(gateway, 'api-key', holdings.keys.live)).status).toBe(200);
      expect(await exchange(gateway, 'api-key', holdings.keys.expiring)).toMatchObject({ status: 400 });
    } finally {
      await tomorrow.stop();
      await later.remove();
    }
  });
}

describe('a filled database of an earlier version, on SQLite', () => {
  upgraded('sqlite', async (database, directory) => {
    const file = path.join(directory, 'database.sqlite');
    await writeFile(file, database);
    return `sqlite:${file}`;
  });
});

skipUnless('postgres')('a filled database of an earlier version, on PostgreSQL', () => {
  let server: PostgresServer | undefined;
  afterAll(() => server?.stop());
  upgraded('postgres', async (database) => {
    server = await postgres();
    await server.ask(database.toString());
    return server.url;
  });
});
