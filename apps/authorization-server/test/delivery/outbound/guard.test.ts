import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { hostname } from 'node:os';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { certificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createOutboundCheck,
  createOutboundFetch,
  type OutboundOptions,
} from '../../../src/delivery/outbound/guard.ts';
import { isPublicAddress } from '../../../src/delivery/outbound/public-address.ts';

const answers: Record<string, RequestListener> = {
  '/ok': (_request, response) => response.setHeader('cache-control', 'max-age=60').end('{"keys":[]}'),
  '/nothing': (_request, response) => response.writeHead(204).end(),
  '/echo': (request, response) => request.pipe(response),
  '/redirect': (_request, response) => response.writeHead(302, { location: '/ok' }).end(),
  '/too-large': (_request, response) => response.end('x'.repeat(65_537)),
  '/fits': (_request, response) => response.end('x'.repeat(65_536)),
  '/endless': (_request, response) => {
    const more = () => {
      while (response.write('x'.repeat(1024)));
    };
    response.on('drain', more).on('error', () => undefined);
    more();
  },
  '/never': () => undefined,
  '/drip': (_request, response) => {
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  },
};

let server: Server;
let origin: string;
/** Notes every connection, whatever comes over it. */
let trap: TcpServer;
let trapPort: number;
let trapped = 0;
/** One refusal at a time: what was said and how many connections it made. */
const refused = async (url: string, options: Partial<OutboundOptions> = {}) => {
  const before = trapped;
  const outcome = await createOutboundFetch({ allow: [], timeoutMs: 60_000, ...options })(url).then(
    ({ status }) => `answered ${status}`,
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
  return { outcome, connections: trapped - before };
};

/** A resolver that says so. */
const told = (...addresses: string[]) => ({
  resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
});
const ask = (path: string, timeoutMs = 60_000) => refused(`${origin}${path}`, { allow: [origin], timeoutMs });

beforeAll(async () => {
  const certs = await certificates();
  trustAuthorities(certs.caFile);
  const tls = {
    cert: readFileSync(certs.certFile('authorization-server')),
    key: readFileSync(certs.keyFile('authorization-server')),
  };
  server = createServer(tls, (request, response) => answers[request.url ?? '']?.(request, response)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  trap = createTcpServer((socket) => {
    trapped += 1;
    socket.destroy();
  }).listen(0, '::');
  await once(trap, 'listening');
  trapPort = (trap.address() as AddressInfo).port;
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
  trap?.close();
});

describe('the outbound guard', () => {
  it('AS-19: no spelling of a private address is connected to', async () => {
    const hosts = [
      // 127.0.0.1 in dotted, short, decimal, octal, hexadecimal and mixed forms, and in full-width digits
      '127.0.0.1',
      '127.1',
      '127.0.1',
      '2130706433',
      '0177.0.0.1',
      '017700000001',
      '0x7f000001',
      '0x7f.0.0.1',
      '0x7f.1',
      '0177.0x0.0.1',
      '127.0.0.1.',
      '１２７.0.0.1',
      '127。0。0。1',
      '0',
      '0.0.0.0',
      '127.255.255.254',
      // private, link-local, metadata, carrier-grade, benchmark, multicast, broadcast
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
      '2852039166',
      '0xa9fea9fe',
      '100.100.100.200',
      '168.63.129.16',
      '192.0.0.192',
      '198.18.0.1',
      '224.0.0.1',
      '255.255.255.255',
      // IPv6: loopback, any, mapped, compatible, NAT64, 6to4, Teredo, unique-local, link-local, site-local, multicast
      '[::1]',
      '[0:0:0:0:0:0:0:1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::127.0.0.1]',
      '[::ffff:8.8.8.8]',
      '[64:ff9b::7f00:1]',
      '[64:ff9b::169.254.169.254]',
      '[64:ff9b:1::1]',
      '[2002:7f00:1::]',
      '[2001:0:7f00:1::]',
      '[fd00:ec2::254]',
      '[fd20:ce::254]',
      '[fc00::1]',
      '[fe80::1]',
      '[fec0::1]',
      '[ff02::1]',
      '[100::1]',
      '[2001:db8::1]',
    ];
    const seen = await Promise.all(
      hosts.map(async (host) => [host, (await refused(`https://${host}:${trapPort}/`)).outcome]),
    );
    expect(seen).toEqual(hosts.map((host) => [host, 'not_a_public_address']));
    expect([hosts.length, trapped]).toEqual([49, 0]);
  });

  it('AS-19: a name that leads to a private address is refused before a connection', async () => {
    for (const host of ['localhost', 'LOCALHOST', hostname()]) {
      const { outcome, connections } = await refused(`https://${host}:${trapPort}/`);
      expect([host, outcome, connections]).toEqual([host, 'not_a_public_address', 0]);
    }
    for (const addresses of [
      ['127.0.0.1'],
      ['::1'],
      ['::ffff:127.0.0.1'],
      ['64:ff9b::7f00:1'],
      ['8.8.8.8', '127.0.0.1'],
      ['fe80::1%lo'],
    ]) {
      const { outcome, connections } = await refused(`https://rp.example:${trapPort}/`, told(...addresses));
      expect([addresses, outcome, connections]).toEqual([addresses, 'not_a_public_address', 0]);
    }
  });

  it('AS-19: a name is resolved once, and the connection goes to what was checked', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '192.0.1.1' : '127.0.0.1', family: 4 }];
    };
    const { outcome, connections } = await refused(`https://rp.example:${trapPort}/`, { resolve, timeoutMs: 300 });
    expect([outcome, connections, asked]).toEqual([expect.stringMatching(/^(?:too_slow|E\w+)$/u), 0, 1]);
  });

  it('AS-19: plain http, credentials in the URL and other schemes are refused', async () => {
    expect(await refused(`http://example.com:${trapPort}/`)).toEqual({ outcome: 'not_https', connections: 0 });
    expect(await refused('ftp://example.com/')).toEqual({ outcome: 'not_https', connections: 0 });
    expect(await refused('file:///etc/passwd')).toEqual({ outcome: 'not_https', connections: 0 });
    expect(await refused('https://user:secret@example.com/')).toEqual({
      outcome: 'credentials_in_url',
      connections: 0,
    });
  });

  it('a route leads a host elsewhere, and TLS proves its name all the same', async () => {
    const { port } = new URL(origin);
    const route = (host: string) => (host.startsWith('10.') ? undefined : { address: '127.0.0.1', port: Number(port) });
    // Asked about a name, it would say that it is private.
    const { resolve } = told('10.0.0.1');
    // The certificate names the program, and nothing else of these.
    expect((await refused('https://authorization-server/ok', { route, resolve })).outcome).toBe('answered 200');
    expect((await refused('https://accounts.example.com/ok', { route, resolve })).outcome).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
    expect((await refused('http://authorization-server/ok', { route })).outcome).toBe('not_https');
    expect((await refused('https://127.0.0.1/ok', { route })).outcome).toBe('not_a_public_address');
    expect((await refused('https://10.0.0.1/ok', { route })).outcome).toBe('not_a_public_address');
  });

  it('AS-19: a listed origin is let through, another port or scheme of it is not', async () => {
    const guarded = createOutboundFetch({ allow: [origin] });
    const answer = await guarded(`${origin}/ok`);
    expect([answer.status, answer.headers.get('cache-control'), await answer.json()]).toEqual([
      200,
      'max-age=60',
      { keys: [] },
    ]);
    const echoed = await guarded(`${origin}/echo`, { method: 'POST', body: new URLSearchParams({ a: 'ü' }) });
    expect(await echoed.text()).toBe('a=%C3%BC');
    expect((await guarded(`${origin}/nothing`)).status).toBe(204);
    const allow = [origin];
    expect((await refused(`https://localhost:${trapPort}/`, { allow })).outcome).toBe('not_a_public_address');
    expect((await refused(origin.replace('https', 'http'), { allow })).outcome).toBe('not_https');
    expect(trapped).toBe(0);
  });

  it('AS-19: a listed http origin is let through', async () => {
    const plain = createPlainServer((_request, response) => response.end('plain')).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const allowed = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;
    expect(await (await createOutboundFetch({ allow: [allowed] })(allowed)).text()).toBe('plain');
    plain.close();
  });

  it('AS-19: redirects, more than 64 KB and what takes too long are refused, listed or not', async () => {
    expect((await ask('/redirect')).outcome).toBe('redirect');
    expect((await ask('/fits')).outcome).toBe('answered 200');
    expect((await ask('/too-large')).outcome).toBe('answer_too_large');
    expect((await ask('/endless')).outcome).toBe('answer_too_large');
    expect((await ask('/never', 300)).outcome).toBe('too_slow');
    expect((await ask('/drip', 300)).outcome).toBe('too_slow');
  });

  it('tells who listens what was refused, without the path', async () => {
    const messages: string[] = [];
    await refused('https://127.0.0.1/secret-path', { onRefusal: ({ message }) => messages.push(message) });
    expect(messages).toEqual(['request to https://127.0.0.1 refused: not_a_public_address']);
  });

  it('AS-19: addresses of the public Internet are good', () => {
    const good = [
      '8.8.8.8',
      '1.1.1.1',
      '172.15.255.255',
      '172.32.0.1',
      '100.128.0.1',
      '2606:4700::1111',
      '2a00:1450::1',
    ];
    expect(good.filter((address) => !isPublicAddress(address))).toEqual([]);
    expect(['', 'localhost', '1.2.3', '::1%1', '2a00::1%eth0'].filter(isPublicAddress)).toEqual([]);
  });
});

describe('an address that is only written down', () => {
  it.each([
    ['https://agent.example/jwks', ['93.184.215.14'], undefined],
    ['https://agent.example/jwks', ['93.184.215.14', '10.0.0.1'], 'not_a_public_address'],
    ['https://agent.example/jwks', [], 'not_a_public_address'],
    ['https://127.0.0.1/jwks', ['93.184.215.14'], 'not_a_public_address'],
    ['https://[::ffff:10.0.0.1]/jwks', [], 'not_a_public_address'],
    ['http://agent.example/jwks', ['93.184.215.14'], 'not_https'],
    ['https://ann:secret@agent.example/jwks', ['93.184.215.14'], 'credentials_in_url'],
    ['https://listed.example/jwks', ['10.0.0.1'], undefined],
  ])('%s at %j: %s', async (url, addresses, code) => {
    const check = createOutboundCheck({ allow: ['https://listed.example'], ...told(...addresses) });
    const outcome = await check(url).then(
      () => undefined,
      (error: { code?: string }) => error.code,
    );
    expect(outcome).toBe(code);
  });
});
