import { generateKeyPairSync } from 'node:crypto';
import { StorageUnavailableError } from '@gatehouse/storage';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify, SignJWT } from 'jose';
import * as openid from 'openid-client';
import { markOf } from '../../../src/directory/revocation/revocations.ts';
import { Browser, type Person } from '../../browser.ts';
import { claimsOf, confidential, encode, headerOf, type TestClient } from '../../client.ts';
import { api, startServer, type TestServer } from '../../server.ts';

const opaque = 'urn:example:opaque';

let server: TestServer;
let webApp: TestClient;
let worker: TestClient;
let apiClient: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      document.resources.push({
        indicator: opaque,
        name: 'Opaque',
        scopes: { peek: 'Peek' },
        default_scopes: ['peek'],
        token_format: 'opaque',
      });
      document.clients.push(
        { client_id: 'peeker', grant_types: ['client_credentials'], scopes: { [opaque]: ['peek'] } },
        { client_id: 'opaque-api', grant_types: [], resource_server_for: [opaque] },
      );
    },
  });
  webApp = await confidential(server, 'web-app');
  worker = await confidential(server, 'worker');
  apiClient = await confidential(server, 'api');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

const introspect = async (client: TestClient, token: string, hint?: string) => {
  const answer = await client.post('/token/introspection', { token, token_type_hint: hint });
  expect(answer.status).toBe(200);
  return answer.body;
};
const revoke = (client: TestClient, token: string, hint?: string) =>
  client.post('/token/revocation', { token, token_type_hint: hint });
const workerToken = async () =>
  String((await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' })).body['access_token']);

/** Whether APIs that subscribe hear that the grant of this token is over. */
const isTold = async (token: string) => {
  const mark = markOf('gid', String(claimsOf(token)['gid']));
  return (await server.server.storage.revocations.find([mark])).length === 1;
};

describe('introspection of JWT access tokens', () => {
  it('AS-07, AS-09: the owner and the API it is for learn what the token says', async () => {
    const { access_token: token } = await webApp.signIn(alice);
    const claims = claimsOf(token);
    for (const client of [webApp, apiClient]) {
      expect(await introspect(client, token, 'access_token')).toEqual({
        ...claims,
        active: true,
        token_type: 'Bearer',
      });
    }
  });

  it('AS-09: another client, another API and a public client learn nothing', async () => {
    const { access_token: token } = await webApp.signIn(alice);
    const opaqueApi = await confidential(server, 'opaque-api');
    for (const client of [worker, opaqueApi]) expect(await introspect(client, token)).toEqual({ active: false });
    const spa = await webApp.post('/token/introspection', { token }, { authorization: '' });
    expect(spa.status).toBe(400);
  });

  it('AS-09: what is altered, expired, foreign or no access token is inactive', async () => {
    const { access_token: token, id_token: idToken } = await webApp.signIn(alice);
    const [header, payload, signature = ''] = token.split('.');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const forged = await new SignJWT(claimsOf(token))
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: String(headerOf(token)['kid']) })
      .sign(privateKey);
    const altered = `${header}.${payload}.${signature.slice(0, -4)}AAAA`;
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.AAAA`;
    for (const bad of [forged, altered, unsigned, idToken]) {
      expect(await introspect(webApp, bad)).toEqual({ active: false });
    }
    server.aheadMs = 301_000;
    expect(await introspect(webApp, token)).toEqual({ active: false });
    server.aheadMs = 0;
    expect(await introspect(webApp, token)).toMatchObject({ active: true });
  });

  it('AS-09: answers are signed for whoever asks for that (RFC 9701)', async () => {
    const { access_token: token } = await webApp.signIn(alice);
    const accept = 'application/token-introspection+jwt';
    const keys = createRemoteJWKSet(new URL(`${server.issuer}/jwks`));
    const expected = { issuer: server.issuer, typ: 'token-introspection+jwt' };
    const active = await apiClient.post('/token/introspection', { token }, { accept });
    expect(active.headers['content-type']).toContain(accept);
    const { payload } = await jwtVerify(active.text, keys, { ...expected, audience: 'api' });
    expect(payload['token_introspection']).toMatchObject({ active: true, sub: claimsOf(token)['sub'] });
    const inactive = await apiClient.post('/token/introspection', { token: 'nothing' }, { accept });
    const { payload: nothing } = await jwtVerify(inactive.text, keys, { ...expected, audience: 'api' });
    expect(nothing['token_introspection']).toEqual({ active: false });
  });

  it('AS-09: opaque tokens are introspected by their API and their owner alone; refresh tokens by their owner', async () => {
    const [peeker, opaqueApi] = [await confidential(server, 'peeker'), await confidential(server, 'opaque-api')];
    const token = String((await peeker.token({ grant_type: 'client_credentials' })).body['access_token']);
    expect(await introspect(peeker, token)).toMatchObject({ active: true, client_id: 'peeker', aud: opaque });
    expect(await introspect(opaqueApi, token)).toMatchObject({ active: true, scope: 'peek', token_type: 'Bearer' });
    expect(await introspect(apiClient, token)).toEqual({ active: false });
    const { refresh_token: refreshToken } = await webApp.signIn(alice);
    expect(await introspect(webApp, refreshToken)).toMatchObject({ active: true });
    expect(await introspect(apiClient, refreshToken)).toEqual({ active: false });
  });
});

describe('revocation', () => {
  it('AS-07: an access token dies alone, at every instance, after a restart too; its refresh token lives on', async () => {
    const tokens = await webApp.signIn(alice);
    const sibling = String((await webApp.refresh(tokens.refresh_token)).body['access_token']);
    const revoked = await revoke(webApp, tokens.access_token);
    expect([revoked.status, revoked.text]).toEqual([200, '{}']);
    expect(await introspect(apiClient, tokens.access_token)).toEqual({ active: false });
    expect(await introspect(apiClient, sibling)).toMatchObject({ active: true });
    await server.restart();
    expect(await introspect(apiClient, tokens.access_token)).toEqual({ active: false });
    expect(await introspect(apiClient, sibling)).toMatchObject({ active: true });
  });

  it('AS-07: an opaque access token dies alone', async () => {
    const peeker = await confidential(server, 'peeker');
    const [one, two] = await Promise.all(
      [1, 2].map(async () => String((await peeker.token({ grant_type: 'client_credentials' })).body['access_token'])),
    );
    expect((await revoke(peeker, one!, 'refresh_token')).status).toBe(200);
    expect(await introspect(peeker, one!)).toEqual({ active: false });
    expect(await introspect(peeker, two!)).toMatchObject({ active: true });
  });

  it('AS-05: a refresh token takes its grant along, with the access tokens that came of it', async () => {
    const tokens = await webApp.signIn(alice);
    const other = await webApp.signIn(alice);
    expect((await revoke(webApp, tokens.refresh_token, 'access_token')).status).toBe(200);
    expect((await webApp.refresh(tokens.refresh_token)).status).toBe(400);
    expect(await introspect(apiClient, tokens.access_token)).toEqual({ active: false });
    expect(await introspect(apiClient, other.access_token)).toMatchObject({ active: true });
    expect([await isTold(tokens.access_token), await isTold(other.access_token)]).toEqual([true, false]);
  });

  it('AS-05: a refresh token that is used again takes its family along, and the APIs are told although it is refused', async () => {
    const tokens = await webApp.signIn(alice);
    const second = await webApp.refresh(tokens.refresh_token);
    await webApp.refresh(String(second.body['refresh_token']));
    server.aheadMs = 11_000;
    expect((await webApp.refresh(tokens.refresh_token)).status).toBe(400);
    server.aheadMs = 0;
    expect(await introspect(apiClient, tokens.access_token)).toEqual({ active: false });
    expect(await isTold(tokens.access_token)).toBe(true);
  });

  it('AS-09: a token of another client is refused and lives on; what is no token is as good as revoked', async () => {
    const { access_token: token, refresh_token: refreshToken } = await webApp.signIn(alice);
    for (const foreign of [token, refreshToken]) {
      const refused = await revoke(worker, foreign);
      expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_grant']);
    }
    expect((await revoke(apiClient, token)).status).toBe(400);
    expect(await introspect(webApp, token)).toMatchObject({ active: true });
    for (const unknown of ['nothing', 'a.b.c', `${token}x`]) expect((await revoke(webApp, unknown)).status).toBe(200);
    expect((await webApp.post('/token/revocation', {})).status).toBe(400);
    expect((await webApp.post('/token/revocation', { token }, { authorization: 'Basic eDp5' })).status).toBe(401);
  });

  it('F26: the answer is JSON without members, for every kind of token and for what is none', async () => {
    const { access_token: jwt, refresh_token: refreshToken } = await webApp.signIn(alice);
    const { access_token: handle } = await webApp.signIn(alice, { resource: undefined, scope: 'openid' });
    for (const token of [jwt, handle, refreshToken, refreshToken, 'nothing', 'a.b.c']) {
      const { status, headers, text } = await revoke(webApp, token);
      expect([status, headers['content-type'], text]).toEqual([200, 'application/json; charset=utf-8', '{}']);
    }
    for (const accept of ['text/html', 'text/plain', 'application/xml']) {
      const { status, headers } = await webApp.post('/token/revocation', { token: 'nothing' }, { accept });
      expect([accept, status, headers['content-type']]).toEqual([accept, 200, 'application/json; charset=utf-8']);
    }
  });

  it('AS-09: what could not be stored is 503 and never 200', async () => {
    const token = await workerToken();
    const { storage } = server.server;
    const { commit } = storage;
    Object.assign(storage, { commit: () => Promise.reject(new StorageUnavailableError('the disk is full')) });
    const refused = await revoke(worker, token);
    Object.assign(storage, { commit });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2']);
    expect(await introspect(worker, token)).toMatchObject({ active: true });
    expect((await revoke(worker, token)).status).toBe(200);
    expect(await introspect(worker, token)).toEqual({ active: false });
  });

  it('AS-10: signing out ends the access tokens of the session', async () => {
    const browser = new Browser();
    const { access_token: token, id_token: idToken } = await webApp.signIn(alice, {}, browser);
    const { access_token: elsewhere } = await webApp.signIn(alice);
    const hint = encode({ id_token_hint: idToken }).toString();
    expect((await browser.get(`${server.issuer}/session/end?${hint}`)).status).toBe(303);
    expect(await introspect(apiClient, token)).toEqual({ active: false });
    expect(await introspect(apiClient, elsewhere)).toMatchObject({ active: true });
    expect([await isTold(token), await isTold(elsewhere)]).toEqual([true, false]);
  });

  it('AS-03: a code that is used twice takes its tokens along', async () => {
    const code = await webApp.code(alice);
    const first = await webApp.redeem(code);
    const token = String(first.body['access_token']);
    expect(await introspect(apiClient, token)).toMatchObject({ active: true });
    expect((await webApp.redeem(code)).status).toBe(400);
    expect(await introspect(apiClient, token)).toEqual({ active: false });
    expect(await isTold(token)).toBe(true);
  });
});

describe('a client that knows nothing of Gatehouse', () => {
  it('AS-07: openid-client introspects and revokes a JWT access token', async () => {
    const authentication = openid.ClientSecretBasic(await server.clientSecret('worker'));
    const configuration = await openid.discovery(new URL(server.issuer), 'worker', undefined, authentication);
    const tokens = await openid.clientCredentialsGrant(configuration, { resource: api, scope: 'invoice_read' });
    const before = await openid.tokenIntrospection(configuration, tokens.access_token);
    expect(before).toMatchObject({ active: true, client_id: 'worker', aud: api, scope: 'invoice_read' });
    await openid.tokenRevocation(configuration, tokens.access_token, { token_type_hint: 'access_token' });
    expect(await openid.tokenIntrospection(configuration, tokens.access_token)).toEqual({ active: false });
  });
});
