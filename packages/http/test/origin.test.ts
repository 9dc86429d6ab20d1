import { describe, expect, it } from '@jest/globals';
import { clientAddress, requestId } from '../src/index.ts';
import { send, sendRaw, startService, statusOf } from './running-service.ts';

/** Answers what the program sees of the request. */
const seen: Parameters<typeof startService>[0] = {
  mount: (app) =>
    app.get('/seen', (request, response) => {
      const { headers } = request;
      const forwarded = Object.keys(headers).filter((name) => name.includes('forwarded') || name === 'x-real-ip');
      response.json({
        host: headers.host,
        forwarded,
        address: clientAddress(request),
        id: requestId(request),
        protocol: request.protocol,
      });
    }) as unknown as void,
};

const hostAdvice = 'A proxy in front must pass Host as it came (nginx: proxy_set_header Host $http_host;).';

const lines = (...headers: string[]) =>
  `${['GET /seen HTTP/1.1', ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`;

describe('AS-01: canonical origin', () => {
  it('AS-01: a foreign Host gets 421, whatever it is', async () => {
    const server = await startService(seen);
    const hosts = [
      'evil.example',
      `evil.example:${server.port}`,
      'localhost',
      'localhost:1',
      `127.0.0.1:${server.port}`,
      `localhost:${server.port}.evil.example`,
    ];
    for (const host of hosts) {
      const answer = await send(server, '/seen', { headers: { host } });
      expect([host, answer.status]).toEqual([host, 421]);
      expect(JSON.parse(answer.body)).toMatchObject({ error: 'misdirected_request' });
    }
    expect((await send(server, '/seen')).status).toBe(200);
    expect((await send(server, '/seen', { headers: { host: `LOCALHOST:${server.port}` } })).body).toContain(
      `"localhost:${server.port}"`,
    );
  });

  it('AS-01: with a default port the Host may name it or not', async () => {
    const server = await startService({ ...seen, publicOrigin: 'https://id.example' });
    for (const host of ['id.example', 'id.example:443', 'ID.example']) {
      expect(JSON.parse((await send(server, '/seen', { headers: { host } })).body)).toMatchObject({
        host: 'id.example',
      });
    }
    expect((await send(server, '/seen', { headers: { host: 'id.example:80' } })).status).toBe(421);
  });

  it('AS-01: a proxy that does not pass Host is told what came and what it must do; a stranger hears no word of its own', async () => {
    const server = await startService({ ...seen, publicOrigin: 'https://id.example:8443' });
    const said = async (host: string) => {
      const { status, body } = await send(server, '/seen', { headers: { host } });
      return [status, (JSON.parse(body) as { error_description: string }).error_description];
    };
    const beginning = 'This server answers only for https://id.example:8443. Host';
    const end = `expected: id.example:8443. ${hostAdvice}`;
    for (const ours of [`127.0.0.1:${server.port}`, '127.0.0.1', 'id.example']) {
      expect(await said(ours)).toEqual([421, `${beginning} is "${ours}"; ${end}`]);
    }
    for (const foreign of ['127.0.0.1:1', 'id.example.evil', '<b>id.example</b>', 'x'.repeat(500)]) {
      expect(await said(foreign)).toEqual([421, `${beginning} is another; ${end}`]);
    }
    const line = server
      .log()
      .split('\n')
      .find((text) => text.includes('misdirected_request'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({
      seen: `127.0.0.1:${server.port}`,
      advice: expect.stringContaining('proxy_set_header Host $http_host;'),
    });
  });

  it('AS-01: no Host, two Hosts and a foreign absolute target are refused', async () => {
    const server = await startService(seen);
    const host = `Host: localhost:${server.port}`;
    expect(statusOf(await sendRaw(server, lines()))).toBe(400);
    expect(statusOf(await sendRaw(server, lines(host, 'Host: evil.example')))).toBe(400);
    expect(statusOf(await sendRaw(server, lines(host, 'hOsT: evil.example')))).toBe(400);
    const absolute = (origin: string) => lines(host).replace('GET /', `GET ${origin}/`);
    expect(statusOf(await sendRaw(server, absolute('http://evil.example')))).toBe(421);
    expect(statusOf(await sendRaw(server, absolute(server.origin)))).toBe(200);
    expect(statusOf(await sendRaw(server, lines(host).replace('GET /seen', 'OPTIONS *')))).toBe(400);
  });

  it('AS-01: forwarded headers of a stranger never reach the program', async () => {
    const server = await startService(seen);
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-port': '1',
      'x-forwarded-prefix': '/x',
      'x-real-ip': '1.2.3.4',
      forwarded: 'for=1.2.3.4;host=evil.example',
      'x-request-id': 'chosen',
    };
    const { body } = await send(server, '/seen', { headers });
    const answer = JSON.parse(body) as Record<string, unknown>;
    expect(answer).toMatchObject({
      host: `localhost:${server.port}`,
      forwarded: [],
      address: '127.0.0.1',
      protocol: 'http',
    });
    expect(answer['id']).not.toBe('chosen');
  });

  it('AS-01: a trusted proxy speaks for the client, as far as trusted proxies wrote it', async () => {
    const server = await startService({
      ...seen,
      publicOrigin: 'https://id.example',
      trustedProxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'],
    });
    const from = async (forwardedFor: string) => {
      const headers = {
        host: 'backend:3000',
        'x-forwarded-host': 'id.example',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': forwardedFor,
      };
      return (JSON.parse((await send(server, '/seen', { headers })).body) as { address: string }).address;
    };
    expect(await from('203.0.113.9')).toBe('203.0.113.9');
    expect(await from('6.6.6.6, 203.0.113.9, 10.1.2.3')).toBe('203.0.113.9');
    expect(await from('6.6.6.6, ::ffff:203.0.113.9, fd00::1')).toBe('203.0.113.9');
    expect(await from('2001:db8::1')).toBe('2001:db8::1');
    expect(await from('10.1.1.1')).toBe('10.1.1.1');
    // Whom the proxy does not name is nobody in particular, and not the proxy.
    expect(await from('6.6.6.6, unknown, 10.1.2.3')).toBe('unknown');
    expect(await from('')).toBe('unknown');
  });

  it('AS-01: a trusted proxy that forwards for another host or scheme gets 421', async () => {
    const server = await startService({ ...seen, publicOrigin: 'https://id.example', trustedProxies: ['127.0.0.0/8'] });
    const status = async (headers: Record<string, string>) => (await send(server, '/seen', { headers })).status;
    expect(await status({ host: 'id.example' })).toBe(200);
    expect(await status({ host: 'id.example', 'x-forwarded-host': 'evil.example' })).toBe(421);
    expect(await status({ host: 'backend', 'x-forwarded-host': 'id.example, evil.example' })).toBe(421);
    expect(await status({ host: 'id.example', 'x-forwarded-proto': 'http' })).toBe(421);
    const { body } = await send(server, '/seen', {
      headers: { host: 'x', 'x-forwarded-host': 'ID.example', 'x-forwarded-proto': 'https' },
    });
    expect(JSON.parse(body)).toMatchObject({ host: 'id.example', protocol: 'https' });
  });
});

/** A service behind a trusted proxy, and what it told of forwarding. */
const behind = async (options: Parameters<typeof startService>[0] = {}) => {
  const server = await startService({
    ...seen,
    publicOrigin: 'https://id.example',
    trustedProxies: ['127.0.0.1', '10.0.0.0/8'],
    ...options,
  });
  const ask = async (headers: Record<string, string>) => {
    const { status, body } = await send(server, '/seen', { headers });
    return { status, ...(JSON.parse(body) as Record<string, unknown>) };
  };
  const told = () =>
    server
      .log()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ header, advice }) => header !== undefined || advice !== undefined);
  return { ask, told, log: () => server.log() };
};

describe('F3, F15: what proxies forward', () => {
  it('F3: addresses with ports and several header lines, and Forwarded, reach the program as one address', async () => {
    const server = await startService({ ...seen, publicOrigin: 'https://id.example', trustedProxies: ['127.0.0.1'] });
    const address = async (...headers: string[]) => {
      const answer = await sendRaw(server, lines('Host: id.example', ...headers));
      return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Record<string, unknown>;
    };
    expect(await address('X-Forwarded-For: 6.6.6.6', 'x-forwarded-for: 203.0.113.5:1')).toMatchObject({
      address: '203.0.113.5',
    });
    expect(await address('Forwarded: for=6.6.6.6', 'Forwarded: for="[2001:db8::1]:1";proto=https')).toMatchObject({
      address: '2001:db8::1',
      forwarded: ['x-forwarded-host', 'x-forwarded-for', 'x-forwarded-proto'],
      protocol: 'https',
    });
  });

  it('F15: lists are judged where trusted proxies wrote them, ports and the schemes of WebSockets are known', async () => {
    const { ask } = await behind();
    const status = async (headers: Record<string, string>) => (await ask({ host: 'inner', ...headers })).status;
    expect(await status({ 'x-forwarded-host': 'evil.example, id.example' })).toBe(200);
    expect(await status({ 'x-forwarded-host': 'id.example, evil.example' })).toBe(421);
    expect(await status({ 'x-forwarded-host': 'ID.example:443', 'x-forwarded-proto': 'HTTPS' })).toBe(200);
    expect(await status({ 'x-forwarded-host': 'id.example', 'x-forwarded-proto': 'http, https' })).toBe(200);
    expect(await status({ 'x-forwarded-host': 'id.example', 'x-forwarded-proto': 'https,http' })).toBe(421);
    expect(await status({ 'x-forwarded-host': 'id.example', 'x-forwarded-proto': 'wss' })).toBe(200);
    expect(await status({ 'x-forwarded-host': 'id.example', 'x-forwarded-proto': 'ws' })).toBe(421);
    expect(await status({ 'x-forwarded-host': 'id.example', 'x-forwarded-port': '8080' })).toBe(200);
    expect(await status({ forwarded: 'for=203.0.113.5;host=id.example;proto=https' })).toBe(200);
    expect(await status({ forwarded: 'for=203.0.113.5;host=id.example;proto=http' })).toBe(421);
    const chain = { 'x-forwarded-for': '203.0.113.5, 10.0.0.2', 'x-forwarded-host': 'id.example, inner' };
    expect(await status({ ...chain, 'x-forwarded-proto': 'https, http' })).toBe(200);
    expect(await status({ ...chain, 'x-forwarded-proto': 'http, https' })).toBe(421);
    const { ask: other } = await behind({ publicOrigin: 'https://id.example:8443' });
    expect((await other({ host: 'inner', 'x-forwarded-host': 'id.example', 'x-forwarded-port': '8443' })).status).toBe(
      200,
    );
    expect((await other({ host: 'inner', 'x-forwarded-host': 'id.example' })).status).toBe(421);
  });

  it('F15: a refusal says in answer and log which header it was, what it said and what was expected', async () => {
    const { ask, told } = await behind();
    const host = 'id.example';
    const cases: [Record<string, string>, string, string, string][] = [
      [{ host, 'x-forwarded-proto': 'http' }, 'X-Forwarded-Proto', 'http', 'https'],
      [{ host, 'x-forwarded-host': 'a, b' }, 'X-Forwarded-Host', 'a, b', host],
      [{ host: 'evil.example' }, 'Host', 'evil.example', host],
      [{ host, forwarded: 'for=1.1.1.1;proto=http' }, 'Forwarded (proto)', 'for=1.1.1.1;proto=http', 'https'],
    ];
    for (const [headers, header, said, expected] of cases) {
      const answer = await ask(headers);
      expect(answer).toMatchObject({ status: 421, error: 'misdirected_request' });
      expect(answer).toHaveProperty(
        'error_description',
        `This server answers only for https://id.example. ${header} is "${said}"; expected: ${expected}.${header === 'Host' ? ` ${hostAdvice}` : ''}`,
      );
      expect(told().findLast(({ reason }) => reason === 'misdirected_request')).toMatchObject({
        header,
        seen: said,
        expected,
        peer: '127.0.0.1',
        peer_trusted: true,
      });
    }
  });

  it('F15: a peer that forwards without being trusted is told once, and at each refusal', async () => {
    const { ask, told } = await behind({ trustedProxies: [] });
    expect(await ask({ host: 'id.example', 'x-forwarded-for': '203.0.113.5' })).toMatchObject({ address: '127.0.0.1' });
    await ask({ host: 'id.example', forwarded: 'for=203.0.113.5' });
    await ask({ host: 'inner', 'x-forwarded-host': 'id.example', 'x-forwarded-proto': 'https' });
    expect(told()).toMatchObject([
      { peer: '127.0.0.1' },
      { reason: 'misdirected_request', header: 'Host', ignored: ['x-forwarded-host', 'x-forwarded-proto'] },
    ]);
  });

  it('F15: a service without TLS for an https origin that trusts no proxy says so when it starts', async () => {
    const warning = 'TLS ends at a proxy, but no proxy is trusted';
    expect((await behind({ trustedProxies: [] })).log()).toContain(warning);
    expect((await behind()).log()).not.toContain(warning);
    expect((await startService(seen)).log()).not.toContain(warning);
  });

  it('F3: what cannot be read is told in a few bounded lines without control characters', async () => {
    const { ask, told } = await behind();
    for (let n = 0; n < 30; n += 1) {
      await ask({ host: 'id.example', 'x-forwarded-for': `caller-${n} \u009b2J ${'x'.repeat(2000)}` });
    }
    const about = told();
    expect(about).toHaveLength(10);
    expect(about[0]).toMatchObject({ header: 'X-Forwarded-For', peer: '127.0.0.1', reason: 'forwarding_unreadable' });
    expect(String(about[0]?.['expected'])).toContain('203.0.113.5:49152');
    for (const { seen: said } of about) {
      expect(said).toMatch(/^[ -~]+…$/u);
      expect(said).toContain(String.raw`\u009b`);
      expect(String(said).length).toBeLessThan(200);
    }
  });
});

describe('request id', () => {
  it('is random, answered, and stands in the log; an inbound one counts from a trusted proxy only', async () => {
    const mount: Parameters<typeof startService>[0] = {
      mount: (app) => void app.get('/fails', () => Promise.reject(new Error('inside'))),
    };
    const server = await startService(mount);
    const first = await send(server, '/fails', { headers: { 'x-request-id': 'chosen' } });
    const second = await send(server, '/nothing');
    expect(first.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/u);
    expect(first.headers['x-request-id']).not.toBe(second.headers['x-request-id']);
    expect(server.log()).toContain(`"request_id":"${String(first.headers['x-request-id'])}"`);

    const proxied = await startService({ ...mount, trustedProxies: ['127.0.0.1'] });
    const inbound = async (id: string) =>
      (await send(proxied, '/nothing', { headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await inbound('trace-1.2:3/4')).toBe('trace-1.2:3/4');
    for (const id of ['a b', '"x"', 'x'.repeat(129), '<script>']) expect(await inbound(id)).toMatch(/^[\da-f-]{36}$/u);
  });
});
