import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { type Person, send } from '../browser.ts';
import { claimsOf, confidential, headerOf, type Parameters, type TestClient } from '../client.ts';
import { api, billing, startServer, type TestServer } from '../server.ts';

const reports = 'https://reports.example/api';

let server: TestServer;
let webApp: TestClient;
let worker: TestClient;
let both: TestClient;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      document.resources.push(
        {
          indicator: reports,
          name: 'Reports',
          scopes: { report_read: 'See reports', report_write: 'Write reports' },
          default_scopes: ['report_read'],
          access_token_ttl_seconds: 90,
        },
        {
          indicator: 'urn:example:opaque',
          name: 'Opaque',
          scopes: { peek: 'Peek' },
          default_scopes: ['peek'],
          token_format: 'opaque',
        },
      );
      document.clients.push(
        {
          client_id: 'reporter',
          grant_types: ['client_credentials'],
          scopes: { [reports]: ['report_read', 'report_write'] },
        },
        {
          client_id: 'both',
          grant_types: ['client_credentials'],
          scopes: { [reports]: ['report_read'], [api]: ['invoice_read'], 'urn:example:opaque': ['peek'] },
        },
        {
          client_id: 'conform',
          first_party: true,
          grant_types: ['authorization_code'],
          redirect_uris: ['https://localhost:3003/callback'],
          scope: 'openid profile email',
          scopes: { [api]: ['profile_read'] },
        },
        {
          client_id: 'plain-oauth',
          first_party: true,
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: ['https://localhost:3003/callback'],
          scopes: { [api]: ['profile_read', 'invoice_read'] },
        },
      );
    },
  });
  webApp = await confidential(server, 'web-app');
  worker = await confidential(server, 'worker');
  both = await confidential(server, 'both');
  [alice, bob] = [await server.person('alice'), await server.person('bob')];
});
afterAll(() => server?.stop());

const scopes = (token: unknown) =>
  String(claimsOf(String(token))['scope'])
    .split(' ')
    .toSorted();
const credentials = (client: TestClient, form: Parameters = {}) =>
  client.token({ grant_type: 'client_credentials', ...form });

/** Verifies the signature by the published keys, as RFC 9068 says. */
const verified = (token: string, audience: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${server.issuer}/jwks`)), {
    issuer: server.issuer,
    audience,
    algorithms: ['RS256'],
    typ: 'at+jwt',
    requiredClaims: ['exp', 'iat', 'jti', 'sub', 'client_id', 'scope'],
  });

describe('access tokens of people', () => {
  it('AS-07: an access token has the shape of RFC 9068, with grant, sign-in and the claims of the resource', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { access_token: token, expires_in: expiresIn } = await webApp.signIn(alice);
    const { payload, protectedHeader } = await verified(token, api);
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: expect.stringMatching(/^[\w-]{43}$/u) });
    expect(payload).toEqual({
      iss: server.issuer,
      sub: '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01',
      aud: api,
      client_id: 'web-app',
      scope: expect.any(String),
      userinfo_scope: 'openid profile email',
      jti: expect.stringMatching(/^[\w-]{21,}$/u),
      gid: expect.stringMatching(/^[\w-]{21,}$/u),
      iat: expect.any(Number),
      exp: expect.any(Number),
      auth_time: expect.any(Number),
      acr: 'urn:gatehouse:acr:1',
      amr: ['pwd'],
      department: 'Finance',
      roles: ['accountant'],
    });
    expect([expiresIn, (payload.exp ?? 0) - (payload.iat ?? 0)]).toEqual([300, 300]);
    expect(payload.iat).toBeGreaterThanOrEqual(before);
    expect(payload['auth_time']).toBeGreaterThanOrEqual(before);
  });

  it('AS-07: tokens of one grant share gid, each has its own jti', async () => {
    const tokens = await webApp.signIn(alice);
    const again = await webApp.refresh(tokens.refresh_token);
    const [first, second] = [claimsOf(tokens.access_token), claimsOf(String(again.body['access_token']))];
    expect(second['gid']).toBe(first['gid']);
    expect(second['jti']).not.toBe(first['jti']);
    expect(second['auth_time']).toBe(first['auth_time']);
  });

  it('AS-07: a token for an API that asks for no claims carries none of the person', async () => {
    const { access_token: token } = await webApp.signIn(alice, { resource: billing, scope: 'openid billing_read' });
    expect(Object.keys(claimsOf(token)).toSorted()).toEqual(
      [
        'acr',
        'amr',
        'aud',
        'auth_time',
        'client_id',
        'exp',
        'gid',
        'iat',
        'iss',
        'jti',
        'scope',
        'sub',
        'userinfo_scope',
      ].toSorted(),
    );
  });

  it('AS-08: one token never fits two audiences', async () => {
    const code = await webApp.code(alice, {
      resource: [api, billing],
      scope: 'openid profile_read billing_read',
    });
    expect(await webApp.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    const tokens = await webApp.redeem(code, { resource: api });
    const refreshed = await webApp.refresh(String(tokens.body['refresh_token']), { resource: billing });
    expect(claimsOf(String(tokens.body['access_token']))).toMatchObject({ aud: api, scope: 'profile_read' });
    expect(claimsOf(String(refreshed.body['access_token']))).toMatchObject({ aud: billing, scope: 'billing_read' });
    await expect(verified(String(tokens.body['access_token']), billing)).rejects.toMatchObject({ claim: 'aud' });
  });

  it('AS-08: a person gets the scopes that client, resource and roles all allow', async () => {
    const scope = 'openid profile_read profile_write invoice_read invoice_approve users_admin no_such_scope';
    const ofBob = await webApp.signIn(bob, { scope });
    expect(scopes(ofBob.access_token)).toEqual(['invoice_read', 'profile_read', 'profile_write']);
    const ofAlice = await webApp.signIn(alice, { scope });
    expect(scopes(ofAlice.access_token)).toEqual(['invoice_approve', 'invoice_read', 'profile_read', 'profile_write']);
    const ofCarol = await webApp.signIn(await server.person('carol'), { scope });
    expect(scopes(ofCarol.access_token)).toContain('users_admin');
  });

  it('AS-08: a role that is taken away takes its scopes from the next refresh on', async () => {
    const tokens = await webApp.signIn(bob);
    expect(scopes(tokens.access_token)).toEqual(['invoice_read', 'profile_read']);
    const { accounts } = server.server.storage;
    const record = await accounts.findByLogin('bob');
    if (!record) throw new Error('bob is gone');
    await server.server.storage.commit([accounts.writes.put({ ...record, roles: [] })]);
    const refreshed = await webApp.refresh(tokens.refresh_token);
    await server.server.storage.commit([accounts.writes.put(record)]);
    expect(refreshed).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });

  it('AS-08: without a scope that the resource knows there is the default of the resource, never a token without scope', async () => {
    const answer = await webApp.redeem(await webApp.code(alice, { scope: 'openid' }));
    expect(answer.status).toBe(200);
    expect(scopes(answer.body['access_token'])).toEqual(['profile_read']);
    await expect(webApp.code(bob, { resource: billing, scope: 'openid billing_read' })).rejects.toThrow(
      /^no code, but \?error=access_denied&/u,
    );
  });

  it('AS-08: an unknown resource, and one that is not for the client, is invalid_target', async () => {
    for (const resource of ['https://unknown.example', reports, 'not a uri', `${api}#x`, '/api']) {
      const { status, location } = await send('GET', webApp.request({ resource }).url);
      const error = URL.parse(location)?.searchParams.get('error');
      expect({ resource, status, error }).toEqual({ resource, status: 303, error: 'invalid_target' });
    }
  });
});

const idTokenOf = async (client: TestClient, changes: Parameters) =>
  claimsOf((await client.signIn(alice, { nonce: 'the-nonce', ...changes })).id_token);

describe('ID tokens', () => {
  it('AS-07: an ID token of a conform client says who signed in and how; profile and e-mail are for userinfo', async () => {
    const conform = await confidential(server, 'conform');
    for (const resource of [undefined, api]) {
      const claims = await idTokenOf(conform, { resource, scope: 'openid profile email profile_read' });
      expect(claims).toEqual({
        iss: server.issuer,
        sub: '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01',
        aud: 'conform',
        iat: expect.any(Number),
        exp: Number(claims['iat']) + 300,
        auth_time: expect.any(Number),
        acr: 'urn:gatehouse:acr:1',
        amr: ['pwd'],
        nonce: 'the-nonce',
      });
    }
  });

  it('AS-07: an ID token of a full client carries what its scopes allow', async () => {
    const claims = await idTokenOf(webApp, { scope: 'openid profile email' });
    expect(claims).toMatchObject({ name: 'Alice Archer', email: 'alice@example.com', email_verified: true });
    const withoutEmail = await idTokenOf(webApp, { scope: 'openid profile' });
    expect(withoutEmail).toMatchObject({ name: 'Alice Archer' });
    expect(withoutEmail).not.toHaveProperty('email');
  });

  it('AS-06: an ID token is RS256 and never an access token by its type', async () => {
    const { id_token: token } = await webApp.signIn(alice);
    expect(headerOf(token)['alg']).toBe('RS256');
    expect(headerOf(token)['typ']).not.toBe('at+jwt');
    await expect(verified(token, 'web-app')).rejects.toMatchObject({ claim: 'typ' });
  });

  it('AS-08: a client without OpenID scopes gets access tokens and no ID token, and may not ask for more', async () => {
    const plain = await confidential(server, 'plain-oauth');
    const tokens = await plain.signIn(alice, { scope: 'profile_read' });
    expect(tokens).not.toHaveProperty('id_token');
    const { location } = await send('GET', plain.request({ scope: 'openid profile email' }).url);
    expect(new URL(location, server.issuer).searchParams.get('error')).toBe('invalid_scope');
  });
});

describe('client credentials', () => {
  it('AS-07: a token of a client names the client as subject, and no person, session or grant', async () => {
    const { status, body } = await credentials(worker, { scope: 'invoice_read' });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      expires_in: 300,
      token_type: 'Bearer',
      scope: 'invoice_read',
    });
    const { payload } = await verified(String(body['access_token']), api);
    expect(payload).toEqual({
      iss: server.issuer,
      sub: 'worker',
      client_id: 'worker',
      aud: api,
      scope: 'invoice_read',
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 300,
      department: 'Finance',
    });
  });

  it('AS-08: without scope there is the default of the resource, if the client may have it, else invalid_scope', async () => {
    const reporter = await confidential(server, 'reporter');
    const byDefault = await credentials(reporter);
    expect(byDefault.body).toMatchObject({ scope: 'report_read', expires_in: 90 });
    expect(scopes(byDefault.body['access_token'])).toEqual(['report_read']);
    expect(await credentials(worker)).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });

  it('AS-08: a scope that is not allowed is invalid_scope; beside allowed ones it is left out and the answer says so', async () => {
    for (const scope of [
      'invoice_approve',
      'users_admin',
      'no_such_scope',
      'openid',
      'offline_access',
      'INVOICE_READ',
    ]) {
      const { status, body } = await credentials(worker, { scope });
      expect({ scope, status, error: body['error'] }).toEqual({ scope, status: 400, error: 'invalid_scope' });
    }
    const some = await credentials(worker, { scope: 'invoice_read invoice_approve' });
    expect(some.body).toMatchObject({ scope: 'invoice_read' });
    expect(scopes(some.body['access_token'])).toEqual(['invoice_read']);
  });

  it('AS-08: a wrong resource, an unknown one and more than one are invalid_target', async () => {
    for (const resource of [billing, 'https://unknown.example', 'x', '__proto__', [api, billing]]) {
      const { status, body } = await credentials(worker, { resource, scope: 'invoice_read' });
      expect({ resource, status, error: body['error'] }).toEqual({ resource, status: 400, error: 'invalid_target' });
    }
  });

  it('AS-08: a client of several resources must name one, unless only one has the scopes', async () => {
    for (const scope of [undefined, 'invoice_read report_read']) {
      expect(await credentials(both, { scope })).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    }
    const meant = await credentials(both, { scope: 'invoice_read' });
    expect(claimsOf(String(meant.body['access_token']))).toMatchObject({ aud: api, scope: 'invoice_read' });
    const one = await credentials(both, { resource: api, scope: 'invoice_read report_read' });
    expect(claimsOf(String(one.body['access_token']))).toMatchObject({ aud: api, scope: 'invoice_read' });
  });

  it('AS-07: a resource may have opaque tokens; the client that owns one may introspect and revoke it', async () => {
    const { body } = await credentials(both, { resource: 'urn:example:opaque' });
    const token = String(body['access_token']);
    expect(token).not.toContain('.');
    const introspect = (client: TestClient) => client.post('/token/introspection', { token });
    expect((await introspect(both)).body).toMatchObject({
      active: true,
      aud: 'urn:example:opaque',
      client_id: 'both',
      scope: 'peek',
    });
    expect((await introspect(worker)).body).toEqual({ active: false });
    await worker.post('/token/revocation', { token });
    expect((await introspect(both)).body).toMatchObject({ active: true });
    expect((await both.post('/token/revocation', { token })).status).toBe(200);
    expect((await introspect(both)).body).toEqual({ active: false });
  });

  it('AS-06: there is no password grant, no implicit grant and no refresh token for a client', async () => {
    for (const grantType of [
      'password',
      'implicit',
      'urn:ietf:params:oauth:grant-type:saml2-bearer',
      '',
      'x'.repeat(500),
    ]) {
      const { status, body } = await worker.token({ grant_type: grantType, username: 'alice', password: 'x' });
      expect([grantType, status]).toEqual([grantType, 400]);
      expect(body['error']).toBe(grantType === '' ? 'invalid_request' : 'unsupported_grant_type');
    }
  });
});

describe('ADM-06 uses of clients', () => {
  it('are noted where tokens are issued and requests are accepted', async () => {
    await webApp.signIn(alice);
    expect((await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' })).status).toBe(200);
    await server.server.usage?.flush();
    const usesOf = async (clientId: string) =>
      (await server.server.storage.clientUsage.list(clientId)).map(({ kind, value }) => `${kind} ${value}`);
    expect(await usesOf('worker')).toEqual(
      expect.arrayContaining(['grant_type client_credentials', `scope ${api} invoice_read`, 'sender_constraint none']),
    );
    expect(await usesOf('web-app')).toEqual(
      expect.arrayContaining([
        'grant_type authorization_code',
        'pkce S256',
        expect.stringMatching(/^redirect_uri https:/u),
        'scope openid',
      ]),
    );
  });

  it('and sign-ins, tokens and refusals are counted', async () => {
    await webApp.signIn(alice);
    expect((await worker.token({ grant_type: 'client_credentials', scope: 'nothing' })).status).toBe(400);
    await server.server.statistics?.flush();
    const names = ['sign_in.completed', 'token.issued', 'token.refused'];
    const counts = await server.server.storage.statistics.list({ sinceSeconds: 0, untilSeconds: 1e11, names });
    expect(new Set(counts.map(({ name }) => name))).toEqual(new Set(names));
  });
});
