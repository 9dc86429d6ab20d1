import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type Express, type Router } from 'express';
import { z } from 'zod';
import { rules } from '../src/access-rules.ts';
import { indexRoute } from '../src/index-document.ts';
import { invoiceRoutes } from '../src/invoices/router.ts';
import { openApiDocument, openApiRoute } from '../src/openapi.ts';
import { secureDataRoutes } from '../src/secure-data.ts';
import { userRoutes } from '../src/users/router.ts';
import { type AnApi, anApi, invoices, people } from './an-api.ts';

const place = { publicOrigin: 'https://localhost:3001', issuer: 'https://localhost:3000' };

interface Operation {
  readonly security: readonly { readonly openId?: readonly string[] }[];
  readonly responses: Readonly<Record<string, { readonly content?: { 'application/json': { schema: object } } }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}
const document = openApiDocument(place) as unknown as Document;
const verbs = new Set(['get', 'post', 'patch', 'put', 'delete']);
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([verb, operation]) => (verbs.has(verb) ? [{ path, verb, operation }] : [])),
);

/** The routes that Express really has, as `get /users/{id}`. */
function mounted(routers: readonly Router[]): string[] {
  const app: Express = express();
  for (const router of routers) app.use(router);
  const layers = routers.flatMap((router) => router.stack);
  return layers.flatMap(({ route }) => {
    const found = route as { path: string; methods?: Record<string, boolean> } | undefined;
    const path = found?.path.replace(/:(\w+)/g, '{$1}');
    return Object.keys(found?.methods ?? {}).map((verb) => `${verb} ${path}`);
  });
}

/** The schema of an answer with its references filled in, as something that can check. */
function schemaFor(path: string, verb: string, status: number): z.ZodType {
  const schema = document.paths[path]?.[verb]?.responses[status]?.content?.['application/json'].schema;
  const filled = JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll(
    '#/components/schemas/',
    '#/$defs/',
  );
  return z.fromJSONSchema(JSON.parse(filled) as never);
}

describe('the OpenAPI document', () => {
  it('names exactly the routes that are mounted', () => {
    const parts = {} as never;
    const routers = [
      indexRoute(place, ''),
      openApiRoute(place),
      secureDataRoutes(() => parts),
      userRoutes(parts),
      invoiceRoutes(parts),
    ];
    const documented = operations.map(({ path, verb }) => `${verb} ${path}`);
    expect([...mounted(routers), 'get /.well-known/oauth-protected-resource'].sort()).toEqual(documented.sort());
  });

  it('asks for the scopes that the guard asks for', () => {
    for (const { path, verb, operation } of operations) {
      if (path.startsWith('/.well-known')) continue;
      const pattern = path.replace('/users/me', '/users/:id').replace(/\{(\w+)\}/g, ':$1');
      const rule = rules.find((one) => one.path === pattern && one.method === verb.toUpperCase());
      expect([path, verb, rule !== undefined]).toEqual([path, verb, true]);
      const scopes = rule?.anyScope?.slice(0, 1) ?? (rule?.scopes === undefined ? [] : [rule.scopes]);
      expect(operation.security).toEqual(rule?.auth === 'none' ? [] : [{ openId: scopes }]);
    }
  });

  it('resolves every reference', () => {
    const text = JSON.stringify(document);
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name);
    }
    expect(text).toContain('"openapi":"3.1.0"');
  });
});

describe('real answers', () => {
  let api: AnApi;
  beforeAll(async () => {
    api = await anApi();
  });
  afterAll(() => api.stop());

  it('fit the schemas of the document', async () => {
    const alice = await api.tokenOf('alice', 'profile_read profile_write invoice_read invoice_write invoice_approve', {
      claims: { acr: 'urn:gatehouse:acr:2', auth_time: Math.floor(Date.now() / 1000) },
    });
    const carol = await api.tokenOf('carol', 'users_admin');
    const bill = { customer: 'A', amount_minor: 1, currency: 'EUR', due_on: '2027-01-01' };
    const cases: [
      verb: string,
      pattern: string,
      path: string,
      status: number,
      token: string | undefined,
      body?: unknown,
    ][] = [
      ['get', '/.well-known/oauth-protected-resource', '/.well-known/oauth-protected-resource', 200, undefined],
      ['get', '/', '/', 200, undefined],
      ['get', '/openapi.json', '/openapi.json', 200, undefined],
      ['get', '/secure-data', '/secure-data', 200, alice],
      ['get', '/secure-data', '/secure-data', 401, undefined],
      ['get', '/users', '/users?limit=2', 200, carol],
      ['get', '/users', '/users', 403, alice],
      ['get', '/users/me', '/users/me', 200, alice],
      ['patch', '/users/me', '/users/me', 200, alice, { phone: '+49 30 901820' }],
      ['patch', '/users/me', '/users/me', 400, alice, {}],
      ['get', '/users/{id}', `/users/${people.bob}`, 200, carol],
      ['patch', '/users/{id}', `/users/${people.bob}`, 404, alice, { name: 'x' }],
      ['get', '/invoices', '/invoices?limit=3', 200, alice],
      ['post', '/invoices', '/invoices', 201, alice, bill],
      ['get', '/invoices/{id}', `/invoices/${invoices.finance}`, 200, alice],
      ['get', '/invoices/{id}', `/invoices/${invoices.sales}`, 404, alice],
      ['post', '/invoices/{id}/approve', `/invoices/${invoices.finance}/approve`, 200, alice],
      ['post', '/invoices/{id}/approve', `/invoices/${invoices.approved}/approve`, 409, alice],
    ];
    for (const [verb, pattern, path, status, token, body] of cases) {
      const answer = await api.call(verb.toUpperCase(), path, { token, body });
      expect([verb, path, answer.status]).toEqual([verb, path, status]);
      const parsed = schemaFor(pattern, verb, status).safeParse(answer.body);
      expect([verb, path, parsed.success ? [] : parsed.error.issues]).toEqual([verb, path, []]);
    }
  });

  it('the address of the API alone leads to its documents', async () => {
    const answer = await api.call('GET', '/');
    const { name, openapi, resource_metadata: metadata } = answer.body as Record<string, string>;
    expect(name).toBe('Gatehouse demo API');
    for (const url of [openapi, metadata]) {
      expect(new URL(url!).origin).toBe(api.origin);
      expect((await api.call('GET', new URL(url!).pathname)).status).toBe(200);
    }
    expect((await api.call('POST', '/', { body: {} })).status).toBe(404);
  });

  it('RS-03: the metadata of the resource is open and complete (RFC 9728)', async () => {
    const answer = await api.call('GET', '/.well-known/oauth-protected-resource');
    expect(answer.body).toMatchObject({
      resource: api.origin,
      authorization_servers: [api.issuer.issuer],
      bearer_methods_supported: ['header'],
      resource_name: 'Gatehouse demo API',
      scopes_supported: ['profile_read', 'invoice_read'],
    });
  });
});
