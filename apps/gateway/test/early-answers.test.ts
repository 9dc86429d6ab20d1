/** Services, and the gateway itself, that answer before they have read the request (RFC 9112, section 9.6). */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { certificates } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AGateway, aGateway } from './a-gateway.ts';

const largest = 32_000_000;
const open = { audience: undefined, accept: [] };

let gateway: AGateway;
let token: string;
/** Answers each connection's request once its head is there, as the path says. */
let raw: Server;
const others: { close(): unknown; closeAllConnections?(): void }[] = [];

/** Answers without a look at the body: 422 at `/422`, and with so many bytes at `/422/100000`. */
function answerEarly(request: { url?: string | undefined }, response: Pick<ServerResponse, 'writeHead' | 'end'>): void {
  const [, status, bytes = '2'] = /^\/(?<status>\d{3})\/?(?<bytes>\d*)/u.exec(request.url ?? '') ?? ['', '200'];
  response.writeHead(Number(status), { 'content-type': 'text/plain' });
  response.end('x'.repeat(Number(bytes || 2)));
}

/** What a server does that writes an answer and is gone: `/end`, `/destroy` and `/reset`; or `/held`, that reads nothing. */
function answerAndClose(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.once('data', (head: Buffer) => {
    socket.pause();
    const told = 'HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nlarge';
    const untold = 'HTTP/1.1 413 Content Too Large\r\n\r\nlarge';
    const [, , how] = String(head).split(/[ /]/u);
    socket.write(how === 'untold' ? untold : told, () => {
      if (how === 'held') return;
      if (how === 'reset') socket.resetAndDestroy();
      else if (how === 'end') socket.end();
      else socket.destroy();
    });
  });
}

async function listening(server: Server | Http2SecureServer): Promise<number> {
  others.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  const made = await certificates();
  trustAuthorities(made.caFile);
  const files = {
    key: readFileSync(made.keyFile('resource-server')),
    cert: readFileSync(made.certFile('resource-server')),
  };
  raw = createServer(answerAndClose);
  const http2 = await listening(createSecureServer({ ...files, allowHTTP1: false }, answerEarly as never));
  const tls = await listening(createHttpsServer(files, answerEarly));
  const closing = await listening(raw);
  const limits = { max_body_bytes: largest };
  gateway = await aGateway({
    route: limits,
    routes: [
      { path: '/open/*', strip: '/open', ...open, ...limits },
      { path: '/h2/*', strip: '/h2', upstream: `https://localhost:${http2}`, http2: true, ...limits },
      { path: '/tls/*', strip: '/tls', upstream: `https://localhost:${tls}`, ...open, ...limits },
      { path: '/closing/*', strip: '/closing', upstream: `http://127.0.0.1:${closing}`, ...open, ...limits },
      { path: '/small/*', strip: '/small', ...open, max_body_bytes: 1000 },
      { path: '/dead/*', upstream: 'http://127.0.0.1:1', ...open, ...limits },
      { path: '/read-only', methods: ['GET'], ...open },
    ],
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
  gateway.serve = answerEarly;
});
afterAll(async () => {
  await gateway?.stop();
  for (const one of others) {
    one.closeAllConnections?.();
    one.close();
  }
});

const agents: Agent[] = [];
afterEach(() => {
  for (const agent of agents.splice(0)) agent.destroy();
});

interface Answered {
  readonly status: number | undefined;
  readonly text: string;
  readonly connection: string | undefined;
  readonly reused: boolean;
}

/** A caller with one kept connection. */
function aCaller() {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.push(agent);
  return (method: string, path: string, bytes = 0, framing: 'told' | 'chunked' = 'told', headers = {}) =>
    new Promise<Answered>((resolve, reject) => {
      const outgoing = httpRequest({
        host: '127.0.0.1',
        port: gateway.port,
        path,
        method,
        agent,
        headers: {
          host: new URL(gateway.origin).host,
          authorization: `Bearer ${token}`,
          ...(bytes > 0 && framing === 'told' && { 'content-length': String(bytes) }),
          ...(bytes > 0 && framing === 'chunked' && { 'transfer-encoding': 'chunked' }),
          ...headers,
        },
      });
      let answered = false;
      outgoing.on('error', (error) => answered || reject(error));
      outgoing.on('response', (response: IncomingMessage) => {
        answered = true;
        const { statusCode: status, headers: received } = response;
        const reused = outgoing.reusedSocket;
        text(response).then((said) => resolve({ status, text: said, connection: received.connection, reused }), reject);
      });
      let left = bytes;
      const send = () => {
        while (left > 0 && !outgoing.destroyed) {
          const part = Buffer.alloc(Math.min(left, 65_536), 'b');
          left -= part.length;
          if (!outgoing.write(part)) return void outgoing.once('drain', send);
        }
        outgoing.end();
      };
      send();
    });
}

const sizes = [10_000, 300_000, 1_000_000, 5_000_000, 20_000_000];
const framings = ['told', 'chunked'] as const;

const statuses = (said: string) => said.match(/(?<=HTTP\/1\.1 )\d{3}/gu);

describe('W3, D6: a service that answers before it has read the body', () => {
  it.each([
    ['with a token', '/api/422', 422],
    ['without one', '/open/200', 200],
    ['with a long answer', '/open/500/3000000', 500],
    ['behind TLS', '/tls/422/70000', 422],
    ['over HTTP/2', '/h2/422', 422],
    ['over HTTP/2 with a long answer', '/h2/200/3000000', 200],
    ['without content', '/open/204/0', 204],
  ])('W3: %s: its answer arrives, and the next request on the connection is answered', async (_name, path, status) => {
    const bytes = status === 204 ? 0 : Number(path.split('/')[3] ?? 2);
    const some = bytes > 1_000_000 ? [1_000_000, 5_000_000] : sizes;
    for (const framing of framings) {
      for (const size of some) {
        const call = aCaller();
        for (let round = 0; round < 2; round += 1) {
          const posted = await call('POST', path, size, framing);
          expect([framing, size, posted.status, posted.text.length]).toEqual([framing, size, status, bytes]);
          const next = await call('GET', path);
          expect([framing, size, next.status, next.text.length]).toEqual([framing, size, status, bytes]);
          // What is kept is used, and what is closed was announced.
          expect([framing, size, next.reused]).toEqual([framing, size, posted.connection !== 'close']);
        }
      }
    }
  });

  it('W3: a connection is kept where the body is told and short', async () => {
    const call = aCaller();
    expect(await call('POST', '/open/422', 1_000_000)).toMatchObject({ status: 422, connection: 'keep-alive' });
    expect(await call('POST', '/open/422', 1_000_000)).toMatchObject({ status: 422, reused: true });
    expect(await call('POST', '/open/422', 5_000_000)).toMatchObject({ status: 422, connection: 'close' });
  });

  it('W3: requests that were sent behind the body at once are answered in turn, or not at all after a close', async () => {
    const host = `Host: ${new URL(gateway.origin).host}\r\n`;
    const next = `GET /open/201 HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
    const body = 'b'.repeat(900_000);
    const told = `POST /open/422 HTTP/1.1\r\n${host}Content-Length: ${body.length}\r\n\r\n${body}`;
    expect(statuses(await gateway.raw(told + told + next))).toEqual(['422', '422', '201']);
    const arrived = gateway.arrived.length;
    const chunked = `POST /open/422 HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expect(statuses(await gateway.raw(chunked + next))).toEqual(['422']);
    expect(gateway.arrived.slice(arrived).map(({ method }) => method)).toEqual(['POST']);
  });

  it.each([
    ['/open/422/3000000', 422],
    ['/closing/held', 413],
  ])(
    'W3: a caller that sends all before it reads gets the whole answer, however long both are: %s',
    async (path, status) => {
      const host = `Host: ${new URL(gateway.origin).host}\r\n`;
      const socket = connect({ host: '127.0.0.1', port: gateway.port, allowHalfOpen: true });
      await once(socket, 'connect');
      const bytes = 20_000_000;
      socket.write(`POST ${path} HTTP/1.1\r\n${host}Content-Length: ${bytes}\r\n\r\n`);
      socket.pause();
      for (let sent = 0; sent < bytes; sent += 100_000) {
        if (!socket.write('b'.repeat(100_000))) await once(socket, 'drain');
      }
      const answer = await text(socket);
      expect(statuses(answer)).toEqual([String(status)]);
      expect(answer.length).toBeGreaterThan(Number(path.split('/')[3] ?? 5));
    },
  );
});

describe('W2: a service that answers 413 and closes before it has read the body', () => {
  it.each(['end', 'destroy', 'reset', 'untold'])('W2: its answer arrives: %s', async (how) => {
    for (const framing of framings) {
      for (const size of sizes) {
        for (let round = 0; round < 3; round += 1) {
          const call = aCaller();
          const answer = await call('POST', `/closing/${how}`, size, framing);
          expect([framing, size, answer.status, answer.text]).toEqual([framing, size, 413, 'large']);
          expect([framing, size, (await call('GET', '/open/200')).status]).toEqual([framing, size, 200]);
        }
      }
    }
  });
});

describe('what the gateway refuses before it has read the body', () => {
  it.each([
    ['no credential', 401, '/api/x', { authorization: 'Basic eDp5' }],
    ['no route', 404, '/nowhere', {}],
    ['no such method', 405, '/read-only', {}],
    ['more than the route takes', 413, '/small/x', {}],
    ['a foreign host', 421, '/open/200', { host: 'evil.example' }],
  ])('W3: %s: %i arrives, and no later request waits', async (_name, status, path, headers) => {
    for (const framing of framings) {
      for (const size of sizes) {
        const call = aCaller();
        const refused = await call('POST', path, size, framing, headers);
        expect([framing, size, refused.status]).toEqual([framing, size, status]);
        const next = await call('GET', '/open/200');
        expect([framing, size, next.status, next.reused]).toEqual([framing, size, 200, refused.connection !== 'close']);
      }
    }
  });
});
