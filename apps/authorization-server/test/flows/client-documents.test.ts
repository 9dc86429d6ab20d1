/** Clients whose client_id is the address of a document about them, through the whole server. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, SignJWT } from 'jose';
import { Browser, errorOf, openPage, type Person, send, submitPassword } from '../browser.ts';
import { claimsOf, type Parameters, TestClient } from '../client.ts';
import { type DocumentServer, startDocumentServer } from '../document-server.ts';
import { api, startServer, type TestServer } from '../server.ts';

const scope = 'openid offline_access profile_read';
const ofPolicy = (documents: object | undefined) => ({
  scope: 'openid offline_access',
  scopes: { [api]: ['profile_read'] },
  documents,
});
const members = {
  client_name: 'Agent',
  redirect_uris: ['https://localhost:9999/back', 'https://localhost:9999/other'],
};

let web: DocumentServer;
let server: TestServer;
let alice: Person;
let path = 0;
const next = () => `/client-${++path}.json`;

beforeAll(async () => {
  web = await startDocumentServer();
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: web.origin },
    registry: (document) => Object.assign(document, { unregistered_clients: ofPolicy({ domains: ['localhost'] }) }),
  });
  alice = await server.person('alice');
});
afterAll(async () => {
  web?.close();
  await server?.stop();
});
beforeEach(() => {
  // What was read a moment ago answers for a second.
  server.aheadMs += 2000;
});

const clientAt = (url: string, redirectUri: string = members.redirect_uris[0] as string) =>
  new TestClient(server, url, { redirectUri });
const request = { scope, prompt: 'consent' };
/** What a consent page names. */
const scopes = (body: string) => [...body.matchAll(/data-scope="([^"]+)"/gu)].map(([, name]) => name);
const discovery = async () => (await send('GET', `${server.issuer}/.well-known/openid-configuration`)).body;
/** The error page of an authorization request. */
const refusedPage = async (clientId: string, changes: Parameters = {}) => {
  const { url } = clientAt(clientId).request({ ...request, ...changes });
  const { status, body, headers } = await send('GET', url, { accept: 'text/html' });
  return { status, error: errorOf(body), body, location: headers['location'] };
};
/** Once more with another policy. */
const setPolicy = (policy: object) =>
  server.change(
    'policies',
    server.server.storage.policies.writes.put({ name: 'unregistered_clients', definition: policy }),
  );

describe('a client whose client_id is the address of a document', () => {
  it('signs a person in, with a document that may be kept and with one that may not', async () => {
    for (const headers of [{ 'cache-control': 'max-age=60' }, { 'cache-control': 'no-store' }]) {
      const agent = clientAt(
        web.serve(next(), { ...members, scope: 'email', grant_types: ['client_credentials'] }, headers),
      );
      const tokens = await agent.signIn(alice, request);
      expect(claimsOf(tokens.access_token)).toMatchObject({ client_id: agent.clientId, scope: 'profile_read' });
      expect((await agent.refresh(tokens.refresh_token)).status).toBe(200);
      expect((await agent.token({ grant_type: 'client_credentials' })).body).toMatchObject({
        error: 'unauthorized_client',
      });
    }
  });

  it('may name contacts that are no email addresses', async () => {
    const agent = clientAt(web.serve(next(), { ...members, contacts: ['https://agent.example/support', 'Ann'] }));
    expect((await agent.redeem(await agent.code(alice, request))).status).toBe(200);
  });

  it('is announced in discovery while the policy lets such clients in, with the method none', async () => {
    expect(JSON.parse(await discovery())).toMatchObject({
      client_id_metadata_document_supported: true,
      token_endpoint_auth_methods_supported: expect.arrayContaining(['none', 'private_key_jwt']),
    });
  });

  it('proves itself by a key of its document, or of its jwks_uri', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'ES256' }] };
    const jwksUri = web.answer(next(), (_request, response) => response.end(JSON.stringify(keys)));
    for (const where of [{ jwks: keys }, { jwks_uri: jwksUri }]) {
      const method = { token_endpoint_auth_method: 'private_key_jwt', ...where };
      const agent = clientAt(web.serve(next(), { ...members, ...method }));
      const code = await agent.code(alice, request);
      const assertion = await new SignJWT()
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setIssuer(agent.clientId)
        .setSubject(agent.clientId)
        .setAudience(server.issuer)
        .setJti(randomUUID())
        .setIssuedAt(Math.floor((Date.now() + server.aheadMs) / 1000))
        .setExpirationTime(Math.floor((Date.now() + server.aheadMs) / 1000) + 60)
        .sign(privateKey);
      const proof = {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      };
      expect(await agent.redeem(code)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      expect((await agent.redeem(code, proof)).status).toBe(200);
    }
  });

  it('attack: a jwks_uri that gives no keys is not asked at every request', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const nowhere = next();
    const method = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: web.origin + nowhere };
    const agent = clientAt(web.serve(next(), { ...members, ...method }));
    for (let count = 0; count < 40; count++) {
      const nowSeconds = Math.floor((Date.now() + server.aheadMs) / 1000);
      const assertion = await new SignJWT({ iss: agent.clientId, sub: agent.clientId, aud: server.issuer })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setJti(randomUUID())
        .setExpirationTime(nowSeconds + 60)
        .sign(privateKey);
      const answer = await agent.token({
        grant_type: 'authorization_code',
        code: 'unknown',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      });
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    }
    const { length: asked } = web.asked.filter((one) => one === nowhere);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(30);
  });

  it('attack: of a jwks_uri with more keys than a document may hold none is tried', async () => {
    // Others have used up what may be read in a minute.
    server.aheadMs += 61_000;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = { ...(await exportJWK(publicKey)), alg: 'ES256' };
    const answers: number[] = [];
    for (const count of [20, 21]) {
      const keys = Array.from({ length: count }, (_, index) => ({ ...key, kid: `k${index}` }));
      const jwksUri = web.answer(next(), (_request, response) => response.end(JSON.stringify({ keys })));
      const agent = clientAt(
        web.serve(next(), { ...members, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: jwksUri }),
      );
      const nowSeconds = Math.floor((Date.now() + server.aheadMs) / 1000);
      const assertion = await new SignJWT({ iss: agent.clientId, sub: agent.clientId, aud: server.issuer })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setJti(randomUUID())
        .setExpirationTime(nowSeconds + 60)
        .sign(privateKey);
      const proof = {
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      };
      answers.push((await agent.refresh('unknown', proof)).status);
    }
    expect(answers).toEqual([400, 401]);
  });

  it('attack: a redirect URI that is not in the document gets a page, not a redirect', async () => {
    const url = web.serve(next(), members);
    for (const uri of ['https://localhost:9999/back/', 'https://localhost:9999/back?x', 'https://evil.example/']) {
      expect(await refusedPage(url, { redirect_uri: uri })).toMatchObject({
        status: 400,
        error: 'invalid_redirect_uri',
        location: undefined,
      });
    }
  });

  it('MCP: one that listens on the user’s own machine chooses the port, where its document names none', async () => {
    const redirects = ['http://localhost/callback', 'http://127.0.0.1/callback', 'http://localhost:7000/fixed'];
    const url = web.serve(next(), { client_name: 'Agent', redirect_uris: redirects });
    for (const uri of [
      'http://localhost:51004/callback',
      'http://127.0.0.1:51004/callback',
      'http://localhost:7000/fixed',
    ]) {
      const agent = clientAt(url, uri);
      expect((await agent.redeem(await agent.code(alice, request))).status).toBe(200);
    }
    for (const uri of [
      'http://localhost:51004/other',
      'http://localhost:51004@evil.example/callback',
      'http://localhost:51004.evil.example/callback',
      'http://localhost:7001/fixed',
      'https://localhost:51004/callback',
    ]) {
      const page = await refusedPage(url, { redirect_uri: uri });
      expect([uri, page.error, page.location]).toEqual([uri, 'invalid_redirect_uri', undefined]);
    }
  });

  it('attack: a refused document is a page that says what is wrong, and 401 invalid_client at the token endpoint', async () => {
    const bad = web.serve(next(), { ...members, client_secret: 'x' });
    for (const [clientId, said] of [
      [bad, 'client_secret must not be in it'],
      [web.origin + next(), 'answered with status 404'],
      ['https://agent.example/client', 'does not trust documents of clients at agent.example'],
      [`${web.origin}/`, 'client_id must be an https URL with a path'],
    ] as const) {
      const { body, ...page } = await refusedPage(clientId);
      expect(page).toEqual({ status: 401, error: 'invalid_client', location: undefined });
      expect(body).toContain(said);
      expect(body).toContain('We could not let this application in');
      const answer = await clientAt(clientId).refresh('x');
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      expect(answer.body['error_description']).toContain(said);
    }
  });

  it('attack: a server that cannot be reached is named by its host alone', async () => {
    await setPolicy(ofPolicy({ domains: ['*'] }));
    try {
      const { body } = await refusedPage('https://agent.invalid/secret-path');
      expect(body).toContain('agent.invalid, which has the document of the client, cannot be reached');
      expect(/<dt>Description<\/dt>.*/u.exec(body)?.[0]).not.toContain('secret-path');
    } finally {
      await setPolicy(ofPolicy({ domains: ['localhost'] }));
    }
  });

  it('attack: the document changes between consent and token', async () => {
    for (const changed of [
      { client_name: 'Somebody else' },
      { redirect_uris: ['https://localhost:9999/other'] },
      { token_endpoint_auth_method: 'none', contacts: ['evil@agent.example'] },
    ]) {
      const place = next();
      const agent = clientAt(web.serve(place, members, { 'cache-control': 'no-store' }));
      const first = await agent.code(alice, request);
      const second = await agent.code(alice, request);
      expect((await agent.redeem(first)).status).toBe(200);
      web.serve(place, { ...members, ...changed });
      server.aheadMs += 2000;
      const answer = await agent.redeem(second);
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(answer.body['error_description']).toContain('not as it was when the user agreed');
    }
  });

  it('attack: the document changes while the user reads the consent page', async () => {
    const place = next();
    const agent = clientAt(web.serve(place, members, { 'cache-control': 'no-store' }));
    const browser = new Browser();
    // The server picks the resource: the page has it from what is asked for anew, not from the grant of before.
    const { url } = agent.request({ ...request, resource: undefined });
    const page = await submitPassword(browser, await openPage(browser, url), alice);
    if (page instanceof URL) throw new Error('no consent was asked for');
    web.serve(place, { ...members, client_name: 'Somebody else' }, { 'cache-control': 'no-store' });
    server.aheadMs += 2000;
    let answer = await browser.post(page.action, { csrf: page.csrf });
    for (let step = 0; step < 5 && answer.headers['location']; step += 1) {
      const location = new URL(String(answer.headers['location']), server.issuer);
      expect(location.searchParams.has('code')).toBe(false);
      answer = await browser.get(location.href);
    }
    expect(answer.body).toContain('Somebody else');
    expect(scopes(answer.body)).toEqual(scopes(page.answer.body));
    expect(scopes(answer.body)).toContain('profile_read');
  });

  it.each(['consent', 'cancel'])(
    'attack: a redirect URI that leaves the document before %s gets no answer',
    async (form) => {
      const place = next();
      const agent = clientAt(web.serve(place, members, { 'cache-control': 'no-store' }));
      const browser = new Browser();
      const page = await submitPassword(browser, await openPage(browser, agent.request(request).url), alice);
      if (page instanceof URL) throw new Error('no consent was asked for');
      web.serve(
        place,
        { ...members, redirect_uris: ['https://localhost:9999/other'] },
        { 'cache-control': 'no-store' },
      );
      server.aheadMs += 2000;
      const cancel = /<form id="cancel-form" method="post" action="([^"]+)"/u.exec(page.answer.body)?.[1] ?? '';
      const action = form === 'cancel' ? server.issuer + cancel : page.action;
      const { location } = await browser.post(action, { csrf: page.csrf });
      const end = await browser.get(new URL(location, server.issuer).href);
      expect([end.location, errorOf(end.body)]).toEqual(['', 'invalid_redirect_uri']);
    },
  );

  it('attack: the policy narrows while the document is kept: the next request is refused', async () => {
    const agent = clientAt(web.serve(next(), members, { 'cache-control': 'max-age=3600' }));
    const tokens = await agent.signIn(alice, request);
    for (const policy of [ofPolicy({ domains: ['agent.example'] }), ofPolicy(undefined)]) {
      await setPolicy(policy);
      try {
        expect(await agent.refresh(tokens.refresh_token)).toMatchObject({
          status: 401,
          body: { error: 'invalid_client' },
        });
        expect(await refusedPage(agent.clientId)).toMatchObject({ error: 'invalid_client', location: undefined });
        if (!policy.documents) expect(await discovery()).not.toContain('client_id_metadata_document_supported');
      } finally {
        await setPolicy(ofPolicy({ domains: ['localhost'] }));
      }
    }
    expect((await agent.refresh(tokens.refresh_token)).status).toBe(200);
  });

  it('attack: a refresh token outlives offline_access in the policy', async () => {
    const agent = clientAt(web.serve(next(), members));
    const tokens = await agent.signIn(alice, request);
    await setPolicy({ ...ofPolicy({ domains: ['localhost'] }), scope: 'openid' });
    try {
      expect(await agent.refresh(tokens.refresh_token)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant', error_description: expect.stringContaining('while the user is away') },
      });
    } finally {
      await setPolicy(ofPolicy({ domains: ['localhost'] }));
    }
  });

  it('a person signs out, and a token is introspected and revoked, although the document can no longer be read', async () => {
    const place = next();
    const agent = clientAt(web.serve(place, members, { 'cache-control': 'no-store' }));
    const browser = new Browser();
    const tokens = await agent.signIn(alice, request, browser);
    web.answer(place, (_request, response) => response.writeHead(500).end());
    server.aheadMs += 2000;
    expect((await agent.refresh(tokens.refresh_token)).status).toBe(401);
    expect((await agent.post('/token/revocation', { token: tokens.refresh_token })).status).toBe(200);
    const account = await browser.get(`${server.issuer}/account/applications`);
    expect(errorOf(account.body)).toBeUndefined();
    const page = await browser.get(`${server.issuer}/session/end?id_token_hint=${tokens.id_token}`);
    expect([page.status, errorOf(page.body)]).toEqual([303, undefined]);
  });

  it('attack: where too many documents would be read the request is 503, and not the fault of the client', async () => {
    const form = { grant_type: 'authorization_code', code: 'x', redirect_uri: 'https://localhost:9999/back' };
    let answer = await clientAt(web.serve(next(), members)).post('/token', form);
    for (let asked = 1; answer.status !== 503 && asked <= 30; asked += 1) {
      expect(answer.body).not.toMatchObject({ error: 'invalid_client' });
      answer = await clientAt(web.serve(next(), members)).post('/token', form);
    }
    expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    const page = await refusedPage(web.serve(next(), members));
    expect(page).toMatchObject({ status: 503, error: 'temporarily_unavailable', location: undefined });
  });
});
