import { createHmac, createPublicKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text as readText } from 'node:stream/consumers';
import { createDpopClient } from '@gatehouse/oauth-guard/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnApi, anApi, people } from './an-api.ts';

let api: AnApi;
let good: string;
beforeAll(async () => {
  api = await anApi();
  good = await api.tokenOf('alice', 'invoice_read');
});
afterAll(() => api.stop());

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
const metadata = () => `resource_metadata="${api.origin}/.well-known/oauth-protected-resource"`;

async function expectInvalid(token: string): Promise<void> {
  const answer = await api.call('GET', '/secure-data', { token });
  expect([answer.status, answer.body.error]).toEqual([401, 'invalid_token']);
  const challenge = answer.headers.get('www-authenticate') ?? '';
  expect(challenge).toMatch(/^Bearer error="invalid_token"/);
  expect(challenge).toContain(metadata());
  expect(answer.text).not.toContain(token.slice(0, 20) || 'nothing');
}

/** A token signed with HMAC, keyed with a rendering of the public key. */
function hmacToken(key: string | Buffer): string {
  const [header, payload] = good.split('.');
  const input = `${encode({ ...decode(header), alg: 'HS256' })}.${payload}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

/** GET /secure-data with or without a client certificate. */
async function ask(token: string, name?: string): Promise<[status: number | undefined, code: unknown]> {
  const { certificates: made, origin } = api;
  const identity =
    name === undefined ? {} : { cert: readFileSync(made.certFile(name)), key: readFileSync(made.keyFile(name)) };
  const asked = request(`${origin}/secure-data`, {
    ...identity,
    agent: false,
    headers: { authorization: `Bearer ${token}` },
  });
  const [response] = (await once(asked.end(), 'response')) as [IncomingMessage];
  const body = JSON.parse(await readText(response)) as { code?: string };
  return [response.statusCode, body.code];
}

describe('any valid token', () => {
  it('opens /secure-data, which says who the caller is', async () => {
    const answer = await api.call('GET', '/secure-data', { token: good });
    expect(answer.status).toBe(200);
    expect(answer.body.caller).toEqual({
      kind: 'person',
      issuer: api.issuer.issuer,
      subject: people.alice,
      client_id: 'web-app',
      scopes: ['invoice_read'],
      department: 'Finance',
      roles: ['accountant'],
    });
    expect(answer.text).not.toContain(good);
    const client = await api.issuer.issueToken({ subject: 'worker', clientId: 'worker' });
    expect((await api.call('GET', '/secure-data', { token: client })).body.caller.kind).toBe('client');
  });
});

describe('no token, or no good one', () => {
  it('RS-03: without credentials 401 and no error code', async () => {
    const answer = await api.call('GET', '/secure-data');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain(metadata());
    expect(answer.headers.get('www-authenticate')).not.toContain('error=');
    expect(answer.body.error).toBeUndefined();
  });

  it('RS-02: an ID token, a refresh token and a logout token are no access tokens', async () => {
    for (const typ of [undefined, 'JWT', 'jwt', 'logout+jwt', 'secevent+jwt', 'at', 'at+jwt2', 'dpop+jwt']) {
      await expectInvalid(await api.issuer.issueToken({ header: { typ } }));
    }
    const idToken = { nonce: 'n', auth_time: 1, client_id: undefined, scope: undefined };
    await expectInvalid(await api.issuer.issueToken({ audience: 'web-app', claims: idToken, header: { typ: 'JWT' } }));
  });

  it('RS-02: wrong audience, several audiences, another issuer, expired, not yet valid', async () => {
    const wrong = [
      { audience: 'https://billing.localhost' },
      { audience: `${api.origin}/invoices` },
      { audience: [api.origin, 'https://billing.localhost'] },
      { claims: { aud: undefined } },
      { claims: { iss: 'https://evil.example' } },
      { claims: { iss: `${api.issuer.issuer}/` } },
      { expiresInSeconds: -60 },
      { claims: { exp: undefined } },
      { claims: { nbf: Math.floor(Date.now() / 1000) + 120 } },
      { claims: { sub: undefined } },
      { claims: { client_id: 7 } },
      { claims: { jti: '' } },
      { claims: { scope: ['invoice_read'] } },
    ];
    for (const parameters of wrong) await expectInvalid(await api.issuer.issueToken(parameters));
  });

  it('RS-01: tampered: every part, every kind of change', async () => {
    const [header = '', payload = '', signature = ''] = good.split('.');
    await expectInvalid(`${header}.${encode({ ...decode(payload), sub: people.carol })}.${signature}`);
    await expectInvalid(`${header}.${encode({ ...decode(payload), scope: 'users_admin' })}.${signature}`);
    await expectInvalid(`${encode({ ...decode(header), kid: 'other' })}.${payload}.${signature}`);
    await expectInvalid(`${header}.${payload}.${signature.slice(0, -8)}AAAAAAAA`);
    await expectInvalid(`${header}.${payload}.`);
    await expectInvalid(`${header}.${payload}`);
    await expectInvalid(`${header}.${payload}.${signature}.${signature}`);
  });

  it('RS-01: alg none in any spelling', async () => {
    const [header, payload] = good.split('.');
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '', null, undefined]) {
      const unsigned = encode({ ...decode(header), alg });
      await expectInvalid(`${unsigned}.${payload}.`);
      await expectInvalid(`${unsigned}.${payload}.${good.split('.')[2]}`);
    }
  });

  it('RS-01: HS256 keyed with any rendering of the public key', async () => {
    const [jwk] = api.issuer.publicKeys;
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const pem = key.export({ type: 'spki', format: 'pem' }) as string;
    const renderings = [
      pem,
      pem.trim(),
      pem.replaceAll('\n', ''),
      key.export({ type: 'pkcs1', format: 'pem' }),
      key.export({ type: 'spki', format: 'der' }),
      key.export({ type: 'pkcs1', format: 'der' }),
      JSON.stringify(jwk),
      String(jwk?.n),
      Buffer.from(String(jwk?.n), 'base64url'),
      '',
    ];
    for (const rendering of renderings) await expectInvalid(hmacToken(rendering));
  });

  it('RS-01: a key that the token brings along is not used, and nobody is asked for it', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { keys: before, metadata: documents } = api.issuer.requests;
    const [header, payload] = good.split('.');
    const jwk = publicKey.export({ format: 'jwk' });
    for (const brought of [
      { jwk },
      { jku: `${api.issuer.issuer}/jwks` },
      { x5u: api.issuer.issuer },
      { x5c: ['AAAA'] },
    ]) {
      const input = `${encode({ ...decode(header), ...brought })}.${payload}`;
      await expectInvalid(`${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`);
    }
    expect(api.issuer.requests).toMatchObject({ keys: before, metadata: documents });
  });

  it('RS-06: over 8 KB refused before any work', async () => {
    await expectInvalid(`${good}${'A'.repeat(8200)}`);
  });

  it('RS-03: two ways at once, or the query, is 400', async () => {
    const inQuery = await api.call('GET', `/secure-data?access_token=${good}`);
    expect([inQuery.status, inQuery.body.error]).toEqual([400, 'invalid_request']);
    const both = await api.call('GET', `/secure-data?access_token=${good}`, { token: good });
    expect(both.status).toBe(400);

    const asked = request(`${api.origin}/secure-data`);
    asked.setHeader('authorization', [`Bearer ${good}`, `Bearer ${good}`]);
    const [response] = (await once(asked.end(), 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(400);
  });

  it('RS-03: another scheme is 401 without an error code', async () => {
    const answer = await api.call('GET', '/secure-data', { headers: { authorization: 'Basic YWxpY2U6eA==' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).not.toContain('error=');
  });
});

describe('a token that is not enough', () => {
  const routes: [method: string, path: string, scope: string][] = [
    ['GET', '/users', 'users_admin'],
    ['GET', '/users/me', 'profile_read'],
    ['PATCH', '/users/me', 'profile_write'],
    ['GET', `/users/${people.bob}`, 'profile_read'],
    ['PATCH', `/users/${people.bob}`, 'profile_write'],
    ['DELETE', `/users/${people.bob}`, 'users_admin'],
    ['GET', '/invoices', 'invoice_read'],
    ['POST', '/invoices', 'invoice_write'],
    ['GET', '/invoices/7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c010', 'invoice_read'],
    ['POST', '/invoices/7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c010/approve', 'invoice_approve'],
  ];

  it.each(routes)('RS-03: %s %s is 403 and names the scope "%s"', async (method, path, scope) => {
    const every = new Set(routes.map(([, , other]) => other));
    every.delete(scope);
    // users_admin stands above the scopes of one's own profile.
    if (scope.startsWith('profile')) every.delete('users_admin');
    const token = await api.tokenOf('carol', [...every, `${scope}2`, `x${scope}`, scope.toUpperCase()].join(' '));
    const answer = await api.call(method, path, { token, ...(method === 'GET' ? {} : { body: {} }) });
    expect([answer.status, answer.body.error]).toEqual([403, 'insufficient_scope']);
    const challenge = answer.headers.get('www-authenticate') ?? '';
    expect(challenge).toMatch(/^Bearer error="insufficient_scope"/);
    // Either of the two would do, so both are named.
    expect(challenge).toContain(`scope="${scope.startsWith('profile') ? `${scope} users_admin` : scope}"`);
    expect(challenge).toContain(metadata());
  });

  it('what is not there is 404 with a token, and tells nothing without one', async () => {
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['DELETE', '/invoices'],
      ['PUT', '/users/me'],
      ['GET', '/users/a/b'],
    ] as const) {
      expect((await api.call(method, path, { token: good })).status).toBe(404);
    }
  });
});

describe('tokens bound to their sender', () => {
  it('RS-08: a DPoP-bound token needs its proof, and a proof works once', async () => {
    const client = await createDpopClient();
    const token = await api.issuer.issueToken({ dpop: client });
    expect((await api.call('GET', '/secure-data', { token })).status).toBe(401);
    const proof = await client.proof({ method: 'GET', url: `${api.origin}/secure-data`, token });
    const headers = { authorization: `DPoP ${token}`, dpop: proof };
    expect((await api.call('GET', '/secure-data', { headers })).status).toBe(200);
    const replay = await api.call('GET', '/secure-data', { headers });
    expect([replay.status, replay.body.code]).toEqual([401, 'dpop_proof_replayed']);
    const elsewhere = await client.proof({
      method: 'GET',
      url: 'https://evil.example/secure-data',
      token,
    });
    const moved = await api.call('GET', '/secure-data', { headers: { ...headers, dpop: elsewhere } });
    expect(moved.body.code).toBe('dpop_proof_mismatch');
  });
});

describe('tokens bound to a client certificate', () => {
  it('RS-08: need that very certificate on the connection (RFC 8705)', async () => {
    const certificate = new X509Certificate(readFileSync(api.certificates.certFile('client'))).raw;
    const token = await api.issuer.issueToken({ certificate });
    expect(await ask(token, 'client')).toEqual([200, undefined]);
    expect(await ask(token)).toEqual([401, 'certificate_missing']);
    expect(await ask(token, 'web-app')).toEqual([401, 'certificate_mismatch']);
  });
});
