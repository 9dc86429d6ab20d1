/** How long requests, answers and connections may take: each time for itself, as the route says. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { trustAuthorities } from '@gatehouse/http';
import { certificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AGateway, aGateway } from './a-gateway.ts';

const open = { audience: undefined, accept: [], max_body_bytes: 100_000_000 };
const short = { ...open, answer_timeout_ms: 500, idle_timeout_ms: 1500 };

let gateway: AGateway;
const others: (Server | Http2SecureServer)[] = [];
/** Connections to the service that closes idle ones. */
let connections = 0;

/** Answers each request once it is there whole, and closes a connection so many milliseconds after. */
function closesIdle(idleMs: number, hint = ''): Server {
  return createServer((socket: Socket) => {
    connections += 1;
    let received = '';
    let idle: NodeJS.Timeout | undefined;
    socket.on('error', () => undefined).on('close', () => clearTimeout(idle));
    socket.on('data', (bytes: Buffer) => {
      received += String(bytes);
      const [head = '', body = ''] = received.split('\r\n\r\n');
      const length = Number(/content-length: (?<length>\d+)/iu.exec(head)?.groups?.['length'] ?? 0);
      if (!received.includes('\r\n\r\n') || body.length < length) return;
      received = '';
      clearTimeout(idle);
      socket.write(`HTTP/1.1 200 OK\r\n${hint}Content-Length: 2\r\n\r\nok`);
      idle = setTimeout(() => socket.destroy(), idleMs);
    });
  });
}

async function listening(server: Server | Http2SecureServer): Promise<number> {
  others.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const wholeBody: Parameters<typeof createSecureServer>[1] = (request, response) => {
  text(request).then(
    (body) => response.end(String(body.length)),
    () => undefined,
  );
};

beforeAll(async () => {
  const made = await certificates();
  trustAuthorities(made.caFile);
  const files = {
    key: readFileSync(made.keyFile('resource-server')),
    cert: readFileSync(made.certFile('resource-server')),
  };
  const http2 = await listening(createSecureServer({ ...files, allowHTTP1: false }, wholeBody));
  const closing = await listening(closesIdle(60));
  const hinting = await listening(closesIdle(4000, 'Keep-Alive: timeout=3\r\n'));
  const parting = await listening(closesIdle(1000, 'Keep-Alive: timeout=1\r\n'));
  gateway = await aGateway({
    routes: [
      { path: '/short/*', ...short },
      { path: '/h2/*', ...short, upstream: `https://localhost:${http2}`, http2: true },
      { path: '/whole/*', ...open, whole_timeout_ms: 500 },
      { path: '/closing/*', ...open, upstream: `http://127.0.0.1:${closing}` },
      { path: '/strict/*', ...open, upstream: `http://127.0.0.1:${closing}`, retry_safe_methods: false },
      { path: '/hinting/*', ...open, upstream: `http://127.0.0.1:${hinting}` },
      { path: '/parting/*', ...open, upstream: `http://127.0.0.1:${parting}` },
      { path: '/brief/*', ...open, upstream: `http://127.0.0.1:${hinting}`, keep_alive_ms: 100 },
    ],
    env: { GATEWAY_KEEP_ALIVE_SECONDS: '1' },
  });
});
afterAll(async () => {
  await gateway?.stop();
  for (const one of others) one.close();
});
beforeEach(() => {
  gateway.serve = wholeBody as never;
});

/** A request whose body is sent by the test. */
function begin(path: string, headers: Record<string, string> = { 'transfer-encoding': 'chunked' }, method = 'POST') {
  const outgoing = httpRequest({
    host: '127.0.0.1',
    port: gateway.port,
    path,
    method,
    headers: { host: new URL(gateway.origin).host, ...headers },
    agent: false,
  });
  const response = once(outgoing, 'response').then(([received]) => received as IncomingMessage);
  outgoing.on('error', () => undefined);
  return { outgoing, response };
}

/** Sends a part every 100 ms, for longer than any of the short times. */
async function sendSlowly(outgoing: ReturnType<typeof begin>['outgoing'], parts = 20, part = 'x'.repeat(1000)) {
  for (let sent = 0; sent < parts; sent += 1) {
    outgoing.write(part);
    await pause(100);
  }
}

describe('W4: uploads live as long as they move', () => {
  it.each(['/short/x', '/h2/x'])('W4: one that moves all the time is not cut: %s', async (path) => {
    const upload = async (headers: Record<string, string>) => {
      const { outgoing, response } = begin(path, headers);
      await sendSlowly(outgoing);
      outgoing.end();
      return [(await response).statusCode, await text(await response)];
    };
    const uploads = [upload({ 'transfer-encoding': 'chunked' }), upload({ 'content-length': '20000' })];
    expect(await Promise.all(uploads)).toEqual([
      [200, '20000'],
      [200, '20000'],
    ]);
  });

  it.each(['/short/x', '/h2/x'])('W4: one that stops is 408, and its connection is closed: %s', async (path) => {
    for (const headers of [{ 'transfer-encoding': 'chunked' }, { 'content-length': '20000' }]) {
      const { outgoing, response } = begin(path, headers);
      outgoing.write('x'.repeat(1000));
      const { statusCode, headers: received } = await response;
      expect([statusCode, received.connection]).toEqual([408, 'close']);
      outgoing.destroy();
    }
  });

  it('W4: a service that does not take the body, or takes it and says nothing, is 504', async () => {
    gateway.serve = () => undefined;
    const large = begin('/short/x', { 'content-length': '50000000' });
    large.outgoing.end(Buffer.alloc(50_000_000));
    expect((await large.response).statusCode).toBe(504);
    gateway.serve = (request) => void request.resume();
    const small = begin('/short/x');
    await sendSlowly(small.outgoing, 3);
    small.outgoing.end();
    expect((await small.response).statusCode).toBe(504);
    expect((await gateway.call('/h2/x')).status).toBe(200);
  });

  it('W4: a service that answers while the body still comes does not end it', async () => {
    gateway.serve = (request, response) => {
      response.writeHead(200);
      response.flushHeaders();
      request.on('end', () => response.end('end')).resume();
    };
    const { outgoing, response } = begin('/short/x');
    outgoing.write('x');
    const received = await response;
    await sendSlowly(outgoing);
    outgoing.end();
    expect(await text(received)).toBe('end');
  });
});

describe('W11: streams of events live as long as something is said', () => {
  it('W11: pauses longer than the time for the head of the answer do not end one', async () => {
    gateway.serve = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      let said = 0;
      const talk = setInterval(() => {
        response.write(`data: ${said}\n\n`);
        said += 1;
        if (said === 4) response.end(() => clearInterval(talk));
      }, 600);
    };
    const { outgoing, response } = begin('/short/events', {}, 'GET');
    outgoing.end();
    expect((await text(await response)).match(/data/gu)).toHaveLength(4);
  });

  it('W11: one of which nothing moves is ended for the caller and for the service', async () => {
    const gone = Promise.withResolvers<void>();
    gateway.serve = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 0\n\n');
      response.on('close', gone.resolve);
    };
    const { outgoing, response } = begin('/short/events', {}, 'GET');
    outgoing.end();
    await expect(text(await response)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await gone.promise;
  });

  it('W11: a service may take its time for the head, whatever the idle time is', async () => {
    gateway.serve = (_request, response) => void setTimeout(() => response.end('late'), 1500);
    const patient = await aGateway({ route: { ...open, answer_timeout_ms: 10_000, idle_timeout_ms: 200 } });
    patient.serve = gateway.serve;
    expect(await patient.call('/api/x')).toMatchObject({ status: 200, text: 'late' });
    expect(await patient.call('/api/x', { method: 'POST', body: 'x' })).toMatchObject({ status: 200, text: 'late' });
    await patient.stop();
  });

  it('the whole is unlimited until the route limits it, however it moves', async () => {
    const slow = begin('/whole/x');
    const sending = sendSlowly(slow.outgoing, 10);
    expect((await slow.response).statusCode).toBe(504);
    await sending;
    slow.outgoing.destroy();
    gateway.serve = (_request, response) => {
      const talk = setInterval(() => response.write('data: x\n\n'), 50);
      response.on('close', () => clearInterval(talk));
    };
    const stream = begin('/whole/x', {}, 'GET');
    stream.outgoing.end();
    await expect(text(await stream.response)).rejects.toMatchObject({ code: 'ECONNRESET' });
    gateway.serve = (_request, response) => void response.end('quick');
    expect(await gateway.call('/whole/x')).toMatchObject({ status: 200, text: 'quick' });
  });

  it('a request that no connection becomes free for is 504, and never sent', async () => {
    const busy = await aGateway({
      route: { ...open, answer_timeout_ms: 1500, idle_timeout_ms: 300 },
      env: { GATEWAY_UPSTREAM_CONNECTIONS: '1' },
    });
    busy.serve = () => undefined;
    const first = busy.call('/api/first');
    const second = await busy.call('/api/second', { method: 'POST', body: 'x' });
    expect(second).toMatchObject({ status: 504, body: { error: 'upstream_timeout' } });
    expect(await first).toMatchObject({ status: 504 });
    busy.serve = undefined;
    expect(await busy.call('/api/third')).toMatchObject({ status: 200 });
    expect(busy.arrived.map(({ url }) => url)).toEqual(['/first', '/third']);
    await busy.stop();
  });
});

describe('W12: connections that a service closes meanwhile', () => {
  it('W12: no request meets one, at whatever moment it comes', async () => {
    const statuses: Record<string, number> = {};
    for (const method of ['POST', 'DELETE', 'GET', 'PUT']) {
      for (let delay = 58; delay < 64; delay += 0.5) {
        const body = method === 'POST' || method === 'PUT' ? { body: 'pay' } : {};
        for (const path of ['/closing/x', '/strict/x']) {
          const { status } = await gateway.call(path, { method, ...body });
          statuses[`${method} ${status}`] = (statuses[`${method} ${status}`] ?? 0) + 1;
        }
        await pause(delay);
      }
    }
    expect(statuses).toEqual({ 'POST 200': 24, 'DELETE 200': 24, 'GET 200': 24, 'PUT 200': 24 });
  });

  it('W12: in use it is used again, whatever the method', async () => {
    await gateway.call('/hinting/x', { method: 'POST', body: 'pay' });
    const before = connections;
    for (let count = 0; count < 20; count += 1) await gateway.call('/hinting/x', { method: 'POST', body: 'pay' });
    expect(connections - before).toBeLessThan(20);
  });

  it('W12: idle ones are kept as long as the route says, and less where the service says so', async () => {
    for (const [path, idleMs, made] of [
      ['/hinting/x', 10, 0],
      ['/brief/x', 400, 1],
      ['/parting/x', 0, 1],
    ] as const) {
      await gateway.call(path);
      const before = connections;
      await pause(idleMs);
      await gateway.call(path);
      expect([path, idleMs, connections - before]).toEqual([path, idleMs, made]);
    }
  });
});

describe('connections of callers', () => {
  it('are kept for the time of the setting, and then closed', async () => {
    const host = `Host: ${new URL(gateway.origin).host}\r\n`;
    const said = await gateway.raw(`GET /short/x HTTP/1.1\r\n${host}\r\n`);
    expect(said).toMatch(/^HTTP\/1\.1 200 [^]*Keep-Alive: timeout=1\r\n/u);
  });
});
