import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import request from 'supertest';
import {
  AccessTokenError,
  createResourceServer,
  type ExpressOptions,
  type ExpressResourceServer,
  getAuth,
} from '../src/express.ts';
import { createDpopClient, createTestIssuer, type TestIssuer } from '../src/testing.ts';

const resource = 'https://api.example.com';
let issuer: TestIssuer;
let opened: ExpressResourceServer[] = [];

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
});

afterEach(() => {
  for (const api of opened) api.close();
  opened = [];
});

afterAll(() => issuer.close());

function open(options: Partial<ExpressOptions> = {}): ExpressResourceServer {
  const api = createResourceServer({ resource, issuers: issuer.issuer, ...options });
  opened.push(api);
  return api;
}

const whoami: RequestHandler = (req, res) => {
  const { auth } = req as unknown as { auth?: { subject: string } };
  res.json({ subject: auth?.subject ?? null });
};

async function get(
  app: Express,
  path: string,
  token?: string,
): Promise<{ status: number; body: { code?: string; subject?: string }; challenge: string | undefined }> {
  const sent = request(app).get(path);
  const { status, body, headers } = await (token === undefined ? sent : sent.set('authorization', `Bearer ${token}`));
  return { status, body: body as { code?: string; subject?: string }, challenge: headers['www-authenticate'] };
}

const failed: ErrorRequestHandler = (error: Error, _req, res, _next) => {
  res.status(500).json({ name: error.name, message: error.message });
};

describe('Express', () => {
  it('RS-03: requireAuth, requireScopes and getAuth', async () => {
    const api = open();
    const app = express();
    app.get('/any', api.requireAuth(), whoami);
    app.get('/orders', api.requireScopes('read', 'list'), (req, res) => {
      const auth = getAuth<{ department: string }>(req);
      res.json({ subject: auth.subject, department: auth.payload.department.toUpperCase() });
    });
    const token = await issuer.issueToken({ subject: 'bob', scope: 'read list', claims: { department: 'Sales' } });
    expect(await get(app, '/any', token)).toMatchObject({ status: 200, body: { subject: 'bob' } });
    expect(await get(app, '/orders', token)).toMatchObject({
      status: 200,
      body: { subject: 'bob', department: 'SALES' },
    });
    const lacking = await get(app, '/orders', await issuer.issueToken({ scope: 'read' }));
    expect(lacking).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
    expect(lacking.challenge).toContain('scope="read list"');
    const none = await get(app, '/orders');
    expect(none).toMatchObject({ status: 401, body: { code: 'no_credentials' } });
    expect(none.challenge).toMatch(/^Bearer scope="read list", resource_metadata="/);
  });

  it('RS-03: requirements may stand one after the other; a DPoP proof is still used once', async () => {
    const api = open();
    const app = express();
    let handled = 0;
    app.use(api.requireAuth());
    app.get(
      '/orders',
      api.requireScopes('read'),
      api.requireAuth({ claims: { department: 'Finance' } }),
      (_req, res) => {
        handled++;
        res.json({});
      },
    );
    const client = await createDpopClient();
    const send = async (scope: string, department: string): Promise<number> => {
      const token = await issuer.issueToken({ dpop: client, scope, claims: { department } });
      const proof = await client.proof({ url: `${resource}/orders`, token });
      const response = await request(app).get('/orders').set('authorization', `DPoP ${token}`).set('dpop', proof);
      if (response.status !== 200) expect(response.headers['www-authenticate'] ?? 'DPoP').toMatch(/^DPoP/);
      return response.status;
    };
    expect(await send('read', 'Finance')).toBe(200);
    expect(await send('write', 'Finance')).toBe(403);
    expect(await send('read', 'Sales')).toBe(403);
    expect(handled).toBe(1);
  });

  it('RS-05: what one server accepted is nothing to another on the same request', async () => {
    const inner = open({ resource: 'https://inner.example.com' });
    const app = express();
    app.use(open().requireAuth());
    app.get('/', inner.requireAuth(), whoami);
    expect(await get(app, '/', await issuer.issueToken())).toMatchObject({
      status: 401,
      body: { code: 'wrong_audience' },
    });
  });

  it('RS-05: a principal that something else put on the request is nothing', async () => {
    const app = express();
    app.use((req, _res, next) => {
      (req as { auth?: object }).auth = { subject: 'admin', scopes: ['read'] };
      next();
    });
    app.get('/guarded', open().requireScopes('read'), whoami);
    app.get('/unguarded', (req, res) => {
      res.json({ subject: getAuth(req).subject });
    });
    app.use(failed);
    expect(await get(app, '/guarded')).toMatchObject({ status: 401, body: { code: 'no_credentials' } });
    expect(await get(app, '/unguarded')).toMatchObject({
      status: 500,
      body: { name: 'TypeError', message: expect.stringContaining('getAuth') },
    });
  });

  it('RS-03: optional credentials: none is nobody, bad ones are refused', async () => {
    const app = express();
    app.get('/', open().requireAuth({ optional: true }), whoami);
    expect(await get(app, '/')).toMatchObject({ status: 200, body: { subject: null } });
    expect(await get(app, '/', await issuer.issueToken())).toMatchObject({ status: 200, body: { subject: 'alice' } });
    expect(await get(app, '/', 'rubbish')).toMatchObject({ status: 401, body: { code: 'opaque_token' } });
    const basic = await request(app).get('/').set('authorization', 'Basic YTpi');
    expect(basic.status).toBe(401);
  });

  it('RS-03: rules as data, relative to where the router is; what they do not name is refused', async () => {
    const api = open();
    const router = express.Router();
    router.use(
      api.policy([
        { method: 'GET', path: '/public', auth: 'none' },
        { method: 'GET', path: '/orders/:id', scopes: 'read' },
        { method: 'GET', path: '/feed', auth: 'optional' },
      ]),
    );
    router.use(whoami);
    const app = express();
    app.use('/v1', router);
    const token = await issuer.issueToken({ scope: 'read' });
    expect(await get(app, '/v1/public')).toMatchObject({ status: 200, body: { subject: null } });
    expect(await get(app, '/v1/public', 'rubbish')).toMatchObject({ status: 200 });
    expect(await get(app, '/v1/orders/7', token)).toMatchObject({ status: 200, body: { subject: 'alice' } });
    expect(await get(app, '/v1/orders/7')).toMatchObject({ status: 401 });
    expect(await get(app, '/v1/feed')).toMatchObject({ status: 200, body: { subject: null } });
    expect(await get(app, '/v1/secret', token)).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
    expect(await get(app, '/v1/orders/%2e%2e', token)).toMatchObject({ status: 400, body: { code: 'ambiguous_path' } });
    expect((await request(app).delete('/v1/orders/7').set('authorization', `Bearer ${token}`)).status).toBe(403);
  });

  it('RS-03: refusals can go to the application’s own error handler', async () => {
    const api = open({ refusals: 'next' });
    const app = express();
    app.get('/', api.requireAuth(), whoami);
    app.use(api.policy([]));
    const seen: unknown[] = [];
    const handler: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
      seen.push(error);
      const { status, headers, body } = error as AccessTokenError;
      res.status(status).set(headers).json({ mine: body });
    };
    app.use(handler);
    const response = await request(app).get('/');
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toMatch(/^Bearer /);
    expect(response.body).toMatchObject({ mine: { code: 'no_credentials' } });
    expect((await request(app).get('/other')).body).toMatchObject({ mine: { code: 'not_allowed' } });
    expect(seen.every((error) => error instanceof AccessTokenError)).toBe(true);
  });

  it('RS-04: issuer away: 503 with Retry-After', async () => {
    const api = open({ issuers: 'http://127.0.0.1:9', keys: { timeoutSeconds: 0.2 } });
    const app = express();
    app.get('/', api.requireAuth(), whoami);
    const token = await issuer.issueToken({ claims: { iss: 'http://127.0.0.1:9' } });
    const response = await request(app).get('/').set('authorization', `Bearer ${token}`);
    expect(response.status).toBe(503);
    expect(Number(response.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(response.headers['www-authenticate']).toBeUndefined();
  });

  it('RS-08: a fresh nonce comes with the answer', async () => {
    const nonces = { current: () => 'nonce-1', accepts: (nonce: string) => nonce === 'nonce-1' };
    const api = open({ dpop: { nonces } });
    const app = express();
    app.get('/orders', api.requireAuth(), whoami);
    const client = await createDpopClient();
    const token = await issuer.issueToken({ dpop: client });
    const proof = await client.proof({ url: `${resource}/orders`, token, nonce: 'nonce-1' });
    const response = await request(app).get('/orders').set('authorization', `DPoP ${token}`).set('dpop', proof);
    expect(response.status).toBe(200);
    expect(response.headers['dpop-nonce']).toBe('nonce-1');
  });

  it('a refusal by rules, and by a second requirement, is told too', async () => {
    const reasons: string[] = [];
    const api = open({
      observe: { decision: ({ outcome, reason, source }) => reasons.push(`${outcome} ${reason} ${source}`) },
    });
    const app = express();
    app.use(api.policy([{ path: '/orders' }]));
    app.get('/orders', api.requireScopes('read'), whoami);
    const token = await issuer.issueToken();
    await get(app, '/orders', token);
    await get(app, '/other', token);
    expect(reasons).toEqual([
      'accepted ok verified',
      'refused insufficient_scope remembered',
      'refused not_allowed none',
    ]);
  });

  it('the core’s methods are there too', async () => {
    const api = open();
    expect(await api.preload()).toBe(true);
    expect(api.ready()).toBe(true);
    expect((await api.verify(await issuer.issueToken())).subject).toBe('alice');
  });
});
