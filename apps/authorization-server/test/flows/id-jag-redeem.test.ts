import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { disableUser } from '../../src/directory/operations/users.ts';
import { createRevocations } from '../../src/directory/revocation/revocations.ts';
import { claimsOf, confidential, type Parameters, postForm, TestClient } from '../client.ts';
import { api, billing, startServer, type TestServer } from '../server.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const idp = 'https://idp.example';
const other = 'https://other.example';
const vault = 'urn:example:vault';
const [aliceId, bobId, carolId] = ['1', '2', '3'].map((end) => `6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e0${end}`) as [
  string,
  string,
  string,
];

const pair = (kid: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
};
const [known, foreign] = [pair('k1'), pair('k1')];

let host: Server;
let server: TestServer;
let agent: TestClient;
let keysAreAway = false;

beforeAll(async () => {
  host = createServer((_request, response) => {
    if (keysAreAway) response.writeHead(500).end();
    else response.end(JSON.stringify({ keys: [known.jwk] }));
  });
  host.listen(0, '127.0.0.1');
  await once(host, 'listening');
  const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  const trusted = { issuer: idp, jwks_uri: `${origin}/jwks`, subjects: 'same' };
  const redeemer = (clientId: string, more: object = {}) => ({
    client_id: clientId,
    grant_types: [grantType],
    scopes: {
      [api]: ['profile_read', 'invoice_read', 'invoice_write'],
      [billing]: ['billing_read'],
      [vault]: ['look'],
    },
    identity_assertion_issuers: [trusted],
    ...more,
  });
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: origin },
    registry(document) {
      document.resources.push({
        indicator: vault,
        name: 'Vault',
        scopes: { look: 'Look' },
        token_format: 'opaque',
        required_acr: 'urn:gatehouse:acr:1',
      });
      for (const role of Object.values(document.roles)) role[vault] = ['look'];
      document.clients.push(
        redeemer('agent'),
        redeemer('other-agent'),
        redeemer('one-api', { scopes: { [api]: ['profile_read'] } }),
        redeemer('careful', { required_acr: 'urn:gatehouse:acr:1' }),
        redeemer('unreachable', {
          identity_assertion_issuers: [{ ...trusted, jwks_uri: `${origin}/other` }],
        }),
        redeemer('elsewhere', { identity_assertion_issuers: [{ ...trusted, issuer: other }] }),
        redeemer('linked', { identity_assertion_issuers: [{ ...trusted, subjects: undefined }] }),
        redeemer('keyed', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [known.jwk] } }),
        {
          ...redeemer('pipeline', { assertion_issuers: [{ ...trusted, subjects: [aliceId, 'pipeline'] }] }),
          identity_assertion_issuers: undefined,
        },
      );
    },
  });
  agent = await confidential(server, 'agent');
});
afterAll(async () => {
  await server?.stop();
  host?.close();
});
beforeEach(() => {
  keysAreAway = false;
});

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const scopeOf = (token: string) => claimsOf(token)['scope'];
let count = 0;
const nowSeconds = () => Math.floor((Date.now() + server.aheadMs) / 1000);
interface Made {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: KeyObject | Buffer;
}
const grant = ({ claims = {}, header = {}, key = known.privateKey }: Made = {}) => {
  const all = {
    iss: idp,
    sub: aliceId,
    aud: server.issuer,
    client_id: 'agent',
    scope: 'invoice_read',
    resource: api,
    exp: nowSeconds() + 300,
    iat: nowSeconds(),
    jti: `jti-${(count += 1)}`,
    ...claims,
  };
  const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const fields = { alg: 'RS256', kid: 'k1', typ: 'oauth-id-jag+jwt', ...header };
  return new SignJWT(kept).setProtectedHeader(fields).sign(key);
};
const redeem = (assertion: string, form: Parameters = {}, client: TestClient = agent) =>
  client.token({ grant_type: grantType, assertion, ...form });
const refusedAs = (error: string) => expect.objectContaining({ status: 400, body: expect.objectContaining({ error }) });
const tokenFor = async (claims: Record<string, unknown> = {}, form: Parameters = {}) => {
  const answer = await redeem(await grant({ claims }), form);
  if (answer.status !== 200) throw new Error(`no token: ${answer.text}`);
  return String(answer.body['access_token']);
};
const introspected = async (token: string) => {
  const apiClient = await confidential(server, 'api');
  return (await apiClient.post('/token/introspection', { token })).body['active'];
};

describe('a grant of another issuer', () => {
  it('ID-JAG: a user is the account with which their identity is connected, and no other', async () => {
    const linked = await confidential(server, 'linked');
    const { identities, commit } = server.server.storage;
    const named = async (sub: string) => redeem(await grant({ claims: { sub, client_id: 'linked' } }), {}, linked);
    // The identifier of an account says nothing here.
    for (const sub of ['bob-there', bobId, aliceId]) expect(await named(sub)).toEqual(refusedAs('invalid_grant'));
    const identity = { subject: 'bob-there', accountId: bobId, connection: 'corp', profile: {} };
    await commit([identities.writes.link({ ...identity, issuer: other })]);
    expect(await named('bob-there')).toEqual(refusedAs('invalid_grant'));
    await commit([identities.writes.link({ ...identity, issuer: idp })]);
    const answer = await named('bob-there');
    expect(claimsOf(String(answer.body['access_token']))['sub']).toBe(bobId);
    await commit([identities.writes.unlink({ issuer: idp, subject: 'bob-there', accountId: bobId })]);
    expect(await named('bob-there')).toEqual(refusedAs('invalid_grant'));
  });

  it('ID-JAG: no forgery is accepted, and none for another server, client or kind', async () => {
    expect((await redeem(await grant())).status).toBe(200);
    const [head = '', body = '', signature = ''] = (await grant()).split('.');
    const types = [undefined, 'JWT', 'at+jwt', 'logout+jwt', 'application/oauth-id-jag+jwt', 'OAuth-ID-JAG+jwt'];
    const claims: Record<string, unknown>[] = [
      { iss: other },
      { iss: `${idp}/` },
      { iss: undefined },
      { aud: 'https://elsewhere.example' },
      { aud: `${server.issuer}/` },
      { aud: `${server.issuer}/token` },
      { aud: [server.issuer] },
      { aud: [server.issuer, 'https://elsewhere.example'] },
      { aud: undefined },
      { client_id: 'other-agent' },
      { client_id: undefined },
      { client_id: ['agent'] },
      { azp: 'agent', client_id: undefined },
      { sub: undefined },
      { sub: '' },
      { jti: undefined },
      { jti: '' },
      { jti: 7 },
      { exp: nowSeconds() - 30 },
      { exp: undefined },
      { exp: nowSeconds() + 320 },
      { exp: nowSeconds() + 200, iat: nowSeconds() - 200 },
      { iat: undefined },
      { iat: nowSeconds() + 65, exp: nowSeconds() + 200 },
      { nbf: nowSeconds() + 65 },
      { resource: 7 },
      { resource: [] },
      { scope: ['invoice_read'] },
      { cnf: { jkt: 'a-key-that-nobody-shows' } },
      { cnf: { 'x5t#S256': 'a-certificate' } },
      { cnf: {} },
      { authorization_details: [{ type: 'payment' }] },
    ];
    const forged = [
      ...(await Promise.all(types.map((typ) => grant({ header: { typ } })))),
      ...(await Promise.all(claims.map((some) => grant({ claims: some })))),
      await grant({ key: foreign.privateKey }),
      await grant({ key: foreign.privateKey, header: { jwk: foreign.jwk } }),
      await grant({ header: { kid: 'unknown' } }),
      await grant({ header: { alg: 'HS256' }, key: Buffer.from(JSON.stringify(known.jwk)) }),
      await grant({ header: { alg: 'PS256' } }),
      `${part({ alg: 'none', typ: 'oauth-id-jag+jwt' })}.${body}.`,
      `${head}.${part({ sub: bobId })}.${signature}`,
      `${head}.${body}.`,
    ];
    for (const [index, assertion] of forged.entries())
      expect([index, await redeem(assertion)]).toEqual([index, refusedAs('invalid_grant')]);
  });

  it('ID-JAG: an issuer counts for the clients alone that it is paired with', async () => {
    const elsewhere = await confidential(server, 'elsewhere');
    expect(await redeem(await grant({ claims: { client_id: 'elsewhere' } }), {}, elsewhere)).toEqual(
      refusedAs('invalid_grant'),
    );
    const gateway = await confidential(server, 'gateway');
    expect(await redeem(await grant({ claims: { client_id: 'gateway' } }), {}, gateway)).toEqual(
      refusedAs('unauthorized_client'),
    );
    const anonymous = new TestClient(server, 'agent', {});
    expect((await redeem(await grant(), {}, anonymous)).status).toBe(401);
  });

  it('ID-JAG: it is no client assertion, no workload assertion and no access token, and they are no grants', async () => {
    const forKeyed = { iss: 'keyed', sub: 'keyed', client_id: 'keyed' };
    const authenticate = (clientAssertion: string, assertion: string) =>
      postForm(`${server.issuer}/token`, {
        grant_type: grantType,
        assertion,
        client_id: 'keyed',
        client_assertion_type: assertionType,
        client_assertion: clientAssertion,
      });
    const own = () => grant({ claims: forKeyed, header: { typ: 'JWT' } });
    const good = () => grant({ claims: { client_id: 'keyed' } });
    expect((await authenticate(await own(), await good())).status).toBe(200);
    expect(
      (await authenticate(await grant({ claims: { client_id: 'keyed', sub: 'keyed' } }), await good())).status,
    ).toBe(401);
    expect((await authenticate(await grant({ claims: forKeyed }), await good())).status).toBe(401);
    expect(await authenticate(await own(), await own())).toEqual(refusedAs('invalid_grant'));

    const pipeline = await confidential(server, 'pipeline');
    const ofWorkload = { sub: 'pipeline', client_id: 'pipeline' };
    const workload = (typ: string | undefined) => grant({ claims: ofWorkload, header: { typ } });
    expect((await redeem(await workload(undefined), { resource: api, scope: 'invoice_read' }, pipeline)).status).toBe(
      200,
    );
    expect(await redeem(await workload('oauth-id-jag+jwt'), {}, pipeline)).toEqual(refusedAs('invalid_grant'));
    expect(await redeem(await grant({ header: { typ: 'JWT' } }))).toEqual(refusedAs('invalid_grant'));

    const assertion = await grant();
    expect(await introspected(assertion)).toBe(false);
    const me = await fetch(`${server.issuer}/me`, { headers: { authorization: `Bearer ${assertion}` } });
    expect(me.status).toBe(401);
  });

  it('ID-JAG: keys that cannot be had are 503, not a refusal', async () => {
    keysAreAway = true;
    const unreachable = await confidential(server, 'unreachable');
    const answer = await redeem(await grant({ claims: { client_id: 'unreachable' } }), {}, unreachable);
    expect([answer.status, answer.body['error']]).toEqual([503, 'temporarily_unavailable']);
  });
});

describe('what is given for it', () => {
  it('ID-JAG: never more than grant, client and roles allow', async () => {
    // The grant names more than the client may have; bob has no role that writes invoices.
    const all = 'openid profile_read invoice_read invoice_write invoice_approve users_admin';
    expect(scopeOf(await tokenFor({ scope: all }))).toBe('profile_read invoice_read invoice_write');
    expect(scopeOf(await tokenFor({ scope: all, sub: bobId }))).toBe('profile_read invoice_read');
    expect(scopeOf(await tokenFor({ scope: all }, { scope: 'openid invoice_write' }))).toBe('invoice_write');
    // It names none: the default of the API.
    expect(scopeOf(await tokenFor({ scope: undefined }))).toBe('profile_read');
    expect(scopeOf(await tokenFor({ scope: undefined }, { scope: 'invoice_read' }))).toBe('invoice_read');

    const wrong: [Record<string, unknown>, Parameters][] = [
      [{ scope: 'invoice_read' }, { scope: 'invoice_read profile_read' }],
      [{ scope: all }, { scope: 'invoice_approve' }],
      [{ scope: all }, { scope: 'invoice_read invoice_approve' }],
      [{ scope: undefined }, { scope: 'users_admin' }],
      [{ scope: 'invoice_approve' }, {}],
      [{ scope: 'openid' }, {}],
      [{ scope: 'invoice_write', sub: bobId }, {}],
    ];
    for (const [claims, form] of wrong)
      expect([claims, await redeem(await grant({ claims }), form)]).toEqual([claims, refusedAs('invalid_scope')]);
  });

  it('ID-JAG: a token is for one resource, which grant and client allow', async () => {
    const both = { resource: [api, billing], scope: undefined };
    expect(claimsOf(await tokenFor({ resource: `${api}/` }))['aud']).toBe(api);
    expect(claimsOf(await tokenFor(both, { resource: billing }))['aud']).toBe(billing);
    expect(claimsOf(await tokenFor({ resource: undefined }, { resource: api }))['aud']).toBe(api);
    expect(claimsOf(await tokenFor({ resource: undefined, scope: undefined }, { scope: 'billing_read' }))['aud']).toBe(
      billing,
    );
    const wrong: [Record<string, unknown>, Parameters][] = [
      [{ resource: api }, { resource: billing }],
      [{ resource: billing }, { resource: api }],
      [both, {}],
      [both, { resource: [api, billing] }],
      [{ resource: 'https://unknown.example' }, {}],
      [{ resource: undefined, scope: undefined }, {}],
      [{ resource: undefined }, { resource: 'https://localhost:3002' }],
    ];
    for (const [claims, form] of wrong)
      expect([claims, await redeem(await grant({ claims }), form)]).toEqual([claims, refusedAs('invalid_target')]);
    const oneApi = await confidential(server, 'one-api');
    const narrow = { client_id: 'one-api', scope: undefined };
    const chosen = await redeem(await grant({ claims: { ...narrow, resource: [billing, api] } }), {}, oneApi);
    expect(claimsOf(String(chosen.body['access_token']))).toMatchObject({ aud: api, scope: 'profile_read' });
    const implied = await redeem(await grant({ claims: { ...narrow, resource: undefined } }), {}, oneApi);
    expect(claimsOf(String(implied.body['access_token']))['aud']).toBe(api);
  });

  it('ID-JAG: where a level of assurance is asked for, the word of another server is not enough', async () => {
    const acr = { acr: 'urn:gatehouse:acr:2', amr: ['pwd', 'otp', 'mfa'] };
    const careful = await confidential(server, 'careful');
    expect(await redeem(await grant({ claims: { ...acr, client_id: 'careful' } }), {}, careful)).toEqual(
      refusedAs('invalid_grant'),
    );
    expect(await redeem(await grant({ claims: { ...acr, resource: vault, scope: 'look' } }))).toEqual(
      refusedAs('invalid_grant'),
    );
    expect(claimsOf(await tokenFor(acr))).not.toHaveProperty('acr');
  });

  it('ID-JAG: ends like every token: by its client, with its grant, and with its user', async () => {
    const token = await tokenFor();
    expect(await introspected(token)).toBe(true);
    await agent.post('/token/revocation', { token });
    expect(await introspected(token)).toBe(false);

    const { storage } = server.server;
    const revocations = createRevocations(storage, Date.now);
    const second = await tokenFor();
    const grants = await storage.artefacts.listByAccount(aliceId, { models: ['Grant'] });
    const gid = String(claimsOf(second)['gid']);
    expect(grants.find(({ payload }) => payload['jti'] === gid)).toMatchObject({
      payload: { clientId: 'agent', resources: { [api]: 'invoice_read' } },
      expiresAtSeconds: Number(claimsOf(second)['exp']),
    });
    await storage.commit([revocations.writes.grants([gid])]);
    expect(await introspected(second)).toBe(false);

    const carols = await tokenFor({ sub: carolId });
    const assertion = await grant({ claims: { sub: carolId } });
    expect(await introspected(carols)).toBe(true);
    const carol = await storage.accounts.find(carolId);
    if (!carol) throw new Error('carol is gone');
    const { writes } = await disableUser({ storage, revocations, clock: Date.now } as never, {} as never, carol);
    await storage.commit(writes);
    expect(await introspected(carols)).toBe(false);
    // She was there when the grant was made, and is not now.
    expect(await redeem(assertion)).toEqual(refusedAs('invalid_grant'));
  });
});
