import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDpopNonces } from '../src/index.ts';
import { createResourceServer, getAuth, type NestContextParts, type NestResourceServer } from '../src/nestjs.ts';
import { createTestIssuer, type TestIssuer } from '../src/testing.ts';

// What NestJS itself does with these guards, over Express and over Fastify, is tried by `npm run newcomer`.

/** As NestJS's own of this name. */
class HttpException extends Error {
  readonly body: object;
  readonly status: number;

  constructor(body: object, status: number) {
    super('Http Exception');
    this.body = body;
    this.status = status;
  }
}

const resource = 'https://api.example.com';
let issuer: TestIssuer;
let api: NestResourceServer;

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
  api = createResourceServer({ resource, issuers: issuer.issuer, dpop: { nonces: createDpopNonces() }, HttpException });
});

afterAll(async () => {
  api.close();
  await issuer.close();
});

type Kind = 'Express' | 'Fastify';

/** A request as NestJS hands it to guards, and what was set on its response. */
function called(kind: Kind, authorization?: string, received = '/orders/7', type = 'http', url = received) {
  const headers = authorization === undefined ? {} : { authorization };
  const node = { method: 'GET', url, headers, rawHeaders: Object.entries(headers).flat(), socket: {} };
  const request = kind === 'Express' ? { ...node, originalUrl: received } : { raw: node, originalUrl: received };
  const sent: Record<string, string> = {};
  const response = {
    getHeader: (name: string) => sent[name],
    header: (name: string, value: string) => Object.assign(sent, { [name]: value }),
  };
  const context: NestContextParts = {
    getType: () => type,
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => response }),
  };
  return { context, request, sent };
}

describe.each<Kind>(['Express', 'Fastify'])('the entry for NestJS over %s', (kind) => {
  it('RS-03: a guard lets through what it may, and getAuth gives the principal', async () => {
    const { context, request } = called(kind, `Bearer ${await issuer.issueToken({ scope: 'read' })}`);
    expect(await api.policy([{ path: '/orders/:id', scopes: 'read' }]).canActivate(context)).toBe(true);
    expect(await api.requireScopes('read').canActivate(context)).toBe(true);
    expect(getAuth(request).subject).toBe('alice');
  });

  it('RS-03: rules are about the URL that the routes see, also where it was rewritten', async () => {
    const rules = [{ path: '/public', auth: 'none' } as const, { path: '/orders/:id', scopes: 'read' }];
    const rewritten = called(kind, undefined, '/public', 'http', '/orders/7');
    await expect(api.policy(rules).canActivate(rewritten.context)).rejects.toMatchObject({ status: 401 });
    const opened = called(kind, undefined, '/orders/7', 'http', '/public');
    expect(await api.policy(rules).canActivate(opened.context)).toBe(true);
  });

  it('RS-03: a refusal is an HttpException of the application, and its headers are on the response', async () => {
    const lacking = called(kind, `Bearer ${await issuer.issueToken()}`);
    const refused = await api
      .requireScopes('read')
      .canActivate(lacking.context)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(HttpException);
    expect(refused).toMatchObject({ status: 403, body: { error: 'insufficient_scope', code: 'insufficient_scope' } });
    expect(lacking.sent).toMatchObject({
      'www-authenticate': expect.stringContaining('insufficient_scope'),
      'cache-control': 'no-store',
    });
    const none = called(kind);
    await expect(api.requireAuth().canActivate(none.context)).rejects.toMatchObject({ status: 401 });
    expect(() => getAuth(none.request)).toThrow(TypeError);
    const shared = called(kind);
    Object.assign(shared.sent, { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'etag' });
    await expect(api.requireAuth().canActivate(shared.context)).rejects.toMatchObject({ status: 401 });
    expect(shared.sent['access-control-expose-headers']).toBe('etag, www-authenticate');
    const query = called(kind, undefined, '/orders/7?access_token=x');
    await expect(api.requireAuth().canActivate(query.context)).rejects.toMatchObject({ status: 400 });
  });

  it.each(['ws', 'rpc', 'graphql'])('RS-03: refuses %s, about which it knows nothing', async (type) => {
    const { context } = called(kind, `Bearer ${await issuer.issueToken()}`, '/', type);
    await expect(api.requireAuth({ optional: true }).canActivate(context)).rejects.toThrow(TypeError);
  });
});

describe('the entry for NestJS', () => {
  it('RS-03: wants to know the class of its exceptions when the application starts', () => {
    const options = { resource, issuers: 'https://login.example.com' };
    expect(() => createResourceServer(options as never)).toThrow(
      new TypeError('HttpException must be the class of that name of @nestjs/common'),
    );
  });

  it('RS-03: serves the metadata as a middleware', () => {
    const metadata = api.metadata({ scopesSupported: ['read'] });
    let passed = 0;
    metadata({ method: 'GET', url: '/orders' } as IncomingMessage, {} as never, () => passed++);
    expect(passed).toBe(1);
  });
});
