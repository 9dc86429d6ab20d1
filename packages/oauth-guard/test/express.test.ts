import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type Express } from 'express';
import request from 'supertest';
import { createResourceServer, type ExpressResourceServer, getAuth } from '../src/express.ts';
import { createTestIssuer, type TestIssuer } from '../src/testing.ts';

const resource = 'https://api.example.com';
let issuer: TestIssuer;
let api: ExpressResourceServer;
let app: Express;

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
  api = createResourceServer({ resource, issuers: issuer.issuer });
  app = express();
  app.use(api.metadata({ scopesSupported: ['read'] }));
  app.get('/orders', api.requireScopes('read'), (req, res) => {
    res.json({ subject: getAuth(req).subject });
  });
});

afterAll(async () => {
  api.close();
  await issuer.close();
});

describe('Express', () => {
  it('lets an honest token through', async () => {
    const token = await issuer.issueToken({ subject: 'bob', scope: 'read write' });
    const response = await request(app).get('/orders').set('authorization', `Bearer ${token}`);
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ subject: 'bob' });
  });

  it('RS-03: no credentials: 401 without an error code, with scope and resource_metadata', async () => {
    const response = await request(app).get('/orders');
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toBe(
      'Bearer scope="read", resource_metadata="https://api.example.com/.well-known/oauth-protected-resource", DPoP algs="ES256 RS256 PS256 EdDSA", resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"',
    );
  });

  it('RS-03: lacking scope is 403', async () => {
    const token = await issuer.issueToken({ scope: 'other' });
    const response = await request(app).get('/orders').set('authorization', `Bearer ${token}`);
    expect(response.status).toBe(403);
    expect(response.headers['www-authenticate']).toContain('error="insufficient_scope"');
  });

  it('serves RFC 9728 metadata', async () => {
    const response = await request(app).get('/.well-known/oauth-protected-resource');
    expect(response.body).toMatchObject({
      resource,
      authorization_servers: [issuer.issuer],
      scopes_supported: ['read'],
    });
  });
});
