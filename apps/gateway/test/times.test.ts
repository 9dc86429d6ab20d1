/** How long requests, answers and connections may take: each time for itself, as the route says. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { certificates, eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AGateway, aGateway } from './a-gateway.ts';

const open = { audience: undefined, accept: [], max_body_bytes: 100_000_000 };
/** What lives longer than these times; each step of it takes far less, on a slow machine too. */
const moving = { ...open, answer_timeout_ms: 3000, idle_timeout_ms: 3000 };
const resting = { ...open, idle_timeout_ms: 3000 };
/** After which some services close a connection: far from the time for which it counts as in use. */
const IDLE_MS = 300;
const METHODS = ['POST', 'DELETE', 'GET', 'PUT'] as const;

let gateway: AGateway;
const others: (Server | Http2SecureServer)[] = [];
/** Connections to the services that close idle ones. */
let connections = 0;

/**
 * Answers each request once it is there whole, and closes a connection on which nothing arrived for so many milliseconds
 * after.
 * @param closing `late`: only once the next request is there, as when both were on their way at the same time
 */
function closesIdle(idleMs: number, hint = '', closing: 'early' | 'late' = 'early'): Server {
  return createServer((socket: Socket) => {
    connections += 1;
    let received = '';
    let idle: NodeJS.Timeout | undefined;
    let over = false;
    socket.on('error', () => undefined).on('close', () => clearTimeout(idle));
    socket.on('data', (bytes: Buffer) => {
      if (over) return void socket.destroy();
      received += String(bytes);
      const [head = '', body = ''] = received.split('\r\n\r\n');
      const length = Number(/content-length: (?<length>\d+)/iu.exec(head)?.groups?.['length'] ?? 0);
      if (!received.includes('\r\n\r\n') || body.length < length) return;
      received = '';
      clearTimeout(idle);
      socket.write(`HTTP/1.1 200 OK\r\n${hint}Content-Length: 2\r\n\r\nok`);
      const made = (idle = setTimeout(() => {
        // What arrived while the process could not look is read first.
        setImmediate(() => {
          over = made === idle;
          if (over && closing === 'early') socket.destroy();
        });
      }, idleMs));
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
  const closing = await Promise.all(METHODS.map(() => listening(closesIdle(IDLE_MS))));
  const late = await Promise.all(METHODS.map(() => listening(closesIdle(IDLE_MS, '', 'late'))));
  const hinting = await listening(closesIdle(31_000, 'Keep-Alive: timeout=30\r\n'));
  const parting = await listening(closesIdle(1000, 'Keep-Alive: timeout=1\r\n'));
  gateway = await aGateway({
    routes: [
      { path: '/moving/*', ...moving },
      { path: '/h2/moving/*', ...moving, upstream: `https://localhost:${http2}`, http2: true },
      { path: '/idle/*', ...resting },
      { path: '/h2/idle/*', ...resting, upstream: `https://localhost:${http2}`, http2: true },
      { path: '/short/*', ...open, answer_timeout_ms: 500 },
      { path: '/pausing/*', ...open, answer_timeout_ms: 3000 },
      { path: '/whole/*', ...open, whole_timeout_ms: 3000 },
      ...METHODS.flatMap((method, index) => {
        const early = { ...open, upstream: `http://127.0.0.1:${closing[index]}` };
        const crossing = { ...open, upstream: `http://127.0.0.1:${late[index]}` };
        return [
          { path: `/closing/${method}`, ...early },
          { path: `/closing-strict/${method}`, ...early, retry_safe_methods: false },
          { path: `/crossing/${method}`, ...crossing },
          { path: `/crossing-strict/${method}`, ...crossing, retry_safe_methods: false },
        ];
      }),
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
async function sendSlowly(outgoing: ReturnType<typeof begin>['outgoing'], parts = 40, part = 'x'.repeat(1000)) {
  for (let sent = 0; sent < parts; sent += 1) {
    outgoing.write(part);
    await pause(100);
  }
}

const uploadSlowly = async (path: string, headers: Record<string, string>) => {
  const { outgoing, response } = begin(path, headers);
  await sendSlowly(outgoing);
  outgoing.end();
  return [path, (await response).statusCode, await text(await response)];
};

const eventsOf = async (path: string) => {
  const { outgoing, response } = begin(path, {}, 'GET');
  outgoing.end();
  return (await text(await response)).match(/data/gu);
};

describe('W4: uploads live as long as they move', () => {
  it('W4: one that moves all the time is not cut, over HTTP/1.1 and over HTTP/2', async () => {
    const uploads = ['/moving/x', '/h2/moving/x'].flatMap((path) => [
      uploadSlowly(path, { 'transfer-encoding': 'chunked' }),
      uploadSlowly(path, { 'content-length': '40000' }),
    ]);
    expect(await Promise.all(uploads)).toEqual([
      ['/moving/x', 200, '40000'],
      ['/moving/x', 200, '40000'],
      ['/h2/moving/x', 200, '40000'],
      ['/h2/moving/x', 200, '40000'],
    ]);
  });

  it.each(['/idle/x', '/h2/idle/x'])('W4: one that stops is 408, and its connection is closed: %s', async (path) => {
    const upload = async (headers: Record<string, string>) => {
      const { outgoing, response } = begin(path, headers);
      outgoing.write('x'.repeat(1000));
      const { statusCode, headers: received } = await response;
      outgoing.destroy();
      return [statusCode, received.connection];
    };
    const uploads = [upload({ 'transfer-encoding': 'chunked' }), upload({ 'content-length': '20000' })];
    expect(await Promise.all(uploads)).toEqual([
      [408, 'close'],
      [408, 'close'],
    ]);
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
    expect((await gateway.call('/h2/moving/x')).status).toBe(200);
  });

  it('W4: a service that answers while the body still comes does not end it', async () => {
    gateway.serve = (request, response) => {
      response.writeHead(200);
      response.flushHeaders();
      request.on('end', () => response.end('end')).resume();
    };
    const { outgoing, response } = begin('/moving/x');
    outgoing.write('x');
    const received = await response;
    await sendSlowly(outgoing);
    outgoing.end();
    expect(await text(received)).toBe('end');
  });
});

describe('W11: streams of events live as long as something is said', () => {
  it('W11: pauses longer than the time for the head of the answer do not end one, nor does its own length', async () => {
    const everyMs: Record<string, number> = { '/pausing/events': 4000, '/moving/events': 500 };
    gateway.serve = ({ url = '' }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      let said = 0;
      const talk = setInterval(() => {
        response.write(`data: ${said}\n\n`);
        said += 1;
        if (said * (everyMs[url] as number) === 4000) response.end(() => clearInterval(talk));
      }, everyMs[url]);
    };
    const [pausing, long] = await Promise.all(['/pausing/events', '/moving/events'].map(eventsOf));
    expect(pausing).toHaveLength(1);
    expect(long).toHaveLength(8);
  });

  it('W11: one of which nothing moves is ended for the caller and for the service', async () => {
    const gone = Promise.withResolvers<void>();
    gateway.serve = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 0\n\n');
      response.on('close', gone.resolve);
    };
    const { outgoing, response } = begin('/idle/events', {}, 'GET');
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
    gateway.serve = (request, response) => {
      if (request.url === '/whole/quick') response.end('quick');
      else if (request.url === '/whole/upload') wholeBody(request as never, response as never);
      else {
        const talk = setInterval(() => response.write('data: x\n\n'), 50);
        response.on('close', () => clearInterval(talk));
      }
    };
    const slow = begin('/whole/upload');
    const sending = sendSlowly(slow.outgoing);
    const stream = begin('/whole/stream', {}, 'GET');
    stream.outgoing.end();
    await expect(text(await stream.response)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await slow.response).statusCode).toBe(504);
    await sending;
    slow.outgoing.destroy();
    expect(await gateway.call('/whole/quick')).toMatchObject({ status: 200, text: 'quick' });
  });

  it('a request that no connection becomes free for is 504, and never sent', async () => {
    const busy = await aGateway({
      route: { ...open, answer_timeout_ms: 4000, idle_timeout_ms: 300 },
      env: { GATEWAY_UPSTREAM_CONNECTIONS: '1' },
    });
    busy.serve = () => undefined;
    const first = busy.call('/api/first');
    await eventually(() => busy.arrived.length === 1);
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
    const callAgainAndAgain = async (method: (typeof METHODS)[number]) => {
      const body = method === 'POST' || method === 'PUT' ? { body: 'pay' } : {};
      for (let delay = IDLE_MS - 2; delay < IDLE_MS + 4; delay += 0.5) {
        for (const place of ['closing', 'closing-strict', 'crossing', 'crossing-strict']) {
          const { status } = await gateway.call(`/${place}/${method}`, { method, ...body });
          statuses[`${method} ${status}`] = (statuses[`${method} ${status}`] ?? 0) + 1;
        }
        await pause(delay);
      }
    };
    await Promise.all(METHODS.map(callAgainAndAgain));
    expect(statuses).toEqual({ 'POST 200': 48, 'DELETE 200': 48, 'GET 200': 48, 'PUT 200': 48 });
  });

  it('W12: in use it is used again, whatever the method', async () => {
    await gateway.call('/hinting/x', { method: 'POST', body: 'pay' });
    // On a busy machine some come too late after the one before.
    const isUsedAgain = async () => {
      const before = connections;
      await gateway.call('/hinting/x', { method: 'POST', body: 'pay' });
      return connections === before;
    };
    await eventually(isUsedAgain, { what: 'a connection that is used again' });
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
