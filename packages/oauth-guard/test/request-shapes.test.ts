/** Requests as adapters, test doubles and earlier middleware make them: never an exception, always a decision. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type RequestHandler } from 'express';
import serverless from 'serverless-http';
import request from 'supertest';
import { createResourceServer, type ExpressResourceServer, FetchRequest, NodeRequest } from '../src/express.ts';
import { createDpopClient, createTestIssuer, type TestIssuer } from '../src/testing.ts';

const resource = 'https://api.example.com';
let issuer: TestIssuer;
let api: ExpressResourceServer;
let token: string;
let other: string;

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
  api = createResourceServer({ resource, issuers: issuer.issuer });
  token = await issuer.issueToken({ scope: 'read' });
  other = await issuer.issueToken({ subject: 'mallory', scope: 'read' });
});

afterAll(async () => {
  api.close();
  await issuer.close();
});

async function decided(shape: object): Promise<string> {
  const decision = await api.authenticate(new NodeRequest(shape as IncomingMessage));
  return decision.ok ? `accepted ${decision.auth?.subject}` : `${decision.status} ${decision.code}`;
}

const bearer = (value: string): string => `Bearer ${value}`;

const whoami: RequestHandler = (req, res) => {
  res.json({ for: (req as unknown as { auth: { subject: string } }).auth.subject });
};

const invoke = (event: object): Promise<{ statusCode: number; body: string }> => {
  const app = express().get('/orders', api.requireScopes('read'), whoami);
  return serverless(app)(event, {}) as Promise<{ statusCode: number; body: string }>;
};
const v1 = (headers: Record<string, string>, more: object = {}): object => ({
  httpMethod: 'GET',
  path: '/orders',
  headers,
  body: '',
  requestContext: { identity: { sourceIp: '192.0.2.1' } },
  ...more,
});
const v2 = (headers: Record<string, string>, more: object = {}): object => ({
  version: '2.0',
  rawPath: '/orders',
  rawQueryString: '',
  headers,
  body: '',
  requestContext: { http: { method: 'GET', sourceIp: '192.0.2.1' } },
  ...more,
});

describe('G1: a function as a service', () => {
  it('is served with its token, whichever event brings it', async () => {
    for (const event of [v1, v2]) {
      expect(await invoke(event({ Authorization: bearer(token) }))).toMatchObject({
        statusCode: 200,
        body: '{"for":"alice"}',
      });
      expect(await invoke(event({ authorization: 'bearer rubbish' }))).toMatchObject({ statusCode: 401 });
      expect(await invoke(event({}))).toMatchObject({ statusCode: 401 });
    }
  });

  it('is refused with two tokens, which such adapters join', async () => {
    const twice = { Authorization: [bearer(token), bearer(other)] };
    const { statusCode, body } = await invoke(v1({}, { multiValueHeaders: twice }));
    expect([statusCode, JSON.parse(body)]).toMatchObject([400, { code: 'malformed_authorization' }]);
    expect(await invoke(v2({ authorization: `${bearer(token)},${bearer(other)}` }))).toMatchObject({ statusCode: 400 });
  });

  it('is refused with a token in its query', async () => {
    const event = v2({ authorization: bearer(token) }, { rawQueryString: `access_token=${token}` });
    expect(await invoke(event)).toMatchObject({ statusCode: 400 });
  });
});

const failing = (member: string): object => ({
  headers: {},
  get [member]() {
    throw new RangeError(`a secret: ${token}`);
  },
});

describe('G1: a request without raw headers', () => {
  it.each<[string, (value: string) => object, string]>([
    ['none', (value) => ({ headers: { authorization: value } }), 'accepted alice'],
    ['an empty list', (value) => ({ headers: { authorization: value }, rawHeaders: [] }), 'accepted alice'],
    ['null', (value) => ({ headers: { authorization: value }, rawHeaders: null }), 'accepted alice'],
    ['an object', (value) => ({ headers: { authorization: value }, rawHeaders: {} }), 'accepted alice'],
    ['another spelling', (value) => ({ headers: { Authorization: value } }), 'accepted alice'],
    ['capitals', (value) => ({ headers: { AUTHORIZATION: value } }), 'accepted alice'],
    ['a list of one', (value) => ({ headers: { authorization: [value] } }), 'accepted alice'],
    ['fetch headers', (value) => ({ headers: new Headers({ authorization: value }) }), 'accepted alice'],
    ['a map', (value) => ({ headers: new Map([['authorization', value]]) }), 'accepted alice'],
    [
      'no prototype',
      (value) => ({ headers: Object.assign(Object.create(null), { authorization: value }) }),
      'accepted alice',
    ],
    [
      'two spellings',
      (value) => ({ headers: { authorization: value, Authorization: value } }),
      '400 several_credentials',
    ],
    ['a list of two', (value) => ({ headers: { authorization: [value, value] } }), '400 several_credentials'],
    ['joined', (value) => ({ headers: { authorization: `${value}, ${value}` } }), '400 malformed_authorization'],
    ['an empty list of values', () => ({ headers: { authorization: [] } }), '401 no_credentials'],
    ['undefined', () => ({ headers: { authorization: undefined } }), '401 no_credentials'],
    ['null value', () => ({ headers: { authorization: null } }), '401 no_credentials'],
    ['a number', () => ({ headers: { authorization: 7 } }), '401 unsupported_scheme'],
    ['an object value', (value) => ({ headers: { authorization: { value } } }), '401 unsupported_scheme'],
    ['inherited', (value) => ({ headers: Object.create({ authorization: value }) }), '401 no_credentials'],
    ['no headers', () => ({}), '401 no_credentials'],
    ['null headers', () => ({ headers: null, rawHeaders: [] }), '401 no_credentials'],
    ['text headers', (value) => ({ headers: `authorization: ${value}` }), '401 no_credentials'],
    ['raw headers alone', (value) => ({ rawHeaders: ['Authorization', value] }), '401 no_credentials'],
  ])('%s', async (_shape, shapeOf, expected) => {
    expect(await decided(shapeOf(bearer(token)))).toBe(expected);
  });

  it('its form is still looked at, in any spelling of its content type', async () => {
    for (const name of ['content-type', 'Content-Type']) {
      const shape = {
        headers: { [name]: 'application/x-www-form-urlencoded; charset=utf-8' },
        body: { access_token: 'x' },
      };
      expect(await decided(shape)).toBe('400 token_in_body');
    }
    expect(await decided({ headers: {}, body: { access_token: 'x' } })).toBe('401 no_credentials');
  });

  it('a certificate cannot be had from where there is no connection', async () => {
    const bound = await issuer.issueToken({ certificate: Buffer.from('certificate') });
    for (const socket of [undefined, null, {}, { getPeerCertificate: () => null }, { getPeerCertificate: () => ({}) }])
      expect(await decided({ headers: { authorization: bearer(bound) }, socket })).toBe('401 certificate_missing');
  });

  it('a peer cannot be told from where there is no connection', () => {
    for (const socket of [undefined, null, {}, { server: {} }, { server: { address: () => null } }])
      expect(new NodeRequest({ socket } as unknown as IncomingMessage).peerAddress).toBeUndefined();
  });

  it('a proof cannot fit a request without method and URL', async () => {
    const client = await createDpopClient();
    const bound = await issuer.issueToken({ dpop: client });
    const proof = await client.proof({ url: `${resource}/`, token: bound });
    const headers = { authorization: `DPoP ${bound}`, dpop: proof };
    expect(await decided({ headers })).toBe('401 dpop_proof_mismatch');
    expect(await decided({ headers, method: 'GET', url: '/' })).toBe('accepted alice');
  });

  it('whose members throw is refused, and the log learns the kind of exception only', async () => {
    const told: (string | undefined)[] = [];
    const observed = createResourceServer({
      resource,
      issuers: issuer.issuer,
      observe: { decision: ({ detail }) => told.push(detail) },
    });
    for (const member of ['headers', 'rawHeaders', 'url', 'originalUrl', 'body']) {
      const decision = await observed.authenticate(new NodeRequest(failing(member) as IncomingMessage), {
        optional: true,
      });
      expect(decision).toMatchObject({ ok: false, status: 400, code: 'unreadable_request' });
    }
    expect(new Set(told)).toEqual(new Set(['reading the request threw RangeError']));
    const odd = {
      get headers() {
        throw 'text';
      },
    } as unknown as IncomingMessage;
    expect(await observed.authenticate(new NodeRequest(odd))).toMatchObject({ code: 'unreadable_request' });
    expect(told.at(-1)).toBe('reading the request threw string');
    observed.close();
  });

  it('whose members throw after the issuer was asked for its keys is refused too, and nothing rejects', async () => {
    const fresh = createResourceServer({ resource, issuers: issuer.issuer, keys: { preload: false } });
    const bound = await issuer.issueToken({ certificate: Buffer.from('certificate') });
    const odd = {
      headers: { authorization: `Bearer ${bound}` },
      get socket() {
        throw new RangeError('gone');
      },
    } as unknown as IncomingMessage;
    const first = fresh.authenticate(new NodeRequest(odd));
    expect(first).toBeInstanceOf(Promise);
    expect(await first).toMatchObject({ ok: false, status: 400, code: 'unreadable_request' });
    expect(fresh.authenticate(new NodeRequest(odd))).toMatchObject({ code: 'unreadable_request' });
    fresh.close();
  });

  it('is answered by the middleware too, rules included', () => {
    const middlewares = [api.requireAuth(), api.policy([{ path: '/orders', auth: 'none' }]), api.policy([])];
    for (const middleware of middlewares) {
      for (const shape of [{}, { headers: {} }, { url: 7, method: null }, { url: new URL(resource) }]) {
        const written: unknown[] = [];
        const response = {
          hasHeader: () => false,
          writeHead: (status: number) => written.push(status),
          end: (body: string) => written.push(body),
        };
        middleware(shape as unknown as IncomingMessage, response as unknown as ServerResponse, () => undefined);
        expect(written).toEqual([expect.any(Number), expect.stringContaining('"code"')]);
      }
    }
  });
});

describe('G3: headers that earlier middleware wrote', () => {
  const app = express();
  app.use((req, _res, next) => {
    const { cookie = '', 'x-write': write } = req.headers;
    if (write === 'remove') delete req.headers.authorization;
    else if (write !== undefined) req.headers.authorization = JSON.parse(write as string) as string;
    const [, inCookie] = /token=(\S+)/.exec(cookie) ?? [];
    if (inCookie !== undefined) req.headers.authorization = bearer(inCookie);
    next();
  });
  app.get('/', (req, res, next) => api.requireAuth()(req, res, next), whoami);

  const answer = async (headers: Record<string, string | string[]>): Promise<unknown[]> => {
    const { status, body } = await request(app)
      .get('/')
      .set(headers as Record<string, string>);
    return [status, body.code ?? body.for];
  };

  it('a token that was copied from a cookie counts', async () => {
    expect(await answer({ cookie: `token=${token}` })).toEqual([200, 'alice']);
    expect(await answer({ cookie: 'token=rubbish' })).toEqual([401, 'opaque_token']);
  });

  it('a token that was written over another is the one that counts, for all that comes after reads it', async () => {
    expect(await answer({ authorization: 'Token x', 'x-write': JSON.stringify(bearer(token)) })).toEqual([
      200,
      'alice',
    ]);
    expect(await answer({ authorization: bearer(other), cookie: `token=${token}` })).toEqual([200, 'alice']);
    expect(await answer({ authorization: bearer(token), 'x-write': '"Bearer rubbish"' })).toEqual([
      401,
      'opaque_token',
    ]);
    expect(await answer({ authorization: bearer(token), 'x-write': '""' })).toEqual([401, 'unsupported_scheme']);
    expect(await answer({ authorization: bearer(token), 'x-write': '7' })).toEqual([401, 'unsupported_scheme']);
  });

  it('a token that was taken away is gone', async () => {
    expect(await answer({ authorization: bearer(token), 'x-write': 'remove' })).toEqual([401, 'no_credentials']);
    expect(await answer({ authorization: bearer(token), 'x-write': 'null' })).toEqual([401, 'no_credentials']);
  });

  it('a header that was sent twice stays two, whatever was written over it', async () => {
    const rawHeaders = ['Authorization', bearer(token), 'authorization', bearer(other)];
    expect(await decided({ headers: { authorization: bearer(token) }, rawHeaders })).toBe('400 several_credentials');
    expect(await decided({ headers: { authorization: bearer(issuer.issuer) }, rawHeaders })).toBe(
      '400 several_credentials',
    );
    expect(
      await decided({ headers: { authorization: [bearer(token), bearer(other)] }, rawHeaders: ['Host', 'x'] }),
    ).toBe('400 several_credentials');
  });

  it('what is only inherited was written by nobody', async () => {
    expect(await decided({ headers: Object.create({ authorization: bearer(token) }), rawHeaders: ['Host', 'x'] })).toBe(
      '401 no_credentials',
    );
  });
});

describe('G1: requests of fetch', () => {
  it('in any shape are decided', async () => {
    const shapes: [object, string][] = [
      [new Request(resource, { headers: { authorization: bearer(token) } }), 'accepted alice'],
      [{ url: '/orders', headers: new Headers({ authorization: bearer(token) }) }, 'accepted alice'],
      [{ url: 'not a url', method: 'GET', headers: { Authorization: bearer(token) } }, 'accepted alice'],
      [{ url: `/?access_token=${token}`, headers: {} }, '400 token_in_query'],
      [{}, '401 no_credentials'],
    ];
    for (const [shape, expected] of shapes) {
      const decision = await api.authenticate(new FetchRequest(shape as Request));
      expect(decision.ok ? `accepted ${decision.auth?.subject}` : `${decision.status} ${decision.code}`).toBe(expected);
    }
  });
});
