/** Whatever one caller sends, the service stays there for the others. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AGateway, aGateway } from './a-gateway.ts';

const CONNECTIONS = 4;
let gateway: AGateway;
let quiet: string;
let noisy: string;
let named = 0;
const held: ServerResponse[] = [];

function serve(request: IncomingMessage, response: ServerResponse): void {
  if (request.url?.startsWith('/hold')) held.push(response);
  else if (request.url?.startsWith('/reset')) request.socket.resetAndDestroy();
  else if (request.url?.startsWith('/half')) {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setImmediate(() => request.socket.destroy());
  } else if (request.url?.startsWith('/early')) {
    response.writeHead(413, { connection: 'close' }).end('too large');
  } else if (request.url?.startsWith('/error')) response.writeHead(503).end('failed');
  else if (!request.url?.startsWith('/silent')) response.end('ok');
}

beforeAll(async () => {
  gateway = await aGateway({
    route: { answer_timeout_ms: 100_000, max_body_bytes: 10_000_000 },
    routes: [
      // Long enough for the quiet caller's answers on a slow and busy machine.
      { path: '/hasty/*', strip: '/hasty', answer_timeout_ms: 5000 },
      {
        path: '/open/*',
        strip: '/open',
        accept: [],
        audience: undefined,
        circuit_breaker: { window_ms: 600_000, rest_ms: 600_000, longest_rest_ms: 600_000 },
      },
    ],
    env: { GATEWAY_UPSTREAM_CONNECTIONS: String(CONNECTIONS) },
  });
  gateway.serve = serve;
  quiet = await gateway.issuer.issueToken({ subject: 'quiet', scope: 'invoice_read' });
});

/** One for each test: what it failed at before is held against it for a moment. */
beforeEach(async () => {
  named += 1;
  noisy = await gateway.issuer.issueToken({ subject: `noisy ${named}`, scope: 'invoice_read' });
});

afterAll(() => gateway?.stop());

/**
 * Sends many at once for the noisy caller, again and again, and one after the other to the same route for the quiet one as
 * long as that takes.
 */
async function statusesBeside(
  path: string,
  { rounds = 3, body }: { rounds?: number; body?: Buffer } = {},
): Promise<{ quiet: Set<number>; noisy: Set<number> }> {
  const statuses = { quiet: new Set<number>(), noisy: new Set<number>() };
  const well = path.replace(/[^/]+$/u, 'well');
  const over = new AbortController();
  const noise = async () => {
    for (let round = 0; round < rounds; round += 1) {
      const sent = Array.from({ length: 8 }, () =>
        gateway
          .call(path, { token: noisy, ...(body && { method: 'POST', body }) })
          .then(({ status }) => void statuses.noisy.add(status))
          .catch(() => void statuses.noisy.add(0)),
      );
      await Promise.all(sent);
    }
    over.abort();
  };
  const others = async () => {
    while (!over.signal.aborted) statuses.quiet.add((await gateway.call(well, { token: quiet })).status);
  };
  await Promise.all([noise(), others()]);
  return statuses;
}

describe('one caller and the others', () => {
  it.each([
    ['requests that are reset', '/api/reset', 502],
    ['answers that are cut off', '/api/half', 0],
    ['errors of the service', '/api/error', 503],
  ])('W1: %s take nothing from others', async (_name, path, status) => {
    const seen = await statusesBeside(path);
    expect([...seen.quiet]).toEqual([200]);
    expect(seen.noisy).toContain(status);
  });

  it('W1: requests that time out take nothing from others', async () => {
    const seen = await statusesBeside('/hasty/silent', { rounds: 1 });
    expect([...seen.quiet]).toEqual([200]);
    expect(seen.noisy).toContain(504);
  });

  it('W1: uploads that are refused early take nothing from others', async () => {
    const seen = await statusesBeside('/api/early', { body: Buffer.alloc(1_000_000) });
    expect([...seen.quiet]).toEqual([200]);
    expect([...seen.noisy]).toEqual([413]);
  });

  it('W1: who failed again and again is told to wait, on that route alone', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 12; index += 1)
      statuses.push((await gateway.call('/open/reset', { headers: {} })).status);
    expect(statuses.slice(0, 10)).toEqual(Array<number>(10).fill(502));
    expect(statuses).toContain(503);
    expect((await gateway.call('/api/well', { token: noisy })).status).toBe(200);
  });

  it('W1: requests that hang leave connections to others, and go on when their turn comes', async () => {
    const sent = Array.from({ length: CONNECTIONS * 3 }, () => gateway.call('/api/hold', { token: noisy }));
    await eventually(() => held.length === CONNECTIONS - 1);
    for (let index = 0; index < 10; index += 1)
      expect((await gateway.call('/api/well', { token: quiet })).status).toBe(200);
    expect(held.length).toBe(CONNECTIONS - 1);
    let answered = 0;
    while (answered < sent.length) {
      await eventually(() => held.length > 0);
      held.shift()?.end('at last');
      answered += 1;
    }
    expect((await Promise.all(sent)).map(({ status }) => status)).toEqual(Array<number>(sent.length).fill(200));
  });

  it('W1: a place that is waited for is not lost when whoever waits goes away', async () => {
    const first = Array.from({ length: CONNECTIONS - 1 }, () => gateway.call('/api/hold', { token: noisy }));
    await eventually(() => held.length === CONNECTIONS - 1);
    const leaving = new AbortController();
    const waiting = fetch(`${gateway.origin.replace('localhost', '127.0.0.1')}/api/hold`, {
      headers: { authorization: `Bearer ${noisy}`, host: new URL(gateway.origin).host },
      signal: leaving.signal,
    }).catch(() => 'gone');
    const before = gateway.arrived.length;
    leaving.abort();
    expect(await waiting).toBe('gone');
    for (const response of held.splice(0)) {
      const closed = once(response, 'close');
      response.end('done');
      await closed;
    }
    await Promise.all(first);
    expect((await gateway.call('/api/well', { token: noisy })).status).toBe(200);
    expect(gateway.arrived.slice(before).map(({ url }) => url)).not.toContain('/hold');
  });
});
