import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { apiKeyOf } from '@gatehouse/logging';
import { createDpopClient } from '@gatehouse/oauth-guard/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AGateway, aGateway, api } from './a-gateway.ts';

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const bearerOf = (headers: Record<string, string>) => String(headers['authorization']).replace(/^Bearer /u, '');
const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` });

/** 20,000 is the figure that counts; fewer tell nearly as much in less time. */
const interleavedRequests = Number(process.env['INTERLEAVED_REQUESTS'] ?? 2000);

let gateway: AGateway;
let token: string;

beforeAll(async () => {
  gateway = await aGateway({
    route: { max_body_bytes: 10_000 },
    routes: [
      { path: '/hasty/*', answer_timeout_ms: 500 },
      { path: '/shared/*', strip: '/shared', strategy: 'share' },
      { path: '/strict/*', strip: '/strict', scopes: ['invoice_read', 'invoice_write'] },
      { path: '/open', methods: ['GET'], audience: undefined, accept: [] },
      { path: '/dead/*', upstream: 'http://127.0.0.1:1' },
    ],
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read profile_read' });
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  gateway.serve = undefined;
  gateway.issuer.behaviour = 'exchange';
  gateway.issuer.lifeSeconds = 300;
  gateway.arrived.length = 0;
});

describe('the way in', () => {
  it('GW-08: the service gets a token of its own, for itself alone, and the inbound one never reaches it', async () => {
    const answer = await gateway.call('/api/invoices?page=2', { token, headers: { cookie: 'session=1' } });
    expect(answer).toMatchObject({ status: 200, body: { method: 'GET', path: '/invoices?page=2' } });
    const forwarded = bearerOf(answer.body.headers);
    expect(claimsOf(forwarded)).toMatchObject({
      aud: api,
      sub: 'alice',
      act: { sub: 'gateway' },
      client_id: 'gateway',
    });
    expect(answer.text).not.toContain(token);
    expect(answer.body.headers).not.toHaveProperty('cookie');
    expect(JSON.stringify(gateway.log)).not.toContain(token.split('.')[2]);
  });

  it('GW-08: an API key and Basic credentials are exchanged and stay outside', async () => {
    const key = apiKeyOf('k'.repeat(38));
    gateway.issuer.apiKeys.set(key, { sub: 'robot-7', scope: 'invoice_read' });
    const byKey = await gateway.call('/api/x', { headers: { 'x-api-key': key } });
    expect(claimsOf(bearerOf(byKey.body.headers))).toMatchObject({ sub: 'robot-7', scope: 'invoice_read' });
    const byBasic = await gateway.call('/api/x', { headers: basic('robot:secret') });
    expect(claimsOf(bearerOf(byBasic.body.headers))).toMatchObject({ sub: 'robot' });
    for (const { text } of [byKey, byBasic]) {
      expect(text).not.toContain(key);
      expect(text).not.toContain('Basic');
    }
  });

  it('GW-03: any doubt is a refusal', async () => {
    const key = apiKeyOf('z'.repeat(38));
    const expired = await gateway.issuer.issueToken({ expiresInSeconds: -60 });
    const foreign = await gateway.issuer.issueToken({ audience: 'https://other.example' });
    const cases: [number, Record<string, string | string[]>][] = [
      [401, {}],
      [401, { authorization: `Bearer ${token}x` }],
      [401, { authorization: `Bearer ${expired}` }],
      [401, { authorization: `Bearer ${foreign}` }],
      [400, { authorization: 'Bearer ' }],
      [401, { authorization: 'Digest x' }],
      [401, { 'x-api-key': key }],
      [401, { 'x-api-key': 'gh_short' }],
      [401, { 'x-api-key': `${key.slice(0, -1)}_` }],
      [401, { 'x-api-key': '' }],
      [401, basic('robot:wrong')],
      [400, basic('robot')],
      [400, basic(':secret')],
      [400, { authorization: 'Basic !!!' }],
      [400, { authorization: `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}` }],
      [400, { authorization: [`Bearer ${token}`, `Bearer ${token}`] }],
      [400, { authorization: `Bearer ${token}`, 'x-api-key': key }],
      [400, { 'x-api-key': [key, key] }],
    ];
    for (const [status, headers] of cases) {
      const answer = await gateway.call('/api/x', { headers });
      expect([headers, answer.status]).toEqual([headers, status]);
      if (status === 401) {
        expect(answer.headers['www-authenticate']).toContain(
          `resource_metadata="${gateway.origin}/.well-known/oauth-protected-resource/api"`,
        );
      }
    }
    expect((await gateway.call(`/api/x?access_token=${token}`, { token })).status).toBe(400);
    expect(gateway.arrived).toEqual([]);
  });

  it('GW-03: a caller with nothing hears of each way in, as the guard words it', async () => {
    const leads = `resource_metadata="${gateway.origin}/.well-known/oauth-protected-resource/api"`;
    const dpop = `DPoP algs="ES256 RS256 PS256 EdDSA", ${leads}`;
    expect((await gateway.call('/api/x')).headers['www-authenticate']).toBe(`Bearer ${leads}, ${dpop}`);
    const wrong = await gateway.call('/api/x', { headers: basic('robot:wrong') });
    expect(wrong.headers['www-authenticate']).toBe(`Bearer error="invalid_token", ${leads}, ${dpop}`);
  });

  it('GW-03: a token without what the route needs is 403 and says what', async () => {
    const answer = await gateway.call('/strict/x', { token });
    expect(answer).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    expect(answer.headers['www-authenticate']).toContain('scope="invoice_read invoice_write"');
    const none = await gateway.issuer.issueToken({ scope: 'other' });
    expect((await gateway.call('/strict/x', { token: none })).status).toBe(403);
    expect(gateway.arrived).toEqual([]);
  });

  it('a bound token needs its proof at the gateway', async () => {
    const key = await createDpopClient();
    const bound = await gateway.issuer.issueToken({ dpop: key, subject: 'alice', scope: 'invoice_read' });
    expect((await gateway.call('/api/x', { token: bound })).status).toBe(401);
    const proof = await key.proof({ url: `${gateway.origin}/api/x`, token: bound });
    const headers = { authorization: `DPoP ${bound}`, dpop: proof };
    const answer = await gateway.call('/api/x', { headers });
    expect(answer.status).toBe(200);
    expect(answer.body.headers).not.toHaveProperty('dpop');
    expect((await gateway.call('/api/x', { headers })).status).toBe(401);
  });

  it('share passes a token on that fits already, and exchanges all others', async () => {
    const fitting = await gateway.issuer.issueToken({ audience: api, scope: 'invoice_read' });
    const before = gateway.issuer.exchanges.length;
    expect(bearerOf((await gateway.call('/shared/x', { token: fitting })).body.headers)).toBe(fitting);
    expect(gateway.issuer.exchanges).toHaveLength(before);
    expect(bearerOf((await gateway.call('/shared/x', { token })).body.headers)).not.toBe(token);
    expect(bearerOf((await gateway.call('/api/x', { token: fitting })).body.headers)).not.toBe(fitting);
  });

  it('opaque tokens are introspected and exchanged', async () => {
    const opaque = gateway.issuer.keys.issueOpaqueToken({
      claims: { iss: gateway.issuer.issuer },
      scope: 'invoice_read',
    });
    const answer = await gateway.call('/api/x', { token: opaque });
    expect(claimsOf(bearerOf(answer.body.headers))).toMatchObject({ aud: api, act: { sub: 'gateway' } });
    expect(answer.text).not.toContain(opaque);
    gateway.issuer.keys.revokeToken(opaque);
  });

  it('says where to get in (RFC 9728), and lets open routes through without a token', async () => {
    const { body } = await gateway.call('/.well-known/oauth-protected-resource');
    expect(body).toMatchObject({ resource: gateway.origin, authorization_servers: [gateway.issuer.issuer] });
    const open = await gateway.call('/open', { token });
    expect(open.status).toBe(200);
    expect(open.body.headers).not.toHaveProperty('authorization');
  });
});

describe('what the service is told', () => {
  it('GW-01: whatever a client says about itself in headers, the service hears only the gateway', async () => {
    const lies = {
      'X-Forwarded-For': '6.6.6.6',
      'X-Forwarded-User': 'mallory',
      x_forwarded_user: 'mallory',
      'X-GATEHOUSE-SUBJECT': 'mallory',
      X_Gatehouse_Subject: 'mallory',
      'X-User-Id': ['mallory', 'mallory'],
      'Remote-User': 'mallory',
      'X-Request-Id': 'mallory',
      Forwarded: 'for=6.6.6.6;by=mallory',
      'X-Secret-Hop': 'mallory',
      Connection: 'close, X-Secret-Hop, Authorization, X-Gatehouse-Subject',
    };
    const { body } = await gateway.call('/api/x', {
      token,
      headers: { ...lies, 'X-Custom': 'kept', Accept: 'text/x' },
    });
    const { headers, raw } = body;
    expect(JSON.stringify(raw)).not.toMatch(/mallory|6\.6\.6\.6/u);
    expect(headers).toMatchObject({
      'x-gatehouse-subject': 'alice',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': new URL(gateway.origin).host,
      'x-forwarded-proto': 'http',
      'x-custom': 'kept',
      accept: 'text/x',
    });
    for (const name of ['authorization', 'x-gatehouse-subject', 'x-forwarded-for', 'host'])
      expect(raw.filter((one: string) => one.toLowerCase() === name)).toHaveLength(1);
  });

  it('in development its address alone says what it is, where no route takes it', async () => {
    const { status, body } = await gateway.call('/');
    const metadata = `${gateway.origin}/.well-known/oauth-protected-resource`;
    expect([status, body]).toEqual([200, { name: 'Gatehouse gateway', resource_metadata: metadata }]);
    for (const [path, method] of [
      ['/', 'POST'],
      ['/?x', 'GET'],
    ] as const)
      expect([path, (await gateway.call(path, { method })).status]).toEqual([path, 404]);
  });

  it('in production its address alone answers as any unknown one', async () => {
    const live = await aGateway({ settings: { mode: 'production' } });
    try {
      const [alone, unknown] = [await live.call('/'), await live.call('/nowhere')];
      expect([alone.status, alone.text]).toEqual([404, unknown.text]);
    } finally {
      await live.stop();
    }
  });

  it('GW-02: the path that chose the rule is the path that arrives; anything ambiguous is 400', async () => {
    expect((await gateway.call('/api/%61/b%C3%A9?q=%2F..', { token })).body.path).toBe('/a/b%C3%A9?q=%2F..');
    for (const path of [
      '/api/../open',
      '/api/%2e%2e/open',
      '/api//x',
      '/api/x;y',
      '/api/a%2fb',
      '/api/..;/x',
      '/api\\x',
      '/api/%252e%252e/x',
    ])
      expect([path, (await gateway.call(path, { token })).status]).toEqual([path, 400]);
    for (const path of ['/API/x', '/api', '/apix/y', '/shared', '/open/x'])
      expect([path, (await gateway.call(path, { token })).status]).toEqual([path, 404]);
    expect(gateway.arrived).toHaveLength(1);
    const wrong = await gateway.call('/open', { method: 'POST', token });
    expect([wrong.status, wrong.headers['allow']]).toEqual([405, 'GET']);
  });
});

describe('exchanged tokens', () => {
  it('GW-04: are asked for once however many requests come at once, and kept', async () => {
    const fresh = await gateway.issuer.issueToken({ subject: 'once', scope: 'invoice_read' });
    const before = gateway.issuer.exchanges.length;
    const answers = await Promise.all(Array.from({ length: 30 }, () => gateway.call('/api/x', { token: fresh })));
    await gateway.call('/api/y', { token: fresh });
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(gateway.issuer.exchanges).toHaveLength(before + 1);
    expect(gateway.issuer.exchanges.at(-1)?.get('resource')).toBe(api);
    await gateway.call('/strict/x', { token: fresh });
    expect(gateway.issuer.exchanges).toHaveLength(before + 2);
  });

  it('GW-04: 20 people, interleaved requests: nobody gets another’s', async () => {
    const people = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        gateway.issuer.issueToken({
          subject: `person-${index}`,
          scope: 'invoice_read',
          claims: { jti: 'same', iat: 1_800_000_000 - 1e9 },
        }),
      ),
    );
    let next = 0;
    const worker = async () => {
      while (next < interleavedRequests) {
        const index = (next += 1) % 20;
        const answer = await gateway.call('/api/x', { token: people[index]! });
        expect(answer.body.headers['x-gatehouse-subject']).toBe(`person-${index}`);
        expect(claimsOf(bearerOf(answer.body.headers))['sub']).toBe(`person-${index}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    expect(next).toBeGreaterThanOrEqual(interleavedRequests);
  });

  it('GW-04: an authorization server that is away stops new callers with 503, and nobody else', async () => {
    const known = await gateway.issuer.issueToken({ subject: 'known', scope: 'invoice_read' });
    const unknown = await gateway.issuer.issueToken({ subject: 'unknown', scope: 'invoice_read' });
    await gateway.call('/api/x', { token: known });
    await gateway.issuer.goAway();
    const away = await gateway.call('/api/x', { token: unknown });
    expect([away.status, away.headers['retry-after']]).toEqual([503, '2']);
    const key = await gateway.call('/api/x', { headers: { 'x-api-key': apiKeyOf('q'.repeat(38)) } });
    expect(key.status).toBe(503);
    expect((await gateway.call('/api/x', { token: known })).status).toBe(200);
    await gateway.issuer.comeBack();
    expect((await gateway.call('/api/x', { token: unknown })).status).toBe(200);
    for (const [behaviour, status] of [
      [{ status: 500, error: 'server_error' }, 503],
      [{ status: 503, error: 'temporarily_unavailable' }, 503],
      [{ status: 429, error: 'too_many_requests' }, 503],
      [{ status: 401, error: 'invalid_client' }, 502],
      [{ status: 400, error: 'unauthorized_client' }, 502],
      [{ status: 400, error: 'invalid_target' }, 403],
    ] as const) {
      gateway.issuer.behaviour = behaviour;
      const other = await gateway.issuer.issueToken({ subject: `other-${behaviour.error}` });
      expect([behaviour, (await gateway.call('/api/x', { token: other })).status]).toEqual([behaviour, status]);
    }
  });
});

describe('bodies, times and connections', () => {
  it('GW-05: bodies stream both ways and are bounded, told or found', async () => {
    const body = 'x'.repeat(10_000);
    expect((await gateway.call('/api/x', { token, method: 'POST', body })).body.body).toBe(body);
    expect((await gateway.call('/api/x', { token, method: 'PUT', body: '' })).body.headers['content-length']).toBe('0');
    expect((await gateway.call('/api/x', { token, method: 'POST', body: `${body}x` })).status).toBe(413);
    const chunked = await gateway.raw(
      `POST /api/x HTTP/1.1\r\nHost: ${new URL(gateway.origin).host}\r\nAuthorization: Bearer ${token}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      `2711\r\n${body}x\r\n0\r\n\r\n`,
    );
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /u);
    expect((await gateway.call('/api/x', { token, method: 'GET', body: 'x' })).status).toBe(400);
    gateway.serve = (_request, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.setHeader('x-hop', '1');
      response.setHeader('connection', 'x-hop');
      response.write('first');
      setTimeout(() => response.end('second'), 20);
    };
    const streamed = await gateway.call('/api/x', { token });
    expect([streamed.text, streamed.headers['set-cookie'], streamed.headers['x-hop']]).toEqual([
      'firstsecond',
      ['a=1', 'b=2'],
      undefined,
    ]);
  });

  it('GW-05: a service that is slow is 504, one that is gone 502, one that breaks off breaks off', async () => {
    gateway.serve = () => undefined;
    expect(await gateway.call('/hasty/x', { token })).toMatchObject({
      status: 504,
      body: { error: 'upstream_timeout' },
    });
    expect(await gateway.call('/dead/x', { token })).toMatchObject({ status: 502, body: { error: 'upstream_failed' } });
    gateway.serve = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    };
    await expect(gateway.call('/api/x', { token })).rejects.toMatchObject({ code: 'ECONNRESET' });
    gateway.serve = undefined;
    expect((await gateway.call('/api/x', { token })).status).toBe(200);
  });

  it('GW-05: what is not idempotent is never sent twice', async () => {
    gateway.serve = (request) => request.socket.destroy();
    expect((await gateway.call('/api/x', { token, method: 'POST', body: 'pay' })).status).toBe(502);
    expect(gateway.arrived).toHaveLength(1);
    expect((await gateway.call('/api/x', { token, method: 'DELETE' })).status).toBe(502);
    expect(gateway.arrived).toHaveLength(2);
    expect((await gateway.call('/api/x', { token })).status).toBe(502);
    expect(gateway.arrived.length).toBeLessThanOrEqual(4);
  });

  it('GW-05: a caller that goes away ends the request to the service', async () => {
    const began = Promise.withResolvers<IncomingMessage>();
    gateway.serve = (request, _response: ServerResponse) => began.resolve(request);
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port: gateway.port,
      path: '/api/slow',
      headers: { host: new URL(gateway.origin).host, authorization: `Bearer ${token}` },
      agent: false,
    });
    outgoing.on('error', () => undefined).end();
    const request = await began.promise;
    const closed = once(request.socket, 'close');
    outgoing.destroy();
    await closed;
  });

  it('GW-06: no request is smuggled in another one', async () => {
    const head = `POST /api/x HTTP/1.1\r\nHost: ${new URL(gateway.origin).host}\r\nAuthorization: Bearer ${token}\r\n`;
    const inner = `GET /api/smuggled HTTP/1.1\r\nHost: ${new URL(gateway.origin).host}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    const attempts = [
      `${head}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
      `${head}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n${inner}`,
      `${head}Content-Length: 0\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
      `${head}Content-Length: 0, 10\r\n\r\n${inner}`,
      `${head}Content-Length: +0\r\n\r\n${inner}`,
      `${head}Content-Length: 0x0\r\n\r\n${inner}`,
      `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${inner}`,
      `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${inner}`,
      `${head}Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n${inner}`,
      `${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${inner}`,
      `${head}X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
      `${head}X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`,
      `${head.replaceAll('\r\n', '\n')}Content-Length: 0\n\n${inner}`,
      `${head}Transfer-Encoding: chunked\r\n\r\n0\n\n${inner}`,
      `${head}Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n${inner}`,
      `${head}Transfer-Encoding: chunked\r\n\r\n0;\n\r\n\r\n${inner}`,
    ];
    for (const attempt of attempts) {
      const answer = await gateway.raw(attempt);
      expect([attempt.slice(head.length, head.length + 60), answer.slice(0, 12)]).toEqual([
        attempt.slice(head.length, head.length + 60),
        'HTTP/1.1 400',
      ]);
      expect(answer.match(/HTTP\/1\.1 /gu)).toHaveLength(1);
    }
    expect(gateway.arrived.filter(({ url }) => url === '/smuggled')).toEqual([]);
  });

  it('GW-06: trailers and a second request in a body stay where they are', async () => {
    const host = new URL(gateway.origin).host;
    const inner = `GET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const answer = await gateway.raw(
      `POST /api/x HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nTransfer-Encoding: chunked\r\nTrailer: X-User\r\nConnection: close\r\n\r\n`,
      `${inner.length.toString(16)}\r\n${inner}\r\n0\r\nX-User: mallory\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /u);
    expect(answer).not.toContain('mallory');
    expect(gateway.arrived.map(({ url }) => url)).toEqual(['/x']);
  });

  it('counts credentials and exchanges, and logs one line for each request without a secret in it', async () => {
    await gateway.call('/api/logged?secret=1', { token });
    const metrics = await gateway.metrics();
    expect(metrics).toMatch(/gateway_credentials_total\{[^}]*kind="access_token"[^}]*outcome="accepted"[^}]*\} \d+/u);
    expect(metrics).toMatch(/gateway_exchanges_total\{[^}]*outcome="cached"[^}]*\} \d+/u);
    expect(metrics).toContain('route="/api/*"');
    const line = gateway.log
      .map((one) => JSON.parse(one) as Record<string, unknown>)
      .find(({ path }) => path === '/api/logged');
    expect(line).toMatchObject({ method: 'GET', status: 200, subject: 'alice', credential: 'access_token' });
    expect(JSON.stringify(line)).not.toContain('secret=1');
  });

  it('a half-open connection costs nothing', async () => {
    const socket = connect({ host: '127.0.0.1', port: gateway.port });
    await once(socket, 'connect');
    expect((await gateway.call('/api/x', { token })).status).toBe(200);
    socket.destroy();
  });
});
