import type { IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type Request as ExpressRequest } from 'express';
import request from 'supertest';
import { createResourceServer, type ExpressOptions, getAuth, NodeRequest } from '../src/express.ts';
import { createDpopClient, createTestIssuer, type TestIssuer } from '../src/testing.ts';
import { requestOf } from './requests.ts';

const resource = 'https://api.example.com';
let issuer: TestIssuer;
let token: string;
let other: string;
const opened: { close(): void }[] = [];
const details: (string | undefined)[] = [];

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: resource });
  token = await issuer.issueToken();
  other = await issuer.issueToken({ subject: 'bob' });
});

afterEach(() => {
  for (const one of opened.splice(0)) one.close();
  details.length = 0;
});

afterAll(() => issuer.close());

function open(getToken: ExpressOptions['getToken'], more: Partial<ExpressOptions> = {}) {
  const api = createResourceServer({
    resource,
    issuers: issuer.issuer,
    getToken,
    observe: { decision: ({ detail }) => details.push(detail) },
    ...more,
  } as ExpressOptions);
  opened.push(api);
  return api;
}

/** What a request with these headers is answered. */
async function answer(
  getToken: ExpressOptions['getToken'],
  headers: Record<string, string> = {},
  { url = '/', optional = false } = {},
): Promise<unknown[]> {
  const app = express();
  app.use(express.urlencoded());
  app.use(open(getToken).requireAuth({ optional }), (req, res) => {
    res.json({ for: 'auth' in req && req.auth !== undefined ? getAuth(req).subject : null });
  });
  const { status, body } = await request(app).get(url).set(headers);
  return [status, body.code ?? body.for];
}

const cookie = ({ headers }: IncomingMessage): string | undefined => /token=([^;]*)/.exec(headers.cookie ?? '')?.[1];

const protocol = (req: IncomingMessage) => req.headers['sec-websocket-protocol']?.split(/, */)[1];
const ticket = (req: ExpressRequest) => req.query['ticket'] as string;
const query = (req: ExpressRequest) => [req.query['access_token']].flat()[0] as string;

describe('getToken', () => {
  it('G3: finds a token where a client has to put it', async () => {
    expect(await answer(cookie, { cookie: `a=b; token=${token}` })).toEqual([200, 'alice']);
    expect(await answer(cookie, { cookie: 'token=rubbish' })).toEqual([401, 'opaque_token']);
    expect(await answer(cookie, { cookie: 'token=Bearer x' })).toEqual([400, 'malformed_authorization']);
    expect(await answer(protocol, { 'sec-websocket-protocol': `bearer, ${token}` })).toEqual([200, 'alice']);
    expect(await answer(ticket, {}, { url: `/?ticket=${token}` })).toEqual([200, 'alice']);
  });

  it('G3: leaves the Authorization header to be read as ever', async () => {
    expect(await answer(cookie, { authorization: `Bearer ${token}` })).toEqual([200, 'alice']);
    expect(await answer(cookie, { authorization: 'Basic YTpi' })).toEqual([401, 'unsupported_scheme']);
    expect(await answer(cookie)).toEqual([401, 'no_credentials']);
  });

  it('G3: two tokens are one too many; the same one, found in the header, is one', async () => {
    expect(await answer(cookie, { cookie: `token=${other}`, authorization: `Bearer ${token}` })).toEqual([
      400,
      'several_credentials',
    ]);
    expect(await answer(cookie, { cookie: `token=${other}`, authorization: 'Basic YTpi' })).toEqual([
      400,
      'several_credentials',
    ]);
    const header = (req: IncomingMessage) => req.headers.authorization?.split(' ')[1] ?? cookie(req);
    expect(await answer(header, { authorization: `Bearer ${token}` })).toEqual([200, 'alice']);
    expect(await answer(header, { cookie: `token=${other}` })).toEqual([200, 'bob']);
  });

  it.each([undefined, null, ''])('G3: %j is no token', async (nothing) => {
    expect(await answer(() => nothing)).toEqual([401, 'no_credentials']);
    expect(await answer(() => nothing, {}, { optional: true })).toEqual([200, null]);
  });

  it('RFC 6750 section 2.3: takes access_token from a query only itself, once, and alone', async () => {
    expect(await answer(query, {}, { url: `/?access_token=${token}` })).toEqual([200, 'alice']);
    expect(await answer(query, {}, { url: `/?access_token=${token}&access_token=${other}` })).toEqual([
      400,
      'token_in_query',
    ]);
    expect(await answer(query, { authorization: `Bearer ${token}` }, { url: `/?access_token=${token}` })).toEqual([
      400,
      'token_in_query',
    ]);
    expect(await answer(cookie, { cookie: `token=${token}` }, { url: `/?access_token=${other}` })).toEqual([
      400,
      'token_in_query',
    ]);
  });

  it('RFC 6750 section 2.2: a token in a form stays refused', async () => {
    const api = open((req: ExpressRequest) => (req.body as { access_token?: string }).access_token);
    const app = express().use(express.urlencoded(), api.requireAuth());
    const { status, body } = await request(app).post('/').type('form').send({ access_token: token });
    expect([status, body.code]).toEqual([400, 'several_credentials']);
  });

  it('G3: may say the scheme; a proof is asked for as ever', async () => {
    const client = await createDpopClient();
    const bound = await issuer.issueToken({ dpop: client });
    const proof = await client.proof({ url: `${resource}/`, token: bound });
    expect(await answer(() => ({ scheme: 'DPoP', token: bound }), { dpop: proof })).toEqual([200, 'alice']);
    expect(await answer(() => ({ scheme: 'DPoP', token: bound }))).toEqual([401, 'dpop_proof_missing']);
    expect(await answer(() => bound)).toEqual([401, 'dpop_scheme_required']);
    expect(await answer(() => ({ scheme: 'Bearer', token }))).toEqual([200, 'alice']);
    expect(await answer(() => 'x'.repeat(8193))).toEqual([401, 'token_too_large']);
  });

  it.each<[string, () => unknown, string]>([
    ['throws', () => JSON.parse('eyJ a secret'), 'getToken threw SyntaxError'],
    [
      'throws no error',
      () => {
        throw 'a secret';
      },
      'getToken threw string',
    ],
    ['promises', () => Promise.resolve('x'), 'getToken returned a promise; it must be synchronous'],
    ['promises and fails', () => Promise.reject(new Error('x')), 'getToken returned a promise; it must be synchronous'],
    ['gives a number', () => 7, 'getToken returned neither a token nor { scheme, token } nor undefined'],
    ['gives true', () => true, 'getToken returned neither a token nor { scheme, token } nor undefined'],
    ['gives a list', () => ['a'], 'getToken returned neither a token nor { scheme, token } nor undefined'],
    [
      'gives no scheme',
      () => ({ token: 'a' }),
      'getToken returned neither a token nor { scheme, token } nor undefined',
    ],
    [
      'gives Basic',
      () => ({ scheme: 'Basic', token: 'a' }),
      'getToken returned neither a token nor { scheme, token } nor undefined',
    ],
    [
      'gives no token',
      () => ({ scheme: 'Bearer' }),
      'getToken returned neither a token nor { scheme, token } nor undefined',
    ],
  ])(
    'G3: that %s ends in a refusal with a detail, also where credentials are optional',
    async (_name, wrong, detail) => {
      expect(await answer(wrong as never, { authorization: `Bearer ${token}` }, { optional: true })).toEqual([
        400,
        'unreadable_request',
      ]);
      expect(details).toEqual([detail]);
    },
  );

  it('G3: is given the request of the framework, and is not asked about a bare token', async () => {
    const seen: unknown[] = [];
    const options = {
      resource,
      issuers: issuer.issuer,
      getToken(found: object) {
        seen.push(found);
        return token;
      },
    };
    const api = createResourceServer(options);
    opened.push(api);
    const node = { headers: {} } as IncomingMessage;
    const fetched = new Request(resource);
    const neutral = requestOf();
    expect(await api.authenticate(new NodeRequest(node))).toMatchObject({ ok: true });
    expect((await api.gate(() => new Response())(fetched)).status).toBe(200);
    expect(await api.authenticate(neutral)).toMatchObject({ ok: true });
    expect(await api.verify(other)).toMatchObject({ subject: 'bob' });
    expect(seen).toEqual([node, fetched, neutral]);
    expect(seen[0]).toBe(node);
  });

  it.each<[string, unknown]>([
    ['getToken must be a function', 'cookie'],
    ['getToken must be a function', null],
    ['getToken must be synchronous', async () => 'x'],
  ])('G13: a mistake is a TypeError at creation: %s', (message, getToken) => {
    const make = () => open(getToken as never);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
});
