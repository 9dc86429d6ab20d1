import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expectWithin } from '@gatehouse/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import { jsonBody } from '../src/index.ts';
import { type Running, send, sendRaw, startService, statusOf } from './running-service.ts';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function open({ port }: Running, bytes = ''): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

const small: Parameters<typeof startService>[0] = {
  requestLimits: { headersTimeoutMs: 400, requestTimeoutMs: 800, keepAliveTimeoutMs: 300 },
  mount(app) {
    app.get('/now', (_request, response) => void response.send('now'));
    app.get('/later', (_request, response) => void setTimeout(() => response.send('later'), 700));
    app.post('/json', jsonBody(), (_request, response) => void response.send('read'));
  },
};

describe('OPS-13: slow and dead clients', () => {
  it('OPS-13: headers that do not end get 408 within their time, dripped or not', async () => {
    const server = await startService(small);
    const began = performance.now();
    const half = await open(server, 'GET /now HTTP/1.1\r\nHost: loc');
    const dripping = await open(server, 'GET /now HTTP/1.1\r\n');
    const drip = setInterval(() => dripping.write('X-A: 1\r\n'), 50);
    const answers = await Promise.all([text(half), text(dripping)]);
    clearInterval(drip);
    expect(answers.map(statusOf)).toEqual([408, 408]);
    expectWithin(performance.now() - began, 1500);
  });

  it('OPS-13: a body that does not end is ended within the time of a request', async () => {
    const server = await startService(small);
    const began = performance.now();
    const head = `POST /json HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{`;
    const socket = await open(server, head);
    const drip = setInterval(() => socket.write(' '), 100);
    const answer = await text(socket);
    clearInterval(drip);
    expect(statusOf(answer)).toBe(408);
    expectWithin(performance.now() - began, 2500);
    expect(server.log()).not.toContain('"level":"error"');
  });

  it('OPS-13: a connection that says nothing more is closed', async () => {
    const server = await startService(small);
    const idle = await open(server, `GET /now HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`);
    const began = performance.now();
    expect(await text(idle)).toContain('Keep-Alive: timeout=');
    expectWithin(performance.now() - began, 2500);
  });

  it('OPS-13: a connection that never says anything is closed within the time of headers', async () => {
    const server = await startService(small);
    const began = performance.now();
    await text(await open(server));
    expectWithin(performance.now() - began, 2500);
  });

  it('an answer may take longer than the headers may, on the first request of a connection and the next', async () => {
    const server = await startService(small);
    const get = (more = '') => `GET /later HTTP/1.1\r\nHost: localhost:${server.port}\r\n${more}\r\n`;
    const answer = await sendRaw(server, get() + get('Connection: close\r\n'));
    expect(answer.match(/later$|later(?=HTTP)/gmu)).toHaveLength(2);
  });

  it('OPS-13: a client that does not read its answer is cut off', async () => {
    const { promise: cut, resolve } = Promise.withResolvers<number>();
    const server = await startService({
      requestLimits: { inactivityTimeoutMs: 1500 },
      mount(app) {
        app.get('/endless', (_request, response) => {
          const began = performance.now();
          const chunk = Buffer.alloc(65_536);
          const write = (): void => {
            while (!response.destroyed && response.write(chunk));
          };
          response.on('drain', write).on('close', () => resolve(performance.now() - began));
          write();
        });
      },
    });
    const socket = await open(server, `GET /endless HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`);
    socket.pause();
    // Twice the time: the first look finds that some of the answer has moved since the last.
    expectWithin(await cut, 2 * 1500 + 1000);
  });

  it('OPS-13: with 200 half-open and 50 slow connections the others are served as before', async () => {
    const server = await startService({ ...small, requestLimits: {} });
    await Promise.all(Array.from({ length: 200 }, () => open(server, 'GET /now HTTP/1.1\r\nHost: ')));
    const slow = await Promise.all(Array.from({ length: 50 }, () => open(server, 'GET /now HTTP/1.1\r\n')));
    const drip = setInterval(() => slow.forEach((socket) => socket.write('X-A: 1\r\n')), 20);
    const times: number[] = [];
    for (let index = 0; index < 100; index += 1) {
      const began = performance.now();
      expect((await send(server, '/now')).status).toBe(200);
      times.push(performance.now() - began);
    }
    clearInterval(drip);
    expectWithin(times.sort((a, b) => a - b)[98]!, 200);
  });

  it('more connections than allowed are closed at once', async () => {
    const server = await startService({ ...small, requestLimits: { maxConnections: 2 } });
    await Promise.all([open(server), open(server)]);
    expect(statusOf(await sendRaw(server, `GET /now HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`))).toBe(0);
  });

  it('pipelined requests are answered in order, each under its own id', async () => {
    const server = await startService(small);
    const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost:${server.port}\r\n${more}\r\n`;
    const answer = await sendRaw(server, get('/now') + get('/nothing') + get('/now', 'Connection: close\r\n'));
    expect(answer.match(/HTTP\/1\.1 \d{3}/gu)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
    expect(new Set(answer.match(/X-Request-Id: .*/gu))).toHaveProperty('size', 3);
  });
});
