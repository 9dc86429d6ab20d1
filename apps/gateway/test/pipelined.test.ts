/** Several requests that are sent on one connection before the first is answered, and callers that leave in the middle. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AGateway, aGateway } from './a-gateway.ts';

let gateway: AGateway;
/** Requests to `/api/held…`, which are not answered. */
let held: IncomingMessage[];

const head = (target: string, ...headers: string[]) =>
  [`GET ${target} HTTP/1.1`, `Host: localhost:${gateway.port}`, ...headers, '', ''].join('\r\n');
const upgrade = (target = '/api/upgrade') =>
  head(target, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: x');
const post = (length: string) => `POST /api/held HTTP/1.1\r\nHost: localhost:${gateway.port}\r\n${length}\r\n\r\n`;
const upload = () => post('Content-Length: 200000') + 'x'.repeat(50_000);

beforeAll(async () => {
  gateway = await aGateway({
    route: { accept: [], audience: undefined, circuit_breaker: false, websocket: {} },
    env: { GATEWAY_UPSTREAM_CONNECTIONS: '4' },
  });
});
afterAll(() => gateway.stop());
beforeEach(() => {
  held = [];
  gateway.serve = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/held')) held.push(request);
    if (request.url?.startsWith('/held/stream')) response.write('begun');
    else request.resume().once('end', () => response.end('answered'));
  };
});

const nothingIsLeft = () =>
  eventually(
    async () =>
      /^http_server_active_requests\{[^}]*\} 0$/mu.test(await gateway.metrics()) &&
      held.every(({ socket }) => socket.destroyed),
    { what: 'the end of every request' },
  );

describe('an upgrade before earlier requests are answered', () => {
  test.each([
    ['one', () => head('/api/held')],
    ['several', () => head('/api/held/1') + head('/api/held/2') + head('/api/held/3')],
    ['one that is refused', () => head('/api/held', 'Expect: something')],
    ['one for another host', () => 'GET /api/held HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n'],
  ])('ends its connection and nothing else: %s', async (_name, earlier) => {
    await gateway.raw(earlier() + upgrade());
    await nothingIsLeft();
    // More than a caller's share of the connections, so that a place that was lost would be missed.
    const answers = await Promise.all(Array.from({ length: 6 }, () => gateway.call('/api/x')));
    expect(answers.map(({ text }) => text)).toEqual(Array(6).fill('answered'));
  });

  test('also when it comes later', async () => {
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(head('/api/held'));
    await eventually(() => held.length === 1);
    socket.write(upgrade());
    await once(socket.resume(), 'close');
    await nothingIsLeft();
  });
});

describe('a caller that leaves', () => {
  test.each([
    ['an upload behind a request that waits', () => head('/api/held') + upload(), 2],
    ['one in chunks', () => `${head('/api/held')}${post('Transfer-Encoding: chunked')}5\r\nhello\r\n`, 2],
    ['an upload', upload, 1],
  ])('in the middle of %s ends nothing else', async (_name, sent, arriving) => {
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(sent());
    await eventually(() => held.length === arriving);
    socket.destroy();
    await nothingIsLeft();
    expect((await gateway.call('/api/x')).text).toBe('answered');
  });

  test.each(['end', 'destroy', 'resetAndDestroy'] as const)(
    'a stream that answers its upgrade: by %s',
    async (leave) => {
      const socket = connect(gateway.port, '127.0.0.1');
      socket.write(upgrade('/api/held/stream'));
      await once(socket, 'data');
      socket[leave]();
      await nothingIsLeft();
    },
  );
});

test('a long answer to an upgrade arrives whole', async () => {
  gateway.serve = (_request, response) => response.writeHead(403).end('x'.repeat(3_000_000));
  expect((await gateway.raw(upgrade())).length).toBeGreaterThan(3_000_000);
});
