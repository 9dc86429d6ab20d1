/** What TypeScript users see. Mistakes here are found by the type check; running the file only shows that it stands. */

import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import type { Request as ExpressRequest, RequestHandler } from 'express';
import type {
  AccessTokenClaims,
  ExpressOptions,
  ExpressResourceServer,
  FoundToken,
  Middleware,
  RequestAuth,
  Requirement,
  ResourceServerOptions,
  Rule,
} from '../src/express.ts';

describe('types', () => {
  it('of getToken take the request of any framework, and tokens only', () => {
    expectTypeOf<ResourceServerOptions['getToken']>()
      .extract<(...args: never) => unknown>()
      .returns.toEqualTypeOf<FoundToken>();
    const options: Pick<ExpressOptions, 'getToken'>[] = [
      { getToken: (request) => request.headers.cookie },
      { getToken: (request: ExpressRequest) => request.query['ticket'] as string },
      { getToken: () => ({ scheme: 'DPoP', token: 'x' }) },
      { getToken: () => null },
      // @ts-expect-error it is synchronous
      { getToken: async () => 'x' },
      // @ts-expect-error there is no such scheme
      { getToken: () => ({ scheme: 'Basic', token: 'x' }) },
      // @ts-expect-error a number is no token
      { getToken: () => 7 },
    ];
    expect(options).toHaveLength(7);
  });

  it('of the principal have the registered claims, and those one names', () => {
    expectTypeOf<RequestAuth['payload']['iss']>().toEqualTypeOf<string>();
    expectTypeOf<RequestAuth<{ department: string }>['payload']['department']>().toEqualTypeOf<string>();
    expectTypeOf<AccessTokenClaims['anything']>().toEqualTypeOf<unknown>();
  });

  it('of requirements take the request of a framework, and answers that are there at once', () => {
    const requirements: Requirement[] = [
      { check: (auth, request: ExpressRequest) => auth.subject === request.params['id'] },
      { check: (auth) => auth.roles.includes('boss') },
      { roles: 'boss', anyRole: ['a', 'b'], claims: { 'realm_access.roles': { includesAny: ['boss'] } } },
      // @ts-expect-error it is synchronous
      { check: async () => true },
      // @ts-expect-error there is no such rule
      { claims: { department: { is: 'Finance' } } },
      // @ts-expect-error misspelt
      { scope: 'read' },
    ];
    const rules: Rule[] = [
      { path: '/a/:id', encodedPath: 'allow', roles: ['boss'] },
      // @ts-expect-error auth says it
      { path: '/a', optional: true },
      // @ts-expect-error not a boolean
      { path: '/a/:id', encodedPath: true },
    ];
    expect([requirements.length, rules.length]).toEqual([6, 3]);
  });

  it('of scopes and roles take lists that were made elsewhere', () => {
    expectTypeOf<Parameters<ExpressResourceServer['requireScopes']>>().toEqualTypeOf<(string | readonly string[])[]>();
    expectTypeOf<Parameters<ExpressResourceServer['requireRoles']>>().toEqualTypeOf<(string | readonly string[])[]>();
    expectTypeOf<RequestAuth['roles']>().toEqualTypeOf<readonly string[]>();
  });

  it('of the middleware are those of Express and of node:http', () => {
    expectTypeOf<Middleware>().toExtend<RequestHandler>();
    expectTypeOf<Parameters<Middleware>[0]>().toEqualTypeOf<IncomingMessage>();
    expectTypeOf<ExpressResourceServer['requireAuth']>().returns.toEqualTypeOf<Middleware>();
  });
});
