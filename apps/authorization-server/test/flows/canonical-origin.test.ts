import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, send } from '../browser.ts';
import { confidential } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const documents = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server', '/jwks'];

let server: TestServer;
let discovery: Record<string, unknown>;

beforeAll(async () => {
  server = await startServer();
  discovery = JSON.parse((await send('GET', server.issuer + documents[0])).body) as Record<string, unknown>;
});
afterAll(() => server?.stop());

/** Sends bytes as they are and gives the status of the answer, and all of it. */
async function raw(request: string): Promise<{ status: number; text: string }> {
  const { port, hostname } = new URL(server.issuer);
  const socket = connect({ port: Number(port), host: '127.0.0.1', servername: hostname });
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.end(request);
  await once(socket, 'close');
  return { status: Number(text.split(' ')[1]), text };
}

const rawGet = (target: string, ...lines: string[]) =>
  raw(`GET ${target} HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}Connection: close\r\n\r\n`);

describe('one origin', () => {
  it('AS-01: a foreign Host gets 421 on every path, and its name is nowhere in the answer', async () => {
    for (const path of ['/', ...documents, '/auth', '/token', '/me', '/session/end', '/interaction/x', '/device']) {
      for (const host of [
        'evil.example',
        `evil.example:${new URL(server.issuer).port}`,
        'localhost',
        'localhost:1',
        '127.0.0.1',
        `127.0.0.1:${new URL(server.issuer).port}`,
        `${new URL(server.issuer).host}.evil.example`,
        `evil.example@${new URL(server.issuer).host}`,
      ]) {
        const answer = await send(path === '/token' ? 'POST' : 'GET', server.issuer + path, { host });
        expect([path, host, answer.status]).toEqual([path, host, 421]);
        expect(answer.body + JSON.stringify(answer.headers)).not.toContain('evil.example');
      }
    }
  });

  it('AS-01: no Host, two Hosts and another authority in the request line are refused', async () => {
    const { host } = new URL(server.issuer);
    expect((await rawGet('/jwks', `Host: ${host}`)).status).toBe(200);
    expect((await rawGet('/jwks', `host: ${host.toUpperCase()}`)).status).toBe(200);
    expect((await rawGet('/jwks')).status).toBe(400);
    expect((await rawGet('/jwks', `Host: ${host}`, 'Host: evil.example')).status).toBe(400);
    expect((await rawGet('https://evil.example/jwks', `Host: ${host}`)).status).toBe(421);
    expect((await rawGet('//evil.example/jwks', `Host: ${host}`)).status).toBe(404);
    expect((await rawGet(`${server.issuer}/jwks`, `Host: ${host}`)).status).toBe(200);
  });

  it('AS-01: discovery and JWKS are the same bytes whatever is sent', async () => {
    for (const document of documents) {
      const plain = await send('GET', server.issuer + document);
      expect(plain.status).toBe(200);
      for (const headers of [
        { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', 'x-forwarded-port': '80' },
        { forwarded: 'host=evil.example;proto=http;for=10.0.0.1' },
        { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'x-forwarded-prefix': '/evil' },
        { 'x-original-url': '/evil', 'x-rewrite-url': '/evil', 'x-http-method-override': 'DELETE' },
        { host: new URL(server.issuer).host.toUpperCase() },
        { accept: 'text/html', 'accept-language': 'de', 'accept-encoding': 'gzip, br' },
        { origin: 'https://evil.example', referer: 'https://evil.example/' },
        { cookie: 'a=b', authorization: 'Bearer x', 'if-none-match': '"x"' },
      ] as Record<string, string>[]) {
        const answer = await send('GET', `${server.issuer}${document}?x=${encodeURIComponent('<evil>')}`, headers);
        expect([headers, answer.status, answer.body === plain.body]).toEqual([headers, 200, true]);
        expect([answer.headers['etag'], answer.headers['cache-control']]).toEqual([
          plain.headers['etag'],
          plain.headers['cache-control'],
        ]);
        expect(answer.headers).not.toHaveProperty('set-cookie');
      }
    }
  });

  it('AS-01: both discovery documents say the same, and every URL in them is of the issuer', async () => {
    const [openid, oauth] = await Promise.all(documents.map((path) => send('GET', server.issuer + path)));
    expect(oauth?.body).toBe(openid?.body);
    const urls = JSON.stringify(discovery).match(/https?:\/\/[^"]+/gu) ?? [];
    expect(urls.length).toBeGreaterThan(8);
    expect(urls.filter((url) => url !== server.issuer && !url.startsWith(`${server.issuer}/`))).toEqual([]);
    expect(discovery['issuer']).toBe(server.issuer);
  });

  it('AS-01: discovery and JWKS may be cached by everybody, and an unchanged one is 304', async () => {
    for (const document of documents) {
      const { headers, body } = await send('GET', server.issuer + document);
      expect(headers['cache-control']).toBe('public, max-age=300');
      expect(headers['etag']).toMatch(/^"[\w-]{20,}"$/u);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['content-type']).toMatch(/^application\/json/u);
      for (const match of [
        String(headers['etag']),
        `W/${String(headers['etag'])}`,
        `"x", ${String(headers['etag'])}`,
        '*',
      ]) {
        const same = await send('GET', server.issuer + document, { 'if-none-match': match });
        expect([match, same.status, same.body, same.headers['etag']]).toEqual([match, 304, '', headers['etag']]);
      }
      const head = await send('HEAD', server.issuer + document);
      expect([head.status, head.body, head.headers['content-length']]).toEqual([
        200,
        '',
        String(Buffer.byteLength(body)),
      ]);
    }
  });

  it('AS-01: redirects and pages of a sign-in name no host but the issuer, whatever is forwarded', async () => {
    const webApp = await confidential(server, 'web-app');
    const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' };
    const browser = new Browser();
    const first = await browser.get(webApp.request().url, forged);
    expect(first.location).toMatch(/^\/interaction\//u);
    const page = await browser.get(server.issuer + first.location, forged);
    const alice = await server.person('alice');
    const csrf = /name="csrf" value="([^"]+)"/u.exec(page.body)?.[1] ?? '';
    const done = await browser.post(`${server.issuer}${first.location}/login`, { csrf, ...alice }, forged);
    expect(new URL(done.location, server.issuer).origin).toBe(server.issuer);
    expect(page.body + done.body + JSON.stringify([first.headers, page.headers, done.headers])).not.toContain(
      'evil.example',
    );
  });

  it('AS-01: X-Forwarded-For of a stranger does not reach the audit', async () => {
    const worker = await confidential(server, 'worker');
    await worker.token(
      { grant_type: 'client_credentials', scope: 'invoice_read' },
      { 'x-forwarded-for': '203.0.113.7' },
    );
    const records = async () => JSON.stringify(await server.server.storage.audit.list({ limit: 20 }));
    await server.restart();
    expect(await records()).toContain('"ip":"127.0.0.1"');
    expect(await records()).not.toContain('203.0.113.7');
  });
});

describe('what discovery lists', () => {
  it('AS-06: no implicit, hybrid or password, no plain, no none, no HS*', () => {
    expect(discovery['response_types_supported']).toEqual(['code']);
    expect(discovery['code_challenge_methods_supported']).toEqual(['S256']);
    expect(discovery['grant_types_supported']).toEqual(
      expect.arrayContaining(['authorization_code', 'refresh_token', 'client_credentials']),
    );
    expect(discovery['grant_types_supported']).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/implicit|password/u)]),
    );
    expect(discovery['id_token_signing_alg_values_supported']).toEqual(['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA']);
    for (const [name, values] of Object.entries(discovery)) {
      if (!name.includes('_alg_')) continue;
      expect([name, (values as string[]).filter((alg) => /^(?:none|HS|RSA1_5|dir)/iu.test(alg))]).toEqual([name, []]);
    }
    expect(discovery['token_endpoint_auth_methods_supported']).not.toContain('client_secret_jwt');
  });

  it('AS-12: no registration, no request objects', () => {
    expect(Object.keys(discovery).filter((name) => /registration|request_object|encryption/u.test(name))).toEqual([]);
    expect(discovery['request_parameter_supported']).not.toBe(true);
    expect(discovery['request_uri_parameter_supported']).not.toBe(true);
  });

  it('AS-04: what is there is said: iss in answers, PAR, client authentication, scopes', () => {
    expect(discovery).toMatchObject({
      authorization_response_iss_parameter_supported: true,
      authorization_endpoint: `${server.issuer}/auth`,
      token_endpoint: `${server.issuer}/token`,
      jwks_uri: `${server.issuer}/jwks`,
      userinfo_endpoint: `${server.issuer}/me`,
      end_session_endpoint: `${server.issuer}/session/end`,
      pushed_authorization_request_endpoint: `${server.issuer}/request`,
      subject_types_supported: ['public'],
    });
    expect(discovery['scopes_supported']).toEqual(['openid', 'offline_access', 'profile', 'email']);
  });

  it('AS-12: nobody can register or change a client over the network', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      for (const path of ['/reg', '/reg/web-app', '/register', '/connect/register']) {
        const { status } = await send(method, server.issuer + path, { 'content-type': 'application/json' });
        expect([method, path, status]).toEqual([method, path, 404]);
      }
    }
  });

  it('AS-18: JWKS holds public members only', async () => {
    const { keys } = JSON.parse((await send('GET', `${server.issuer}/jwks`)).body) as {
      keys: Record<string, unknown>[];
    };
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(key).toEqual({
        kty: 'RSA',
        alg: 'RS256',
        use: 'sig',
        kid: expect.stringMatching(/^[\w-]{43}$/u),
        e: 'AQAB',
        n: expect.stringMatching(/^[\w-]{342}$/u),
      });
    }
  });
});
