import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importJWK, type JWTPayload, SignJWT } from 'jose';
import { Browser, errorOf, send } from '../browser.ts';
import { basic, confidential, encode, type JsonAnswer, type Parameters, postForm, TestClient } from '../client.ts';
import { type Instance, startInstance, startServer, type TestServer } from '../server.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const credentials = { grant_type: 'client_credentials', scope: 'invoice_read' };

let server: TestServer;
let second: Instance;
let worker: TestClient;
let jwk: Record<string, unknown>;

beforeAll(async () => {
  server = await startServer();
  second = await startInstance(server);
  worker = await confidential(server, 'worker');
  jwk = JSON.parse(await server.clientSecret('worker-jwt')) as Record<string, unknown>;
});
afterAll(async () => {
  await second?.stop();
  await server?.stop();
});

const post = (form: Parameters, headers: Record<string, string> = {}): Promise<JsonAnswer> =>
  postForm(`${server.issuer}/token`, { ...credentials, ...form }, headers);

/** Everything of an answer that a stranger sees, but for its id and the time. */
function visible({ status, headers, text }: JsonAnswer) {
  const { date: _date, 'x-request-id': _id, ...rest } = headers;
  return { status, text, headers: rest };
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
const statusWith = async (secret: string) => (await post({}, { authorization: basic('worker', secret) })).status;

describe('client secrets', () => {
  it('AS-09: a wrong secret and an unknown client get the same status, headers and body', async () => {
    const secret = randomBytes(32).toString('base64url');
    const byHeader = await Promise.all(
      ['worker', 'nobody'].map((id) => post({}, { authorization: basic(id, secret) })),
    );
    const byForm = await Promise.all(['worker', 'nobody'].map((id) => post({ client_id: id, client_secret: secret })));
    for (const [wrong, unknown] of [byHeader, byForm] as [JsonAnswer, JsonAnswer][]) {
      expect(wrong.status).toBe(401);
      expect(wrong.body).toEqual({ error: 'invalid_client', error_description: expect.any(String) });
      expect(visible(unknown)).toEqual(visible(wrong));
    }
    expect(byHeader[0]?.headers['www-authenticate']).toMatch(/^Basic /u);
  });

  it('AS-09: a disabled client, one without a secret and one of another method get that same answer', async () => {
    const secret = await server.clientSecret('gateway');
    const { clients } = server.server.storage;
    await server.change('clients', clients.writes.setDisabled('gateway', true));
    const answers = [
      await post({}, { authorization: basic('nobody', secret) }),
      await post({}, { authorization: basic('gateway', secret) }),
      await post({}, { authorization: basic('spa', secret) }),
      await post({}, { authorization: basic('worker-jwt', secret) }),
    ];
    await server.change('clients', clients.writes.setDisabled('gateway', false));
    expect(answers.map(visible)).toEqual(answers.map(() => visible(answers[0] as JsonAnswer)));
    const enabled = await post({ scope: 'profile_read' }, { authorization: basic('gateway', secret) });
    expect(enabled.status).toBe(200);
  });

  it('AS-09: a confidential client that sends no secret is refused', async () => {
    expect(await post({ client_id: 'worker' })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect((await post({})).status).toBe(400);
    expect((await post({ client_id: 'worker', client_secret: '' })).status).toBe(401);
  });

  it('AS-09: credentials that come twice, half or malformed are refused', async () => {
    const secret = await server.clientSecret('worker');
    const header = { authorization: basic('worker', secret) };
    const wrong: [Parameters, Record<string, string>][] = [
      [{ client_id: 'worker', client_secret: secret }, header],
      [{ client_id: 'web-app' }, header],
      [{ client_id: ['worker', 'worker'], client_secret: secret }, {}],
      [{ client_id: 'worker', client_secret: [secret, secret] }, {}],
      [{}, { authorization: `Bearer ${secret}` }],
      [{}, { authorization: 'Basic' }],
      [{}, { authorization: 'Basic !!!' }],
      [{}, { authorization: `Basic ${Buffer.from('worker').toString('base64')}` }],
      [{}, { authorization: `Basic ${Buffer.from(`worker:%zz`).toString('base64')}` }],
      [{}, { authorization: `Basic ${Buffer.from(`worker:\0`).toString('base64')}` }],
    ];
    for (const [form, headers] of wrong) {
      const answer = await post(form, headers);
      expect([JSON.stringify([form, headers]), answer.status >= 400 && answer.status < 500]).toEqual([
        JSON.stringify([form, headers]),
        true,
      ]);
    }
    const inQuery = await postForm(
      `${server.issuer}/token?${encode({ client_id: 'worker', client_secret: secret }).toString()}`,
      credentials,
    );
    expect(inQuery.status).toBe(400);
  });

  it('AS-09: several secrets are valid at once, each until it expires or is removed', async () => {
    const { clients } = server.server.storage;
    const [next, short] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];
    const inOneMinute = Math.floor(Date.now() / 1000) + 60;
    await server.change(
      'clients',
      clients.writes.addSecret({ clientId: 'worker', sha256: hashOf(next), expiresAtSeconds: undefined }),
      clients.writes.addSecret({ clientId: 'worker', sha256: hashOf(short), expiresAtSeconds: inOneMinute }),
    );
    const first = await server.clientSecret('worker');
    expect([await statusWith(first), await statusWith(next), await statusWith(short)]).toEqual([200, 200, 200]);
    server.aheadMs = 61_000;
    expect([await statusWith(first), await statusWith(next), await statusWith(short)]).toEqual([200, 200, 401]);
    server.aheadMs = 0;
    await server.change('clients', clients.writes.removeSecret({ clientId: 'worker', sha256: hashOf(next) }));
    expect([await statusWith(first), await statusWith(next), await statusWith(short)]).toEqual([200, 401, 200]);
  });

  it('AS-18: no secret is in the database, only hashes', async () => {
    const record = (await server.server.storage.clients.list()).find(({ clientId }) => clientId === 'worker');
    expect(JSON.stringify(record)).not.toContain(await server.clientSecret('worker'));
  });

  it('AS-09: a disabled client gets no code, and the person sees a page', async () => {
    const { clients } = server.server.storage;
    const webApp = await confidential(server, 'web-app');
    const browser = new Browser();
    const alice = await server.person('alice');
    const tokens = await webApp.signIn(alice, {}, browser);
    const pending = await webApp.code(alice, {}, browser);
    await server.change('clients', clients.writes.setDisabled('web-app', true));
    const answer = await browser.get(webApp.request().url);
    const [redeemed, refreshed] = [await webApp.redeem(pending), await webApp.refresh(tokens.refresh_token)];
    await server.change('clients', clients.writes.setDisabled('web-app', false));
    expect([answer.status, answer.headers['location'], errorOf(answer.body)]).toEqual([
      400,
      undefined,
      'invalid_client',
    ]);
    for (const { status, body } of [redeemed, refreshed])
      expect([status, body['error']]).toEqual([401, 'invalid_client']);
    expect((await webApp.refresh(tokens.refresh_token)).status).toBe(200);
  });
});

describe('introspection and revocation', () => {
  it('AS-09: both ask the client to prove itself', async () => {
    for (const endpoint of ['/token/introspection', '/token/revocation']) {
      for (const [form, headers] of [
        [{}, {}],
        [{ client_id: 'worker' }, {}],
        [{}, { authorization: basic('worker', 'x'.repeat(43)) }],
        [{}, { authorization: basic('nobody', 'x'.repeat(43)) }],
      ] as [Parameters, Record<string, string>][]) {
        const answer = await postForm(`${server.issuer}${endpoint}`, { token: 'x', ...form }, headers);
        expect([400, 401]).toContain(answer.status);
      }
    }
  });

  it('AS-09: a public client, which cannot prove itself, is told of no token, not even its own', async () => {
    const spa = new TestClient(server, 'spa', { redirectUri: 'https://localhost:3004/callback' });
    const tokens = await spa.signIn(await server.person('alice'), { resource: undefined, scope: 'openid profile' });
    for (const token of [tokens.access_token, tokens.refresh_token, 'x']) {
      const answer = await spa.post('/token/introspection', { token });
      expect(answer.body).toEqual({ active: false });
    }
    expect((await spa.post('/token/revocation', { token: tokens.refresh_token })).status).toBe(200);
    expect((await spa.refresh(tokens.refresh_token)).status).toBe(400);
  });

  it('AS-09: an unknown token is inactive, and its revocation is done', async () => {
    expect((await worker.post('/token/introspection', { token: 'made-up' })).body).toEqual({ active: false });
    expect((await worker.post('/token/revocation', { token: 'made-up' })).status).toBe(200);
  });
});

async function assertion(changes: JWTPayload = {}, header: Record<string, unknown> = {}): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'worker-jwt',
    sub: 'worker-jwt',
    aud: server.issuer,
    jti: randomUUID(),
    iat: nowSeconds,
    exp: nowSeconds + 60,
    ...changes,
  };
  const key = await importJWK(jwk, 'ES256');
  return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: String(jwk['kid']), ...header }).sign(key);
}
const prove = (jwt: string | string[], changes: Parameters = {}, base = server.issuer) =>
  postForm(
    `${base}/token`,
    { ...credentials, client_assertion_type: assertionType, client_assertion: jwt, ...changes },
    { host: new URL(server.issuer).host },
  );
const nowSeconds = () => Math.floor(Date.now() / 1000);

const rewritten = (changes: Record<string, unknown>) => Buffer.from(JSON.stringify(changes)).toString('base64url');

describe('private_key_jwt', () => {
  it('AS-02: a good assertion is accepted, once', async () => {
    const jwt = await assertion();
    expect((await prove(jwt)).status).toBe(200);
    expect(await prove(jwt)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('C2: iat and nbf may be ten seconds ahead, and are refused beyond a minute (AS-02)', async () => {
    for (const claim of ['iat', 'nbf']) {
      for (const ahead of [1, 8, 10])
        expect((await prove(await assertion({ [claim]: nowSeconds() + ahead }))).status).toBe(200);
      for (const ahead of [65, 100, 1e6]) {
        const at = nowSeconds() + ahead;
        expect((await prove(await assertion({ [claim]: at, exp: at + 30 }))).status).toBe(401);
      }
    }
  });

  it('C2: an assertion that expired less than ten seconds ago is accepted', async () => {
    expect((await prove(await assertion({ iat: nowSeconds() - 60, exp: nowSeconds() - 2 }))).status).toBe(200);
    expect((await prove(await assertion({ iat: nowSeconds() - 60, exp: nowSeconds() - 11 }))).status).toBe(401);
  });

  it('AS-02: one assertion used 40 times at once over two instances gives one token, the others invalid_client', async () => {
    const jwt = await assertion();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => prove(jwt, {}, index % 2 ? second.url : server.issuer)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body]).toEqual([401, { error: 'invalid_client', error_description: expect.any(String) }]);
    }
  });

  it('AS-02: the audience is the issuer alone, as a string', async () => {
    const { issuer } = server;
    for (const aud of [
      [issuer],
      [issuer, 'https://other.example'],
      `${issuer}/`,
      `${issuer}/token`,
      `${issuer}/jwks`,
      'https://other.example',
      issuer.replace('https', 'http'),
      issuer.toUpperCase(),
      '',
      'worker-jwt',
    ]) {
      const answer = await prove(await assertion({ aud }));
      expect({ aud, status: answer.status, error: answer.body['error'] }).toEqual({
        aud,
        status: 401,
        error: 'invalid_client',
      });
    }
    expect((await prove(await assertion({ aud: undefined as never }))).status).toBe(401);
  });

  it('AS-02: too old, too long-lived, not yet valid, of somebody else or without its members: refused', async () => {
    const now = nowSeconds();
    for (const changes of [
      { exp: now - 10 },
      { exp: now + 400 },
      { iat: now + 120, exp: now + 180 },
      { nbf: now + 120, exp: now + 180 },
      { iat: now - 600, exp: now + 10 },
      { exp: undefined },
      { jti: undefined },
      { iss: undefined },
      { iss: 'worker' },
      { sub: 'worker' },
      { iss: 'worker', sub: 'worker' },
      { exp: 'tomorrow' },
      { exp: 1e300 },
      { jti: 7 },
      { sub: { $ne: null } },
    ] as unknown as JWTPayload[]) {
      const answer = await prove(await assertion(changes));
      const { status, body } = answer;
      expect({ changes, refused: status === 401 || status === 400, token: body['access_token'] }).toEqual({
        changes,
        refused: true,
        token: undefined,
      });
    }
  });

  it('AS-02: a wrong key, a wrong algorithm, none, a tampered token and no token at all are refused', async () => {
    const good = await assertion();
    const [header = '', payload = '', signature = ''] = good.split('.');
    const hmac = await new SignJWT(JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(JSON.stringify({ ...jwk, d: undefined })));
    for (const jwt of [
      `${rewritten({ alg: 'none' })}.${payload}.`,
      `${rewritten({ alg: 'NoNe' })}.${payload}.${signature}`,
      `${header}.${rewritten({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), jti: 'x' })}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      hmac,
      'x',
      '..',
      '',
      'a'.repeat(20_000),
    ]) {
      const answer = await prove(jwt);
      expect([jwt.slice(0, 30), [400, 401].includes(answer.status)]).toEqual([jwt.slice(0, 30), true]);
      expect(answer.body).not.toHaveProperty('access_token');
    }
    expect((await prove(good)).status).toBe(200);
  });

  it('AS-02: the assertion counts for the client it names and for no other way of proving', async () => {
    const jwt = await assertion();
    expect((await prove(jwt, { client_id: 'worker' })).status).toBe(400);
    expect((await prove(jwt, { client_assertion_type: 'x' })).status).toBe(400);
    expect((await prove([jwt, jwt])).status).toBe(400);
    expect((await prove(jwt, { client_id: 'worker-jwt' })).status).toBe(200);
  });
});

describe('cross-origin requests', () => {
  it('AS-16: only the registered origins of a public client may read token answers, and never with cookies', async () => {
    const spa = new TestClient(server, 'spa', { redirectUri: 'https://localhost:3004/callback' });
    const alice = await server.person('alice');
    const from = async (origin: string) => {
      const { headers } = await spa.redeem(await spa.code(alice), {}, { origin });
      return {
        allowed: headers['access-control-allow-origin'],
        credentials: headers['access-control-allow-credentials'],
      };
    };
    expect(await from('https://localhost:3004')).toEqual({ allowed: 'https://localhost:3004', credentials: undefined });
    expect(await from('https://evil.example')).toEqual({ allowed: undefined, credentials: undefined });
    expect(await from('null')).toEqual({ allowed: undefined, credentials: undefined });
  });

  it('AS-16: the sign-in pages are for no other origin', async () => {
    const { url } = (await confidential(server, 'web-app')).request();
    const answer = await send('GET', url, { origin: 'https://localhost:3003', accept: 'text/html' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
