import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createResourceServer } from '@gatehouse/oauth-guard/express';
import { createDpopClient } from '@gatehouse/oauth-guard/testing';
import { freePort } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { SignJWT } from 'jose';
import { createRevocations } from '../../src/directory/revocation/revocations.ts';
import type { Person } from '../browser.ts';
import {
  claimsOf,
  confidential,
  headerOf,
  type JsonAnswer,
  type Parameters,
  TestClient,
  type TokenSet,
} from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const bearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const idJagType = 'urn:ietf:params:oauth:token-type:id-jag';
const tokenType = (name: string) => `urn:ietf:params:oauth:token-type:${name}`;
const [aliceId, bobId, daveId] = ['1', '2', '4'].map((end) => `6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e0${end}`) as [
  string,
  string,
  string,
];

/** Where people sign in. */
let home: TestServer;
/** Whose APIs they use. */
let away: TestServer;
let guarded: Server;
let alice: Person;
let assistant: TestClient;
let assistantThere: TestClient;
let tokens: TokenSet;

const application = (clientId: string, more: object) => ({
  client_id: clientId,
  first_party: true,
  grant_types: ['authorization_code', 'refresh_token', exchangeGrant],
  redirect_uris: ['https://localhost:3003/callback'],
  scope: 'openid profile email offline_access',
  ...more,
});
const redeemer = (clientId: string, more: object) => ({
  client_id: clientId,
  grant_types: [bearerGrant],
  scopes: { [api]: ['profile_read', 'invoice_read'] },
  ...more,
});

/** An API that knows nothing but oauth-guard. */
async function startApi(resource: string, issuer: string): Promise<Server> {
  const guard = createResourceServer({ resource, issuers: issuer });
  const app = express();
  app.get(
    '/invoices',
    guard.requireScopes('invoice_read'),
    (_request, response) => void response.json({ invoices: [] }),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

beforeAll(async () => {
  const [homePort, awayPort] = [await freePort(), await freePort()];
  const [homeIssuer, awayIssuer] = [homePort, awayPort].map((port) => `https://localhost:${port}`);
  const environment = (port: number) => ({
    GATEHOUSE_ISSUER: `https://localhost:${port}`,
    GATEHOUSE_PORT: String(port),
    GATEHOUSE_OUTBOUND_ALLOW: homeIssuer as string,
  });
  const there = { audience: awayIssuer, resources: [api], scopes: ['profile_read', 'invoice_read', 'invoice_write'] };
  home = await startServer({
    env: environment(homePort),
    registry: ({ clients }) =>
      void clients.push(
        application('assistant', {
          scopes: { [api]: ['profile_read', 'invoice_read'] },
          identity_assertion_grants: [{ ...there, client_id: 'assistant-there' }],
        }),
        application('rival', { identity_assertion_grants: [{ ...there, seconds: 60 }] }),
        application('open-ended', {
          identity_assertion_grants: [{ audience: awayIssuer, client_id: 'assistant-there' }],
        }),
        application('exchanger', {
          token_exchange: { rules: [{ from: [api], to: api, scopes: ['profile_read'] }] },
          scopes: { [api]: ['profile_read'] },
        }),
        application('careful', { required_acr: 'urn:gatehouse:acr:1', identity_assertion_grants: [there] }),
      ),
  });
  const trusted = { issuer: homeIssuer, jwks_uri: `${homeIssuer}/jwks` };
  away = await startServer({
    env: environment(awayPort),
    registry: ({ clients }) =>
      void clients.push(
        redeemer('assistant-there', { identity_assertion_issuers: [{ ...trusted, subjects: 'same' }] }),
        redeemer('rival', {
          identity_assertion_issuers: [{ ...trusted, subjects: { [aliceId]: bobId, [bobId]: daveId } }],
        }),
        redeemer('stranger', {
          identity_assertion_issuers: [{ ...trusted, issuer: 'https://idp.example', subjects: 'same' }],
        }),
        redeemer('pipeline', {
          assertion_issuers: [{ ...trusted, subjects: [aliceId, 'assistant', 'assistant-there'] }],
        }),
      ),
  });
  [assistant, assistantThere] = [await confidential(home, 'assistant'), await confidential(away, 'assistant-there')];
  guarded = await startApi(api, away.issuer);
  alice = await home.person('alice');
  tokens = await assistant.signIn(alice, { scope: 'openid profile', resource: undefined });
});
afterAll(async () => {
  guarded?.close();
  await Promise.all([home?.stop(), away?.stop()]);
});

const askForGrant = (form: Parameters = {}, client: TestClient = assistant, headers: Record<string, string> = {}) =>
  client.token(
    {
      grant_type: exchangeGrant,
      requested_token_type: idJagType,
      subject_token: tokens.id_token,
      subject_token_type: tokenType('id_token'),
      audience: away.issuer,
      ...form,
    },
    headers,
  );
/** A token by the key of the server where people sign in, like the ID token that the assistant has. */
async function signedByHome(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}) {
  const keys = await home.server.storage.signingKeys.list('token');
  const key = keys.find(({ state, algorithm }) => state === 'current' && algorithm === 'RS256');
  if (!key) throw new Error('no key');
  const all = { ...claimsOf(tokens.id_token), ...claims };
  const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(kept)
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
    .sign(createPrivateKey(key.privateKey));
}
const grantOf = ({ status, text, body }: JsonAnswer): string => {
  if (status !== 200) throw new Error(`no grant: ${text}`);
  return String(body['access_token']);
};
const newGrant = async (form: Parameters = {}, client?: TestClient) => grantOf(await askForGrant(form, client));
const redeem = (
  assertion: string,
  form: Parameters = {},
  client: TestClient = assistantThere,
  headers: Record<string, string> = {},
) => client.token({ grant_type: bearerGrant, assertion, ...form }, headers);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const refusedAs = (error: string) => expect.objectContaining({ status: 400, body: expect.objectContaining({ error }) });
const invoices = async (token: string, from = guarded) => {
  const { port } = from.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}/invoices`, { headers: { authorization: `Bearer ${token}` } });
};
const newest = async (server: TestServer, type: 'token.exchanged' | 'assertion.accepted' | 'token.refused') =>
  (await server.audited({ type, limit: 1 }))[0]?.data;

describe('two servers', () => {
  it('ID-JAG: a sign-in at one becomes an access token of the other, which an API accepts', async () => {
    const answer = await askForGrant({ scope: 'invoice_read profile_read', resource: api });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        issued_token_type: idJagType,
        token_type: 'N_A',
        expires_in: 300,
        scope: 'invoice_read profile_read',
      },
      headers: { 'cache-control': 'no-store' },
    });
    const grant = grantOf(answer);
    expect(headerOf(grant)).toEqual({ typ: 'oauth-id-jag+jwt', alg: 'RS256', kid: expect.any(String) });
    const claims = claimsOf(grant);
    expect(claims).toEqual({
      iss: home.issuer,
      sub: aliceId,
      aud: away.issuer,
      client_id: 'assistant-there',
      resource: api,
      scope: 'invoice_read profile_read',
      auth_time: expect.any(Number),
      acr: 'urn:gatehouse:acr:1',
      amr: ['pwd'],
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: Number(claims['iat']) + 300,
    });

    const redeemed = await redeem(grant);
    expect(redeemed).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer', scope: 'invoice_read profile_read', expires_in: expect.any(Number) },
    });
    expect(redeemed.body).not.toHaveProperty('refresh_token');
    expect(redeemed.body).not.toHaveProperty('id_token');
    const token = String(redeemed.body['access_token']);
    expect(claimsOf(token)).toEqual({
      iss: away.issuer,
      sub: aliceId,
      aud: api,
      client_id: 'assistant-there',
      scope: 'invoice_read profile_read',
      department: 'Finance',
      roles: ['accountant'],
      gid: expect.any(String),
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    expect((await invoices(token)).status).toBe(200);

    expect(await newest(home, 'token.exchanged')).toMatchObject({
      actor: { type: 'user', id: aliceId },
      client_id: 'assistant',
      target: { type: 'authorization_server', id: away.issuer },
    });
    expect(await newest(away, 'assertion.accepted')).toMatchObject({
      actor: { type: 'user', id: aliceId },
      client_id: 'assistant-there',
      target: { type: 'external_user', id: `${home.issuer} ${aliceId}` },
    });
    expect(await newest(away, 'token.exchanged')).toMatchObject({ target: { type: 'resource', id: api } });
  });

  it('ID-JAG: metadata of both says that they take part', async () => {
    for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
      const metadata = (await (await fetch(`${away.issuer}${path}`)).json()) as Record<string, string[]>;
      expect(metadata['authorization_grant_profiles_supported']).toEqual([
        'urn:ietf:params:oauth:grant-profile:id-jag',
      ]);
      expect(metadata['identity_chaining_requested_token_types_supported']).toEqual([idJagType]);
      expect(metadata['grant_types_supported']).toEqual(expect.arrayContaining([exchangeGrant, bearerGrant]));
    }
  });

  it('ID-JAG: 40 redemptions of one grant at once give one token', async () => {
    const grant = await newGrant();
    const answers = await Promise.all(Array.from({ length: 40 }, () => redeem(grant)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200))
      expect(answer).toEqual(refusedAs('invalid_grant'));
    expect(await redeem(grant)).toEqual(refusedAs('invalid_grant'));
  });

  it('ID-JAG: what the other server maps a user to is its own affair, never a name or an address', async () => {
    const rival = await confidential(home, 'rival');
    const there = await confidential(away, 'rival');
    const grantFor = async (login: string) => {
      const { id_token: idToken } = await rival.signIn(await home.person(login), {
        scope: 'openid',
        resource: undefined,
      });
      return newGrant({ subject_token: idToken }, rival);
    };
    const [ofAlice, ofBob, ofCarol] = [await grantFor('alice'), await grantFor('bob'), await grantFor('carol')];
    expect(claimsOf(ofAlice)).toMatchObject({ client_id: 'rival', exp: Number(claimsOf(ofAlice)['iat']) + 60 });
    const redeemed = await redeem(ofAlice, {}, there);
    expect(claimsOf(String(redeemed.body['access_token']))).toMatchObject({ sub: bobId, department: 'Sales' });
    // Dave is disabled; nobody said who carol is, though the other server has her name and address.
    for (const [grant, reason] of [
      [ofBob, 'the account of the user is not active'],
      [ofCarol, 'the user is linked to no account'],
    ] as const) {
      const answer = await redeem(grant, {}, there);
      expect(answer).toEqual(refusedAs('invalid_grant'));
      expect(answer.body['error_description']).toContain('an operator of this server links users');
      expect(await newest(away, 'token.refused')).toMatchObject({ reason });
    }
  });

  it('ID-JAG: a key that was shown for the grant must be shown again', async () => {
    const key = await createDpopClient();
    const url = `${home.issuer}/token`;
    const first = await askForGrant({}, assistant, { dpop: await key.proof({ method: 'POST', url }) });
    const nonce = String(first.headers['dpop-nonce']);
    const proof = await key.proof({ method: 'POST', url, nonce });
    const bound = grantOf(await askForGrant({}, assistant, { dpop: proof }));
    expect(claimsOf(bound)['cnf']).toEqual({ jkt: expect.any(String) });
    expect(await redeem(bound)).toEqual(refusedAs('invalid_grant'));
    const there = `${away.issuer}/token`;
    const asked = await redeem(bound, {}, assistantThere, { dpop: await key.proof({ method: 'POST', url: there }) });
    const again = { method: 'POST', url: there, nonce: String(asked.headers['dpop-nonce']) };
    const other = await createDpopClient();
    expect(await redeem(bound, {}, assistantThere, { dpop: await other.proof(again) })).toEqual(
      refusedAs('invalid_grant'),
    );
    const answer = await redeem(bound, {}, assistantThere, { dpop: await key.proof(again) });
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'DPoP' } });
    expect(claimsOf(String(answer.body['access_token']))['cnf']).toEqual(claimsOf(bound)['cnf']);
  });
});

describe('kinds of tokens', () => {
  it('ID-JAG: no API takes a grant for an access token, and no other token of the issuer is a grant', async () => {
    // An API that trusts the issuer, and that the grant is for by its audience.
    const naive = await startApi(away.issuer, home.issuer);
    const grant = await newGrant({ scope: 'invoice_read' });
    const answer = await invoices(grant, naive);
    naive.close();
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('invalid_token'),
    ]);
    expect((await invoices(grant)).status).toBe(401);

    const pipeline = await confidential(away, 'pipeline');
    const swapped = [tokens.id_token, tokens.access_token, (await assistant.signIn(alice)).access_token];
    for (const [index, token] of swapped.entries()) {
      expect([index, await redeem(token)]).toEqual([index, refusedAs('invalid_grant')]);
      expect([index, await redeem(token, {}, pipeline)]).toEqual([index, refusedAs('invalid_grant')]);
    }
    expect(await redeem(grant, {}, pipeline)).toEqual(refusedAs('invalid_grant'));
    expect(await redeem(grant, {}, await confidential(away, 'stranger'))).toEqual(refusedAs('invalid_grant'));
    expect(await redeem(grant, {}, await confidential(away, 'rival'))).toEqual(refusedAs('invalid_grant'));
    // None of the wrong hands used it up.
    expect((await redeem(grant)).status).toBe(200);
  });
});

describe('the server that issues', () => {
  it('ID-JAG: nothing but a living ID token of the client itself is exchanged', async () => {
    const rival = await confidential(home, 'rival');
    const webApp = await confidential(home, 'web-app');
    const ofApi = await webApp.signIn(alice, { scope: 'openid profile_read' });
    const [head = '', body = '', signature = ''] = tokens.id_token.split('.');
    const none = `${part({ alg: 'none', kid: headerOf(tokens.id_token)['kid'] })}.${body}.`;
    const subjects: Parameters[] = [
      { subject_token: ofApi.id_token },
      { subject_token: ofApi.access_token },
      { subject_token: tokens.access_token },
      { subject_token: await newGrant() },
      { subject_token: none },
      { subject_token: `${head}.${part({ ...claimsOf(tokens.id_token), sub: bobId })}.${signature}` },
      { subject_token: `${part({ alg: 'HS256', kid: headerOf(tokens.id_token)['kid'] })}.${body}.${signature}` },
      { subject_token: 'x' },
      { subject_token: undefined },
      { subject_token_type: tokenType('access_token') },
      { subject_token_type: tokenType('refresh_token'), subject_token: ofApi.access_token },
      { subject_token_type: undefined },
      { audience: undefined },
      { actor_token: tokens.access_token, actor_token_type: tokenType('access_token') },
    ];
    for (const form of subjects) expect([form, await askForGrant(form)]).toEqual([form, refusedAs('invalid_request')]);
    // The ID token of the assistant in the hands of another client.
    expect(await askForGrant({}, rival)).toEqual(refusedAs('invalid_request'));
    expect(await newest(home, 'token.refused')).toMatchObject({
      client_id: 'rival',
      reason: 'subject_token_not_active',
    });
    // An ordinary exchange takes no ID token, and gives no such grant.
    expect(await askForGrant({ requested_token_type: undefined })).toEqual(refusedAs('invalid_request'));
  });

  it('ID-JAG: what the server signed itself counts only as the ID token that it made', async () => {
    expect((await askForGrant({ subject_token: await signedByHome() })).status).toBe(200);
    expect((await askForGrant({ subject_token: await signedByHome({ azp: 'assistant' }) })).status).toBe(200);
    const nowSeconds = Math.floor(Date.now() / 1000);
    const wrong: [Record<string, unknown>, Record<string, unknown>?][] = [
      [{}, { typ: 'logout+jwt' }],
      [{}, { typ: 'at+jwt' }],
      [{}, { typ: 'oauth-id-jag+jwt' }],
      [{ iss: away.issuer }],
      [{ aud: 'rival' }],
      [{ aud: ['assistant'] }],
      [{ aud: ['assistant', 'rival'], azp: 'assistant' }],
      [{ aud: undefined }],
      [{ azp: 'rival' }],
      [{ sub: undefined }],
      [{ sub: bobId }],
      [{ exp: nowSeconds - 1 }],
      [{ exp: undefined }],
      [{ iat: undefined }],
      [{ iat: nowSeconds + 60 }],
      [{ iat: nowSeconds - 600 }],
    ];
    for (const [claims, header] of wrong) {
      const form = { subject_token: await signedByHome(claims, header) };
      expect([claims, header, await askForGrant(form)]).toEqual([claims, header, refusedAs('invalid_request')]);
    }
    // It never outlasts the sign-in that it is made of.
    const soon = { exp: Math.floor(Date.now() / 1000) + 40 };
    const short = claimsOf(await newGrant({ subject_token: await signedByHome(soon) }));
    expect(short['exp']).toBe(soon.exp);
  });

  it('ID-JAG: only for servers that the policy pairs with the client, and no more than it names', async () => {
    const exchanger = await confidential(home, 'exchanger');
    const { id_token: idToken } = await exchanger.signIn(alice, { scope: 'openid', resource: undefined });
    expect(await askForGrant({ subject_token: idToken }, exchanger)).toEqual(refusedAs('invalid_request'));
    for (const audience of ['https://elsewhere.example', `${away.issuer}/`, home.issuer, api])
      expect([audience, await askForGrant({ audience })]).toEqual([audience, refusedAs('invalid_target')]);
    expect(await askForGrant({ audience: [away.issuer, home.issuer] })).toEqual(refusedAs('invalid_target'));
    expect(await askForGrant({ resource: 'https://billing.localhost' })).toEqual(refusedAs('invalid_target'));
    expect(await askForGrant({ resource: [api, 'https://billing.localhost'] })).toEqual(refusedAs('invalid_target'));
    expect(await askForGrant({ scope: 'invoice_read users_admin' })).toEqual(refusedAs('invalid_scope'));
    expect(claimsOf(await newGrant({ resource: `${api}/` }))['resource']).toBe(api);
    expect(claimsOf(await newGrant())).toMatchObject({
      resource: api,
      scope: 'profile_read invoice_read invoice_write',
    });

    const openEnded = await confidential(home, 'open-ended');
    const own = await openEnded.signIn(alice, { scope: 'openid', resource: undefined });
    const unbounded = claimsOf(await newGrant({ subject_token: own.id_token }, openEnded));
    expect([unbounded['resource'], unbounded['scope']]).toEqual([undefined, undefined]);
    expect(await askForGrant({ subject_token: own.id_token, scope: 'invoice_read' }, openEnded)).toEqual(
      refusedAs('invalid_scope'),
    );
    expect(await askForGrant({ subject_token: own.id_token }, new TestClient(home, 'spa', {}))).toEqual(
      refusedAs('unauthorized_client'),
    );
  });

  it('ID-JAG: the ID token counts while it lives, its user may sign in, and the user lets the client act', async () => {
    const careful = await confidential(home, 'careful');
    const signIn = () => careful.signIn(alice, { scope: 'openid', resource: undefined });
    const one = await signIn();
    const ask = (idToken: string) => askForGrant({ subject_token: idToken }, careful);
    expect((await ask(one.id_token)).status).toBe(200);
    // The client asks for a level, and the sign-in is from before.
    expect(await ask(await signedByHome({ ...claimsOf(one.id_token), acr: undefined }))).toEqual(
      refusedAs('invalid_request'),
    );
    expect(await newest(home, 'token.refused')).toMatchObject({ reason: 'stronger_sign_in_needed' });

    const { storage } = home.server;
    const grants = await storage.artefacts.listByAccount(aliceId, { models: ['Grant'] });
    const given = grants.find(({ payload }) => payload['clientId'] === 'careful');
    await storage.commit([storage.artefacts.writes.destroy({ model: 'Grant', id: String(given?.payload['jti']) })]);
    expect(await ask(one.id_token)).toEqual(refusedAs('invalid_request'));
    // What the client may do at an API is no sign-in.
    const id = 'another-grant';
    const { openid: _openid, ...payload } = { ...given?.payload, jti: id, resources: { [api]: 'profile_read' } } as {
      openid?: unknown;
    };
    const columns = { grantId: id, accountId: aliceId, clientId: 'careful' };
    await storage.commit([storage.artefacts.writes.upsert({ model: 'Grant', id, payload, ...columns })]);
    expect(await ask(one.id_token)).toEqual(refusedAs('invalid_request'));

    const two = await signIn();
    expect((await ask(two.id_token)).status).toBe(200);
    const revocations = createRevocations(storage, Date.now);
    await storage.commit([revocations.writes.account(aliceId, Number(claimsOf(two.id_token)['iat']) + 1)]);
    expect(await ask(two.id_token)).toEqual(refusedAs('invalid_request'));

    const bobs = await careful.signIn(await home.person('bob'), { scope: 'openid', resource: undefined });
    expect((await ask(bobs.id_token)).status).toBe(200);
    const bob = await storage.accounts.find(bobId);
    if (!bob) throw new Error('bob is gone');
    await storage.commit([storage.accounts.writes.put({ ...bob, status: 'disabled' })]);
    expect(await ask(bobs.id_token)).toEqual(refusedAs('invalid_request'));
    expect(await newest(home, 'token.refused')).toMatchObject({ reason: 'subject_gone' });
    await storage.commit([storage.accounts.writes.put(bob)]);

    home.aheadMs = 3_700_000;
    expect(await ask(bobs.id_token)).toEqual(refusedAs('invalid_request'));
    home.aheadMs = 0;
  });
});
