import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { apiKeyOf } from '@gatehouse/logging';
import { findCommand, freePort, rootDirectory, skipUnless, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AGateway, type Answer, aGateway, api } from './a-gateway.ts';

const claimsOf = (authorization: unknown) =>
  JSON.parse(Buffer.from(String(authorization).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const asks = { 'x-original-method': 'GET', 'x-original-uri': '/api/invoices?page=2' };
const where = '/.gatehouse/authorize';

let gateway: AGateway;
let token: string;
beforeAll(async () => {
  gateway = await aGateway({
    routes: [
      { path: '/strict', scopes: ['invoice_write'] },
      { path: '/open', methods: ['GET'], audience: undefined, accept: [] },
    ],
    env: {
      GATEWAY_AUTHORIZE_CALLERS: '127.0.0.1',
      GATEWAY_RATE_LIMIT_REQUESTS: '30',
      GATEWAY_RATE_LIMIT_WINDOW_SECONDS: '3600',
    },
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  gateway.issuer.behaviour = 'exchange';
  gateway.arrived.length = 0;
});

describe('the question of a proxy', () => {
  it('GW-03: is answered 200 with the token inside, for the request that it is about', async () => {
    const answer = await gateway.call(where, { token, headers: asks });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(claimsOf(answer.headers['authorization'])).toMatchObject({
      sub: 'alice',
      aud: api,
      act: { sub: 'gateway' },
    });
    expect(answer.headers).toMatchObject({ 'x-gatehouse-subject': 'alice', 'cache-control': 'no-store' });
    const envoy = await gateway.call(`${where}/api/invoices`, { token, method: 'POST' });
    expect(claimsOf(envoy.headers['authorization'])).toMatchObject({ sub: 'alice' });
    const open = await gateway.call(`${where}/open`);
    expect([open.status, open.headers['authorization']]).toEqual([200, undefined]);
    expect(gateway.arrived).toEqual([]);
  });

  it('GW-03: every doubt is one of the refusals that proxies understand', async () => {
    const cases: [number, Record<string, string>][] = [
      [401, asks],
      [401, { ...asks, authorization: `Bearer ${token}x` }],
      [403, { ...asks, authorization: 'Bearer ' }],
      [403, { ...asks, authorization: `Bearer ${token}`, 'x-api-key': 'gh_x' }],
      [403, { authorization: `Bearer ${token}` }],
      [403, { 'x-original-uri': '/api/x', authorization: `Bearer ${token}` }],
      ...['/elsewhere', '/api/%2e%2e/open', '/api//x', '/api/%61', 'api/x', 'https://evil.example/api/x'].map(
        (uri): [number, Record<string, string>] => [
          403,
          { ...asks, 'x-original-uri': uri, authorization: `Bearer ${token}` },
        ],
      ),
      [403, { ...asks, 'x-original-method': 'BREW', authorization: `Bearer ${token}` }],
      [403, { 'x-original-uri': '/strict', 'x-original-method': 'GET', authorization: `Bearer ${token}` }],
    ];
    for (const [status, headers] of cases)
      expect([headers, (await gateway.call(where, { headers })).status]).toEqual([headers, status]);
    // Two answers to what the request was.
    expect((await gateway.call(`${where}/open`, { headers: asks })).status).toBe(403);
    const method = await gateway.call(`${where}/open`, { method: 'DELETE', headers: { 'x-original-method': 'GET' } });
    expect(method.status).toBe(403);
    gateway.issuer.behaviour = { status: 500, error: 'server_error' };
    const other = await gateway.issuer.issueToken({ subject: 'other' });
    const away = await gateway.call(where, { token: other, headers: asks });
    expect([away.status, away.headers['retry-after']]).toEqual([503, '2']);
  });

  it('GW-03: is for the proxies that are named alone', async () => {
    const closed = await aGateway({ env: { GATEWAY_AUTHORIZE_CALLERS: '10.0.0.0/8, ::1' } });
    const none = await aGateway();
    try {
      for (const one of [closed, none]) {
        const known = await one.issuer.issueToken({ scope: 'invoice_read' });
        expect((await one.call(where, { token: known, headers: asks })).status).toBe(404);
      }
    } finally {
      await closed.stop();
      await none.stop();
    }
  });
});

interface Nginx {
  call(path: string, headers: Record<string, string>, method?: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** nginx with the configuration that docs/gateway.md shows. */
async function startNginx(): Promise<Nginx> {
  const { path: directory, remove } = await temporaryDirectory();
  const port = await freePort();
  const page = await readFile(path.join(rootDirectory, 'docs/gateway.md'), 'utf8');
  const locations = /```nginx\n(?<text>[\s\S]*?)```/u.exec(page)?.groups?.['text'] as string;
  const shown = locations
    .replace('http://service.internal:8080', gateway.upstream)
    .replace('https://gateway.internal:3002', `http://127.0.0.1:${gateway.port}`)
    .replace('localhost:3002', new URL(gateway.origin).host);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`);
  const file = path.join(directory, 'nginx.conf');
  await writeFile(
    file,
    `daemon off; pid nginx.pid; worker_processes 1; error_log stderr;
     events {} http { access_log off; ${temporary.join(' ')} server { listen 127.0.0.1:${port}; ${shown} } }`,
  );
  const nginx = spawn(findCommand('nginx') as string, ['-p', directory, '-c', file, '-e', 'stderr'], { stdio: 'pipe' });
  let said = '';
  nginx.stderr.on('data', (text: Buffer) => {
    said += String(text);
  });
  const ended = once(nginx, 'exit');
  for (let tries = 0; ; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) break;
    if (tries > 2400 || nginx.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return {
    async call(target, headers, method = 'GET') {
      const answer = await fetch(`http://127.0.0.1:${port}${target}`, { headers, method });
      const text = await answer.text();
      const body: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text, body };
    },
    async stop() {
      nginx.kill('SIGQUIT');
      await ended;
      await remove();
    },
  };
}

skipUnless('nginx')('nginx in front', () => {
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await startNginx();
  });
  afterAll(() => nginx?.stop());

  it('GW-08: with auth_request the service gets the token inside, and the credential stays outside', async () => {
    const key = apiKeyOf('n'.repeat(38));
    gateway.issuer.apiKeys.set(key, { sub: 'robot-9', scope: 'invoice_read' });
    for (const [headers, subject] of [
      [{ authorization: `Bearer ${token}` }, 'alice'],
      [{ 'x-api-key': key, 'x-gatehouse-subject': 'mallory' }, 'robot-9'],
    ] as const) {
      const answer = await nginx.call('/api/invoices?page=2', { ...headers, cookie: 'session=1' });
      expect(answer).toMatchObject({ status: 200, body: { method: 'GET', path: '/api/invoices?page=2' } });
      const { authorization, 'x-gatehouse-subject': told } = answer.body.headers as Record<string, string>;
      expect(claimsOf(authorization)).toMatchObject({ sub: subject, aud: api, act: { sub: 'gateway' } });
      expect(told).toBe(subject);
      for (const secret of [token, key, 'session=1', 'mallory']) expect(answer.text).not.toContain(secret);
    }
  });

  it('GW-03: what the gateway refuses never reaches the service', async () => {
    const bearer = { authorization: `Bearer ${token}` };
    const none = await nginx.call('/api/x', {});
    expect([none.status, none.headers['www-authenticate']]).toEqual([
      401,
      expect.stringContaining('resource_metadata='),
    ]);
    expect((await nginx.call('/api/x', { authorization: `Bearer ${token}x` })).status).toBe(401);
    expect((await nginx.call('/strict', bearer)).status).toBe(403);
    expect((await nginx.call('/elsewhere', bearer)).status).toBe(403);
    expect((await nginx.call('/api/x', { ...bearer, 'x-original-uri': '/open' }, 'BREW')).status).toBe(403);
    gateway.issuer.behaviour = { status: 500, error: 'server_error' };
    const away = await nginx.call('/api/x', {
      authorization: `Bearer ${await gateway.issuer.issueToken({ subject: 'new' })}`,
    });
    expect([away.status, away.headers['retry-after']]).toEqual([503, '2']);
    gateway.issuer.behaviour = 'exchange';
    const eager = {
      authorization: `Bearer ${await gateway.issuer.issueToken({ subject: 'eager', scope: 'invoice_read' })}`,
    };
    gateway.arrived.length = 0;
    const statuses: number[] = [];
    for (let count = 0; count < 31; count += 1) statuses.push((await nginx.call('/api/x', eager)).status);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429]);
    expect(gateway.arrived).toHaveLength(30);
  });
});
