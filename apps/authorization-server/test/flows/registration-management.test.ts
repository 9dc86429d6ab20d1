import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { basic, confidential, postForm, TestClient } from '../client.ts';
import { startKeySet } from '../key-set.ts';
import { bearer, forgetRegistrations, initialToken, register, sendJson, withRegistration } from '../registering.ts';
import { api, type Instance, startInstance, startServer, type TestServer } from '../server.ts';

const scopes = { [api]: ['profile_read', 'invoice_read'] };
const issuerOfStatements = 'https://vendor.example';
const plain = { redirect_uris: ['https://agent.example/back'], client_name: 'Agent' };
let server: TestServer;
let other: Instance;
let keySet: Awaited<ReturnType<typeof startKeySet>>;
let vendor: Awaited<ReturnType<typeof generateKeyPair>>;

beforeAll(async () => {
  vendor = await generateKeyPair('ES256');
  keySet = await startKeySet([{ ...(await exportJWK(vendor.publicKey)), kid: 'v', alg: 'ES256' }]);
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: keySet.origin, GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '1000' },
    registry: withRegistration(
      {
        mode: 'token',
        software_statement_issuers: [
          { issuer: issuerOfStatements, jwks_uri: `${keySet.origin}/jwks`, algorithms: ['ES256'] },
        ],
      },
      { scope: 'openid offline_access', scopes },
    ),
  });
  other = await startInstance(server);
});
afterAll(async () => {
  await other?.stop();
  await server?.stop();
  keySet?.stop();
});
beforeEach(() => forgetRegistrations(server));

const registered = async (body: object = plain, token?: string) => {
  const answer = await register(server, body, bearer(token ?? (await initialToken(server))));
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body as Record<string, string>;
};

const statement = (claims: JWTPayload, key = vendor.privateKey, issuer = issuerOfStatements) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'v' }).setIssuer(issuer).setIssuedAt().sign(key);
const managing = async (body: object = plain) => {
  const { registration_client_uri: uri = '', registration_access_token: token = '', ...rest } = await registered(body);
  return { uri, token, ...rest } as Record<string, string> & { uri: string; token: string };
};

describe('with an initial access token', () => {
  it('alone: without one, with a wrong, a used or an expired one the answer is 401', async () => {
    const none = await register(server, plain);
    expect(none).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    expect(none.headers['www-authenticate']).toBe('Bearer realm="registration"');
    const token = await initialToken(server);
    await registered(plain, token);
    const expired = await initialToken(server, { expiresAtSeconds: Math.floor(Date.now() / 1000) });
    for (const one of ['wrong', token, expired]) {
      const { status, headers, body } = await register(server, plain, bearer(one));
      expect([status, body['error']]).toEqual([401, 'invalid_token']);
      expect(headers['www-authenticate']).toBe('Bearer realm="registration", error="invalid_token"');
    }
  });

  it('for one use, shown forty times at once to two instances, one client is registered', async () => {
    const token = await initialToken(server);
    const count = () => server.server.storage.unregisteredClients.count({ kind: 'dynamic' });
    const before = await count();
    const { host } = new URL(server.issuer);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        sendJson('POST', `${n % 2 === 0 ? server.issuer : other.url}/register`, plain, { ...bearer(token), host }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array<number>(39).fill(401),
    ]);
    expect(await count()).toBe(before + 1);
  });

  it('a confidential client gets a secret, shown once, and proves itself by it', async () => {
    const { client_id: clientId = '', client_secret: secret = '', ...rest } = await registered(plain);
    expect(rest).toMatchObject({ token_endpoint_auth_method: 'client_secret_basic', client_secret_expires_at: 0 });
    const form = { grant_type: 'refresh_token', refresh_token: 'x' };
    const right = await postForm(`${server.issuer}/token`, form, { authorization: basic(clientId, secret) });
    expect(right).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const wrong = await postForm(`${server.issuer}/token`, form, { authorization: basic(clientId, `${secret}x`) });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const record = await server.server.storage.unregisteredClients.find(clientId);
    expect(JSON.stringify(record)).not.toContain(secret);
  });

  it('no more is allowed than the token says', async () => {
    const token = await initialToken(server, { ceiling: { scope: 'openid', scopes: { [api]: ['profile_read'] } } });
    const { client_id: clientId } = await registered({ ...plain, token_endpoint_auth_method: 'none' }, token);
    const client = new TestClient(server, clientId ?? '', { redirectUri: plain.redirect_uris[0] as string });
    const tokens = await client.signIn(await server.person('alice'), { scope: 'openid profile_read' });
    expect(tokens.scope).toBe('profile_read');
    await expect(client.signIn(await server.person('alice'), { scope: 'openid invoice_read' })).rejects.toThrow(
      'invalid_scope',
    );
  });

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwt = { ...plain, token_endpoint_auth_method: 'private_key_jwt' };
  it.each<[string, object, string]>([
    ['keys at an internal address', { ...jwt, jwks_uri: 'https://127.0.0.1/jwks' }, 'jwks_uri: leads to no public'],
    ['keys at a metadata service', { ...jwt, jwks_uri: 'https://169.254.169.254/' }, 'jwks_uri: leads to no public'],
    ['keys at a name of this machine', { ...jwt, jwks_uri: 'https://localhost/jwks' }, 'jwks_uri: leads to no public'],
    ['keys over http', { ...jwt, jwks_uri: 'http://agent.example/jwks' }, 'jwks_uri: must be an https address'],
    ['keys at no address', { ...jwt, jwks_uri: 'https://agent.invalid/jwks' }, 'jwks_uri: its host has no address'],
    ['no keys', jwt, 'needs jwks or jwks_uri'],
    ['a private key', { ...jwt, jwks: { keys: [rsa.privateKey.export({ format: 'jwk' })] } }, 'holds a secret'],
    ['a shared key', { ...jwt, jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }, 'holds a secret'],
    ['what is no key', { ...jwt, jwks: { keys: [{ kty: 'RSA' }] } }, 'no public key'],
    ['keys for a secret', { ...plain, jwks: { keys: [{ kty: 'RSA' }] } }, 'are for private_key_jwt'],
    ['a certificate', { ...plain, token_endpoint_auth_method: 'tls_client_auth' }, 'token_endpoint_auth_method'],
  ])('%s: refused, and the token has its use still', async (_what, body, why) => {
    const token = await initialToken(server);
    const answer = await register(server, body, bearer(token));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
    expect(answer.body['error_description']).toContain(why);
    const right = { ...jwt, jwks: { keys: [rsa.publicKey.export({ format: 'jwk' })] } };
    expect(await registered(right, token)).toMatchObject({ token_endpoint_auth_method: 'private_key_jwt' });
  });
});

describe('software statements', () => {
  it('what they say wins over what the client says', async () => {
    const said = await statement({ client_name: 'By the vendor', software_id: 'x', first_party: true });
    const answer = await registered({ ...plain, client_name: 'Bank', software_statement: said });
    expect(answer).toMatchObject({ client_name: 'By the vendor', software_statement: said });
  });

  it.each<[string, () => Promise<string>, string]>([
    [
      'nobody here trusts',
      () => statement({}, vendor.privateKey, 'https://x.example'),
      'unapproved_software_statement',
    ],
    [
      'somebody else signed',
      async () => statement({}, (await generateKeyPair('ES256')).privateKey),
      'invalid_software_statement',
    ],
    ['has expired', () => statement({ exp: 1 }), 'invalid_software_statement'],
    ['is for somebody else', () => statement({ aud: 'https://x.example' }), 'invalid_software_statement'],
    ['is no JWT', async () => 'x', 'invalid_software_statement'],
    ['asks for what nobody may', () => statement({ grant_types: ['client_credentials'] }), 'invalid_client_metadata'],
  ])('one that %s is refused', async (_what, made, error) => {
    const answer = await register(
      server,
      { ...plain, software_statement: await made() },
      bearer(await initialToken(server)),
    );
    expect(answer).toMatchObject({ status: 400, body: { error } });
  });
});

describe('what is registered', () => {
  it('is read, with the next token; the one before is worth nothing', async () => {
    const { uri, token } = await managing();
    const { status, body } = await sendJson('GET', uri, undefined, bearer(token));
    expect(status).toBe(200);
    expect(body).toMatchObject({ client_name: 'Agent', registration_client_uri: uri });
    expect(body).not.toHaveProperty('client_secret');
    expect(body['registration_access_token']).not.toBe(token);
    expect(await sendJson('GET', uri, undefined, bearer(token))).toMatchObject({ status: 401 });
    const next = await sendJson('GET', uri, undefined, bearer(body['registration_access_token']));
    expect(next.status).toBe(200);
  });

  it('of two uses of a token at once one is answered', async () => {
    const { uri, token } = await managing();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        sendJson('GET', n % 2 === 0 ? uri : uri.replace(server.issuer, other.url), undefined, {
          ...bearer(token),
          host: new URL(server.issuer).host,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array<number>(7).fill(401)]);
  });

  it('is replaced as a whole: what is left out is gone', async () => {
    const { uri, token, client_id } = await managing({ ...plain, contacts: ['ann@agent.example'] });
    const redirects = { redirect_uris: ['https://agent.example/other'] };
    const { status, body } = await sendJson('PUT', uri, { ...redirects, client_id, client_name: null }, bearer(token));
    expect([status, body['redirect_uris']]).toEqual([200, redirects.redirect_uris]);
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['contacts']));
    expect(body).not.toHaveProperty('client_name');
    expect(body).not.toHaveProperty('client_secret');
  });

  it('is not replaced by what would be refused at first, or is for the server to say', async () => {
    const { uri, token, client_id, client_secret } = await managing();
    for (const [body, why] of [
      [plain, 'client_id'],
      [{ ...plain, client_id: 'web-app' }, 'client_id'],
      [{ ...plain, client_id, registration_access_token: token }, 'registration_access_token'],
      [{ ...plain, client_id, client_secret_expires_at: 0 }, 'client_secret_expires_at'],
      [{ ...plain, client_id, client_secret: 'mine' }, 'client_secret'],
      [{ client_id }, 'redirect_uris'],
      [{ ...plain, client_id, jwks_uri: 'https://10.0.0.1/' }, 'jwks_uri'],
    ] as const) {
      const answer = await sendJson('PUT', uri, body, bearer(token));
      expect([answer.status, answer.body['error_description']]).toEqual([400, expect.stringContaining(why)]);
    }
    const right = await sendJson('PUT', uri, { ...plain, client_id, client_secret }, bearer(token));
    expect(right.status).toBe(200);
  });

  it('a public client stays one', async () => {
    const { uri, token, client_id } = await managing({ ...plain, token_endpoint_auth_method: 'none' });
    const method = { token_endpoint_auth_method: 'client_secret_basic' };
    const answer = await sendJson('PUT', uri, { ...plain, ...method, client_id }, bearer(token));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
  });

  it('opens to no wrong token, to none of another client, and not for a client that is not there', async () => {
    const { uri, token } = await managing();
    const another = await managing();
    const registeredClient = await confidential(server, 'web-app');
    const answers = [
      await sendJson('GET', uri),
      await sendJson('GET', uri, undefined, bearer('wrong')),
      await sendJson('GET', uri, undefined, bearer(another.token)),
      await sendJson('DELETE', uri, undefined, bearer(another.token)),
      await sendJson('PUT', uri, plain, bearer(another.token)),
      await sendJson('GET', `${server.issuer}/register/dyn_nobody`, undefined, bearer(token)),
      await sendJson('GET', `${server.issuer}/register/${registeredClient.clientId}`, undefined, bearer(token)),
    ];
    for (const { status, body, headers } of answers) {
      expect([status, body]).toEqual([401, { ...answers[0]!.body }]);
      expect(headers['www-authenticate']).toMatch(/^Bearer /u);
    }
    expect(await sendJson('GET', uri, undefined, bearer(token))).toMatchObject({ status: 200 });
  });

  it('is kept without its tokens and secrets', async () => {
    const { client_id: clientId = '', token, client_secret: secret = '' } = await managing();
    const record = await server.server.storage.unregisteredClients.find(clientId);
    expect(record).toMatchObject({ managementSha256: createHash('sha256').update(token).digest() });
    const recorded = JSON.stringify([await server.audited({ limit: 500 }), server.log]);
    for (const one of [token, secret]) expect(recorded).not.toContain(one);
  });

  it('stays when registration is closed, and nobody is told where to register', async () => {
    const { uri, token } = await managing();
    const closed = { scope: 'openid', registration: { mode: 'closed' } };
    await server.change(
      'policies',
      server.server.storage.policies.writes.put({ name: 'unregistered_clients', definition: closed }),
    );
    const metadata = await sendJson('GET', `${server.issuer}/.well-known/openid-configuration`);
    expect(metadata.body).not.toHaveProperty('registration_endpoint');
    const refused = await register(server, plain, bearer(await initialToken(server)));
    expect(refused).toMatchObject({ status: 404, body: { error: 'not_found' } });
    // Another token each time is the policy's default.
    expect(await sendJson('GET', uri, undefined, bearer(token))).toMatchObject({ status: 200 });
    await server.change(
      'policies',
      server.server.storage.policies.writes.put({ name: 'unregistered_clients', definition: { scope: 'openid' } }),
    );
    const gone = await sendJson('GET', uri, undefined, bearer(randomBytes(32).toString('base64url')));
    expect(gone).toMatchObject({ status: 404, body: { error: 'not_found' } });
  });
});
