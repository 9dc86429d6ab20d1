/** Tickets: how a page opens what takes no header, a WebSocket or an event stream. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createDpopClient } from '@gatehouse/oauth-guard/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTickets, type Ticket, ticketSeconds } from '../src/tickets.ts';
import { type AGateway, type Answer, aGateway } from './a-gateway.ts';

const page = 'https://app.example.com';
const other = 'https://other.example.com';
const key = 'k'.repeat(32);

let gateway: AGateway;
let token: string;
let sockets: Server;
/** Handshakes that reached the service. */
const shaken: IncomingMessage[] = [];

/** Answers every handshake, with the last protocol that is offered. */
function socketService(): Server {
  return createServer().on('upgrade', (request: IncomingMessage, socket: Socket) => {
    shaken.push(request);
    const answerKey = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const protocol = request.headers['sec-websocket-protocol']?.split(', ').at(-1);
    socket.on('error', () => socket.destroy());
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${createHash('sha1').update(answerKey).digest('base64')}\r\n${protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    );
  });
}

beforeAll(async () => {
  sockets = socketService().listen(0, '127.0.0.1');
  await once(sockets, 'listening');
  const upstream = `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`;
  const cors = { origins: [page, other] };
  gateway = await aGateway({
    route: { accept: ['access_token', 'api_key', 'basic', 'ticket'], cors },
    routes: [
      { path: '/ws/*', upstream, websocket: {}, accept: ['access_token', 'ticket'], cors: { origins: [page] } },
      { path: '/plain', cors },
      { path: '/open', audience: undefined, accept: [], cors },
      { path: '/own', accept: ['access_token', 'ticket'] },
      { path: '/files/*', encoded_path: 'allow', accept: ['access_token', 'ticket'], cors },
    ],
    env: { GATEWAY_TICKET_KEYS: key },
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
});
afterAll(async () => {
  await gateway?.stop();
  sockets?.close();
});
beforeEach(() => {
  gateway.serve = undefined;
  gateway.arrived.length = 0;
  gateway.log.length = 0;
  shaken.length = 0;
});

const ask = (path: unknown, headers: Record<string, string> = {}, given: string | undefined = token): Promise<Answer> =>
  gateway.call('/.gatehouse/ticket', {
    method: 'POST',
    ...(headers['authorization'] === undefined && headers['x-api-key'] === undefined && { token: given }),
    headers: { origin: page, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ path }),
  });
const ticketFor = async (path: string, headers: Record<string, string> = {}): Promise<string> => {
  const answer = await ask(path, headers);
  expect([answer.status, answer.body]).toEqual([200, { ticket: expect.any(String), expires_in: 30 }]);
  return answer.body.ticket as string;
};
const open = (path: string, ticket: string, headers: Record<string, string> = { origin: page }) =>
  gateway.call(`${path}${path.includes('?') ? '&' : '?'}gatehouse_ticket=${ticket}`, { headers });
const codeOf = ({ status, body }: Answer) => [status, body?.error];

const preflight = (origin: string, method: string) =>
  gateway.call('/.gatehouse/ticket', {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization' },
  });
const post = (method: string, body: string, type = 'application/json') =>
  gateway.call('/.gatehouse/ticket', { method, token, body, headers: { origin: page, 'content-type': type } });

/** A handshake as browsers send it. */
function shake(path: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      host: '127.0.0.1',
      port: gateway.port,
      path,
      headers: {
        host: new URL(gateway.origin).host,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    request.on('response', (response) => resolve(response.resume()));
    request.on('error', reject);
    request.end();
  });
}

describe('W20: a ticket', () => {
  it('opens an event stream, and neither the service nor the log sees it', async () => {
    const ticket = await ticketFor('/api/events');
    const answer = await open('/api/events?topic=a&x=%20', ticket);
    expect([answer.status, answer.body.path]).toEqual([200, '/events?topic=a&x=%20']);
    expect(answer.headers['access-control-allow-origin']).toBe(page);
    const claims = answer.body.headers.authorization.split('.')[1] as string;
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ sub: 'alice' });
    expect(answer.text + gateway.log.join('')).not.toContain(ticket.slice(-40));
    expect(gateway.log.join('')).toContain('"subject":"alice"');
    const alone = await open('/api/events', await ticketFor('/api/events'));
    expect(alone.body.path).toBe('/events');
    const first = await gateway.call(`/api/events?gatehouse_ticket=${await ticketFor('/api/events')}&a=1`, {
      headers: { origin: page },
    });
    expect(first.body.path).toBe('/events?a=1');
  });

  it('opens a WebSocket, in the query or among the protocols', async () => {
    const inQuery = await shake(`/ws/chat?gatehouse_ticket=${await ticketFor('/ws/chat')}`, { origin: page });
    expect([inQuery.statusCode, inQuery.headers['sec-websocket-protocol']]).toEqual([101, undefined]);
    const ticket = await ticketFor('/ws/chat');
    const offered = await shake('/ws/chat', {
      origin: page,
      'sec-websocket-protocol': `chat.v1, gatehouse.ticket.${ticket},chat.v2`,
    });
    expect([offered.statusCode, offered.headers['sec-websocket-protocol']]).toEqual([101, 'chat.v2']);
    const lonely = await ticketFor('/ws/chat');
    const only = await shake('/ws/chat', { origin: page, 'sec-websocket-protocol': `gatehouse.ticket.${lonely}` });
    // A browser takes no connection whose answer names none of its protocols; this one is used up.
    expect([only.statusCode, only.headers['sec-websocket-protocol']]).toEqual([101, `gatehouse.ticket.${lonely}`]);
    expect(shaken.map(({ url, headers }) => [url, headers['sec-websocket-protocol']])).toEqual([
      ['/ws/chat', undefined],
      ['/ws/chat', 'chat.v1, chat.v2'],
      ['/ws/chat', undefined],
    ]);
    for (const { rawHeaders } of shaken) expect(rawHeaders.join()).not.toMatch(/gatehouse[._]ticket/u);
  });

  it('is for a path as its route reads it, encoded separators included', async () => {
    const ticket = await ticketFor('/files/a%2fb');
    expect((await open('/files/a/b', ticket)).status).toBe(401);
    const again = await ticketFor('/files/a%2fb');
    expect((await open('/files/a%2Fb', again)).body.path).toBe('/files/a%2Fb');
    expect((await ask('/api/a%2fb')).status).toBe(400);
    const before = await gateway.call('/files/a%2Fb', {
      method: 'OPTIONS',
      headers: { origin: page, 'access-control-request-method': 'GET' },
    });
    expect(before.status).toBe(204);
  });

  it('is taken once, of many at the same time too', async () => {
    const ticket = await ticketFor('/api/events');
    const answers = await Promise.all(Array.from({ length: 20 }, () => open('/api/events', ticket)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 19 }, () => 401),
    ]);
    expect(gateway.arrived).toHaveLength(1);
    const late = await open('/api/events', ticket);
    expect(codeOf(late)).toEqual([401, 'invalid_ticket']);
    expect(late.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/u);
  });

  it('opens nothing but what it was asked for, and only for the page that asked', async () => {
    const cases: [path: string, headers: Record<string, string>, ticket?: string][] = [
      ['/api/other', { origin: page }],
      ['/api/events/more', { origin: page }],
      ['/api', { origin: page }],
      ['/own', { origin: gateway.origin }],
      ['/api/events', { origin: other }],
      ['/api/events', { origin: 'null' }],
      ['/api/events', { origin: gateway.origin }],
      ['/api/events', {}],
      ['/api/events', { 'sec-fetch-site': 'same-origin' }],
    ];
    for (const [path, headers] of cases) {
      const ticket = await ticketFor('/api/events');
      const answer = await open(path, ticket, headers);
      expect([path, headers, answer.status === 404 ? [401, 'invalid_ticket'] : codeOf(answer)]).toEqual([
        path,
        headers,
        [401, 'invalid_ticket'],
      ]);
    }
    for (const method of ['POST', 'HEAD', 'DELETE', 'OPTIONS']) {
      const ticket = await ticketFor('/api/events');
      const answer = await gateway.call(`/api/events?gatehouse_ticket=${ticket}`, {
        method,
        headers: { origin: page },
      });
      expect([method, answer.status]).toEqual([method, 401]);
    }
    expect(
      (await shake(`/ws/chat?gatehouse_ticket=${await ticketFor('/ws/chat')}`, { origin: other })).statusCode,
    ).toBe(401);
    expect((await shake(`/ws/chat?gatehouse_ticket=${await ticketFor('/ws/chat')}`, {})).statusCode).toBe(401);
    expect([gateway.arrived, shaken]).toEqual([[], []]);
  });

  it('is refused when it is changed, cut or made by somebody else', async () => {
    const ticket = await ticketFor('/api/events');
    const parts = ticket.split('.');
    const turned = (index: number) =>
      parts.map((part, at) => (at === index ? (part.startsWith('A') ? 'B' : 'A') + part.slice(1) : part)).join('.');
    const foreign = await createTickets().seal({
      host: new URL(gateway.origin).host,
      path: '/api/events',
      origin: page,
      caller: 'x',
      credential: { kind: 'access_token', value: token },
    });
    for (const wrong of [
      '',
      'x',
      token,
      ticket.slice(0, -2),
      `${ticket}x`,
      turned(0),
      turned(2),
      turned(3),
      turned(4),
      foreign,
      '%00',
    ]) {
      const answer = await open('/api/events', wrong);
      expect([wrong, answer.status]).toEqual([wrong, wrong === '%00' ? 400 : 401]);
    }
    expect((await open('/api/events', ticket)).status).toBe(200);
  });

  it('is the one credential of a request', async () => {
    const [one, two] = [await ticketFor('/api/events'), await ticketFor('/api/events')];
    const both = await gateway.call(`/api/events?gatehouse_ticket=${one}&gatehouse_ticket=${two}`, {
      headers: { origin: page },
    });
    expect(codeOf(both)).toEqual([400, 'several_credentials']);
    const mixed = await gateway.call(`/api/events?gatehouse_ticket=${one}`, { token, headers: { origin: page } });
    expect(codeOf(mixed)).toEqual([400, 'several_credentials']);
    const shaken2 = await shake(`/ws/chat?gatehouse_ticket=${one}`, {
      origin: page,
      'sec-websocket-protocol': `gatehouse.ticket.${two}`,
    });
    expect(shaken2.statusCode).toBe(400);
  });

  it('is no credential of routes that do not take it, and stays outside of open ones', async () => {
    expect(codeOf(await ask('/plain'))).toEqual([400, 'no_ticket_here']);
    const ticket = await ticketFor('/api/events');
    expect(codeOf(await open('/plain', ticket))).toEqual([401, 'unauthorized']);
    expect((await open('/open', ticket)).body.path).toBe('/open');
  });

  it('ends with the credential that it was asked with', async () => {
    const shared = createTickets({ keys: [key] });
    const sealed = (credential: Ticket['credential'], more: Partial<Ticket> = {}) =>
      shared.seal({
        host: new URL(gateway.origin).host,
        path: '/api/x',
        origin: page,
        caller: 'x',
        credential,
        ...more,
      });
    const of = (expiresInSeconds: number) =>
      gateway.issuer.issueToken({ subject: 'bob', scope: 'invoice_read', expiresInSeconds });
    const lives = await sealed({ kind: 'access_token', value: await of(300) });
    expect((await open('/api/x', lives)).status).toBe(200);
    const ended = await sealed({ kind: 'access_token', value: await of(-60) });
    expect(codeOf(await open('/api/x', ended))).toEqual([401, 'invalid_ticket']);
    const unknown = await sealed({ kind: 'api_key', value: 'gh_unknown' });
    expect((await open('/api/x', unknown)).status).toBe(401);
    const notHere = await sealed({ kind: 'client_certificate', value: 'x' });
    expect(codeOf(await open('/api/x', notHere))).toEqual([401, 'invalid_ticket']);
    const bound = await sealed(
      { kind: 'access_token', value: await of(-60) },
      {
        bound: {
          subject: 'bob',
          clientId: 'spa',
          scopes: ['invoice_read'],
          confirmation: { jkt: 'x' },
          payload: { aud: gateway.origin, exp: Math.floor(Date.now() / 1000) - 60 } as never,
        },
      },
    );
    expect(codeOf(await open('/api/x', bound))).toEqual([401, 'invalid_ticket']);
  });
});

describe('W20: who asks for a ticket', () => {
  it('brings the credential of the route, and is counted and refused as there', async () => {
    const apiKey = { 'x-api-key': 'gh_00000000000000000000000000000000000000' };
    expect((await ask('/api/events', apiKey)).status).toBe(401);
    expect((await ask('/api/events', { authorization: 'Bearer x' })).status).toBe(401);
    const none = await gateway.call('/.gatehouse/ticket', {
      method: 'POST',
      headers: { origin: page, 'content-type': 'application/json' },
      body: '{"path":"/api/events"}',
    });
    expect([none.status, none.headers['access-control-allow-origin']]).toEqual([401, page]);
    const stranger = await gateway.issuer.issueToken({ subject: 'alice', audience: 'https://elsewhere.example' });
    expect((await ask('/api/events', {}, stranger)).status).toBe(401);
  });

  it('is a page that may call the route', async () => {
    expect(codeOf(await ask('/ws/chat', { origin: other }))).toEqual([403, 'origin_not_allowed']);
    expect(codeOf(await ask('/api/x', { origin: 'https://evil.example' }))).toEqual([403, 'origin_not_allowed']);
    expect(codeOf(await ask('/api/x', { origin: 'null' }))).toEqual([403, 'origin_not_allowed']);
    const noPage = await gateway.call('/.gatehouse/ticket', {
      method: 'POST',
      token,
      headers: { 'content-type': 'application/json' },
      body: '{"path":"/api/x"}',
    });
    expect(codeOf(noPage)).toEqual([403, 'origin_required']);
    const own = await ticketFor('/own', { origin: gateway.origin });
    expect((await open('/own', own, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    const again = await ticketFor('/own', { origin: gateway.origin });
    expect((await open('/own', again, { 'sec-fetch-site': 'cross-site' })).status).toBe(401);
    expect(codeOf(await ask('/own'))).toEqual([403, 'origin_not_allowed']);
  });

  it('asks before as for every request', async () => {
    const good = await preflight(page, 'POST');
    expect([good.status, good.headers['access-control-allow-origin']]).toEqual([204, page]);
    expect((await preflight('https://evil.example', 'POST')).status).toBe(403);
    expect((await preflight(page, 'DELETE')).status).toBe(403);
  });

  it('sends JSON with the path, by POST', async () => {
    for (const path of [undefined, 7, '', 'api/x', 'https://gateway.example/api/x', ['/api/x']])
      expect([path, (await ask(path)).status]).toEqual([path, 400]);
    for (const path of ['/api/%2e%2e/x', '/api//x', '/nowhere', '/.gatehouse/ticket'])
      expect([path, (await ask(path)).status]).toEqual([path, 400]);
    expect((await post('POST', '{')).status).toBe(400);
    expect((await post('POST', '{"path":"/api/x","more":1}')).status).toBe(400);
    expect((await post('POST', '{"path":"/api/x"}', 'text/plain')).status).toBe(415);
    expect((await post('POST', `{"path":"/${'x'.repeat(5000)}"}`)).status).toBe(413);
    expect((await post('PUT', '{"path":"/api/x"}')).status).toBe(405);
    const plain = await ticketFor('/api/%61bc?x=1');
    expect((await open('/api/abc?y=2', plain)).status).toBe(200);
  });

  it('may hold a token that is bound to a key: the proof comes with the question', async () => {
    const client = await createDpopClient();
    const bound = await gateway.issuer.issueToken({
      subject: 'alice',
      scope: 'invoice_read',
      claims: { cnf: { jkt: client.thumbprint } },
    });
    const dpop = await client.proof({ method: 'POST', url: `${gateway.origin}/.gatehouse/ticket`, token: bound });
    const authorization = `DPoP ${bound}`;
    expect((await ask('/api/events', { authorization })).status).toBe(401);
    expect((await ask('/api/events', { authorization: `Bearer ${bound}` })).status).toBe(401);
    const ticket = await ticketFor('/api/events', { authorization, dpop });
    expect((await open('/api/events', ticket)).status).toBe(200);
    expect((await open('/api/events', ticket)).status).toBe(401);
    expect((await ask('/api/events', { authorization, dpop })).status).toBe(401);
  });
});

describe('W20: the limits of a caller', () => {
  it('count questions for tickets, and their use', async () => {
    const limited = await aGateway({
      route: { accept: ['access_token', 'ticket'], cors: { origins: [page] } },
      env: { GATEWAY_RATE_LIMIT_REQUESTS: '3', GATEWAY_RATE_LIMIT_WINDOW_SECONDS: '3600' },
    });
    const its = await limited.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
    const call = () =>
      limited.call('/.gatehouse/ticket', {
        method: 'POST',
        token: its,
        headers: { origin: page, 'content-type': 'application/json' },
        body: '{"path":"/api/x"}',
      });
    const { body } = await call();
    const used = await limited.call(`/api/x?gatehouse_ticket=${body.ticket}`, { headers: { origin: page } });
    expect([used.status, used.headers['ratelimit']]).toEqual([200, expect.stringContaining('r=1;')]);
    expect((await call()).status).toBe(200);
    const over = await call();
    expect([over.status, over.headers['access-control-allow-origin']]).toEqual([429, page]);
    expect(over.headers['retry-after']).toMatch(/^\d+$/u);
    await limited.stop();
  });
});

describe('W20: what a browser adds by itself', () => {
  it('opens no WebSocket for a page that the route does not trust with it', async () => {
    const basic = `Basic ${Buffer.from('robot:secret').toString('base64')}`;
    const trusting = await aGateway({
      route: { websocket: {}, cors: { origins: [page], credentials: true } },
      routes: [{ path: '/less/*', accept: ['basic'], websocket: {}, cors: { origins: [page] } }],
    });
    const call = (path: string, origin: string | undefined, method = 'GET') =>
      trusting.call(path, {
        method,
        headers: { authorization: basic, ...(origin !== undefined && { origin }) },
      });
    expect((await call('/api/x', undefined)).status).toBe(200);
    expect((await call('/api/x', page)).status).toBe(200);
    expect((await call('/api/x', trusting.origin, 'POST')).status).toBe(200);
    for (const origin of ['https://evil.example', 'null'])
      expect(codeOf(await call('/api/x', origin, 'POST'))).toEqual([403, 'origin_not_allowed']);
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket' };
    const handshake = await trusting.call('/less/x', { headers: { authorization: basic, origin: page, ...upgrade } });
    expect(codeOf(handshake)).toEqual([403, 'origin_not_allowed']);
    await trusting.stop();
  });
});

describe('W20: the seal', () => {
  const ticket: Ticket = {
    host: 'gateway.example',
    path: '/x',
    origin: page,
    caller: 'alice',
    credential: { kind: 'api_key', value: 'the key itself' },
  };
  const keys = ['a'.repeat(32), 'b'.repeat(32)];

  it('is opened by every instance with the key, and shows nothing', async () => {
    const [one, two, stranger] = [createTickets({ keys }), createTickets({ keys: keys.toReversed() }), createTickets()];
    const sealed = await one.seal(ticket);
    expect(Buffer.from(sealed.split('.')[3] as string, 'base64url').toString()).not.toContain('the key');
    expect(sealed).toMatch(/^[\w.-]+$/u);
    expect(await stranger.use(sealed)).toBeUndefined();
    expect(await two.use(sealed)).toEqual(ticket);
    expect(await two.use(sealed)).toBeUndefined();
    expect(await createTickets({ keys: ['b'.repeat(32)] }).use(sealed)).toBeUndefined();
    expect(await one.seal(ticket)).not.toBe(sealed);
  });

  it('ends after half a minute', async () => {
    let now = Date.UTC(2026, 0, 1);
    const tickets = createTickets({ keys, now: () => now });
    const [early, late] = [await tickets.seal(ticket), await tickets.seal(ticket)];
    now += (ticketSeconds - 1) * 1000;
    expect(await tickets.use(early)).toEqual(ticket);
    now += 1000;
    expect(await tickets.use(late)).toBeUndefined();
  });

  it('takes no ticket that it could not remember', async () => {
    const tickets = createTickets({ keys, capacity: 20 });
    const sealed = await Promise.all(
      Array.from({ length: 21 }, (_, index) => tickets.seal({ ...ticket, caller: `${index}` })),
    );
    for (const one of sealed.slice(0, 20)) expect(await tickets.use(one)).toBeDefined();
    await expect(tickets.use(sealed[20] as string)).rejects.toMatchObject({ status: 503 });
  });
});
