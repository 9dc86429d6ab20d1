/** Parts of HTTP that a request or an answer may have: interim answers, trailers, expectations, bodies of GET, other methods. */
import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AGateway, aGateway, api } from './a-gateway.ts';

const open = { audience: undefined, accept: [] };
let gateway: AGateway;
let token: string;

beforeAll(async () => {
  gateway = await aGateway({
    routes: [
      { path: '/search/*', strip: '/search', ...open, body_of_get: true },
      { path: '/dav/*', strip: '/dav', ...open, methods: ['PROPFIND', 'QUERY', 'M-SEARCH'] },
      { path: '/small/*', strip: '/small', audience: api, max_body_bytes: 10 },
    ],
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
});
afterAll(() => gateway?.stop());

/** Sends bytes on a connection of its own, and waits for what comes. */
async function talk(head: string): Promise<{ socket: Socket; until: (part: string) => Promise<string> }> {
  const socket = connect(gateway.port, '127.0.0.1');
  await once(socket, 'connect');
  let received = '';
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    socket.emit('more');
  });
  socket.write(head.replaceAll('\n', '\r\n'));
  return {
    socket,
    until: async (part) => {
      while (!received.includes(part)) await Promise.race([once(socket, 'more'), once(socket, 'close')]);
      return received;
    },
  };
}

const host = () => new URL(gateway.origin).host;

describe('interim answers and trailers', () => {
  it('W15: early hints and trailers of a service reach the caller', async () => {
    gateway.serve = (_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
      response.writeHead(200, { trailer: 'grpc-status, x-checksum' });
      response.write('whole');
      response.addTrailers({
        'grpc-status': '0',
        'x-checksum': 'abc',
        'x-gatehouse-subject': 'admin',
        'set-cookie': 'a=b',
      });
      response.end();
    };
    const outgoing = httpRequest({
      port: gateway.port,
      host: '127.0.0.1',
      path: '/api/x',
      headers: { host: host(), authorization: `Bearer ${token}` },
      agent: new Agent(),
    });
    const hints = once(outgoing, 'information') as Promise<[{ statusCode: number; headers: Record<string, string> }]>;
    outgoing.end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const [{ statusCode, headers }] = await hints;
    expect([statusCode, headers['link']]).toEqual([103, '</style.css>; rel=preload; as=style']);
    expect([response.statusCode, response.headers['trailer']]).toEqual([200, 'grpc-status, x-checksum']);
    expect(await text(response)).toBe('whole');
    expect(response.trailers).toEqual({ 'grpc-status': '0', 'x-checksum': 'abc' });
  });

  it('W15: hints that cannot be passed on, and callers of HTTP/1.0, get the answer alone', async () => {
    gateway.serve = (request, response) => {
      const { socket } = request;
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: nonsense\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Other: 1\r\n\r\n');
      response.writeHead(200, { trailer: 'x-sum', connection: 'close' });
      response.addTrailers({ 'x-sum': '1' });
      response.end('fine');
    };
    expect((await gateway.call('/api/x', { token })).text).toBe('fine');
    const old = await talk(`GET /api/x HTTP/1.0\nHost: ${host()}\nAuthorization: Bearer ${token}\n\n`);
    expect(await old.until('fine')).toMatch(/^HTTP\/1\.1 200 OK\r\n/u);
    expect(await old.until('fine')).not.toMatch(/trailer|x-sum/iu);
    old.socket.destroy();
  });

  it('W15: trailers have no place in answers without a body', async () => {
    gateway.serve = ({ socket }) =>
      void socket.end('HTTP/1.1 200 OK\r\nTrailer: x-sum\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n');
    const { status, headers } = await gateway.call('/api/x', { method: 'HEAD', token });
    expect([status, headers['trailer']]).toEqual([200, undefined]);
  });

  it('W15: a service learns that the caller takes trailers', async () => {
    gateway.serve = undefined;
    const { body } = await gateway.call('/api/x', { token, headers: { te: 'trailers' } });
    expect(body.headers.te).toBe('trailers');
    const told = async (te: string) => (await gateway.call('/api/x', { token, headers: { te } })).body.headers.te;
    for (const te of ['trailers, deflate;q=0.5', 'gzip;q=1,Trailers', ',trailers , ,'])
      expect(await told(te)).toBe('trailers');
    for (const te of ['gzip', '', 'x-trailers', 'gzip;trailers', 'trailers-not'])
      expect(await told(te)).toBeUndefined();
  });
});

const upload = (path: string, more = '') =>
  `POST ${path} HTTP/1.1\nHost: ${host()}\nContent-Length: 5\nExpect: 100-continue\n${more}\n`;

describe('Expect: 100-continue', () => {
  it('a refusal comes before the body is asked for, and the connection is closed as it says', async () => {
    for (const [path, status] of [
      ['/api/x', 401],
      ['/nowhere', 404],
    ] as const) {
      const { socket, until } = await talk(upload(path));
      await once(socket, 'close');
      const received = await until('\r\n\r\n');
      expect(received).toMatch(new RegExp(`^HTTP/1.1 ${status} `, 'u'));
      expect(received).toMatch(/\r\nConnection: close\r\n/iu);
    }
    const large = await talk(
      `POST /small/x HTTP/1.1\nHost: ${host()}\nAuthorization: Bearer ${token}\nContent-Length: 50\nExpect: 100-continue\n\n`,
    );
    expect(await large.until('\r\n\r\n')).toMatch(/^HTTP\/1\.1 413 /u);
    large.socket.destroy();
  });

  it('a body that is wanted is asked for once, and the connection goes on', async () => {
    gateway.serve = undefined;
    const { socket, until } = await talk(upload('/api/x', `Authorization: Bearer ${token}\n`));
    expect(await until('\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('hello');
    const received = await until('"body":"hello"');
    expect(received.match(/100 Continue/gu)).toHaveLength(1);
    expect(received).not.toMatch(/"expect"/iu);
    socket.write(`GET /api/next HTTP/1.1\r\nHost: ${host()}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    expect(await until('"path":"/next"')).toContain('HTTP/1.1 200 OK');
    socket.destroy();
  });

  it('another expectation is refused', async () => {
    const { socket, until } = await talk(`GET /api/x HTTP/1.1\nHost: ${host()}\nExpect: a-miracle\n\n`);
    expect(await until('\r\n\r\n')).toMatch(/^HTTP\/1\.1 417 /u);
    socket.destroy();
  });
});

describe('bodies and methods', () => {
  it('W19: a GET carries a body where its route says so, and nowhere else', async () => {
    gateway.serve = undefined;
    const body = '{"query":{}}';
    const found = await gateway.call('/search/_search', { body });
    expect([found.body.method, found.body.path, found.body.body]).toEqual(['GET', '/_search', body]);
    const received = await talk(
      `GET /search/_search HTTP/1.1\nHost: ${host()}\nTransfer-Encoding: chunked\n\n3\nabc\n0\n\n`,
    );
    expect(await received.until('"body":')).toContain('"body":"abc"');
    received.socket.destroy();
    expect((await gateway.call('/search/_search', { method: 'HEAD', body })).status).toBe(400);
    const refused = await gateway.call('/api/x', { token, body });
    expect([refused.status, refused.body.error]).toEqual([400, 'unexpected_body']);
  });

  it('W19: methods of WebDAV and others reach a service whose route names them', async () => {
    for (const method of ['PROPFIND', 'QUERY', 'M-SEARCH']) {
      const answer = await gateway.call('/dav/x', { method, body: '<a/>' });
      expect([answer.body.method, answer.body.body]).toEqual([method, '<a/>']);
    }
    const other = await gateway.call('/dav/x', { method: 'PURGE' });
    expect([other.status, other.headers['allow']]).toEqual([405, 'PROPFIND, QUERY, M-SEARCH']);
    expect((await gateway.call('/api/x', { method: 'PROPFIND', token })).status).toBe(405);
    expect((await gateway.call('/dav/x', { method: 'TRACE' })).status).toBe(405);
  });
});
