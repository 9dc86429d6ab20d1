import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  discoverAuthorizationServerMetadata,
  exchangeAuthorization,
  refreshAuthorization,
  registerClient,
  startAuthorization,
} from '@modelcontextprotocol/sdk/client/auth.js';
import { InvalidClientError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { Browser, errorOf, send, signIn } from '../browser.ts';
import { claimsOf, TestClient } from '../client.ts';
import { bearer, forgetRegistrations, register, sendJson, withRegistration } from '../registering.ts';
import { api, startServer, type TestServer } from '../server.ts';

const scopes = { [api]: ['profile_read', 'invoice_read'] };
let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    registry: withRegistration(
      { mode: 'open', clients_per_network: 1000 },
      { scope: 'openid offline_access', scopes, blocked_domains: ['*.blocked.example'] },
    ),
  });
});
afterAll(() => server?.stop());

beforeEach(() => forgetRegistrations(server));

const redirectUri = 'http://127.0.0.1:3000/callback';
const plain = { redirect_uris: [redirectUri], client_name: 'Agent' };
const registered = async (body: object = plain) => {
  const answer = await register(server, body);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body as Record<string, string>;
};
const clientFor = (clientId: string | undefined, uri = redirectUri) =>
  new TestClient(server, clientId ?? '', { redirectUri: uri });
const guess = (n: number) => sendJson('GET', `${server.issuer}/register/dyn_${n}`, undefined, bearer(`guess-${n}`));
const asking = { scope: 'openid offline_access profile_read', prompt: 'consent' };

describe('a client that registers itself', () => {
  it('is public, has a token to manage what is registered, and is named so in discovery', async () => {
    const metadata = await sendJson('GET', `${server.issuer}/.well-known/oauth-authorization-server`);
    expect(metadata.body['registration_endpoint']).toBe(`${server.issuer}/register`);
    const { status, headers, body } = await register(server, plain);
    expect(status).toBe(201);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(body).toEqual({
      client_id: expect.stringMatching(/^dyn_[\w-]{22}$/),
      client_id_issued_at: expect.any(Number),
      registration_client_uri: `${server.issuer}/register/${String(body['client_id'])}`,
      registration_access_token: expect.stringMatching(/^[\w-]{43}$/),
      client_name: 'Agent',
      application_type: 'native',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    });
    const [record] = await server.audited({ types: ['client.registered'], limit: 1 } as never);
    expect(JSON.stringify(record)).toContain(String(body['client_id']));
    expect(JSON.stringify(await server.audited())).not.toContain(String(body['registration_access_token']));
    expect(server.log.join('\n')).not.toContain(String(body['registration_access_token']));
  });

  it('signs a person in with any port of the loopback address, and refreshes', async () => {
    const { client_id: clientId } = await registered();
    const client = clientFor(clientId, 'http://127.0.0.1:49152/callback');
    const tokens = await client.signIn(await server.person('alice'), asking);
    expect(claimsOf(tokens.access_token)).toMatchObject({ client_id: clientId, aud: api, scope: 'profile_read' });
    const refreshed = await client.refresh(tokens.refresh_token);
    expect(refreshed.status).toBe(200);
    const kept = await server.server.storage.unregisteredClients.find(clientId!);
    const nowSeconds = Date.now() / 1000;
    expect(kept?.usedAtSeconds).toBeGreaterThan(nowSeconds - 60);
  });

  it('gets no scope beyond the policy, neither for the asking nor for having registered it', async () => {
    const { client_id: clientId, ...rest } = await registered({ ...plain, scope: 'openid invoice_write email admin' });
    expect(rest).not.toHaveProperty('scope');
    const client = clientFor(clientId);
    const { url } = client.request({ ...asking, scope: 'openid invoice_write' });
    const answer = await new Browser().get(url);
    expect(new URL(answer.location).searchParams.get('error')).toBe('invalid_scope');
    const tokens = await client.signIn(await server.person('alice'), asking);
    const more = await client.refresh(tokens.refresh_token, { scope: 'openid profile_read invoice_write' });
    expect(more).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });

  it('is held to what it asked for: tokens bound to a key, and requests that are pushed', async () => {
    const bound = { ...plain, dpop_bound_access_tokens: true };
    const { client_id: boundId, ...answered } = await registered(bound);
    expect(answered).toMatchObject({ dpop_bound_access_tokens: true });
    const client = clientFor(boundId);
    const code = await client.code(await server.person('alice'), asking);
    expect(await client.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const [refused] = await server.audited({ type: 'token.refused', limit: 1 });
    expect(refused?.data['reason']).toMatch(/DPoP proof/u);
    const { client_id: pushing } = await registered({ ...plain, require_pushed_authorization_requests: true });
    const page = await new Browser().get(clientFor(pushing).request(asking).url);
    expect(page.body + page.location).toContain('invalid_request');
    expect(await registered({ ...plain, require_signed_request_object: false })).not.toHaveProperty(
      'require_signed_request_object',
    );
  });

  it('is known to be gone: a page at the authorization endpoint, 401 at the token endpoint', async () => {
    const { client_id: clientId, registration_access_token: token } = await registered();
    const client = clientFor(clientId);
    const { access_token: accessToken, refresh_token: refreshToken } = await client.signIn(
      await server.person('alice'),
      asking,
    );
    const uri = `${server.issuer}/register/${clientId}`;
    expect(await sendJson('DELETE', uri, undefined, bearer(token))).toMatchObject({ status: 204, text: '' });
    expect(await client.refresh(refreshToken)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const page = await new Browser().get(client.request(asking).url);
    expect(page.status).toBe(400);
    expect(errorOf(page.body)).toBe('invalid_client');
    const userinfo = await sendJson('GET', `${server.issuer}/me`, undefined, bearer(accessToken));
    expect(userinfo.status).toBe(401);
    expect(await sendJson('GET', uri, undefined, bearer(token))).toMatchObject({ status: 401 });
  });
});

describe('a client that is not used', () => {
  const day = 24 * 3_600_000;
  afterEach(() => {
    server.aheadMs = 0;
  });

  it('goes after 14 days without a token, and after 90 since the last one', async () => {
    const { storage } = server.server;
    const [{ client_id: unused = '' }, { client_id: used = '' }] = [await registered(), await registered()];
    await clientFor(used).signIn(await server.person('alice'), asking);
    const left = async (days: number) => {
      server.aheadMs = days * day;
      await storage.collectGarbage();
      const found = await Promise.all([unused, used].map((id) => storage.unregisteredClients.find(id)));
      return found.map((one) => one !== undefined);
    };
    expect(await left(13)).toEqual([true, true]);
    expect(await left(15)).toEqual([false, true]);
    expect(await left(89)).toEqual([false, true]);
    expect(await left(91)).toEqual([false, false]);
  });
});

describe('bodies as real clients send them', () => {
  it.each([
    [
      'Claude Code',
      {
        client_name: 'Claude Code',
        redirect_uris: ['http://localhost:54545/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
      'native',
    ],
    [
      'VS Code',
      {
        client_name: 'Visual Studio Code',
        client_uri: 'https://code.visualstudio.com',
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'],
        redirect_uris: [
          'https://insiders.vscode.dev/redirect',
          'https://vscode.dev/redirect',
          'http://127.0.0.1/',
          'http://127.0.0.1:33418/',
        ],
        scope: 'openid profile_read',
        token_endpoint_auth_method: 'none',
      },
      'native',
    ],
    [
      'mcp-remote',
      {
        redirect_uris: ['http://localhost:3334/oauth/callback'],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        client_name: 'MCP CLI Proxy',
        client_uri: 'https://github.com/modelcontextprotocol/mcp-cli',
        software_id: '2e6dc280-f3c3-4e01-99a7-8181dbd1d23d',
        software_version: '0.1.16',
        scope: 'openid email profile',
      },
      'native',
    ],
    ['a web application', { redirect_uris: ['https://agent.example/back'], client_name: 'Agent', jwks: null }, 'web'],
    ['a program with a scheme of its own', { redirect_uris: ['com.example.agent:/back'] }, 'native'],
  ])('%s', async (_name, body, applicationType) => {
    const answer = await registered(body);
    expect(answer).toMatchObject({
      application_type: applicationType,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
    });
    const uri = body.redirect_uris.at(-1) as string;
    const client = clientFor(answer['client_id'], uri.replace('127.0.0.1:33418', '127.0.0.1:50000'));
    const { location, status } = await new Browser().get(client.request(asking).url);
    expect([status, location]).toEqual([303, expect.stringMatching(/\/interaction\//)]);
  });
});

describe('the SDK of MCP', () => {
  it('registers, signs a person in and refreshes, and begins anew when its registration is gone', async () => {
    const { issuer } = server;
    const metadata = await discoverAuthorizationServerMetadata(issuer);
    const clientMetadata = { ...plain, redirect_uris: [redirectUri], scope: 'profile_read' };
    let answered: Record<string, unknown> = {};
    const fetchFn = async (url: string | URL, init?: RequestInit) => {
      const answer = await fetch(url, init);
      answered = (await answer.clone().json()) as Record<string, unknown>;
      return answer;
    };
    const clientInformation = await registerClient(issuer, { metadata: metadata!, clientMetadata, fetchFn });
    const resource = new URL(api);
    const { authorizationUrl, codeVerifier } = await startAuthorization(issuer, {
      metadata: metadata!,
      clientInformation,
      redirectUrl: redirectUri,
      scope: 'profile_read offline_access',
      resource,
    });
    const callback = await signIn(new Browser(), authorizationUrl.href, await server.person('alice'));
    const tokens = await exchangeAuthorization(issuer, {
      metadata: metadata!,
      clientInformation,
      authorizationCode: callback.searchParams.get('code') ?? '',
      codeVerifier,
      redirectUri,
      resource,
    });
    expect(claimsOf(tokens.access_token)).toMatchObject({ aud: api, client_id: clientInformation.client_id });
    const again = { metadata: metadata!, clientInformation, refreshToken: tokens.refresh_token ?? '', resource };
    const refreshed = await refreshAuthorization(issuer, again);
    const { registration_client_uri: uri, registration_access_token: token } = answered;
    expect(await sendJson('DELETE', String(uri), undefined, bearer(token))).toMatchObject({ status: 204 });
    await expect(
      refreshAuthorization(issuer, { ...again, refreshToken: refreshed.refresh_token ?? '' }),
    ).rejects.toThrow(InvalidClientError);
  });
});

/** Metadata with so many addresses of 1,000 characters. */
const signingOutAt = (length: number) => ({
  ...plain,
  post_logout_redirect_uris: Array.from({ length }, (_, n) => `https://agent.example/${n}${'x'.repeat(1000)}`),
});

describe('metadata that is refused, with nothing registered', () => {
  it.each<[string, string, unknown, RegExp]>([
    ['no JSON', 'invalid_client_metadata', '{', /no JSON/],
    ['a list', 'invalid_client_metadata', [], /object of JSON/],
    [
      'no redirect URI',
      'invalid_redirect_uri',
      { client_name: 'Agent' },
      /^redirect_uris: is missing; it must be an array of strings, each an address to be redirected to/,
    ],
    [
      'null for redirect URIs',
      'invalid_redirect_uri',
      { redirect_uris: null },
      /^redirect_uris: is missing; it must be an array/,
    ],
    [
      'one redirect URI without array',
      'invalid_redirect_uri',
      { redirect_uris: redirectUri },
      /^redirect_uris: must be an array of strings, each an address/,
    ],
    ['an empty array', 'invalid_redirect_uri', { redirect_uris: [] }, /^redirect_uris: is empty; at least one/],
    [
      'a redirect URI that is a number',
      'invalid_redirect_uri',
      { redirect_uris: [redirectUri, 7] },
      /^redirect_uris\[1\]: must be a string$/,
    ],
    [
      'a redirect URI that is an object',
      'invalid_redirect_uri',
      { redirect_uris: [{ uri: redirectUri }] },
      /^redirect_uris\[0\]: must be a string$/,
    ],
    [
      'a redirect URI without end',
      'invalid_redirect_uri',
      { redirect_uris: [`https://agent.example/${'a'.repeat(2048)}`] },
      /^redirect_uris\[0\]: is longer than 2048 characters/,
    ],
    [
      'a relative redirect URI',
      'invalid_redirect_uri',
      { redirect_uris: ['/back'] },
      /^redirect_uris: \/back is not an absolute URI$/,
    ],
    ...(
      [
        ['client_name', 7, /^client_name: must be a string$/],
        ['client_name', { en: 'Agent' }, /^client_name: must be a string$/],
        ['client_name', 'x'.repeat(129), /^client_name: is longer than 128 characters/],
        ['client_uri', true, /^client_uri: must be an https address, such as/],
        ['client_uri', 'agent', /^client_uri: must be an https address, such as/],
        ['logo_uri', ['https://agent.example/'], /^logo_uri: must be an https address/],
        ['contacts', 'ann@agent.example', /^contacts: must be an array of strings$/],
        ['contacts', [null], /^contacts\[0\]: must be a string$/],
        ['contacts', Array(6).fill('ann@agent.example'), /^contacts: has more than 5 entries/],
        ['application_type', 'desktop', /^application_type: must be web or native$/],
        ['application_type', 1, /^application_type: must be web or native$/],
        ['post_logout_redirect_uris', 'https://agent.example/', /^post_logout_redirect_uris: must be an array/],
        ['token_endpoint_auth_method', ['none'], /^token_endpoint_auth_method: must be a string$/],
        ['token_endpoint_auth_method', 'nothing', /^token_endpoint_auth_method: must be none; only public/],
        ['grant_types', 'authorization_code', /^grant_types: must be an array of strings$/],
        ['grant_types', [['authorization_code']], /^grant_types\[0\]: must be a string$/],
        ['grant_types', [], /^grant_types: must name authorization_code$/],
        ['response_types', {}, /^response_types: must be an array of strings$/],
        ['response_types', ['code', 'token'], /^response_types: must be an array with code alone$/],
        ['jwks', 'https://agent.example/jwks', /^jwks: must be a set of public keys, an object with the member keys$/],
        ['jwks', {}, /^jwks\.keys: is missing; it must be an array of public keys$/],
        ['jwks', { keys: [{}] }, /^jwks\.keys\[0\]\.kty: is missing; it must be a string, the type of the key$/],
        ['jwks', { keys: [] }, /^jwks\.keys: has no key/],
        ['jwks', { keys: ['x'] }, /^jwks\.keys\[0\]: must be a public key, an object with the member kty$/],
        ['jwks_uri', 7, /^jwks_uri: must be an https address/],
        ['software_statement', 7, /^software_statement: must be a string$/],
      ] as [string, unknown, RegExp][]
    ).map(([member, value, why]): [string, string, unknown, RegExp] => [
      `${member}: ${JSON.stringify(value).slice(0, 40)}`,
      member === 'software_statement' ? 'invalid_software_statement' : 'invalid_client_metadata',
      { ...plain, [member]: value },
      why,
    ]),
    ['a script to be redirected to', 'invalid_redirect_uri', { redirect_uris: ['javascript:alert(1)'] }, /javascript/],
    ['data to be redirected to', 'invalid_redirect_uri', { redirect_uris: ['data:text/html,x'] }, /data:text/],
    ['plain http elsewhere', 'invalid_redirect_uri', { redirect_uris: ['http://agent.example/back'] }, /plain http/],
    ['a scheme that is no domain', 'invalid_redirect_uri', { redirect_uris: ['cursor://back'] }, /is no https|reverse/],
    [
      'a host with a gap',
      'invalid_redirect_uri',
      { redirect_uris: ['https://good.example\t.agent.example/'] },
      /spaces/,
    ],
    ['a fragment', 'invalid_redirect_uri', { redirect_uris: ['https://agent.example/#x'] }, /fragment/],
    [
      'a host that is blocked',
      'invalid_redirect_uri',
      { redirect_uris: ['https://agent.example/', 'https://a.blocked.example/'] },
      /not let in/,
    ],
    [
      'six redirect URIs',
      'invalid_redirect_uri',
      { redirect_uris: [1, 2, 3, 4, 5, 6].map((n) => `https://agent.example/${n}`) },
      /at most 5/,
    ],
    [
      'a secret by header',
      'invalid_client_metadata',
      { ...plain, token_endpoint_auth_method: 'client_secret_basic' },
      /must be none/,
    ],
    [
      'a secret by form',
      'invalid_client_metadata',
      { ...plain, token_endpoint_auth_method: 'client_secret_post' },
      /must be none/,
    ],
    [
      'tokens bound to a certificate',
      'invalid_client_metadata',
      { ...plain, tls_client_certificate_bound_access_tokens: true },
      /^tls_client_certificate_bound_access_tokens: must be left out or false/,
    ],
    [
      'signed requests alone',
      'invalid_client_metadata',
      { ...plain, require_signed_request_object: true },
      /^require_signed_request_object: must be left out or false/,
    ],
    [
      'tokens bound to a key, in a text',
      'invalid_client_metadata',
      { ...plain, dpop_bound_access_tokens: 'true' },
      /^dpop_bound_access_tokens: must be true or false/,
    ],
    ['a secret of its own', 'invalid_client_metadata', { ...plain, client_secret: 'x' }, /^client_secret/],
    ['keys', 'invalid_client_metadata', { ...plain, jwks: { keys: [{ kty: 'RSA' }] } }, /^jwks/],
    ['the address of keys', 'invalid_client_metadata', { ...plain, jwks_uri: 'https://agent.example/jwks' }, /^jwks/],
    [
      'a software statement',
      'unapproved_software_statement',
      { ...plain, software_statement: 'a.b.c' },
      /none is accepted/,
    ],
    [
      'client credentials',
      'invalid_client_metadata',
      { ...plain, grant_types: ['client_credentials'] },
      /client_credentials is for/,
    ],
    [
      'the implicit grant',
      'invalid_client_metadata',
      { ...plain, grant_types: ['authorization_code', 'implicit'] },
      /implicit is for/,
    ],
    ['tokens by redirect', 'invalid_client_metadata', { ...plain, response_types: ['token'] }, /^response_types/],
    [
      'a name that turns text around',
      'invalid_client_metadata',
      { ...plain, client_name: 'moc.knab\u202e' },
      /^client_name/,
    ],
    ['a name with nothing to see', 'invalid_client_metadata', { ...plain, client_name: 'Ba\u200bnk' }, /^client_name/],
    [
      'a home page inside',
      'invalid_client_metadata',
      { ...plain, client_uri: 'https://10.0.0.1/' },
      /^client_uri: leads to no public/,
    ],
    [
      'a logo inside',
      'invalid_client_metadata',
      { ...plain, logo_uri: 'https://[::1]/logo.png' },
      /^logo_uri: leads to no public/,
    ],
    [
      'a policy over http',
      'invalid_client_metadata',
      { ...plain, policy_uri: 'http://agent.example/policy' },
      /^policy_uri: must be an https/,
    ],
    [
      'terms that are a script',
      'invalid_client_metadata',
      { ...plain, tos_uri: 'javascript:alert(1)' },
      /^tos_uri: must be/,
    ],
  ])('%s', async (_what, error, body, why) => {
    const count = () => server.server.storage.unregisteredClients.count({ kind: 'dynamic' });
    const before = await count();
    const answer = await register(server, body);
    expect(answer.text).not.toMatch(/Invalid|expected|received/u);
    expect(answer).toMatchObject({ status: 400, body: { error, error_description: expect.stringMatching(why) } });
    expect(await count()).toBe(before);
  });

  it('attack: a client of a host that is blocked moves to no other, with what users gave it', async () => {
    const {
      registration_client_uri: uri = '',
      registration_access_token: token,
      client_id,
    } = await registered({
      redirect_uris: ['https://late.example/back'],
    });
    const { writes } = server.server.storage.policies;
    const policy = {
      scope: 'openid offline_access',
      scopes,
      registration: { mode: 'open', clients_per_network: 1000 },
    };
    const set = (blocked: string[]) =>
      server.change(
        'policies',
        writes.put({ name: 'unregistered_clients', definition: { ...policy, blocked_domains: blocked } }),
      );
    const move = () =>
      sendJson('PUT', uri, { client_id, redirect_uris: ['https://fresh.example/back'] }, bearer(token));
    await set(['late.example']);
    try {
      expect(await move()).toMatchObject({ status: 400, body: { error: 'invalid_redirect_uri' } });
    } finally {
      await set(['*.blocked.example']);
    }
    expect((await move()).status).toBe(200);
  });

  it('RFC 7591 section 3.2.2: a refusal names the member and says what it must be', async () => {
    const missing = await register(server, { client_name: 'Agent' });
    expect(missing.body).toEqual({
      error: 'invalid_redirect_uri',
      error_description:
        'redirect_uris: is missing; it must be an array of strings, each an address to be redirected to, such as https://agent.example/callback',
    });
    const wrong = await register(server, { ...plain, jwks: { keys: [{ kty: 7 }] } });
    expect(wrong.body).toEqual({
      error: 'invalid_client_metadata',
      error_description: 'jwks.keys[0].kty: must be a string, the type of the key',
    });
  });

  it('a huge body', async () => {
    const answer = await register(server, { ...plain, client_name: 'x'.repeat(70_000) });
    expect(answer).toMatchObject({ status: 413, body: { error: 'content_too_large' } });
  });

  it('more than a stranger may have kept', async () => {
    expect((await register(server, signingOutAt(4))).status).toBe(201);
    const answer = await register(server, signingOutAt(5));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
    expect(answer.body['error_description']).toMatch(/more than 5120 bytes/u);
  });

  it('another type of content', async () => {
    const answer = await register(server, JSON.stringify(plain), { 'content-type': 'text/plain' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
  });

  it('what is for operators to say is left out, and gives nothing', async () => {
    const body = await registered({
      ...plain,
      first_party: true,
      token_exchange: [{}],
      sender_constrained: 'none',
      require_pkce: false,
      scopes: { [api]: ['invoice_write'] },
      client_id: 'web-app',
      resource_server_for: [api],
    });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['first_party']));
    const kept = await server.server.storage.unregisteredClients.find(String(body['client_id']));
    expect(Object.keys(kept!.metadata).toSorted()).toEqual([
      'application_type',
      'client_name',
      'redirect_uris',
      'token_endpoint_auth_method',
    ]);
    const { url } = clientFor(body['client_id']).request({ ...asking, code_challenge: undefined });
    const answer = await new Browser().get(url);
    expect(new URL(answer.location).searchParams.get('error')).toBe('invalid_request');
  });
});

describe('scripts in a browser', () => {
  it('may register and manage, and no cookie is asked for', async () => {
    const asked = { origin: 'https://inspector.example', 'access-control-request-method': 'POST' };
    for (const [path, methods] of [
      ['/register', 'POST'],
      ['/register/dyn_x', 'GET, PUT, DELETE'],
    ]) {
      const answer = await send('OPTIONS', `${server.issuer}${path}`, asked);
      expect(answer.status).toBe(204);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': methods,
        'access-control-allow-headers': 'authorization, content-type',
      });
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });
});

describe('how many', () => {
  it('of 1,000 from one network as many are there as the policy says', async () => {
    const { storage } = server.server;
    const network = '127.0.0.0/24';
    const held = await storage.unregisteredClients.count({ kind: 'dynamic', network });
    await storage.commit(
      Array.from({ length: 999 - held }, (_, n) =>
        storage.unregisteredClients.writes.register({
          clientId: `dyn_filled${n}`,
          host: 'agent.example',
          metadata: {},
          network,
          managementSha256: Buffer.alloc(32, 1),
          removableAtSeconds: 4_000_000_000,
        }),
      ),
    );
    expect(await register(server, plain)).toMatchObject({ status: 201 });
    expect(await register(server, plain)).toMatchObject({ status: 403, body: { error: 'too_many_clients' } });
    await storage.commit(
      Array.from({ length: 999 - held }, (_, n) => storage.unregisteredClients.writes.remove(`dyn_filled${n}`)),
    );
  });

  it('tokens that do not fit are refused after a while, and one that fits never', async () => {
    const mine = await registered();
    const answers = await Promise.all(Array.from({ length: 120 }, (_, n) => guess(n)));
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toEqual(new Set([401, 429]));
    const { registration_client_uri: uri, registration_access_token: token } = mine;
    expect(await sendJson('GET', uri ?? '', undefined, bearer(token))).toMatchObject({ status: 200 });
  });

  it('ten a minute from a network, then 429 with when to come again', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => register(server, plain)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const { status, headers } of refused) {
      expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true]);
    }
  });
});
