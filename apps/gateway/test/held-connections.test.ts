/**
 * Callers behind a balancer share its few kept connections to the gateway. Whatever services do with a request, its answer
 * comes to the one who sent it, and nobody waits for the body of another.
 */
import { createHash } from 'node:crypto';
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AGateway, aGateway } from './a-gateway.ts';

/** 10,000 is the figure that counts; fewer tell nearly as much in less time. */
const requests = Number(process.env['HELD_REQUESTS'] ?? 800);
const callers = 50;
const sharedConnections = 20;
/** Longer than anything takes that moves, shorter than any time after which a stuck connection is cut. */
const stuckAfterMs = 25_000;

const sizes = [0, 0, 10, 5000, 70_000, 300_000, 1_200_000];
const kinds = ['echo', 'early', 'late', 'half', 'reset', 'slow', 'closing', 'none'] as const;
type Kind = (typeof kinds)[number];

/** What each kind of service says, in the words of the caller. */
const expected: Record<Kind, readonly string[]> = {
  echo: ['200 whole'],
  early: ['422 whole'],
  late: ['201 whole'],
  half: ['200 cut'],
  // Left alone for a moment after some failures.
  reset: ['502', '503'],
  slow: ['200 whole'],
  closing: ['413 whole'],
  none: ['401'],
};

let gateway: AGateway;
const agent = new Agent({ keepAlive: true, maxSockets: sharedConnections });
let token: string;

/** The body that belongs to a tag. */
const bodyOf = (tag: string, bytes: number) => Buffer.alloc(bytes, `${tag}|`);
const sealOf = (body: Buffer) => createHash('sha256').update(body).digest('base64url');

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, kind = '', tag = ''] = request.url?.split('/') ?? [];
  const said = `${tag} `.repeat(200);
  request.on('error', () => undefined);
  response.setHeader('x-tag', tag);
  switch (kind) {
    case 'early':
      response.writeHead(422).end(said);
      break;
    case 'late':
      await pause(20);
      response.writeHead(201).end(said);
      break;
    case 'half':
      response.writeHead(200, { 'content-length': said.length });
      response.write(said.slice(0, 100), () => response.destroy());
      break;
    case 'reset':
      request.socket.resetAndDestroy();
      break;
    case 'slow':
      response.writeHead(200);
      for (let part = 0; part < 200; part += 50) {
        response.write(said.slice(0, (said.length / 200) * 50));
        await pause(2);
      }
      response.end();
      break;
    case 'closing':
      response.writeHead(413, { connection: 'close' }).end(said, () => request.socket.destroy());
      break;
    default: {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      response.setHeader('x-seal', sealOf(Buffer.concat(parts)));
      response.writeHead(200).end(said);
    }
  }
}

beforeAll(async () => {
  const route = { max_body_bytes: 2_000_000, audience: undefined, accept: [] };
  gateway = await aGateway({
    route: { max_body_bytes: 2_000_000 },
    routes: [{ path: '/open/*', strip: '/open', ...route }],
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
  gateway.serve = (request, response) => void serve(request, response).catch(() => response.destroy());
});
afterAll(async () => {
  agent.destroy();
  await gateway?.stop();
});

/** One request over the shared connections: what came of it, or what was wrong with it. */
function once(kind: Kind, tag: string, bytes: number, chunked: boolean, open: boolean): Promise<string> {
  const body = bodyOf(tag, bytes);
  const { promise, resolve } = Promise.withResolvers<string>();
  const outgoing = httpRequest({
    host: '127.0.0.1',
    port: gateway.port,
    method: bytes === 0 ? 'GET' : 'POST',
    path: `${open && kind !== 'none' ? '/open' : '/api'}/${kind}/${tag}`,
    agent,
    headers: {
      host: new URL(gateway.origin).host,
      ...(!open && kind !== 'none' && { authorization: `Bearer ${token}` }),
      ...(bytes > 0 && (chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(bytes) })),
    },
  });
  const stuck = setTimeout(() => {
    resolve('stuck');
    outgoing.destroy();
  }, stuckAfterMs);
  let answered = false;
  outgoing.on('error', (error: NodeJS.ErrnoException) => answered || resolve(`failed ${error.code}`));
  outgoing.on('response', (response) => {
    answered = true;
    let said = '';
    response.setEncoding('latin1').on('data', (part: string) => (said += part));
    response.on('error', () => undefined);
    response.on('close', () => {
      const { 'x-tag': answeredTag, 'x-seal': seal } = response.headers;
      const status = `${response.statusCode}`;
      if (status.startsWith('5') || status === '401') resolve(status);
      else if (
        answeredTag !== tag ||
        said.replaceAll(`${tag} `, '').replace(tag.slice(0, said.length % (tag.length + 1)), '') !== ''
      )
        resolve(`an answer to ${String(answeredTag)}: ${said.slice(0, 100)}`);
      else if (seal !== undefined && seal !== sealOf(body)) resolve('the service got another body');
      else resolve(`${status} ${response.complete ? 'whole' : 'cut'}`);
    });
  });
  outgoing.end(body);
  return promise.finally(() => clearTimeout(stuck));
}

it('W3: every answer belongs to its request, and nobody waits for the body of another', async () => {
  const wrong: string[] = [];
  const seen = new Set<string>();
  let next = 0;
  const caller = async (name: number) => {
    while (next < requests) {
      const number = next;
      next += 1;
      // Every kind with every size, framing and way in; what stands beside it on the connections is left to chance.
      const kind = kinds[number % kinds.length] as Kind;
      const bytes = sizes[Math.floor(number / kinds.length) % sizes.length] as number;
      const variant = Math.floor(number / (kinds.length * sizes.length)) % 4;
      const tag = `c${name}r${number}`;
      const outcome = await once(kind, tag, bytes, variant % 2 === 1, variant > 1);
      seen.add(outcome);
      if (!expected[kind].includes(outcome)) wrong.push(`${kind} ${bytes} ${variant}: ${outcome}`);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_unused, name) => caller(name)));
  expect(wrong).toEqual([]);
  expect([...seen].sort()).toEqual(
    expect.arrayContaining(['200 cut', '200 whole', '201 whole', '413 whole', '422 whole']),
  );
});
