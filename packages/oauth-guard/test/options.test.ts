import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createResourceServer } from '../src/express.ts';
import { createResourceServer as createFastify } from '../src/fastify.ts';
import { createResourceServer as createHono } from '../src/hono.ts';
import { createResourceServer as createCore } from '../src/index.ts';
import { createResourceServer as createKoa } from '../src/koa.ts';
import { createResourceServer as createNest } from '../src/nestjs.ts';

const good = { resource: 'https://api.example.com', issuers: 'https://login.example.com', keys: { preload: false } };
const client = { id: 'api', secret: 's' };
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const withIssuer = (more: object): object => ({ issuers: [{ issuer: 'https://login.example.com', ...more }] });
const asking = (introspection: object): object => withIssuer({ introspection: { client, ...introspection } });

describe('options', () => {
  it.each<[object]>([
    [{}],
    [{ resource: 'http://localhost:3001/v1?x=1' }],
    [{ issuers: ['https://a.example', { issuer: 'https://b.example/t' }] }],
    [{ issuers: ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'] }],
    [{ issuers: 'http://login.internal', allowHttp: true }],
    [withIssuer({ jwksUri: 'https://login.example.com/jwks', algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'] })],
    [{ audience: 'api' }],
    [{ audience: ['api', 'https://api.example.com'] }],
    [{ clockToleranceSeconds: 0, maxTokenAgeSeconds: 1 }],
    [{ clockToleranceSeconds: 60, maxTokenAgeSeconds: 86_400 }],
    [{ rememberedTokens: false }],
    [{ rememberedTokens: 2 }],
    [{ dpop: 'off', mtls: 'off' }],
    [{ dpop: { mode: 'required', algorithms: ['ES256'], proofAgeSeconds: 1 } }],
    [{ dpop: { proofAgeSeconds: 600 } }],
    [{ mtls: { certificateHeader: 'client-cert', trustedProxies: ['10.0.0.0/8', '::1'] } }],
    [{ publicUrl: 'https://www.example.com/api' }],
    [{ realm: 'an "API" \\ of ours' }],
    [asking({ endpoint: 'https://login.example.com/i', signed: true, cacheSeconds: 0, inactiveSeconds: 0 })],
    [withIssuer({ algorithms: [], introspection: { client: { id: 'api', method: 'tls_client_auth' } } })],
    [
      {
        keys: {
          preload: false,
          cacheSeconds: 0,
          staleSeconds: 0,
          cooldownSeconds: 0.01,
          unknownKeySeconds: 0,
          timeoutSeconds: 60,
        },
      },
    ],
  ])('are taken: %j', (options) => {
    const api = createCore({ ...good, ...options });
    expect(api.resource).toBe('resource' in options ? options.resource : good.resource);
    api.close();
  });

  it.each<[string, object]>([
    ['options has no member "issuer"; there are resource, issuers,', { issuer: 'https://login.example.com' }],
    ['resource must be the absolute URL', { resource: undefined }],
    ['resource must be the absolute URL', { resource: 'api' }],
    ['resource must be the absolute URL', { resource: 'urn:api' }],
    ['resource must be the absolute URL', { resource: 7 }],
    ['resource has no fragment', { resource: 'https://api.example.com/#x' }],
    ['issuers must name at least one issuer', { issuers: [] }],
    ['issuers must name at least one issuer', { issuers: undefined }],
    ['issuers must name at least one issuer', { issuers: {} }],
    ['issuers: one is named twice', { issuers: ['https://a.example', { issuer: 'https://a.example' }] }],
    ['issuers.issuer must be an https URL', { issuers: 'http://login.example.com' }],
    ['issuers.issuer must be an https URL', { issuers: 'login.example.com' }],
    ['issuers.issuer must be an https URL', { issuers: [{}] }],
    ['issuers.issuer has no query and no fragment', { issuers: 'https://login.example.com/?x' }],
    ['issuers.issuer has no query and no fragment', { issuers: 'https://login.example.com/#x' }],
    ['issuers has no member "jwks"', withIssuer({ jwks: {} })],
    ['issuers.jwksUri must be an https URL', withIssuer({ jwksUri: 'http://login.example.com/jwks' })],
    ['issuers.algorithms must be a list of asymmetric', withIssuer({ algorithms: ['HS256'] })],
    ['issuers.algorithms must be a list of asymmetric', withIssuer({ algorithms: ['none'] })],
    ['issuers.algorithms must be a list of asymmetric', withIssuer({ algorithms: 'RS256' })],
    ['issuers.algorithms is empty', withIssuer({ algorithms: [] })],
    ['allowHttp must be true or false', { allowHttp: 'false' }],
    ['allowSeveralAudiences must be true or false', { allowSeveralAudiences: 'false' }],
    ['keys.preload must be true or false', { keys: { preload: 'false' } }],
    ['keys must be an object', { keys: null }],
    ['issuers must be an object', { issuers: [null] }],
    ['dpop must be an object', { dpop: null }],
    ['mtls must be off, socket, or a header', { mtls: null }],
    ['revocation must be an object', { revocation: 'feed' }],
    ['observe must be an object', { observe: () => undefined }],
    ['observe.decision must be a function', { observe: { decision: 'x' } }],
    ['time.now must be a function', { time: { now: 7 } }],
    ['fetch must be a function', { fetch: 'x' }],
    ['scopeHierarchy must be an object', { scopeHierarchy: 'x' }],
    ['realm must be printable ASCII', { realm: 7 }],
    ['audience must be a string', { audience: [] }],
    ['audience must be a string', { audience: '' }],
    ['audience must be a string', { audience: [7] }],
    ['clockToleranceSeconds must be a number from 0 to 60', { clockToleranceSeconds: 61 }],
    ['clockToleranceSeconds must be a number from 0 to 60', { clockToleranceSeconds: -1 }],
    ['clockToleranceSeconds must be a number from 0 to 60', { clockToleranceSeconds: '5' }],
    ['clockToleranceSeconds must be a number from 0 to 60', { clockToleranceSeconds: Number.NaN }],
    ['maxTokenAgeSeconds must be a number from 1', { maxTokenAgeSeconds: 0 }],
    ['rememberedTokens must be a number from 2', { rememberedTokens: 1 }],
    ['rememberedTokens must be a number from 2', { rememberedTokens: true }],
    ['realm must be printable ASCII', { realm: 'a\nb' }],
    ['realm must be printable ASCII', { realm: 'é' }],
    ['realm must be printable ASCII', { realm: '' }],
    ['publicUrl must be an absolute URL', { publicUrl: '/api' }],
    ['publicUrl must be an absolute URL', { publicUrl: 'https://api.example.com/' }],
    ['publicUrl must be an absolute URL', { publicUrl: 'https://api.example.com/?x' }],
    ['keys has no member "jwksUri"', { keys: { jwksUri: 'x' } }],
    ['keys.cacheSeconds must be a number from 0 to 86400', { keys: { cacheSeconds: -1 } }],
    ['keys.staleSeconds must be a number from 600', { keys: { staleSeconds: 599 } }],
    ['keys.cooldownSeconds must be a number from 0.01', { keys: { cooldownSeconds: 0 } }],
    ['keys.unknownKeySeconds must be a number from 0', { keys: { unknownKeySeconds: -1 } }],
    ['keys.timeoutSeconds must be a number from 0.01 to 60', { keys: { timeoutSeconds: 61 } }],
    ['dpop must be off, allowed or required', { dpop: 'on' }],
    ['dpop must be off, allowed or required', { dpop: { mode: 'off' } }],
    ['dpop has no member "nonce"', { dpop: { nonce: true } }],
    ['dpop.algorithms must be a list of asymmetric', { dpop: { algorithms: ['HS256'] } }],
    ['dpop.algorithms is empty', { dpop: { algorithms: [] } }],
    ['dpop.proofAgeSeconds must be a number from 1 to 600', { dpop: { proofAgeSeconds: 0 } }],
    ['dpop.proofAgeSeconds must be a number from 1 to 600', { dpop: { proofAgeSeconds: 601 } }],
    ['mtls must be off, socket, or a header', { mtls: 'on' }],
    ['mtls has no member "header"', { mtls: { header: 'x' } }],
    [
      'mtls.certificateHeader must be a header name',
      { mtls: { certificateHeader: 'Client-Cert', trustedProxies: ['::1'] } },
    ],
    ['mtls.trustedProxies must name the proxies', { mtls: { certificateHeader: 'client-cert', trustedProxies: [] } }],
    [
      'mtls.trustedProxies must name the proxies',
      { mtls: { certificateHeader: 'client-cert', trustedProxies: '::1' } },
    ],
    [
      'mtls.certificateHeader must be a header name',
      { mtls: { certificateHeader: undefined, trustedProxies: ['::1'] } },
    ],
    ['mtls.trustedProxies must name the proxies', { mtls: { certificateHeader: 'client-cert', trustedProxies: [1] } }],
    ['time.monotonic must be a function', { time: { now: Date.now } }],
    ['dpop.replayStore.use must be a function', { dpop: { replayStore: {} } }],
    ['dpop.nonces.accepts must be a function', { dpop: { nonces: { current: () => 'n' } } }],
    ['revocation.isRevoked must be a function', { revocation: { isRevoked: true } }],
    ['revocation.subscribe must be a function', { revocation: { isRevoked: () => false, subscribe: 'x' } }],
    ['scopeHierarchy: "a b" is not a scope', { scopeHierarchy: { 'a b': ['c'] } }],
    ['introspection has no member "secret"', asking({ secret: 's' })],
    ['introspection.client.id is missing', asking({ client: {} })],
    ['introspection.client.id is missing', asking({ client: undefined })],
    ['introspection.client.id is missing', asking({ client: { id: '', secret: 's' } })],
    ['introspection.client needs a secret', asking({ client: { id: 'api' } })],
    ['introspection.client needs a secret', asking({ client: { id: 'api', secret: '' } })],
    ['introspection.client needs a secret', asking({ client: { id: 'api', privateKey: undefined } })],
    [
      'introspection.client has no member "secrete"; there are id, secret,',
      asking({ client: { ...client, secrete: 's' } }),
    ],
    ...[
      { privateKey: ec.privateKey, algorithm: 'RS256' },
      { privateKey: ec.privateKey, algorithm: 'ES384' },
      { privateKey: ec.privateKey, algorithm: 'HS256' },
      { privateKey: ec.privateKey },
      { privateKey: ec.publicKey, algorithm: 'ES256' },
      { privateKey: ec.privateKey.export({ type: 'pkcs8', format: 'pem' }), algorithm: 'ES256' },
      { privateKey: generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, algorithm: 'RS256' },
      { privateKey: generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey, algorithm: 'RS256' },
    ].map((key): [string, object] => [
      'introspection.client.privateKey must be a private KeyObject for introspection.client.algorithm',
      asking({ client: { id: 'api', keyId: 'k', ...key } }),
    ]),
    ['introspection.endpoint must be an https URL', asking({ endpoint: 'http://login.example.com' })],
    ['introspection.signed needs algorithms', withIssuer({ algorithms: [], introspection: { client, signed: true } })],
    ['introspection.cacheSeconds must be a number from 0 to 30', asking({ cacheSeconds: 31 })],
    ['introspection.inactiveSeconds must be a number from 0 to 30', asking({ inactiveSeconds: 31 })],
    [
      'introspection: an opaque token does not tell its issuer',
      { issuers: ['https://a.example', 'https://b.example'].map((issuer) => ({ issuer, introspection: { client } })) },
    ],
  ])('that are wrong are a TypeError: %s', (message, options) => {
    const make = (): unknown => createCore({ ...good, ...options });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('take a private key', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const api = createCore({
      ...good,
      ...asking({ client: { id: 'api', privateKey, algorithm: 'EdDSA', keyId: 'k' } }),
    });
    expect(api.ready()).toBe(false);
    api.close();
  });

  it('of an entry for a framework are checked too, and the names that it takes are told', () => {
    expect(() => createResourceServer({ ...good, refusals: 'throw' as never })).toThrow(
      'refusals must be respond or next',
    );
    for (const [make, own] of [
      [createCore, ''],
      [createResourceServer, ', refusals'],
      [createFastify, ''],
      [createHono, ', peerAddress'],
      [createKoa, ''],
      [createNest, ', HttpException'],
    ] as const) {
      const wrong = { ...good, ...(make === createNest && { HttpException: Error }), refusal: 'next' };
      expect(() => make(wrong as never)).toThrow(
        `options has no member "refusal"; there are resource, issuers, audience`,
      );
      expect(() => make(wrong as never)).toThrow(new RegExp(`, observe, time${own}$`));
      for (const none of [undefined, null, 'x', []])
        expect(() => make(none as never)).toThrow('options must be an object with named members');
    }
  });

  it('leave the requirement of a call to be checked at that call', async () => {
    const api = createCore(good);
    expect(() => api.authenticate({} as never, { scope: 'x' } as never)).toThrow('no member "scope"');
    expect(() => api.gate(() => new Response(), { optional: true })).toThrow('credentials cannot be optional');
    expect(() => api.gate(() => new Response(), { scopes: '' })).toThrow(TypeError);
    expect(() => api.gate(undefined as never)).toThrow('gate: the handler must be a function');
    expect(() => api.rules([{ path: 'x' }])).toThrow(TypeError);
    expect(() => api.metadataDocument({ name: 'x' } as never)).toThrow('has no member "name"');
    api.close();
  });
});
