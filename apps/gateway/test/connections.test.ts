/** What is more than a request and its answer: WebSocket, streams, HTTP/2 and mutual TLS to the service. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { createSecureServer, type Http2SecureServer, type Http2ServerResponse } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { certificates, eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'undici';
import { type AGateway, aGateway, api } from './a-gateway.ts';

const claimsOf = (authorization: unknown) =>
  JSON.parse(Buffer.from(String(authorization).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

/** A service that answers each short text frame with the same text, after what it knows of the caller. */
function webSocketService(): Server {
  const server = createHttpServer((_request, response) => response.writeHead(426).end('websocket only'));
  server.on('upgrade', (request, socket: Socket) => {
    if (request.url === '/refused') return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const say = (text: string) => socket.write(Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]));
    const { sub, aud } = claimsOf(request.headers.authorization);
    say([sub, aud, request.headers['x-gatehouse-subject']].join(' '));
    socket.on('data', (frame: Buffer) => {
      if ((frame[0]! & 15) !== 1) return;
      const mask = frame.subarray(2, 6);
      say(String(frame.subarray(6).map((byte, index) => byte ^ mask[index % 4]!)));
    });
    socket.on('error', () => undefined);
  });
  return server;
}

async function listening(server: Server | Http2SecureServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Answers of HTTP/2 that have begun. */
const held: Http2ServerResponse[] = [];

const http2Service = (files: { key: Buffer; cert: Buffer }) =>
  createSecureServer({ ...files, allowHTTP1: false }, (request, response) => {
    const { authorization } = request.headers;
    if (request.url === '/held') {
      response.write('begun, ');
      held.push(response);
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      const { sub } = claimsOf(authorization);
      response.write(JSON.stringify({ version: request.httpVersion, sub, method: request.method, path: request.url }));
      response.end(`\n${Buffer.concat(parts).toString()}`);
    });
  });

let gateway: AGateway;
let token: string;
let webSockets: Server;
let mutualOrigin: string;
const others: { close(): unknown; closeAllConnections?(): void }[] = [];

beforeAll(async () => {
  const made = await certificates();
  const { caFile } = made;
  trustAuthorities(caFile);
  const files = {
    key: readFileSync(made.keyFile('resource-server')),
    cert: readFileSync(made.certFile('resource-server')),
  };
  webSockets = webSocketService();
  const http2 = http2Service(files);
  const mutual = createHttpsServer(
    { ...files, ca: readFileSync(caFile), requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      response.end(JSON.stringify({ shown: (request.socket as TLSSocket).getPeerCertificate().subject.CN }));
    },
  );
  others.push(webSockets, http2, mutual);
  const [plain, second, third] = [await listening(webSockets), await listening(http2), await listening(mutual)];
  mutualOrigin = `https://localhost:${third}`;
  gateway = await aGateway({
    routes: [
      { path: '/ws/*', strip: '/ws', upstream: `http://127.0.0.1:${plain}`, websocket: { idle_timeout_ms: 3000 } },
      { path: '/busy/*', strip: '/busy', upstream: `http://127.0.0.1:${plain}`, websocket: { longest_ms: 2000 } },
      { path: '/plain/*', strip: '/plain', upstream: `http://127.0.0.1:${plain}` },
      { path: '/h2/*', strip: '/h2', upstream: `https://localhost:${second}`, http2: true },
      { path: '/mtls/*', strip: '/mtls', upstream: mutualOrigin },
    ],
    env: { GATEWAY_UPSTREAM_CERT_FILE: made.certFile('client'), GATEWAY_UPSTREAM_KEY_FILE: made.keyFile('client') },
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
});
afterAll(async () => {
  await gateway?.stop();
  for (const one of others) {
    one.closeAllConnections?.();
    one.close();
  }
});

const open = (path: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
  new WebSocket(`${gateway.origin.replace('http', 'ws')}${path}`, { headers });
const next = async (socket: WebSocket, event = 'message') => {
  const { data } = await new Promise<{ data?: unknown }>((resolve, reject) => {
    socket.addEventListener(event as 'message', resolve as never, { once: true });
    if (event !== 'close') socket.addEventListener('error', () => reject(new Error('failed')), { once: true });
  });
  return data;
};

const upgradeStatus = (path: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const request = httpRequest({
      host: '127.0.0.1',
      port: gateway.port,
      path,
      headers: {
        host: new URL(gateway.origin).host,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
      agent: false,
    });
    request.on('response', (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    request.on('error', reject).end();
  });

describe('WebSocket', () => {
  it('GW-08: a connection gets in like a request, with the token inside, and carries both ways until it is idle', async () => {
    const socket = open('/ws/chat');
    expect(await next(socket)).toBe(`alice ${api} alice`);
    for (const text of ['first', 'second']) {
      socket.send(text);
      expect(await next(socket)).toBe(text);
    }
    await next(socket, 'close');
    await eventually(async () => /http_server_active_requests\{[^}]*\} 0/u.test(await gateway.metrics()));
    expect(await gateway.metrics()).toMatch(/route="\/ws\/\*",status="101"/u);
  });

  it('GW-05: a busy one is ended when its time is over', async () => {
    const socket = open('/busy/chat');
    await next(socket);
    const busy = setInterval(() => socket.readyState === WebSocket.OPEN && socket.send('x'), 100);
    await next(socket, 'close');
    clearInterval(busy);
  });

  it('GW-03: without a credential, to a route without WebSocket or to a service that refuses there is none', async () => {
    const bearer = { authorization: `Bearer ${token}` };
    expect(await upgradeStatus('/ws/chat', {})).toBe(401);
    expect(await upgradeStatus('/ws/chat', { authorization: `Bearer ${token}x` })).toBe(401);
    expect(await upgradeStatus('/elsewhere', bearer)).toBe(404);
    expect(await upgradeStatus('/ws/chat', { ...bearer, host: 'evil.example' })).toBe(421);
    expect(await upgradeStatus('/ws/refused', bearer)).toBe(403);
    expect(await upgradeStatus('/ws/chat', bearer)).toBe(101);
  });

  it('what cannot be upgraded is a request like any other (RFC 9110, section 7.8)', async () => {
    const bearer = { authorization: `Bearer ${token}` };
    for (const upgrade of ['websocket', 'h2c', 'TLS/1.0', 'h2c, websocket', 'x/1'])
      expect([upgrade, await upgradeStatus('/plain/chat', { ...bearer, upgrade })]).toEqual([upgrade, 426]);
    for (const upgrade of ['h2c', 'websocket, h2c'])
      expect([upgrade, await upgradeStatus('/ws/chat', { ...bearer, upgrade })]).toEqual([upgrade, 426]);
    const head = (line: string, upgrade: string, more = '') =>
      `${line}\r\nHost: ${new URL(gateway.origin).host}\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade, close\r\nUpgrade: ${upgrade}\r\n${more}\r\n`;
    // In HTTP/1.0 it must be ignored.
    expect(await gateway.raw(head('GET /ws/chat HTTP/1.0', 'websocket'))).toMatch(/^HTTP\/1\.1 426 /u);
    for (const upgrade of ['websocket', 'h2c']) {
      const said = await gateway.raw(`${head('POST /api/x HTTP/1.1', upgrade, 'Content-Length: 5\r\n')}hello`);
      expect(said).toMatch(/^HTTP\/1\.1 200 /u);
      expect(said).toContain('hello');
    }
    expect(gateway.arrived.splice(0).map(({ headers }) => headers.upgrade)).toEqual([undefined, undefined]);
  });

  it('GW-06: what follows a refused upgrade is not read as another request', async () => {
    const host = new URL(gateway.origin).host;
    const head = `GET /ws/refused HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    const said = await gateway.raw(
      `${head}GET /api/smuggled HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    );
    expect(said.match(/HTTP\/1\.1 \d{3}/gu)).toEqual(['HTTP/1.1 403']);
    expect(gateway.arrived).toEqual([]);
  });
});

describe('to the service', () => {
  it('speaks HTTP/2 where the route says so', async () => {
    const answer = await gateway.call('/h2/x?y=1', { token, method: 'POST', body: 'hello' });
    const [facts = '', body] = answer.text.split('\n');
    expect([answer.status, JSON.parse(facts), body]).toEqual([
      200,
      { version: '2.0', sub: 'alice', method: 'POST', path: '/x?y=1' },
      'hello',
    ]);
    const many = await Promise.all(Array.from({ length: 50 }, () => gateway.call('/h2/y', { token })));
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it.each(['Content-Type', 'If-None-Match', 'User-Agent'])(
    'HTTP/2: %s in two spellings takes nothing from other requests on the connection',
    async (name) => {
      const other = gateway.call('/h2/held', { token });
      const response = await eventually(() => held.shift());
      const said = await gateway.raw(
        `GET /h2/x HTTP/1.1\r\nHost: ${new URL(gateway.origin).host}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n${name}: a\r\n${name.toLowerCase()}: b\r\n\r\n`,
      );
      expect(said).toMatch(/^HTTP\/1\.1 200 /u);
      response.end('ended');
      expect((await other).text).toBe('begun, ended');
    },
  );

  it('shows its certificate to a service that wants one', async () => {
    const answer = await gateway.call('/mtls/x', { token });
    expect(answer).toMatchObject({ status: 200, body: { shown: 'worker-mtls' } });
    const without = await aGateway({ route: { upstream: mutualOrigin } });
    const other = await without.issuer.issueToken({ scope: 'invoice_read' });
    expect((await without.call('/api/x', { token: other })).status).toBe(502);
    await without.stop();
  });

  it('GW-05: streams both ways at once: each part arrives before the next one is sent', async () => {
    gateway.serve = (request, response) => {
      response.writeHead(200);
      request.pipe(response);
    };
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port: gateway.port,
      path: '/api/stream',
      method: 'POST',
      headers: { host: new URL(gateway.origin).host, authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' },
      agent: false,
    });
    outgoing.write('part 0');
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    for (let part = 1; part < 4; part += 1) {
      const [got] = (await once(response, 'data')) as [Buffer];
      expect(String(got)).toBe(`part ${part - 1}`);
      outgoing.write(`part ${part}`);
    }
    outgoing.end();
    response.resume();
    await once(response, 'end');
    gateway.serve = undefined;
  });
});
