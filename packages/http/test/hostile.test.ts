import { expectWithin } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { formBody, jsonBody } from '../src/index.ts';
import { type Running, send, sendRaw, startService, statusOf } from './running-service.ts';

const echo: Parameters<typeof startService>[0] = {
  mount(app) {
    app.post('/json', jsonBody(200_000), (request, response) => void response.json({ got: request.body as unknown }));
    app.post('/form', formBody(1000), (request, response) => void response.json({ got: request.body as unknown }));
    app.get('/item/:id', (request, response) => void response.json({ id: request.params.id, query: request.query }));
  },
};

const json = (server: Running, body: string | Buffer, type = 'application/json', headers = {}) =>
  send(server, '/json', {
    method: 'POST',
    body,
    headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(body)), ...headers },
  });
const form = (server: Running, body: string | Buffer, type = 'application/x-www-form-urlencoded') =>
  send(server, '/form', {
    method: 'POST',
    body,
    headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) },
  });

describe('bodies', () => {
  it('reads JSON and forms, four-byte characters and repeated parameters included', async () => {
    const server = await startService(echo);
    expect(
      JSON.parse(
        (await json(server, '{"name":"Zoë 😀","list":[1,{"a":null}]}', 'application/json; charset="UTF-8"')).body,
      ),
    ).toEqual({
      got: { name: 'Zoë 😀', list: [1, { a: null }] },
    });
    expect(JSON.parse((await form(server, 'a=1&b=%F0%9F%98%80+x&a=2&c')).body)).toEqual({
      got: { a: ['1', '2'], b: '😀 x', c: '' },
    });
    expect(JSON.parse((await form(server, '')).body)).toEqual({ got: {} });
  });

  it('answers 413 for a body over the limit, told or found', async () => {
    const server = await startService(echo);
    expect((await form(server, `a=${'x'.repeat(998)}`)).status).toBe(200);
    const over = await form(server, `a=${'x'.repeat(999)}`);
    expect([over.status, JSON.parse(over.body)]).toEqual([
      413,
      expect.objectContaining({ error: 'content_too_large' }),
    ]);
    const chunked = await send(server, '/form', {
      method: 'POST',
      body: 'x'.repeat(5000),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'transfer-encoding': 'chunked' },
    });
    expect(chunked.status).toBe(413);
    const many = Array.from({ length: 201 }, (_, index) => `${index}`).join('&');
    expect((await form(server, many)).status).toBe(413);
    expect((await form(server, many.slice(0, many.lastIndexOf('&')))).status).toBe(200);
  });

  it('refuses JSON that nests 10,000 deep in under 50 ms', async () => {
    const server = await startService(echo);
    await json(server, '{}');
    for (const body of [
      '['.repeat(10_000) + ']'.repeat(10_000),
      '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000),
      '['.repeat(199_000),
    ]) {
      const times: number[] = [];
      for (let run = 0; run < 3; run += 1) {
        const began = performance.now();
        expect((await json(server, body)).status).toBe(400);
        times.push(performance.now() - began);
      }
      expectWithin(Math.min(...times), 50);
    }
    expect((await json(server, `${'['.repeat(32)}"]\\"[${']'.repeat(50)}"${']'.repeat(32)}`)).status).toBe(200);
    expect((await json(server, '['.repeat(33) + ']'.repeat(33))).status).toBe(400);
  });

  it('refuses NUL, lone surrogates, broken UTF-8 and __proto__ with 400, and keeps prototypes clean', async () => {
    const server = await startService(echo);
    const bodies = [
      '{"a":"\\u0000"}',
      '{"a\\u0000":1}',
      '{"a":"\\ud800"}',
      '{"a":["\\udc00x"]}',
      '{"__proto__":{"polluted":1}}',
      '{"a":[{"__pro\\u0074o__":{"polluted":1}}]}',
      '{',
      '',
      ' ',
      '\u{feff}',
      'undefined',
    ];
    for (const body of bodies) expect([body, (await json(server, body || '{"')).status]).toEqual([body, 400]);
    expect((await json(server, Buffer.from([0x22, 0xff, 0xfe, 0x22]))).status).toBe(400);
    for (const body of ['a=%00', '%00=a', '__proto__=x', '%5f_proto__=x', 'a=1&a=%00']) {
      expect([body, (await form(server, body)).status]).toEqual([body, 400]);
    }
    expect((await form(server, Buffer.from([0x61, 0x3d, 0xff]))).status).toBe(400);
    expect((await json(server, '{"constructor":{"prototype":{"polluted":1}}}')).status).toBe(200);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('refuses another type, another charset and a compressed body with 415', async () => {
    const server = await startService(echo);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-16',
      'application/jsonx',
      'application/json-patch+json',
      '',
    ]) {
      expect([type, (await json(server, '{}', type)).status]).toEqual([type, 415]);
    }
    expect((await form(server, '{}', 'application/json')).status).toBe(415);
    expect((await json(server, '{}', 'application/json', { 'content-encoding': 'gzip' })).status).toBe(415);
  });
});

function manyHeaders(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, '1']));
}

describe('request targets and headers', () => {
  it('answers hostile paths and parameters with 4xx, never 5xx', async () => {
    const server = await startService(echo);
    const targets = [
      '/item/%00',
      '/item/a%00b',
      '/item/x?a=%00',
      '/item/%zz',
      '/item/%ff',
      '/item/%ed%a0%80',
      '/item/x?__proto__=1',
      '/item/x?__proto__[a]=1',
      '/item/x?%5F_proto__=1',
      '/__proto__',
    ];
    for (const target of targets) {
      const { status } = await send(server, target);
      expect([target, status >= 400 && status < 500]).toEqual([target, true]);
    }
    for (const target of ['/item/%F0%9F%98%80', '/item/x?a=%ed%a0%80', '/item/x?%zz', `/item/${'x'.repeat(8000)}`]) {
      expect([target.slice(0, 30), (await send(server, target)).status]).toEqual([target.slice(0, 30), 200]);
    }
    expect(server.log()).not.toContain('request failed');
  });

  it('TRACE gets 405, and no answer tells what serves it', async () => {
    const server = await startService(echo);
    const answer = await send(server, '/item/1', { method: 'TRACE', headers: { 'x-secret': 'echoed?' } });
    expect(answer).toMatchObject({ status: 405, headers: { allow: expect.stringContaining('GET') } });
    expect(answer.body).not.toContain('echoed');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect((await send(server, '/item/1')).headers).not.toHaveProperty('x-powered-by');
  });

  it('refuses too long and too many headers with 431', async () => {
    const server = await startService({ ...echo, requestLimits: { maxHeaderBytes: 4096, maxHeaders: 20 } });
    expect((await send(server, '/item/1', { headers: { 'x-long': 'x'.repeat(5000) } })).status).toBe(431);
    expect((await send(server, '/item/1', { headers: manyHeaders(21) })).status).toBe(431);
    expect((await send(server, '/item/1', { headers: manyHeaders(200) })).status).toBe(431);
    expect((await send(server, '/item/1', { headers: manyHeaders(15) })).status).toBe(200);
  });

  it('refuses what a proxy in front might read differently, and closes the connection', async () => {
    const server = await startService(echo);
    const host = `Host: localhost:${server.port}`;
    const post = (...rest: string[]) =>
      ['POST /form HTTP/1.1', host, 'Content-Type: application/x-www-form-urlencoded', ...rest].join('\r\n');
    const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
    const requests = {
      'both lengths': `${post('Content-Length: 5', 'Transfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n${smuggled}`,
      'two lengths': `${post('Content-Length: 5', 'Content-Length: 6')}\r\n\r\na=bcd`,
      'signed length': `${post('Content-Length: +5')}\r\n\r\na=bcd`,
      'unknown coding': `${post('Transfer-Encoding: xchunked')}\r\n\r\n0\r\n\r\n`,
      'chunked not last': `${post('Transfer-Encoding: chunked, identity')}\r\n\r\n0\r\n\r\n`,
      'folded header': `${post('X-A: 1\r\n folded', 'Content-Length: 0')}\r\n\r\n`,
      'space before colon': `${post('Content-Length : 0')}\r\n\r\n`,
      'bare line feeds': `GET /item/1 HTTP/1.1\n${host}\n\n`,
      'NUL in a header': `GET /item/1 HTTP/1.1\r\n${host}\r\nX-A: a\0b\r\n\r\n`,
      'NUL in the target': `GET /item/\0 HTTP/1.1\r\n${host}\r\n\r\n`,
      'bad chunk size': `${post('Transfer-Encoding: chunked')}\r\n\r\nzz\r\n`,
      'unknown method': `FOO /item/1 HTTP/1.1\r\n${host}\r\n\r\n`,
      'no HTTP': '\x16\x03\x01\x02\x00\x01\x00\x01',
    };
    for (const [name, bytes] of Object.entries(requests)) {
      const answer = await sendRaw(server, bytes);
      expect([name, statusOf(answer)]).toEqual([name, 400]);
      expect([name, answer.match(/HTTP\/1\.1/gu)?.length]).toEqual([name, 1]);
    }
    expect(server.log()).not.toContain('"level":"error"');
  });
});
