/** Requests that are answered before they were read to their end (RFC 9112, section 9.6), in any program. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as tlsConnect } from 'node:tls';
import { certificates } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { discardUnread, jsonBody } from '../src/index.ts';
import { type Running, startService, statusOf } from './running-service.ts';

let server: Running;
let agent: Agent;
beforeEach(async () => {
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
  server = await startService({
    mount(app) {
      app.get('/next', (_request, response) => void response.send('next'));
      app.post('/unread', (_request, response) => void response.status(422).send('no'));
      // Begins to read, as a parser does that has seen enough.
      app.post('/partly', (request, response) => {
        request.once('data', () => {
          request.pause();
          response.status(422).send('no');
        });
      });
      app.post('/json', jsonBody(1000), (_request, response) => void response.send('read'));
      app.post('/impatient', (request, response) => {
        discardUnread(request, 300);
        response.status(422).send('no');
      });
    },
  });
});
afterEach(() => agent.destroy());

async function call(method: string, path: string, bytes = 0, headers: Record<string, string> = {}) {
  const outgoing = httpRequest({
    host: '127.0.0.1',
    port: server.port,
    path,
    method,
    agent,
    headers: { host: new URL(server.origin).host, 'content-type': 'application/json', ...headers },
  });
  outgoing.on('error', () => undefined);
  outgoing.end(bytes > 0 ? Buffer.alloc(bytes, ' ') : undefined);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const { statusCode: status, headers: received } = response;
  return { status, text: await text(response), connection: received.connection, reused: outgoing.reusedSocket };
}

describe('a request that is answered before it was read', () => {
  it.each([
    ['/unread', 422],
    ['/partly', 422],
    ['/json', 413],
    ['/nowhere', 404],
  ])('W3: leaves a connection that is used again, or closed as the answer says: %s', async (path, status) => {
    for (const framing of ['content-length', 'transfer-encoding']) {
      for (const bytes of [10_000, 1_000_000, 5_000_000]) {
        const headers = { [framing]: framing === 'content-length' ? String(bytes) : 'chunked' };
        const answer = await call('POST', path, bytes, headers);
        expect([framing, bytes, answer.status]).toEqual([framing, bytes, status]);
        const next = await call('GET', '/next');
        expect([framing, bytes, next.text, next.reused]).toEqual([
          framing,
          bytes,
          'next',
          answer.connection !== 'close',
        ]);
      }
    }
  });

  it('W3: keeps the connection where a short body is told', async () => {
    expect(await call('POST', '/partly', 1_000_000, { 'content-length': '1000000' })).toMatchObject({
      status: 422,
      connection: 'keep-alive',
    });
    expect(await call('GET', '/next')).toMatchObject({ text: 'next', reused: true });
  });

  it('W3: its answer is there for a caller that sends all before it reads', async () => {
    const socket = connect({ host: '127.0.0.1', port: server.port, allowHalfOpen: true });
    await once(socket, 'connect');
    const bytes = 20_000_000;
    socket.pause();
    socket.write(`POST /partly HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Length: ${bytes}\r\n\r\n`);
    for (let sent = 0; sent < bytes; sent += 100_000) {
      if (!socket.write('b'.repeat(100_000))) await once(socket, 'drain');
    }
    expect(statusOf(await text(socket))).toBe(422);
  });

  it('W3: a caller that never stops sending is cut', async () => {
    for (const framing of ['Content-Length: 1000000', 'Content-Length: 100000000', 'Transfer-Encoding: chunked']) {
      const socket = connect({ host: '127.0.0.1', port: server.port });
      socket.on('error', () => undefined);
      let said = '';
      socket.on('data', (bytes: Buffer) => (said += String(bytes)));
      socket.write(`POST /impatient HTTP/1.1\r\nHost: localhost:${server.port}\r\n${framing}\r\n\r\n`);
      const sending = setInterval(() => socket.write('1\r\nb\r\n'), 20);
      // It writes on after the connection was cut, and may be told so by an error: `once` would take that for its own.
      await new Promise((closed) => void socket.once('close', closed));
      clearInterval(sending);
      expect([framing, statusOf(said)]).toEqual([framing, 422]);
    }
  });

  it('W3: a caller that waited to be asked for its body may keep it: the connection is closed', async () => {
    const headers = { expect: '100-continue', 'content-length': '10' };
    expect(await call('POST', '/unread', 10, headers)).toMatchObject({ status: 422, connection: 'close' });
  });

  it('W3: behind TLS too its answer is there for a caller that sends all before it reads', async () => {
    const made = await certificates();
    const tls = { certFile: made.certFile('resource-server'), keyFile: made.keyFile('resource-server') };
    const secure = await startService({
      tls,
      mount(app) {
        app.post('/partly', (request, response) => {
          request.once('data', () => {
            request.pause();
            response.status(422).send('no');
          });
        });
      },
    });
    for (const [bytes, kept] of [
      [5_000_000, false],
      [1_000_000, true],
    ] as const) {
      const socket = tlsConnect({
        host: '127.0.0.1',
        port: secure.port,
        servername: 'localhost',
        ca: readFileSync(made.caFile),
      });
      await once(socket, 'secureConnect');
      const host = `Host: localhost:${secure.port}\r\n`;
      socket.pause();
      socket.write(`POST /partly HTTP/1.1\r\n${host}Content-Length: ${bytes}\r\n\r\n`);
      for (let sent = 0; sent < bytes; sent += 100_000) {
        if (!socket.write('b'.repeat(100_000))) await once(socket, 'drain');
      }
      if (kept) socket.write(`GET /next HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
      const said = await text(socket);
      expect([bytes, said.match(/(?<=HTTP\/1\.1 )\d{3}/gu)]).toEqual([bytes, kept ? ['422', '404'] : ['422']]);
    }
  });
});
