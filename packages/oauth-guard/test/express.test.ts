import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import request from 'supertest';
import {
  AccessTokenError,
  createResourceServer,
  type ExpressOptions,
  type ExpressResourceServer,
  getAuth,
  type RequestAuth,
} from '../src/express.ts';
import { TOKEN_PROFILES } from '../src/profiles/named.ts';
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

const own = (auth: RequestAuth, req: Request): boolean => auth.subject === req.params['user'];

const problem: ErrorRequestHandler = (error: AccessTokenError, _req, res, _next) => {
  res.status(error.status).type('application/problem+json');
  res.json({ status: error.status, title: error.message, code: error.code });
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

  it('G7: roles, claims inside claims and a check; several may stand before one route', async () => {
    const details: unknown[] = [];
    const api = open({
      issuers: [{ issuer: issuer.issuer, profile: { ...TOKEN_PROFILES.rfc9068, roles: [['realm_access', 'roles']] } }],
      observe: { decision: ({ detail }) => details.push(detail) },
    });
    const app = express();
    app.get('/roles', api.requireRoles('clerk', 'boss'), whoami);
    app.get('/claims', api.requireAuth({ claims: { 'realm_access.roles': { includesAny: ['boss'] } } }), whoami);
    app.get('/users/:user', api.requireAuth(), api.requireAuth({ check: own }), whoami);
    app.get('/alone/:user', api.requireAuth({ check: own }), whoami);
    const boss = await issuer.issueToken({ claims: { realm_access: { roles: ['clerk', 'boss'] } } });
    const clerk = await issuer.issueToken({ claims: { realm_access: { roles: ['clerk'] } } });
    for (const path of ['/roles', '/claims', '/users/alice', '/alone/alice'])
      expect(await get(app, path, boss)).toMatchObject({ status: 200, body: { subject: 'alice' } });
    for (const path of ['/roles', '/claims'])
      expect(await get(app, path, clerk)).toMatchObject({ status: 403, body: { code: 'insufficient_claims' } });
    for (const path of ['/users/bob', '/alone/bob'])
      expect(await get(app, path, boss)).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
    expect(details).toEqual(
      expect.arrayContaining([
        'a role is missing',
        'the claim "realm_access.roles" is not what is asked for',
        'check returned false',
      ]),
    );
    expect(details.filter((detail) => detail === 'check returned false')).toHaveLength(2);
  });

  it('RFC 6750 section 3: a challenge names all scopes of which one is enough', async () => {
    const app = express();
    app.get('/', open().requireAuth({ scopes: 'a', anyScope: ['b', 'c'] }), whoami);
    for (const token of [undefined, await issuer.issueToken({ scope: 'a' }), await issuer.issueToken({ scope: 'b' })])
      expect((await get(app, '/', token)).challenge).toContain('scope="a b c"');
    expect(await get(app, '/', await issuer.issueToken({ scope: 'c a' }))).toMatchObject({ status: 200 });
  });

  it('requireScopes takes a list that was made elsewhere; an empty one is a mistake', async () => {
    const names: string[] = ['read', 'list'];
    const api = open();
    const app = express()
      .get('/', api.requireScopes(...names), whoami)
      .get('/list', api.requireScopes(names), whoami);
    expect((await get(app, '/', await issuer.issueToken({ scope: 'list read' }))).status).toBe(200);
    expect((await get(app, '/', await issuer.issueToken({ scope: 'list' }))).status).toBe(403);
    expect((await get(app, '/list', await issuer.issueToken({ scope: 'list read' }))).status).toBe(200);
    expect(() => api.requireScopes()).toThrow(new TypeError('scopes is empty, which would ask for nothing'));
    expect(() => api.requireRoles()).toThrow(new TypeError('roles must name at least one role'));
  });

  it('G18: an error handler that writes status and body only answers with the challenge all the same', async () => {
    const app = express();
    app.get('/', open({ refusals: 'next' }).requireScopes('read'), whoami);
    app.get('/away', open({ refusals: 'next', issuers: 'http://127.0.0.1:9' }).requireAuth(), whoami);
    app.use(problem);
    const none = await request(app).get('/');
    expect([none.status, none.type, none.body.code]).toEqual([401, 'application/problem+json', 'no_credentials']);
    expect(none.headers).toMatchObject({
      'cache-control': 'no-store',
      'www-authenticate': expect.stringMatching(/^Bearer /),
    });
    const lacking = await request(app)
      .get('/')
      .set('authorization', `Bearer ${await issuer.issueToken()}`);
    expect([lacking.status, lacking.headers['www-authenticate']]).toEqual([
      403,
      expect.stringContaining('scope="read"'),
    ]);
    const token = await issuer.issueToken({ claims: { iss: 'http://127.0.0.1:9' } });
    const away = await request(app).get('/away').set('authorization', `Bearer ${token}`);
    expect([away.status, away.headers['www-authenticate'], Number(away.headers['retry-after'])]).toEqual([
      503,
      undefined,
      expect.any(Number),
    ]);
  });

  it('G18: Express’s own error handler answers with the challenge too', async () => {
    const app = express()
      .set('env', 'test')
      .get('/', open({ refusals: 'next' }).requireAuth(), whoami);
    const { status, headers } = await request(app).get('/');
    expect([status, headers['www-authenticate']]).toEqual([401, expect.stringMatching(/^Bearer /)]);
  });

  it('what somebody else has answered meanwhile stays answered', async () => {
    for (const refusals of ['respond', 'next'] as const) {
      const api = open({ refusals, revocation: { isRevoked: async () => true } });
      const failures: unknown[] = [];
      const app = express();
      app.use((req, res, next) => {
        // The decision comes later, as somebody is asked.
        next();
        if (req.path === '/begun') res.flushHeaders();
        else res.status(408).json({ late: true });
      });
      app.use(api.requireAuth(), whoami);
      const closed: ErrorRequestHandler = (error: AccessTokenError, _req, res, _next) => {
        failures.push(error.code);
        res.end();
      };
      app.use(closed);
      const token = await issuer.issueToken();
      expect(await get(app, '/', token)).toMatchObject({ status: 408, body: { late: true } });
      expect(failures).toEqual([]);
      expect((await get(app, '/begun', token)).status).toBe(200);
      expect(failures).toEqual(['token_revoked']);
    }
  });

  it('a request whose answer has begun meanwhile goes on without the headers of the decision', async () => {
    const api = open({ dpop: { nonces: { current: () => 'nonce', accepts: () => true } } });
    const app = express();
    app.use((_req, res, next) => {
      res.flushHeaders();
      next();
    });
    app.use(api.requireAuth(), (_req, res) => res.end());
    const client = await createDpopClient();
    const token = await issuer.issueToken({ dpop: client });
    const proof = await client.proof({ url: `${resource}/`, token, nonce: 'nonce' });
    const { status, headers } = await request(app).get('/').set('authorization', `DPoP ${token}`).set('dpop', proof);
    expect([status, headers['dpop-nonce']]).toEqual([200, undefined]);
  });

  it('G22: an encoded slash belongs to the segment, for the rule and for the route', async () => {
    const api = open();
    const app = express();
    app.use(
      api.policy([
        { path: '/users/:id', scopes: 'read', encodedPath: 'allow' },
        { path: '/teams/:id', scopes: 'read' },
      ]),
    );
    app.get(['/users/:id', '/teams/:id'], (req, res) => {
      res.json({ subject: req.params['id'] });
    });
    const token = await issuer.issueToken({ scope: 'read' });
    expect(await get(app, '/users/a%2Fb', token)).toMatchObject({ status: 200, body: { subject: 'a/b' } });
    expect(await get(app, '/users/a;b', token)).toMatchObject({ status: 200, body: { subject: 'a;b' } });
    expect(await get(app, '/users/a%2Fb')).toMatchObject({ status: 401 });
    for (const path of ['/teams/a%2Fb', '/teams/a;b', '/users/..%2Fteams', '/users/..;x'])
      expect(await get(app, path, token)).toMatchObject({ status: 400, body: { code: 'ambiguous_path' } });
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
    const api = open({ issuers: 'http://127.0.0.1:9' });
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
