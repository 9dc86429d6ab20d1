import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import request from 'supertest';
import { createResourceServer, type ExpressResourceServer } from '../src/express.ts';
import { createTestIssuer, type TestIssuer } from '../src/testing.ts';

// By a name that the type checker does not follow: its types add `auth` to every Request of this repository.
const peer: string = 'express-oauth2-jwt-bearer';
const { claimCheck, claimEquals, claimIncludes, requiredScopes, scopeIncludesAny } = (await import(peer)) as Record<
  'claimCheck' | 'claimEquals' | 'claimIncludes' | 'requiredScopes' | 'scopeIncludesAny',
  (...parameters: unknown[]) => RequestHandler
>;
const resource = 'https://api.example.com';
let issuer: TestIssuer;
let api: ExpressResourceServer;
let app: Express;

const handler: ErrorRequestHandler = (error: { status?: number }, _req, res, _next) => {
  res.status(error.status ?? 500).json({});
};

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
  api = createResourceServer({ resource, issuers: issuer.issuer });
  app = express();
  app.use(api.requireAuth());
  app.get('/scopes', requiredScopes('read write'), (_req, res) => void res.json({}));
  app.get('/any', scopeIncludesAny('admin read'), (_req, res) => void res.json({}));
  app.get('/equals', claimEquals('department', 'Finance'), (_req, res) => void res.json({}));
  app.get('/includes', claimIncludes('roles', 'accountant'), (_req, res) => void res.json({}));
  app.get(
    '/check',
    claimCheck(({ sub }: { sub: string }) => sub === 'alice'),
    (_req, res) => void res.json({}),
  );
  app.get('/read', (req, res) => {
    const { auth } = req as unknown as { auth: { payload: { sub: string }; header: { alg: string }; token: string } };
    res.json({ sub: auth.payload.sub, alg: auth.header.alg, length: auth.token.length });
  });
  app.use(handler);
});

afterAll(async () => {
  api.close();
  await issuer.close();
});

const statuses = async (token: string): Promise<number[]> => {
  const paths = ['/scopes', '/any', '/equals', '/includes', '/check'];
  return Promise.all(
    paths.map(async (path) => (await request(app).get(path).set('authorization', `Bearer ${token}`)).status),
  );
};

describe('helpers of express-oauth2-jwt-bearer behind our middleware', () => {
  it('let through what they let through', async () => {
    const claims = { department: 'Finance', roles: ['accountant', 'user'] };
    expect(await statuses(await issuer.issueToken({ scope: 'read write', claims }))).toEqual([200, 200, 200, 200, 200]);
  });

  it('refuse what they refuse', async () => {
    const claims = { department: 'Sales', roles: ['user'] };
    expect(await statuses(await issuer.issueToken({ subject: 'bob', scope: 'write', claims }))).toEqual([
      403, 403, 401, 401, 401,
    ]);
  });

  it('find payload, header and token where they were', async () => {
    const token = await issuer.issueToken();
    const response = await request(app).get('/read').set('authorization', `Bearer ${token}`);
    expect(response.body).toEqual({ sub: 'alice', alg: 'RS256', length: token.length });
  });
});
