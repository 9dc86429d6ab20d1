/** Who the user is, for a client that asks for an API in the same request (docs/adr/0011). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Person, send } from '../browser.ts';
import { claimsOf, confidential, type Parameters, TestClient } from '../client.ts';
import { approveDevice } from '../device-approval.ts';
import { api, startServer, type TestServer, webAppRedirect } from '../server.ts';

const opaqueApi = 'https://opaque.example/api';

let server: TestServer;
let conform: TestClient;
let thirdParty: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      document.resources.push({
        indicator: opaqueApi,
        name: 'Opaque',
        scopes: { peek: 'Peek' },
        default_scopes: ['peek'],
        token_format: 'opaque',
      });
      for (const role of Object.values(document.roles)) role[opaqueApi] = ['peek'];
      document.clients.push({
        client_id: 'conform',
        first_party: true,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [webAppRedirect],
        scope: 'openid profile email offline_access',
        scopes: { [api]: ['profile_read', 'invoice_read'], [opaqueApi]: ['peek'] },
      });
    },
  });
  conform = await confidential(server, 'conform');
  thirdParty = await confidential(server, 'third-party', 'https://localhost:3005/callback');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

async function userinfo(token: unknown, scheme = 'Bearer', method = 'GET') {
  const { status, body, headers } = await send(method, `${server.issuer}/me`, {
    authorization: `${scheme} ${String(token)}`,
  });
  return { status, body: JSON.parse(body) as Record<string, unknown>, challenge: String(headers['www-authenticate']) };
}

const sub = '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01';
const everything = { scope: 'openid profile email invoice_read', resource: api };

describe('F4: userinfo by the token for an API', () => {
  it('F4: gives what the scopes of the request allow, by GET and POST, for a JWT and for an opaque token', async () => {
    for (const changes of [
      everything,
      { ...everything, resource: undefined },
      { scope: 'openid profile email peek', resource: opaqueApi },
    ]) {
      const { access_token: token, id_token: idToken } = await conform.signIn(alice, changes);
      expect(claimsOf(idToken)).not.toHaveProperty('email');
      for (const method of ['GET', 'POST']) {
        const { status, body } = await userinfo(token, 'Bearer', method);
        expect([status, body]).toEqual([
          200,
          expect.objectContaining({ sub, name: 'Alice Archer', email: 'alice@example.com', email_verified: true }),
        ]);
      }
    }
  });

  it('F4: gives no more than the scopes of that request, whatever the grant of the session has by now', async () => {
    const browser = new Browser();
    await conform.signIn(alice, everything, browser);
    const request = async (changes: Parameters) => {
      const { url, verifier } = conform.request({ resource: api, ...changes });
      const { searchParams } = new URL((await browser.get(url)).location);
      const code = { code: String(searchParams.get('code')), verifier, redirectUri: webAppRedirect };
      return String((await conform.redeem(code)).body['access_token']);
    };
    expect((await userinfo(await request({ scope: 'openid invoice_read' }))).body).toEqual({ sub });
    expect((await userinfo(await request({ scope: 'openid email invoice_read' }))).body).toEqual({
      sub,
      email: 'alice@example.com',
      email_verified: true,
    });
    for (const scope of ['invoice_read', 'profile email invoice_read']) {
      const token = await request({ scope });
      expect(claimsOf(token)).not.toHaveProperty('userinfo_scope');
      expect(await userinfo(token)).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    }
    // The same for tokens that the server keeps.
    const opaque = await request({ scope: 'peek', resource: opaqueApi });
    expect(await userinfo(opaque)).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
  });

  it('F4: a refreshed token does the same, and one that was asked for less says less', async () => {
    const tokens = await conform.signIn(alice, everything);
    const refreshed = await conform.refresh(tokens.refresh_token);
    expect((await userinfo(refreshed.body['access_token'])).body).toMatchObject({ sub, email: 'alice@example.com' });
    const withoutEmail = await conform.refresh(String(refreshed.body['refresh_token']), {
      scope: 'openid profile invoice_read',
    });
    const { body } = await userinfo(withoutEmail.body['access_token']);
    expect([body['name'], body['email']]).toEqual(['Alice Archer', undefined]);
    const withoutOpenid = await conform.refresh(String(withoutEmail.body['refresh_token']), { scope: 'invoice_read' });
    expect((await userinfo(withoutOpenid.body['access_token'])).status).toBe(403);
  });

  it('F4: works for a device', async () => {
    const tv = new TestClient(server, 'device');
    const { body } = await tv.post('/device/auth', { scope: 'openid profile profile_read' });
    await approveDevice(server, new Browser(), String(body['user_code']), alice);
    const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
    const tokens = await tv.token({ grant_type: grantType, device_code: String(body['device_code']) });
    expect((await userinfo(tokens.body['access_token'])).body).toMatchObject({ sub, name: 'Alice Archer' });
  });

  it('F4: leaves the token for one API: its audience and scope are as they were', async () => {
    const { access_token: token, scope } = await conform.signIn(alice, everything);
    expect(scope).toBe('invoice_read');
    expect(claimsOf(token)).toMatchObject({
      aud: api,
      scope: 'invoice_read',
      userinfo_scope: 'openid profile email',
    });
    const withOffline = 'openid offline_access invoice_read';
    const { access_token: offline } = await conform.signIn(alice, {
      ...everything,
      scope: withOffline,
      prompt: 'consent',
    });
    expect(claimsOf(offline)['userinfo_scope']).toBe('openid');
  });
});

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('F4: what opens nothing at userinfo', () => {
  const refused = { status: 401, body: { error: 'invalid_token' } };

  it('F4: a token that is altered, of another kind, of another issuer or made by another key', async () => {
    const {
      access_token: token,
      id_token: idToken,
      refresh_token: refreshToken,
    } = await conform.signIn(alice, everything);
    const [head = '', payload = '', signature = ''] = token.split('.');
    const claims = claimsOf(token);
    const tried = {
      'an ID token': idToken,
      'a refresh token': refreshToken,
      'another payload': [head, part({ ...claims, userinfo_scope: 'openid phone' }), signature].join('.'),
      'no algorithm': [part({ alg: 'none', typ: 'at+jwt' }), payload, ''].join('.'),
      'another type': [
        part({ ...JSON.parse(Buffer.from(head, 'base64url').toString()), typ: 'JWT' }),
        payload,
        signature,
      ].join('.'),
      'another spelling': `${token}=`,
      'a part less': [head, payload].join('.'),
      'a part more': `${token}.x`,
    };
    for (const [what, value] of Object.entries(tried)) {
      expect([what, await userinfo(value)]).toEqual([what, expect.objectContaining({ status: 401 })]);
    }
    const other = await startServer();
    try {
      const foreign = await (await confidential(other, 'web-app')).signIn(await other.person('alice'), everything);
      expect(await userinfo(foreign.access_token)).toMatchObject(refused);
    } finally {
      await other.stop();
    }
  });

  it('F4: a token of a client for itself, and one that came of an exchange, also of a token that opens it', async () => {
    const worker = await confidential(server, 'worker');
    const own = await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' });
    expect((await userinfo(own.body['access_token'])).status).toBe(403);
    const webApp = await confidential(server, 'web-app');
    const { access_token: token } = await webApp.signIn(alice, everything);
    expect((await userinfo(token)).status).toBe(200);
    const gateway = await confidential(server, 'gateway');
    const exchanged = await gateway.token({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: api,
      scope: 'invoice_read',
    });
    expect(exchanged.status).toBe(200);
    expect(claimsOf(String(exchanged.body['access_token']))).not.toHaveProperty('userinfo_scope');
    expect((await userinfo(exchanged.body['access_token'])).status).toBe(403);
  });

  it('F4: a token that was revoked, alone, by its refresh token or by a sign-out, and one that has expired', async () => {
    const alone = await conform.signIn(alice, everything);
    await conform.post('/token/revocation', { token: alone.access_token });
    expect(await userinfo(alone.access_token)).toMatchObject(refused);
    const opaque = await conform.signIn(alice, { scope: 'openid peek', resource: opaqueApi });
    expect((await userinfo(opaque.access_token)).status).toBe(200);
    await conform.post('/token/revocation', { token: opaque.access_token });
    expect(await userinfo(opaque.access_token)).toMatchObject(refused);
    const family = await conform.signIn(alice, everything);
    await conform.post('/token/revocation', { token: family.refresh_token });
    expect(await userinfo(family.access_token)).toMatchObject(refused);
    const old = await conform.signIn(alice, everything);
    server.aheadMs += 301_000;
    expect(await userinfo(old.access_token)).toMatchObject(refused);
    server.aheadMs = 0;
  });

  it('F4: a token of a user who was disabled, and of a client that was', async () => {
    const { access_token: token } = await thirdParty.signIn(alice, everything);
    expect((await userinfo(token)).status).toBe(200);
    const { accounts, clients } = server.server.storage;
    const record = await accounts.findByLogin('alice');
    if (!record) throw new Error('alice is gone');
    await server.server.storage.commit([accounts.writes.put({ ...record, status: 'disabled' })]);
    expect(await userinfo(token)).toMatchObject(refused);
    await server.server.storage.commit([accounts.writes.put(record)]);
    expect((await userinfo(token)).status).toBe(200);
    const client = await clients.find('third-party');
    if (!client) throw new Error('the client is gone');
    await server.change('clients', clients.writes.put({ ...client, disabled: true }));
    expect(await userinfo(token)).toMatchObject(refused);
    await server.change('clients', clients.writes.put(client));
  });
});
