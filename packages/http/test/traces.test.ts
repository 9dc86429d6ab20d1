import type { IncomingHttpHeaders } from 'node:http';
import { freePort, type OtlpReceiver, otlpReceiver, type ReceivedSpan } from '@gatehouse/testkit';
import { startTracing, stopTracing } from '@gatehouse/tracing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Running, send, startService } from './running-service.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const theirs = { traceparent: `00-${TRACE}-${SPAN}-01` };

let receiver: OtlpReceiver;
const warned: object[] = [];
beforeEach(async () => {
  receiver = await otlpReceiver();
  warned.length = 0;
});
afterEach(async () => {
  await stopTracing();
  await receiver.close();
});

const logger = { warn: (members: object) => void warned.push(members) };
const trace = (env: Record<string, string> = {}) =>
  startTracing({ program: 'tester', logger, env: { ...receiver.env, ...env } });

/** Serves what the tests ask for. */
const service = (options: Parameters<typeof startService>[0] = {}): Promise<Running> =>
  startService({
    ...options,
    mount(app, addRawHandler) {
      addRawHandler((request, response) => request.url === '/raw' && (response.end('raw'), true));
      app.get('/people/:id', (_request, response) => void response.send('somebody'));
      app.get('/fails', () => {
        throw new Error('hidden-in-the-message');
      });
      app.get('/calls', async (request, response) => {
        response.send(await (await fetch(request.query['to'] as string)).text());
      });
    },
  });

/** What was sent when tracing has ended. */
async function sent(): Promise<readonly ReceivedSpan[]> {
  await stopTracing();
  return receiver.spans;
}

describe('the span of a request', () => {
  it('names the route and never the path, the query or a header', async () => {
    await trace();
    const running = await service();
    await send(running, '/people/alice?token=secret-of-alice', { headers: { authorization: 'Bearer secret-of-bob' } });
    const [span] = await sent();
    expect(span).toMatchObject({ name: 'GET /people/:id', kind: 2, service: 'gatehouse-tester', status: 0 });
    expect(span?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.route': '/people/:id',
      'http.response.status_code': 200,
      'url.scheme': 'http',
      'server.address': 'localhost',
      'gatehouse.request_id': expect.stringMatching(/^[\da-f-]{36}$/u),
    });
    expect(receiver.raw).not.toMatch(/alice|secret|bob/u);
  });

  it('tells an error by its kind, not by its message, and a foreign method not at all', async () => {
    await trace();
    const running = await service();
    await send(running, '/fails');
    await send(running, '/nothing-here', { method: 'PURGE' });
    const [failed, foreign] = await sent();
    expect(failed).toMatchObject({ name: 'GET /fails', status: 2, attributes: { 'error.type': '500' } });
    expect(foreign).toMatchObject({ name: '_OTHER', attributes: { 'http.request.method': '_OTHER' } });
    expect(receiver.raw).not.toMatch(/hidden-in-the-message|PURGE|nothing-here/u);
  });

  it('is there for what the pipeline refuses', async () => {
    await trace();
    const running = await service();
    await send(running, '/', { headers: { host: 'elsewhere.example' } });
    const [refused] = await sent();
    expect(refused).toMatchObject({ name: 'GET', attributes: { 'http.response.status_code': 421 } });
  });

  it('is told in every line of the log that the request causes', async () => {
    await trace();
    const running = await service();
    await send(running, '/fails');
    const [span] = await sent();
    const line = JSON.parse(
      running
        .log()
        .split('\n')
        .find((one) => one.includes('hidden-in-the-message')) ?? '{}',
    );
    expect(line).toMatchObject({ trace_id: span?.traceId, span_id: span?.spanId });
  });
});

describe('the trace of a caller', () => {
  it('is continued for one that is listed', async () => {
    await trace();
    const running = await service({ traceCallers: ['127.0.0.1'] });
    await send(running, '/raw', { headers: theirs });
    const [span] = await sent();
    expect(span).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, links: [] });
  });

  it('is continued for one that a trusted proxy forwards, by its own address', async () => {
    await trace();
    const running = await service({ traceCallers: ['192.0.2.7'], trustedProxies: ['127.0.0.1'] });
    for (const address of ['192.0.2.7', '192.0.2.8'])
      await send(running, '/raw', { headers: { ...theirs, 'x-forwarded-for': address } });
    expect((await sent()).map(({ traceId }) => traceId === TRACE)).toEqual([true, false]);
  });

  it('is only linked for everybody else: nobody decides from outside what is recorded, or where', async () => {
    await trace({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' });
    const running = await service();
    await send(running, '/raw', { headers: theirs });
    expect(await sent()).toEqual([]);

    await trace();
    const recording = await service();
    await send(recording, '/raw', { headers: { traceparent: `00-${TRACE}-${SPAN}-00` } });
    const [span] = await sent();
    expect(span).toMatchObject({ parentSpanId: undefined, links: [{ traceId: TRACE, spanId: SPAN }] });
    expect(span?.traceId).not.toBe(TRACE);
  });

  it('goes on with calls that a request makes, without baggage', async () => {
    await trace();
    let received: IncomingHttpHeaders = {};
    const port = await freePort();
    const called = await startService({
      port,
      publicOrigin: `http://127.0.0.1:${port}`,
      mount: (app) =>
        void app.get('/x/:name', (request, response) => {
          received = request.headers;
          response.send('called');
        }),
    });
    const running = await service({ traceCallers: ['127.0.0.1'] });
    await send(running, `/calls?to=${encodeURIComponent(`${called.url}/x/alice?q=alice`)}`, {
      headers: { ...theirs, tracestate: 'vendor=1', baggage: 'user=alice' },
    });
    const spans = await sent();
    const call = spans.find(({ kind }) => kind === 3);
    expect(call).toMatchObject({
      name: 'GET',
      traceId: TRACE,
      parentSpanId: spans.find(({ name }) => name === 'GET /calls')?.spanId,
      attributes: { 'server.address': '127.0.0.1', 'server.port': port, 'http.response.status_code': 200 },
    });
    expect(receiver.raw).not.toContain('alice');
    expect(received).toMatchObject({ traceparent: `00-${TRACE}-${call?.spanId}-01`, tracestate: 'vendor=1' });
    expect(received).not.toHaveProperty('baggage');
  });
});
