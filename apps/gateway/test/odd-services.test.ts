/** Services that answer in ways that few do. */
import { once } from 'node:events';
import { createServer as createHttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Answer, type Outcome } from '../src/answer.ts';
import { type AGateway, aGateway } from './a-gateway.ts';

let gateway: AGateway;
let service: Server;

const whole = 'Content-Length: 5\r\n\r\nhello';
const ANSWERS: Readonly<Record<string, string>> = {
  '/bytes': 'HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename="caf\u{E9}.txt"\r\nContent-Length: 5\r\n\r\n',
  '/none': 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n',
  '/coded': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
  '/announced':
    'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n',
  '/cookies': `HTTP/1.1 200 OK\r\nSet-Cookie: =gatehouse_session=x\r\nSet-Cookie:  = __Host-gatehouse=x; Path=/\r\nSet-Cookie: ==web-app=x\r\nSet-Cookie: theirs=x\r\n${whole}`,
};

beforeAll(async () => {
  service = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (received) => {
      const [, target = ''] = received.toString('latin1').split(' ', 2);
      // The rest of a body, which may come on its own.
      if (target === '') return;
      if (target === '/interim') {
        const again = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 20);
        socket.once('close', () => clearInterval(again));
        return;
      }
      socket.write(ANSWERS[target] ?? `HTTP/1.1 200 OK\r\n${whole}`, 'latin1');
    });
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  const upstream = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const route = { upstream, accept: [], audience: undefined, circuit_breaker: false };
  gateway = await aGateway({ route, routes: [{ ...route, path: '/interim', answer_timeout_ms: 300 }] });
});
afterAll(async () => {
  await gateway.stop();
  service.close();
});

test('interim answers without end do not put off the time for the answer', async () => {
  const { status, body } = await gateway.call('/interim');
  expect([status, body.error]).toEqual([504, 'upstream_timeout']);
});

test('bytes of headers stay what they are when the body takes its time', async () => {
  const socket = connect(gateway.port, '127.0.0.1');
  socket.write(`GET /api/bytes HTTP/1.1\r\nHost: localhost:${gateway.port}\r\n\r\n`);
  const [head] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  expect(head.toString('latin1')).toContain('filename="caf\u{E9}.txt"');
});

test('a 204 has no length (RFC 9110, section 8.6)', async () => {
  const { status, headers } = await gateway.call('/api/none');
  expect([status, headers['content-length']]).toEqual([204, undefined]);
});

test('an answer in a transfer coding that is not undone here is none (RFC 9112, section 6.1)', async () => {
  expect((await gateway.call('/api/coded')).status).toBe(502);
});

test.each(['gzip, chunked', 'deflate,chunked'])('a request in the transfer coding %s is refused', async (coding) => {
  const socket = connect(gateway.port, '127.0.0.1');
  socket.write(`POST /api/x HTTP/1.1\r\nHost: localhost:${gateway.port}\r\nTransfer-Encoding: ${coding}\r\n\r\n`);
  socket.write('5\r\nhello\r\n0\r\n\r\n');
  const answer = (await buffer(socket)).toString();
  expect(answer).toMatch(/^HTTP\/1\.1 501 /u);
  expect(answer).toContain('"unsupported_transfer_coding"');
});

test('the usual transfer coding is known in any case', async () => {
  const { status } = await gateway.call('/api/x', {
    method: 'POST',
    headers: { 'transfer-encoding': 'Chunked' },
  });
  expect(status).toBe(200);
});

test('cookies without a name do not become those of Gatehouse', async () => {
  const { headers } = await gateway.call('/api/cookies');
  expect(headers['set-cookie']).toEqual(['theirs=x']);
});

test.each([
  ['1.1', true],
  ['1.0', false],
  ['2.0', false],
  ['0.9', false],
])('a caller that names itself HTTP/%s gets hints and the names of trailers: %s', async (version, isTold) => {
  const socket = connect(gateway.port, '127.0.0.1');
  socket.write(`GET /api/announced HTTP/${version}\r\nHost: localhost:${gateway.port}\r\n\r\n`);
  let received = '';
  // Ends too when the connection is cut.
  for await (const bytes of socket) {
    received += String(bytes);
    if (/ 200 OK\r\n[^]*\r\n\r\n/u.test(received)) break;
  }
  expect(received).toContain(' 200 OK\r\n');
  expect([received.includes(' 103 '), /^trailer: x-sum\r$/imu.test(received)]).toEqual([isTold, isTold]);
});

test('a head that cannot be written cuts the connection of its caller alone', async () => {
  const ended = Promise.withResolvers<Outcome>();
  const server = createHttpServer((_request, response: ServerResponse) => {
    const answer = new Answer(
      response,
      [],
      ended.resolve,
      { path: '/x', accept: [], upstream: 'http://localhost', answer_timeout_ms: 1 },
      null,
    );
    const controller = { abort: (error: Error) => answer.onResponseError(controller as never, error) };
    answer.onRequestStart(controller as never);
    answer.onResponseStart(controller as never, 200, { 'x-name': '\u{100}' });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect((await buffer(socket)).toString()).toBe('');
  expect(await ended.promise).toMatchObject({ kind: 'broken', error: { code: 'ERR_INVALID_CHAR' } });
  server.close();
});

test('a request that is given up while it waits for a connection ends once', () => {
  const outcomes: Outcome[] = [];
  const answer = new Answer(
    new ServerResponse(new IncomingMessage(new Socket())),
    [],
    (outcome) => void outcomes.push(outcome),
    { path: '/x', accept: [], upstream: 'http://localhost', answer_timeout_ms: 1 },
    null,
  );
  const controller = { abort: (error: Error) => answer.onResponseError(controller as never, error) };
  answer.end({ kind: 'timeout' });
  answer.onRequestStart(controller as never);
  expect(outcomes).toEqual([{ kind: 'timeout' }]);
});
