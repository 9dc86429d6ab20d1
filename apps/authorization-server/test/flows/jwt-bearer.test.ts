import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type JWTPayload, SignJWT } from 'jose';
import { claimsOf } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const platform = 'https://ci.example';
const other = 'https://pods.example';
const workload = 'repo:acme/invoices:ref:refs/heads/main';

const pair = (kid: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' } };
};
const [first, second, foreign] = [pair('k1'), pair('k2'), pair('k1')];

let keys: object[] = [first.jwk];
let asked = 0;
let away = false;
let host: Server;
let server: TestServer;

beforeAll(async () => {
  host = createServer((_request, response) => {
    asked += 1;
    if (away) response.writeHead(500).end();
    else response.end(JSON.stringify({ keys }));
  });
  host.listen(0, '127.0.0.1');
  await once(host, 'listening');
  const origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  const workloadClient = (clientId: string, more: object = {}) => ({
    client_id: clientId,
    grant_types: [grantType],
    token_endpoint_auth_method: 'none',
    scopes: { [api]: ['invoice_read'] },
    assertion_issuers: [{ issuer: platform, jwks_uri: `${origin}/jwks`, subjects: [workload] }],
    ...more,
  });
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: origin },
    registry(document) {
      document.clients.push(
        workloadClient('deployer'),
        workloadClient('pod', {
          assertion_issuers: [
            { issuer: other, jwks_uri: `${origin}/pods`, subjects: ['pod-1'], longest_seconds: 3600 },
          ],
        }),
        workloadClient('walled', {
          assertion_issuers: [{ issuer: platform, jwks_uri: 'http://169.254.169.254/jwks', subjects: [workload] }],
        }),
      );
    },
  });
});
afterAll(async () => {
  await server?.stop();
  host?.close();
});
beforeEach(() => {
  away = false;
  keys = [first.jwk];
});

let count = 0;
interface Made {
  readonly claims?: JWTPayload | Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly key?: KeyObject;
}
const assertion = ({ claims = {}, header = {}, key = first.privateKey }: Made = {}) => {
  const nowSeconds = Math.floor((Date.now() + server.aheadMs) / 1000);
  const all = {
    iss: platform,
    sub: workload,
    aud: server.issuer,
    exp: nowSeconds + 300,
    iat: nowSeconds,
    jti: `jti-${(count += 1)}`,
    ...claims,
  };
  const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return new SignJWT(kept).setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header }).sign(key);
};
async function ask(token: string, form: Record<string, string> = {}) {
  const answer = await fetch(`${server.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: grantType,
      client_id: 'deployer',
      assertion: token,
      scope: 'invoice_read',
      ...form,
    }),
  });
  const body = (await answer.json()) as Record<string, string>;
  return { status: answer.status, error: body['error'], token: body['access_token'] ?? '', headers: answer.headers };
}
const refused = { status: 400, error: 'invalid_grant' };

describe('a workload without a secret', () => {
  it('RFC 7523: gets a token of its client for what its platform says of it, with scopes by policy', async () => {
    const answer = await ask(await assertion());
    expect(answer.status).toBe(200);
    expect(claimsOf(answer.token)).toMatchObject({
      sub: 'deployer',
      client_id: 'deployer',
      aud: api,
      scope: 'invoice_read',
    });
    expect((await ask(await assertion({ claims: { aud: [`${server.issuer}/token`] } }))).status).toBe(200);
    // C2: the clock of the platform may be ahead.
    const soon = Math.floor(Date.now() / 1000) + 9;
    expect((await ask(await assertion({ claims: { iat: soon, nbf: soon } }))).status).toBe(200);
    expect(await ask(await assertion(), { scope: 'invoice_write' })).toMatchObject({
      status: 400,
      error: 'invalid_scope',
    });
    const [record] = await server.audited({ type: 'assertion.accepted' });
    expect(record?.data).toMatchObject({
      client_id: 'deployer',
      target: { type: 'workload', id: `${platform} ${workload}` },
    });
  });

  it('RFC 7523: each assertion counts once, also when it comes many times at once', async () => {
    const single = await assertion();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(single)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ error }) => error))).toEqual(
      new Set(['invalid_grant']),
    );
    expect(await ask(single)).toMatchObject(refused);
  });

  it('RFC 7523: no forgery is accepted', async () => {
    const nowSeconds = Math.floor(Date.now() / 1000);
    const good = await assertion();
    const [head = '', body = '', signature = ''] = good.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const hmac = await new SignJWT({ iss: platform, sub: workload, aud: server.issuer, exp: nowSeconds + 60, jti: 'h' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(Buffer.from(JSON.stringify(first.jwk)));
    const forged: string[] = [
      await assertion({ key: foreign.privateKey }),
      await assertion({ header: { jwk: foreign.jwk }, key: foreign.privateKey }),
      await assertion({ header: { kid: 'unknown' } }),
      await assertion({ header: { crit: ['b64'], b64: true } }).catch(() => 'a.b.c'),
      ...(await Promise.all(['at+jwt', 'logout+jwt', 'dpop+jwt'].map((typ) => assertion({ header: { typ } })))),
      ...(await Promise.all(
        [
          { iss: `${platform}/` },
          { iss: other },
          { iss: undefined },
          { sub: `${workload}x` },
          { sub: undefined },
          { aud: 'https://elsewhere.example' },
          { aud: [server.issuer, 'https://elsewhere.example'] },
          { aud: undefined },
          { aud: `${server.issuer}/` },
          { exp: nowSeconds - 30 },
          { exp: undefined },
          { exp: nowSeconds + 3600 },
          { iat: nowSeconds + 65 },
          { nbf: nowSeconds + 65 },
          { nbf: nowSeconds + 120 },
          { jti: undefined },
          { jti: '' },
          { jti: 7 },
        ].map((claims) => assertion({ claims })),
      )),
      `${none}.${body}.`,
      `${head}.${body}.${signature.slice(0, -8)}AAAAAAAA`,
      `${head}.${Buffer.from('{}').toString('base64url')}.${signature}`,
      hmac,
      'x',
      'a.b.c',
      'x'.repeat(9000),
    ];
    for (const [index, token] of forged.entries())
      expect([index, await ask(token)]).toEqual([index, expect.objectContaining(refused)]);
    expect((await ask('')).error).toBe('invalid_request');
  });

  it('RFC 7523: is the client that names it, and no other one', async () => {
    const forPod = await assertion({ claims: { iss: other, sub: 'pod-1', exp: Math.floor(Date.now() / 1000) + 3000 } });
    expect(await ask(forPod)).toMatchObject(refused);
    expect((await ask(forPod, { client_id: 'pod' })).status).toBe(200);
    expect(await ask(await assertion(), { client_id: 'pod' })).toMatchObject(refused);
    for (const clientId of ['spa', 'native'])
      expect((await ask(await assertion(), { client_id: clientId })).error).toBe('unauthorized_client');
    expect((await ask(await assertion(), { client_id: 'worker' })).status).toBe(401);
  });

  it('RFC 7523: keys are fetched through the guard, seldom, and outlive the platform; without them it is 503', async () => {
    const before = asked;
    for (let index = 0; index < 5; index += 1) await ask(await assertion({ header: { kid: `junk-${index}` } }));
    expect(asked - before).toBeLessThanOrEqual(1);
    keys = [first.jwk, second.jwk];
    server.aheadMs += 31_000;
    expect((await ask(await assertion({ header: { kid: 'k2' }, key: second.privateKey }))).status).toBe(200);
    away = true;
    server.aheadMs += 700_000;
    expect((await ask(await assertion())).status).toBe(200);
    const walled = await ask(await assertion(), { client_id: 'walled' });
    expect([walled.status, walled.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/u)]);
    server.aheadMs = 0;
  });
});
