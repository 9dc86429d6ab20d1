import { afterAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createResourceServer, type ExpressOptions, type ExpressResourceServer } from '../src/express.ts';
import { metadataUrl } from '../src/metadata.ts';

const opened: ExpressResourceServer[] = [];

function open(options: Partial<ExpressOptions> = {}): ExpressResourceServer {
  const api = createResourceServer({
    resource: 'https://api.example.com',
    issuers: ['https://a.example', { issuer: 'https://b.example' }],
    keys: { preload: false },
    ...options,
  });
  opened.push(api);
  return api;
}

afterAll(() => {
  for (const api of opened) api.close();
});

describe('RFC 9728 metadata', () => {
  it.each([
    ['https://api.example.com', '/.well-known/oauth-protected-resource'],
    ['https://api.example.com/', '/.well-known/oauth-protected-resource'],
    ['https://api.example.com/v1', '/.well-known/oauth-protected-resource/v1'],
    ['https://api.example.com/v1/', '/.well-known/oauth-protected-resource/v1/'],
    ['https://api.example.com/v1?tenant=a', '/.well-known/oauth-protected-resource/v1?tenant=a'],
    ['https://api.example.com:8443/mcp', '/.well-known/oauth-protected-resource/mcp'],
  ])('RS-03: of %s are at %s', (resource, path) => {
    const url = metadataUrl(resource);
    expect(url.pathname + url.search).toBe(path);
    expect(url.origin).toBe(new URL(resource).origin);
    expect(open({ resource }).metadataUrl.href).toBe(url.href);
  });

  it('RS-03: say what follows from the options, and what the operator adds', () => {
    const description = {
      scopesSupported: ['read'],
      resourceName: 'Orders',
      resourceDocumentation: 'https://docs.example.com',
      resourcePolicyUri: 'https://docs.example.com/policy',
      resourceTosUri: 'https://docs.example.com/terms',
    };
    expect(open().metadataDocument(description)).toEqual({
      resource: 'https://api.example.com',
      authorization_servers: ['https://a.example', 'https://b.example'],
      bearer_methods_supported: ['header'],
      scopes_supported: ['read'],
      resource_name: 'Orders',
      resource_documentation: 'https://docs.example.com',
      resource_policy_uri: 'https://docs.example.com/policy',
      resource_tos_uri: 'https://docs.example.com/terms',
      tls_client_certificate_bound_access_tokens: true,
      dpop_signing_alg_values_supported: ['ES256', 'RS256', 'PS256', 'EdDSA'],
      dpop_bound_access_tokens_required: false,
    });
    expect(open({ dpop: 'required', mtls: 'off' }).metadataDocument({ resourceName: undefined as never })).toEqual({
      resource: 'https://api.example.com',
      authorization_servers: ['https://a.example', 'https://b.example'],
      bearer_methods_supported: ['header'],
      dpop_signing_alg_values_supported: ['ES256', 'RS256', 'PS256', 'EdDSA'],
      dpop_bound_access_tokens_required: true,
    });
    expect(open({ dpop: 'off', mtls: 'off' }).metadataDocument()).not.toHaveProperty(
      'dpop_signing_alg_values_supported',
    );
    expect(open().metadata()).toBeInstanceOf(Function);
    expect(() => open().metadata({ scopes_supported: [] } as never)).toThrow(TypeError);
    expect(() => open().metadata({ toString: 'x' } as never)).toThrow(TypeError);
  });

  it('RS-03: are served to anybody, from any origin, wherever the middleware is mounted', async () => {
    const api = open({ resource: 'https://api.example.com/v1' });
    const app = express();
    app.use(api.metadata({ scopesSupported: ['read'] }));
    app.use(api.policy([]));
    const path = '/.well-known/oauth-protected-resource/v1';
    const got = await request(app).get(path);
    expect(got.status).toBe(200);
    expect(got.body).toMatchObject({ resource: 'https://api.example.com/v1', scopes_supported: ['read'] });
    expect(got.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=3600' });
    expect(got.headers['content-type']).toMatch(/^application\/json/);
    const head = await request(app).head(path);
    expect([head.status, head.text ?? '', head.headers['content-length']]).toEqual([
      200,
      '',
      got.headers['content-length'],
    ]);
    const preflight = await request(app).options(path);
    expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([204, 'GET']);
    const posted = await request(app).post(path);
    expect([posted.status, posted.headers['allow']]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect((await request(app).get('/.well-known/oauth-protected-resource')).status).toBe(403);
    expect((await request(app).get(`${path}?x`)).status).toBe(403);
  });
});
