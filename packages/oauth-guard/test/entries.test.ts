import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { certificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import Koa from 'koa';
import * as onFastify from '../src/fastify.ts';
import * as onHono from '../src/hono.ts';
import { createDpopNonces, type Requirement, type ResourceDescription, type Rule } from '../src/index.ts';
import * as onKoa from '../src/koa.ts';
import { createDpopClient, createTestIssuer, type TestIssuer } from '../src/testing.ts';

const resource = 'https://api.example.com';
const rules: readonly Rule[] = [
  { method: 'GET', path: '/health', auth: 'none' },
  { method: 'GET', path: '/orders/:id', scopes: 'read' },
  { method: 'POST', path: '/orders', scopes: 'write' },
];
/** What CORS middleware sets. */
const SHARED = { 'access-control-allow-origin': 'https://spa.example.com' };
/** What a handler of the applications below answers. */
const ACCEPTED = { 'x-handler': '1' };

interface Application {
  /** Sends a request to it. */
  send(path: string, init?: RequestInit): Promise<Response>;
}

/** An application that has every middleware of its entry: `metadata` and `policy` before all, two requirements on `/orders/:id`. */
type Made = (options: {
  readonly description: ResourceDescription;
  readonly rules: readonly Rule[];
  readonly requirement: Requirement;
}) => Promise<Application>;

let issuer: TestIssuer;
/** What the check of the second requirement was given. */
const originals: object[] = [];
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
});

afterAll(async () => {
  for (const one of opened.toReversed()) await one.close();
  await issuer.close();
});

const options = () => ({ resource, issuers: issuer.issuer, dpop: { nonces: createDpopNonces() } }) as const;

function kept<Api extends { close(): unknown }>(api: Api): Api {
  opened.push(api);
  return api;
}

const listening = (port: number): Application => ({
  send: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
});

const APPLICATIONS: Readonly<Record<string, Made>> = {
  async Fastify({ description, rules: list, requirement }) {
    const api = kept(onFastify.createResourceServer(options()));
    const app = Fastify();
    app.addHook('onRequest', async (_request, reply) => void reply.headers(SHARED));
    app.addHook('onRequest', api.metadata(description));
    app.addHook('onRequest', api.policy(list));
    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_request: unknown, body: unknown) => Object.fromEntries(new URLSearchParams(body as string)),
    );
    app.get('/health', async () => ({}));
    app.get('/orders/:id', { preHandler: api.requireAuth(requirement) }, async (request, reply) => {
      reply.headers(ACCEPTED);
      return { for: onFastify.getAuth(request).subject };
    });
    app.post('/orders', { preHandler: api.requireAuth() }, async () => ({}));
    await app.listen({ port: 0, host: '127.0.0.1' });
    opened.push({ close: () => app.close() });
    return listening((app.server.address() as AddressInfo).port);
  },
  async Koa({ description, rules: list, requirement }) {
    const api = kept(onKoa.createResourceServer(options()));
    const app = new Koa();
    app.use((ctx, next) => {
      ctx.set(SHARED);
      return next();
    });
    app.use(api.metadata(description));
    app.use(api.policy(list));
    app.use(async (ctx, next) => {
      if (ctx.is('urlencoded')) {
        const chunks: Buffer[] = [];
        for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
        Object.assign(ctx.request, { body: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())) });
      }
      // As a router or a mount does: what runs behind it sees another path.
      ctx.url = '/mounted';
      await next();
    });
    const more = api.requireAuth(requirement);
    app.use((ctx, next) => (ctx.originalUrl === '/health' ? next() : more(ctx, next)));
    app.use((ctx) => {
      ctx.set(ACCEPTED);
      ctx.body = { for: ctx.originalUrl === '/health' ? undefined : onKoa.getAuth(ctx).subject };
    });
    const server: Server = app.listen(0, '127.0.0.1');
    opened.push({ close: () => (server.closeAllConnections(), server.close()) });
    await new Promise((resolve) => server.once('listening', resolve));
    return listening((server.address() as AddressInfo).port);
  },
  async Hono({ description, rules: list, requirement }) {
    const api = kept(onHono.createResourceServer(options()));
    const app = new Hono();
    app.use(api.metadata(description));
    app.use(async (c, next) => {
      for (const [header, value] of Object.entries(SHARED)) c.res.headers.set(header, value);
      await next();
    });
    app.use(api.policy(list));
    app.get('/health', (c) => c.json({}));
    app.get('/orders/:id', api.requireAuth(requirement), () => new Response('{"for":"alice"}', { headers: ACCEPTED }));
    app.post('/orders', api.requireAuth(), (c) => c.json({ for: onHono.getAuth(c).subject }));
    return { send: async (path, init) => app.request(`${resource}${path}`, init) };
  },
};

const bearer = async (scope: string, claims: Record<string, unknown> = { department: 'Finance' }) => ({
  authorization: `Bearer ${await issuer.issueToken({ scope, claims })}`,
});

describe.each(Object.keys(APPLICATIONS))('the entry for %s', (name) => {
  let app: Application;
  const requirement = {
    claims: { department: 'Finance' },
    check: (_auth: unknown, original: object) => originals.push(original) > 0,
  };
  const seen = async (path: string, init?: RequestInit): Promise<string> => {
    const response = await app.send(path, init);
    const text = await response.text();
    const body = (text === '' ? {} : JSON.parse(text)) as { code?: string; for?: string };
    return `${response.status} ${body.code ?? body.for ?? ''}`.trim();
  };

  beforeAll(async () => {
    app = await (APPLICATIONS[name] as Made)({ description: { scopesSupported: ['read'] }, rules, requirement });
  });

  it('RS-03: lets through what the rules and the route allow, and tells the handler who it is', async () => {
    expect(await seen('/health')).toBe('200');
    expect(await seen('/orders/7', { headers: await bearer('read') })).toBe('200 alice');
    expect(await seen('/orders/7?x=%2F', { headers: await bearer('read') })).toBe('200 alice');
    const accepted = await app.send('/orders/7', { headers: await bearer('read') });
    // G7: what the framework hands to its handlers, also after an earlier middleware authenticated the request.
    expect(onFastify.getAuth(originals.at(-1) as object).subject).toBe('alice');
    expect(accepted.headers.get('x-handler')).toBe('1');
  });

  it('RS-03: refuses with every header of the challenge', async () => {
    const none = await app.send('/orders/7');
    expect([none.status, none.headers.get('www-authenticate'), none.headers.get('cache-control')]).toEqual([
      401,
      expect.stringMatching(
        /^Bearer scope="read", resource_metadata="https:\/\/api\.example\.com\/\.well-known\/oauth-protected-resource", DPoP /,
      ),
      'no-store',
    ]);
    expect(none.headers.get('access-control-expose-headers')).toBe('www-authenticate');
    expect(none.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await none.json()).toMatchObject({ code: 'no_credentials' });
    expect(await seen('/orders/7', { headers: { authorization: 'Bearer x.y.z' } })).toMatch(/^401 /);
    expect(await seen('/orders/7', { headers: { authorization: 'Basic eDp5' } })).toBe('401 unsupported_scheme');
    expect(await seen('/orders/7', { headers: await bearer('write') })).toBe('403 insufficient_scope');
    expect(await seen('/orders/7', { headers: await bearer('read', {}) })).toBe('403 insufficient_claims');
    expect(await seen('/other', { headers: await bearer('read') })).toBe('403 not_allowed');
    expect(await seen('/orders/7?access_token=x')).toBe('400 token_in_query');
  });

  it('RS-08: takes a DPoP proof once for several middlewares, and answers with the next nonce', async () => {
    const client = await createDpopClient();
    const token = await issuer.issueToken({ scope: 'read', dpop: client, claims: { department: 'Finance' } });
    const url = `${resource}/orders/7`;
    const send = async (nonce?: string): Promise<Response> => {
      const dpop = await client.proof({ url, token, ...(nonce === undefined ? {} : { nonce }) });
      return app.send('/orders/7', { headers: { authorization: `DPoP ${token}`, dpop } });
    };
    const nonce = (await send()).headers.get('dpop-nonce') as string;
    const answered = await send(nonce);
    expect(answered.headers.get('access-control-expose-headers')).toBe('dpop-nonce');
    expect([answered.status, answered.headers.get('dpop-nonce'), answered.headers.get('x-handler')]).toEqual([
      200,
      nonce,
      '1',
    ]);
  });

  it('RS-03: serves the metadata to anybody', async () => {
    const path = '/.well-known/oauth-protected-resource';
    const got = await app.send(path);
    expect([got.status, got.headers.get('access-control-allow-origin'), got.headers.get('content-type')]).toEqual([
      200,
      '*',
      expect.stringMatching(/^application\/json/),
    ]);
    expect(await got.json()).toMatchObject({ resource, scopes_supported: ['read'] });
    expect((await app.send(path, { method: 'HEAD' })).status).toBe(200);
    const preflight = await app.send(path, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'GET']);
    expect(await seen(path, { method: 'POST' })).toBe('405');
    expect(await seen(`${path}/x`)).toBe('403 not_allowed');
  });

  it('RS-03: a mistake in a rule, a requirement or an option is a TypeError at the start', async () => {
    const made = APPLICATIONS[name] as Made;
    const good = { description: {}, rules, requirement };
    await expect(made({ ...good, rules: [{ path: 'x' }] })).rejects.toThrow(TypeError);
    await expect(made({ ...good, requirement: { scope: 'x' } as never })).rejects.toThrow(TypeError);
    await expect(made({ ...good, description: { x: 1 } as never })).rejects.toThrow(TypeError);
  });
});

describe('a token in a form', () => {
  it.each(['Fastify', 'Koa'])('RS-03: is refused where %s has parsed the body', async (name) => {
    const app = await (APPLICATIONS[name] as Made)({
      description: {},
      rules: [{ path: '/orders', auth: 'none' }],
      requirement: {},
    });
    const response = await app.send('/orders', { method: 'POST', body: new URLSearchParams({ access_token: 'x' }) });
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ code: 'token_in_body' })]);
  });
});

describe('the option getToken', () => {
  it('RS-03: is given what the framework hands to its handlers', async () => {
    const asked: unknown[] = [];
    const token = await issuer.issueToken();
    const getToken = (original: object): string => (asked.push(original), token);
    const app = Fastify();
    const seen: unknown[] = [];
    const onRequest = kept(onFastify.createResourceServer({ ...options(), getToken })).requireAuth();
    app.get('/', { onRequest }, async (request) => (seen.push(request), onFastify.getAuth(request).subject));
    expect((await app.inject('/')).body).toBe('alice');
    expect(asked).toEqual([seen[0]]);
    const koa = new Koa();
    koa.use(kept(onKoa.createResourceServer({ ...options(), getToken })).requireAuth());
    koa.use((ctx) => {
      seen.push(ctx);
      ctx.body = onKoa.getAuth(ctx).subject;
    });
    const server = koa.listen(0, '127.0.0.1');
    opened.push({ close: () => (server.closeAllConnections(), server.close()) });
    await new Promise((resolve) => server.once('listening', resolve));
    await listening((server.address() as AddressInfo).port).send('/');
    expect(asked[1]).toBe(seen[1]);
    const hono = new Hono().get('/', kept(onHono.createResourceServer({ ...options(), getToken })).requireAuth(), (c) =>
      c.text(String(c === asked[2])),
    );
    expect(await (await hono.request('/')).text()).toBe('true');
  });
});

describe('G7: requireRoles', () => {
  it('asks for the roles of the principal, in a list that was made elsewhere too', async () => {
    const api = kept(onHono.createResourceServer(options()));
    const app = new Hono().get('/', api.requireRoles('clerk'), (c) => c.text('in'));
    expect((await app.request('/', { headers: await bearer('read') })).status).toBe(403);
    const token = await issuer.issueToken({ claims: { roles: ['clerk', 'boss'] } });
    const rfc9068 = new Hono().get('/', api.requireRoles(['clerk', 'boss']), (c) => c.text('in'));
    const { status } = await rfc9068.request('/', { headers: { authorization: `Bearer ${token}` } });
    expect(status).toBe(200);
    expect(() => api.requireRoles()).toThrow('roles must name at least one role');
  });
});

const rewritten = (url: string): string => url.replace(/^\/public/, '/admin');

describe('rules where the application rewrites URLs', () => {
  const opening: readonly Rule[] = [
    { path: '/public', auth: 'none' },
    { path: '/admin', scopes: 'admin' },
  ];

  it('RS-03: are about the URL that the routes of Fastify see', async () => {
    const app = Fastify({ rewriteUrl: ({ url }) => rewritten(url as string) });
    app.addHook('onRequest', kept(onFastify.createResourceServer(options())).policy(opening));
    app.get('/admin', async () => 'secret');
    expect((await app.inject('/public')).statusCode).toBe(401);
    expect((await app.inject({ url: '/public', headers: await bearer('admin') })).body).toBe('secret');
  });

  it('RS-03: are about the URL that the middleware of Koa sees', async () => {
    const app = new Koa();
    app.use((ctx, next) => {
      ctx.url = rewritten(ctx.url);
      return next();
    });
    app.use(kept(onKoa.createResourceServer(options())).policy(opening));
    app.use((ctx) => {
      ctx.body = ctx.path;
    });
    const server = app.listen(0, '127.0.0.1');
    opened.push({ close: () => (server.closeAllConnections(), server.close()) });
    await new Promise((resolve) => server.once('listening', resolve));
    const koa = listening((server.address() as AddressInfo).port);
    expect((await koa.send('/public')).status).toBe(401);
    expect(await (await koa.send('/public', { headers: await bearer('admin') })).text()).toBe('/admin');
  });
});

describe('Hono’s own CORS middleware', () => {
  it('G15: what it exposes stays exposed on a refusal, and the challenge is readable too', async () => {
    const api = kept(onHono.createResourceServer(options()));
    const origin = 'https://spa.example.com';
    const app = new Hono()
      .use(cors({ origin, exposeHeaders: ['ETag'] }))
      .get('/', api.requireAuth(), (c) => c.text(''));
    const { headers } = await app.request('/', { headers: { origin } });
    expect(headers.get('access-control-expose-headers')).toBe('ETag, www-authenticate');
    expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
  });
});

describe('several', () => {
  it('RS-03: resource servers in one application decide each for itself', async () => {
    const orders = kept(onHono.createResourceServer(options()));
    const other = kept(onHono.createResourceServer({ ...options(), resource: 'https://other.example.com' }));
    const app = new Hono();
    app.use(orders.requireScopes('read'), other.requireAuth());
    const authorization = `Bearer ${await issuer.issueToken({ scope: 'read' })}`;
    const response = await app.request(`${resource}/`, { headers: { authorization } });
    expect([response.status, await response.json()]).toEqual([
      401,
      expect.objectContaining({ code: 'wrong_audience' }),
    ]);
  });
});

describe('a certificate that a proxy passes on', () => {
  it('RS-08: is believed from the peer that the runtime names', async () => {
    const api = kept(
      onHono.createResourceServer({
        ...options(),
        mtls: { certificateHeader: 'client-cert', trustedProxies: ['10.0.0.1'] },
        peerAddress: ({ req }) => req.raw.headers.get('x-peer') ?? undefined,
      }),
    );
    const app = new Hono().get('/', api.requireAuth({ senderConstrained: true }), (c) =>
      c.text(onHono.getAuth(c).subject),
    );
    const der = new X509Certificate(readFileSync((await certificates()).certFile('client'))).raw;
    const token = await issuer.issueToken({ certificate: der });
    const send = async (peer: string): Promise<number> => {
      const headers = {
        authorization: `Bearer ${token}`,
        'x-peer': peer,
        'client-cert': `:${der.toString('base64')}:`,
      };
      return (await app.request('/', { headers })).status;
    };
    expect([await send('10.0.0.1'), await send('10.0.0.2')]).toEqual([200, 401]);
    expect(() => onHono.createResourceServer({ ...options(), peerAddress: 'x' as never })).toThrow(TypeError);
  });
});
