import { AsyncResource } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import { html } from '../src/html.ts';
import { HttpError, setRoute } from '../src/index.ts';
import { manage, send, startService } from './running-service.ts';

describe('security headers', () => {
  it('AS-17: stand on every answer: pages, refusals, errors, in front of Express, without Express', async () => {
    const server = await startService({
      publicOrigin: 'https://id.example',
      mount(app, addRawHandler) {
        addRawHandler((request, response) => request.url === '/raw' && Boolean(response.end('raw')));
        app.get('/page', (_request, response) => void response.send('<p>page'));
        app.get('/fails', () => Promise.reject(new Error('inside')));
      },
    });
    const answers = await Promise.all(
      ['/page', '/nothing', '/fails', '/raw', '/%00'].map((path) => send(server, path)),
    );
    answers.push(await send(server, '/page', { headers: { host: 'evil.example' } }));
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 500, 200, 400, 421]);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none';style-src 'self';img-src 'self' data:;frame-ancestors 'none';base-uri 'none'",
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=63072000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
    }
  });

  it('AS-17: form-action stands in the policy when asked for; a plain origin sends no HSTS', async () => {
    const server = await startService({ formAction: ["'self'", 'https://a.example'] });
    const { headers } = await send(server, '/');
    expect(headers['content-security-policy']).toContain(";form-action 'self' https://a.example;");
    expect(headers).not.toHaveProperty('strict-transport-security');
  });
});

/** Belongs to no request. */
const outside = new AsyncResource('outside');

describe('the last error handler', () => {
  const failing: Parameters<typeof startService>[0] = {
    mount(app, addRawHandler) {
      addRawHandler((request) => request.url === '/raw-rejects' && Promise.reject(new Error('raw secret')));
      addRawHandler((request) => {
        if (request.url === '/raw-throws') throw new Error('raw secret');
        return false;
      });
      addRawHandler((request, response, failed) => {
        if (request.url !== '/raw-fails-late') return false;
        outside.runInAsyncScope(() => setImmediate(() => failed(new Error('raw secret'), request, response)));
        return true;
      });
      app.get('/refused', () => {
        throw new HttpError(503, 'try_later', 'Try again in a moment.', {
          detail: 'the database is away',
          headers: { 'Retry-After': '2' },
        });
      });
      app.get('/silent', () => {
        throw new HttpError(503, 'try_later', 'Try again in a moment.');
      });
      app.get('/fails', (_request, response) => {
        response.set({ etag: '"x"', 'cache-control': 'public', 'content-type': 'text/css' });
        throw Object.assign(new Error('inner secret'), { status: 418 });
      });
      app.get('/not-an-error', () => Promise.reject('a string'));
      app.get('/half', (_request, response) => {
        response.set('content-length', '100').write('half');
        throw new Error('too late');
      });
    },
  };

  it('answers a refusal with its status, code, sentence and headers; its detail stays in the log', async () => {
    const server = await startService(failing);
    const { status, headers, body } = await send(server, '/refused');
    expect([status, JSON.parse(body)]).toEqual([
      503,
      { error: 'try_later', error_description: 'Try again in a moment.' },
    ]);
    expect(headers).toMatchObject({
      'retry-after': '2',
      'cache-control': 'no-store',
      'content-type': 'application/json',
    });
    expect(server.log()).toContain('the database is away');
    // Whoever refuses for a while says how long, or it is said in their place.
    expect(await send(server, '/silent')).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });

  it('answers whatever else fails with 500 and nothing of what it was, and logs it once with the request id', async () => {
    const server = await startService(failing);
    for (const path of ['/fails', '/not-an-error', '/raw-rejects', '/raw-throws', '/raw-fails-late']) {
      const before = server.log().length;
      const { status, headers, body } = await send(server, path);
      expect([path, status, JSON.parse(body)]).toEqual([path, 500, expect.objectContaining({ error: 'server_error' })]);
      expect(body).not.toMatch(/secret|string|\.ts|at /u);
      expect(headers).not.toHaveProperty('etag');
      expect(headers['cache-control']).toBe('no-store');
      const lines = server.log().slice(before).trimEnd().split('\n');
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({
        level: 'error',
        request_id: headers['x-request-id'],
        req: { method: 'GET', path },
      });
    }
  });

  it('keeps the status of a refusal by Express and its parts, in our words', async () => {
    const server = await startService({
      mount: (app) =>
        void app.get('/file', (_request, response) => response.sendFile('missing', { root: import.meta.dirname })),
    });
    const { status, body } = await send(server, '/file');
    expect([status, JSON.parse(body)]).toEqual([
      404,
      { error: 'not_found', error_description: 'There is nothing here.' },
    ]);
    expect(server.log()).not.toContain('missing');
  });

  it('cuts the connection when half of an answer is out already', async () => {
    const server = await startService(failing);
    await expect(send(server, '/half')).rejects.toMatchObject({ message: expect.stringMatching(/aborted|hang up/u) });
    expect(server.log()).toContain('too late');
    expect((await send(server, '/refused')).status).toBe(503);
  });

  it('AS-17: gives a browser the page that the program makes of it, and everyone else JSON', async () => {
    const server = await startService({
      ...failing,
      renderError: ({ status, code, message, requestId }) =>
        code === 'try_later'
          ? undefined
          : html`<main id="error" data-error="${code}">${status} ${message} ${requestId}</main>`,
    });
    const accept = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8';
    const page = await send(server, '/<script>', { headers: { accept } });
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toBe(
      `<main id="error" data-error="not_found">404 There is nothing here. ${String(page.headers['x-request-id'])}</main>`,
    );
    expect((await send(server, '/nothing', { headers: { accept: '*/*' } })).headers['content-type']).toBe(
      'application/json',
    );
    expect((await send(server, '/refused', { headers: { accept } })).headers['content-type']).toBe('application/json');
  });

  it('HttpError takes only the status of an error', () => {
    expect(() => new HttpError(200, 'ok', 'fine')).toThrow(TypeError);
  });
});

describe('metrics', () => {
  it('count requests by method, route pattern and status, and never by path', async () => {
    const server = await startService({
      mount(app, addRawHandler) {
        addRawHandler((request, response) => {
          if (request.url !== '/raw') return false;
          setRoute(response, '/raw');
          response.end();
          return true;
        });
        const router = express.Router();
        router.get('/:id/edit', (_request, response) => void response.send('edit'));
        app.use('/items', router);
        app.use('/people/:person', router);
        app.get('/u/:user', (_request, response) => void response.status(201).send('x'));
        app.use('/engine', (_request, response) => {
          response.locals['route'] = '/engine/token';
          response.send('x');
        });
      },
    });
    const paths = [
      '/raw',
      '/items/alice/edit',
      '/items/bob/edit',
      '/people/Alice9/1/edit',
      '/u/alice',
      '/u/bob',
      '/engine/a/b',
      '/nothing/alice',
    ];
    for (const path of paths) await send(server, path);
    await send(server, '/u/alice', { headers: { host: 'evil.example' } });
    const { body } = await manage(server, '/metrics');
    const counts = [...body.matchAll(/^http_server_request_duration_seconds_count\{(?<labels>.*)\} (?<count>\d+)$/gmu)];
    expect(counts.map(({ groups }) => `${groups?.['labels']} ${groups?.['count']}`).sort()).toEqual(
      [
        'program="tester",method="GET",route="/raw",status="200" 1',
        'program="tester",method="GET",route="/items/:id/edit",status="200" 2',
        'program="tester",method="GET",route="/people/:value/:id/edit",status="200" 1',
        'program="tester",method="GET",route="/u/:user",status="201" 2',
        'program="tester",method="GET",route="/engine/token",status="200" 1',
        'program="tester",method="GET",route="unmatched",status="404" 1',
        'program="tester",method="GET",route="refused",status="421" 1',
      ].sort(),
    );
    expect(body).toContain('http_server_active_requests{program="tester"} 0');
    expect(body).not.toMatch(/alice|bob/iu);
    expect(body).toMatch(/nodejs_eventloop_lag_p99_seconds|process_resident_memory_bytes/u);
  });

  it('keep the number of labels bounded when a program names routes by what people send', async () => {
    const server = await startService({
      mount: (app) =>
        void app.use((request, response) => {
          response.locals['route'] = request.path;
          response.end();
        }),
    });
    await Promise.all(Array.from({ length: 400 }, (_, index) => send(server, `/${index}`)));
    const { body } = await manage(server, '/metrics');
    const labels = body.match(/^http_server_request_duration_seconds_count/gmu) ?? [];
    expect(labels).toHaveLength(301);
    expect(body).toContain('route="other",status="200"} 100');
  });
});
