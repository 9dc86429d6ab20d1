/** Pages of other origins: what their preflights are told, and which answers they read. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCrossOrigin } from '../src/cross-origin.ts';
import { type Route, routesSchema } from '../src/route-schema.ts';
import { type AGateway, type Answer, aGateway } from './a-gateway.ts';

const page = 'https://app.example.com';
const shop = 'https://shop.example.com:8443';

let gateway: AGateway;
let token: string;
beforeAll(async () => {
  gateway = await aGateway({
    route: { cors: { origins: [page, 'http://localhost:5173'], expose: ['ETag'] }, max_body_bytes: 1000 },
    routes: [
      { path: '/shop', methods: ['GET'], cors: { origins: [shop], credentials: true, max_age_seconds: 5 } },
      {
        path: '/shop',
        methods: ['PUT', 'POST'],
        scopes: ['invoice_write'],
        cors: { origins: [page, shop], methods: ['PUT'], headers: ['Authorization', 'X-Odd'] },
      },
      { path: '/inside' },
      { path: '/old', methods: ['GET'] },
      { path: '/old', methods: ['OPTIONS'], audience: undefined, accept: [] },
      { host: 'any.example', path: '/anybody', audience: undefined, accept: [], cors: { origins: ['*'] } },
      { path: '/slow', answer_timeout_ms: 20, cors: { origins: [page] } },
      { path: '/gone', upstream: 'http://127.0.0.1:1', cors: { origins: [page] } },
    ],
    env: {
      GATEWAY_AUTHORIZE_CALLERS: '127.0.0.1',
      GATEWAY_RATE_LIMIT_REQUESTS: '60',
      GATEWAY_RATE_LIMIT_WINDOW_SECONDS: '3600',
    },
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  gateway.serve = undefined;
  gateway.arrived.length = 0;
});

const asking = (method: string, origin = page, names = 'authorization,content-type') => ({
  origin,
  'access-control-request-method': method,
  'access-control-request-headers': names,
});
const preflight = (path: string, method: string, origin = page, names?: string) =>
  gateway.call(path, { method: 'OPTIONS', headers: asking(method, origin, names) });
const readableBy = ({ headers }: Answer) => headers['access-control-allow-origin'];
const codeOf = ({ status, body }: Answer) => [status, body?.error];

describe('W14: a preflight', () => {
  it('is answered without a credential, and reaches no service', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await preflight('/api/invoices?page=2', method);
      expect([answer.status, answer.text, readableBy(answer)]).toEqual([204, '', page]);
      expect(answer.headers).toMatchObject({
        'access-control-allow-methods': expect.stringContaining(method),
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-max-age': '600',
        vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
      });
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    }
    expect(gateway.arrived).toEqual([]);
  });

  it('is answered by the route of the method that it asks about', async () => {
    const get = await preflight('/shop', 'GET', shop);
    expect([get.status, get.headers['access-control-allow-credentials']]).toEqual([204, 'true']);
    expect(get.headers['access-control-max-age']).toBe('5');
    const put = await preflight('/shop', 'PUT', shop, 'x-odd');
    expect([put.status, put.headers['access-control-allow-credentials']]).toEqual([204, undefined]);
    expect(put.headers['access-control-allow-headers']).toBe('Authorization, X-Odd');
    expect(codeOf(await preflight('/shop', 'GET', page))).toEqual([403, 'origin_not_allowed']);
    expect(codeOf(await preflight('/shop', 'POST', page))).toEqual([403, 'method_not_allowed_for_pages']);
    for (const method of ['DELETE', 'get', 'BREW']) {
      const other = await preflight('/shop', method);
      expect([method, other.status, readableBy(other)]).toEqual([method, 405, page]);
    }
  });

  it('tells strangers nothing', async () => {
    for (const origin of [shop, 'null', `${page}.evil.example`, 'http://app.example.com', `${page}:443`, '*', '']) {
      const answer = await preflight('/api/x', 'GET', origin);
      expect([origin, ...codeOf(answer), readableBy(answer)]).toEqual([origin, 403, 'origin_not_allowed', undefined]);
      expect(answer.headers.vary).toContain('Origin');
    }
  });

  it('for a route without the setting is a request as any other', async () => {
    expect((await preflight('/inside', 'GET')).status).toBe(401);
    // The service answers for itself where a second route lets the question through.
    const old = await preflight('/old', 'GET');
    expect([old.status, old.body.method, readableBy(old)]).toEqual([200, 'OPTIONS', undefined]);
    const noMethod = await gateway.call('/api/x', { method: 'OPTIONS', headers: { origin: page } });
    expect(noMethod.status).toBe(401);
  });

  it('asks for headers by name: what is no name, and a flood of them, is not repeated', async () => {
    for (const names of ['a b', 'x\u00e9', '"x"', Array.from({ length: 100 }, (_, index) => `x-${index}`).join()]) {
      const answer = await preflight('/api/x', 'GET', page, names);
      expect([answer.status, answer.headers['access-control-allow-headers']]).toEqual([204, undefined]);
    }
  });
});

describe('W14: an answer', () => {
  it('of a service is read by the pages of the route, whatever the service says', async () => {
    gateway.serve = (_request, response) =>
      void response
        .writeHead(200, {
          'Access-Control-Allow-Origin': 'https://evil.example',
          'Access-Control-Allow-Credentials': 'true',
          'Access-Control-Expose-Headers': 'X-Secret',
          Vary: 'Accept-Encoding',
        })
        .end('x'.repeat(40_000));
    const { headers } = await gateway.call('/api/x', { token, headers: { origin: page } });
    expect(headers['access-control-allow-origin']).toBe(page);
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    expect(headers['access-control-expose-headers']).toMatch(/^WWW-Authenticate, Retry-After, .*ETag$/u);
    expect(headers.vary).toBe('Accept-Encoding, Origin');
    for (const origin of [undefined, shop, 'null']) {
      const other = await gateway.call('/api/x', { token, ...(origin !== undefined && { headers: { origin } }) });
      expect(other.status).toBe(200);
      expect(Object.keys(other.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(other.headers.vary).toBe('Accept-Encoding, Origin');
    }
    const untouched = await gateway.call('/inside', { token, headers: { origin: page } });
    expect([readableBy(untouched), untouched.headers.vary]).toEqual(['https://evil.example', 'Accept-Encoding']);
  });

  it('is read by every page where the route says so', async () => {
    const answer = await gateway.call('/anybody', { headers: { host: 'any.example', origin: 'null' } });
    expect([answer.status, readableBy(answer), answer.headers.vary]).toEqual([200, '*', 'Origin']);
  });

  it('that refuses is read too', async () => {
    gateway.serve = (request, response) => void (request.url === '/slow' || response.end());
    const headers = { origin: page };
    const body = 'x'.repeat(1001);
    const [header, payload] = token.split('.');
    const cases: [status: number, path: string, call: Parameters<AGateway['call']>[1]][] = [
      [400, '/api/%2e%2e/x', { token }],
      [400, '/api/x', { headers: { authorization: 'Basic !!!' } }],
      [401, '/api/x', {}],
      [401, '/api/x', { token: `${header}.${payload}.x` }],
      [403, '/shop', { token, method: 'PUT' }],
      [404, '/nowhere', { token }],
      [405, '/shop', { token, method: 'DELETE' }],
      [413, '/api/x', { token, method: 'POST', body }],
      [502, '/gone', { token }],
      [504, '/slow', { token }],
    ];
    for (const [status, path, call] of cases) {
      const answer = await gateway.call(path, { ...call, headers: { ...headers, ...call?.headers } });
      expect([path, answer.status, readableBy(answer)]).toEqual([path, status, page]);
      expect(answer.headers['access-control-expose-headers']).toContain('WWW-Authenticate, Retry-After');
    }
    let limited = await gateway.call('/api/x', { token, headers });
    for (let sent = 0; limited.status === 200 && sent < 60; sent += 1)
      limited = await gateway.call('/api/x', { token, headers });
    expect([limited.status, readableBy(limited)]).toEqual([429, page]);
    expect(limited.headers['retry-after']).toMatch(/^\d+$/u);
    // Preflights count for nobody.
    expect((await preflight('/api/x', 'GET')).status).toBe(204);
    const hidden = await gateway.call('/inside', { headers });
    expect([hidden.status, readableBy(hidden)]).toEqual([401, undefined]);
  });
});

describe('W14: the decision for another proxy', () => {
  const where = '/.gatehouse/authorize';

  it('lets preflights pass that the route allows, without a token', async () => {
    const asked = { ...asking('POST'), 'x-original-method': 'OPTIONS', 'x-original-uri': '/api/x' };
    const nginx = await gateway.call(where, { headers: asked });
    expect([nginx.status, readableBy(nginx), nginx.headers['authorization']]).toEqual([200, page, undefined]);
    const envoy = await gateway.call(`${where}/api/x`, { method: 'OPTIONS', headers: asking('POST') });
    expect([envoy.status, readableBy(envoy)]).toEqual([200, page]);
    const cases: [status: number, path: string, headers: Record<string, string>][] = [
      [403, '/api/x', asking('POST', shop)],
      [403, '/api/%61', asking('POST')],
      [403, '/nowhere', asking('POST')],
      [401, '/inside', asking('GET')],
      [401, '/api/x', { origin: page }],
    ];
    for (const [status, path, headers] of cases)
      expect([path, (await gateway.call(where + path, { method: 'OPTIONS', headers })).status]).toEqual([path, status]);
    // The headers of a preflight on another method are no preflight.
    expect((await gateway.call(`${where}/api/x`, { headers: asking('POST') })).status).toBe(401);
    const pretended = { ...asking('POST'), 'x-original-method': 'GET', 'x-original-uri': '/api/x' };
    expect((await gateway.call(where, { method: 'OPTIONS', headers: pretended })).status).toBe(401);
  });

  it('carries what lets the page read it', async () => {
    const headers = { origin: page, 'x-original-method': 'GET', 'x-original-uri': '/api/x' };
    const refused = await gateway.call(where, { headers });
    expect([refused.status, readableBy(refused), refused.headers.vary]).toEqual([401, page, 'Origin']);
  });
});

describe('W14: the setting', () => {
  const route = { path: '/x', upstream: 'https://x.example', audience: 'https://x.example', accept: ['access_token'] };
  const read = (cors: object) => routesSchema.safeParse({ routes: [{ ...route, cors }] });

  it('takes exact origins, and * neither with others nor with credentials', () => {
    for (const origins of [[page, 'http://[::1]:3000', 'capacitor://localhost'], ['*']])
      expect(read({ origins }).success).toBe(true);
    const wrong = [
      'null',
      `${page}/`,
      'https://*.example.com',
      'app.example.com',
      'https://APP.example.com',
      `${page}:443`,
    ];
    for (const origin of wrong) expect([origin, read({ origins: [origin] }).success]).toEqual([origin, false]);
    expect(read({ origins: ['*', page] }).error?.message).toContain('stands alone');
    expect(read({ origins: ['*'], credentials: true }).error?.message).toContain('credentials');
    expect(read({ origins: [page], expose: ['*'], credentials: true }).success).toBe(false);
    expect(read({ origins: [], headers: ['a b'] }).success).toBe(false);
  });

  it('refuses every page in production', () => {
    const routes = read({ origins: ['*'] }).data?.routes as Route[];
    const make = (isProduction: boolean) =>
      createCrossOrigin(routes, 'https://gateway.example', () => 'not_found', isProduction);
    expect(() => make(true)).toThrow('* is refused in production');
    expect(() => make(false)).not.toThrow();
  });
});
