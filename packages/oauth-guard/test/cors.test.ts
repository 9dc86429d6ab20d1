import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type RequestHandler } from 'express';
import request from 'supertest';
import { createDpopNonces, createResourceServer, type ExpressResourceServer, FetchRequest } from '../src/express.ts';
import { createDpopClient, createTestIssuer, type TestIssuer } from '../src/testing.ts';

const resource = 'https://api.example.com';
const origin = 'https://spa.example.com';
let issuer: TestIssuer;
let api: ExpressResourceServer;

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
  api = createResourceServer({ resource, issuers: issuer.issuer });
});

afterAll(async () => {
  api.close();
  await issuer.close();
});

/** What CORS middleware does for an origin that it allows. */
const shared =
  (exposedHeaders?: string): RequestHandler =>
  (req, res, next) => {
    if (req.headers.origin === origin) {
      res.setHeader('Access-Control-Allow-Origin', origin);
      if (exposedHeaders !== undefined) res.setHeader('Access-Control-Expose-Headers', exposedHeaders);
    }
    next();
  };

async function readable(app: express.Express, from = origin): Promise<unknown> {
  const { headers } = await request(app).get('/').set('origin', from);
  return headers['access-control-expose-headers'];
}

describe('answers that pages of other origins read', () => {
  it('G15: a refusal behind CORS middleware can be read whole, and what the application exposes stays exposed', async () => {
    expect(await readable(express().use(shared(), api.requireAuth()))).toBe('www-authenticate');
    expect(await readable(express().use(shared('ETag, X-Total'), api.requireAuth()))).toBe(
      'ETag, X-Total, www-authenticate',
    );
  });

  it('G15: nothing is exposed to an origin that the application does not allow, or without CORS', async () => {
    expect(await readable(express().use(shared(), api.requireAuth()), 'https://evil.example.com')).toBeUndefined();
    expect(await readable(express().use(api.requireAuth()))).toBeUndefined();
  });

  it('G15: a refusal that tells a client nothing in headers exposes none', async () => {
    const app = express().use(shared(), api.policy([]));
    expect(await readable(app)).toBeUndefined();
  });

  it('G15: the nonce of DPoP is readable on refusals and on answers', async () => {
    const nonces = createDpopNonces({ secret: 'a secret for nonces of at least thirty-two bytes' });
    const bound = createResourceServer({ resource, issuers: issuer.issuer, dpop: { mode: 'required', nonces } });
    const client = await createDpopClient();
    const token = await issuer.issueToken({ dpop: client });
    const app = express().use(shared('ETag'), bound.requireAuth(), (_req, res) => void res.end());
    const url = `${resource}/`;
    const send = async (nonce?: string) =>
      request(app)
        .get('/')
        .set('origin', origin)
        .set('authorization', `DPoP ${token}`)
        .set('dpop', await client.proof({ url, token, ...(nonce === undefined ? {} : { nonce }) }));
    const first = await send();
    expect(first.status).toBe(401);
    expect(first.headers['access-control-expose-headers']).toBe('ETag, dpop-nonce, www-authenticate');
    const second = await send(first.headers['dpop-nonce']);
    expect(second.status).toBe(200);
    bound.close();
  });

  it('G15: a fetch-style answer names what pages may read; whether they may is for the application', async () => {
    const decision = await api.authenticate(new FetchRequest(new Request('https://api.example.com/')));
    if (decision.ok) throw new Error('accepted without a token');
    const { headers } = decision.toResponse();
    expect(headers.get('access-control-expose-headers')).toBe('www-authenticate');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const token = await issuer.issueToken();
    const fitting = new Request('https://api.example.com/', { headers: { authorization: `Bearer ${token}` } });
    const silent = await api.authenticate(new FetchRequest(fitting), { claims: { department: 'none' } });
    if (silent.ok) throw new Error('accepted without the claim');
    expect(silent.toResponse().headers.has('access-control-expose-headers')).toBe(false);
  });

  it('the metadata document is for every page, preflight included', async () => {
    const app = express().use(api.metadata(), api.policy([]));
    const { pathname } = api.metadataUrl;
    const read = await request(app).get(pathname).set('origin', origin);
    expect([read.status, read.headers['access-control-allow-origin']]).toEqual([200, '*']);
    const preflight = await request(app)
      .options(pathname)
      .set('origin', origin)
      .set('access-control-request-method', 'GET')
      .set('access-control-request-headers', 'mcp-protocol-version');
    expect([preflight.status, preflight.headers['access-control-allow-headers']]).toEqual([204, '*']);
  });
});
