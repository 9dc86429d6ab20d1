import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt, jwtVerify } from 'jose';
import {
  type ClientAuthentication,
  createResourceServer,
  type IntrospectionOptions,
  type ResourceServer,
  type ResourceServerOptions,
} from '../src/index.ts';
import {
  createDpopClient,
  createManualTime,
  createTestIssuer,
  type ManualTime,
  type TestIssuer,
} from '../src/testing.ts';
import { carrying, requestOf } from './requests.ts';

const resource = 'https://api.example.com';
const client: ClientAuthentication = { id: 'api', secret: 's3cret' };
let issuer: TestIssuer;
let time: ManualTime;
let before: TestIssuer['requests'];
let opened: { close(): unknown }[] = [];

beforeAll(async () => {
  time = createManualTime();
  issuer = await createTestIssuer({ audience: resource, now: () => time.now() });
});

beforeEach(async () => {
  await issuer.comeBack();
  before = { ...issuer.requests };
  opened = [];
});

afterEach(() => {
  for (const one of opened) one.close();
});

afterAll(() => issuer.close());

/** How often the issuer was asked in this test. */
const questions = (): number => issuer.requests.introspection - before.introspection;

function open(
  introspection: Partial<IntrospectionOptions> = {},
  more: Partial<ResourceServerOptions> = {},
): ResourceServer {
  const api = createResourceServer({
    resource,
    issuers: [{ issuer: issuer.issuer, introspection: { client, ...introspection } }],
    keys: { preload: false },
    time,
    ...more,
  });
  opened.push(api);
  return api;
}

async function outcome(api: ResourceServer, token: string): Promise<string> {
  const decision = await api.authenticate(carrying(token));
  return decision.ok ? 'accepted' : `${decision.status} ${decision.code}`;
}

/** A server that answers questions as it is told, and keeps the last one. */
async function answering(
  answer: (question: URLSearchParams, headers: IncomingMessage['headers'], response: ServerResponse) => unknown,
) {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const answered = answer(new URLSearchParams(body), request.headers, response);
      if (answered !== undefined) response.setHeader('content-type', 'application/json').end(JSON.stringify(answered));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  opened.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/introspect`;
}

const active = (changes: object = {}): object => ({
  active: true,
  token_type: 'Bearer',
  aud: resource,
  client_id: 'web-app',
  exp: Math.floor(time.now() / 1000) + 300,
  ...changes,
});

describe('opaque tokens', () => {
  it('RS-09: are introspected, and give the same principal as a JWT', async () => {
    const api = open();
    const token = issuer.issueOpaqueToken({ subject: 'bob', scope: 'read write', claims: { department: 'Finance' } });
    const auth = await api.verify(token);
    expect(auth).toMatchObject({
      subject: 'bob',
      clientId: 'test-client',
      scopes: ['read', 'write'],
      scheme: 'Bearer',
      header: {},
      issuer: issuer.issuer,
    });
    expect(auth.payload['department']).toBe('Finance');
    expect(auth.payload).not.toHaveProperty('active');
  });

  it('RS-09: are asked about once in 30 s, and never believed past exp', async () => {
    const api = open();
    const token = issuer.issueOpaqueToken({ expiresInSeconds: 45 });
    for (let i = 0; i < 50; i++) expect(await outcome(api, token)).toBe('accepted');
    expect(questions()).toBe(1);
    time.advance(29);
    expect(await outcome(api, token)).toBe('accepted');
    expect(questions()).toBe(1);
    time.advance(1);
    expect(await outcome(api, token)).toBe('accepted');
    expect(questions()).toBe(2);
    time.advance(15);
    expect(await outcome(api, token)).toBe('401 token_inactive');
  });

  it('RS-09: that were revoked are refused 30 s later at the latest, or at once with cacheSeconds 0', async () => {
    const api = open();
    const eager = open({ cacheSeconds: 0 });
    const token = issuer.issueOpaqueToken();
    expect(await outcome(api, token)).toBe('accepted');
    expect(await outcome(eager, token)).toBe('accepted');
    issuer.revokeToken(token);
    expect(await outcome(eager, token)).toBe('401 token_inactive');
    time.advance(30);
    expect(await outcome(api, token)).toBe('401 token_inactive');
  });

  it('RS-09: that are not active are not asked about again for 5 s', async () => {
    const api = open();
    for (let i = 0; i < 50; i++) expect(await outcome(api, 'unknown')).toBe('401 token_inactive');
    expect(questions()).toBe(1);
    time.advance(5);
    expect(await outcome(api, 'unknown')).toBe('401 token_inactive');
    expect(questions()).toBe(2);
  });

  it('RS-09: of the tokens that are not active the newest 10,000 are kept in mind', async () => {
    let sent = 0;
    const fetch = (): Promise<Response> => {
      sent++;
      return Promise.resolve(Response.json({ active: false }));
    };
    const api = open({ endpoint: `${issuer.issuer}/introspection`, inactiveSeconds: 30 }, { fetch });
    for (let batch = 0; batch < 101; batch++) {
      await Promise.all(Array.from({ length: 99 }, (_, i) => outcome(api, `t-${batch}-${i}`)));
    }
    await outcome(api, 'one');
    expect(sent).toBe(10_000);
    await outcome(api, 't-0-0');
    expect(sent).toBe(10_000);
    await outcome(api, 'one-more');
    await outcome(api, 't-0-0');
    expect(sent).toBe(10_002);
    await outcome(api, 'one');
    expect(sent).toBe(10_002);
  });

  it('RS-09: are asked about by one question at a time, and by a hundred questions in all', async () => {
    const api = open();
    const token = issuer.issueOpaqueToken();
    const same = await Promise.all(Array.from({ length: 200 }, () => outcome(api, token)));
    expect(new Set(same)).toEqual(new Set(['accepted']));
    expect(questions()).toBe(1);
    const many = await Promise.all(Array.from({ length: 120 }, (_, i) => outcome(api, `unknown-${i}`)));
    expect(many.filter((result) => result === '401 token_inactive')).toHaveLength(100);
    expect(many.filter((result) => result === '503 introspection_unavailable')).toHaveLength(20);
    expect(questions()).toBe(101);
  });

  it('RS-09: are refused where nobody can be asked', async () => {
    const api = open({}, { issuers: issuer.issuer });
    expect(await outcome(api, issuer.issueOpaqueToken())).toBe('401 opaque_token');
    expect(await outcome(api, 'a.b')).toBe('401 malformed_token');
  });

  it('RS-09: JWTs are verified by their signature and not asked about', async () => {
    const api = open();
    expect(await outcome(api, await issuer.issueToken())).toBe('accepted');
    expect(await outcome(api, await issuer.issueToken({ expiresInSeconds: -10 }))).toBe('401 token_expired');
    expect(questions()).toBe(0);
  });

  it('RS-09: an issuer of opaque tokens only has no keys to wait for', async () => {
    const api = open({}, { issuers: [{ issuer: issuer.issuer, algorithms: [], introspection: { client } }], keys: {} });
    expect(api.ready()).toBe(true);
    expect(await outcome(api, issuer.issueOpaqueToken())).toBe('accepted');
    expect(await outcome(api, await issuer.issueToken())).toBe('401 unsupported_algorithm');
    expect(issuer.requests.keys).toBe(before.keys);
  });

  it('RS-09: bound to a key or certificate are checked like JWTs', async () => {
    const api = open();
    const dpop = await createDpopClient('ES256', () => time.now());
    const token = issuer.issueOpaqueToken({ dpop });
    expect(await outcome(api, token)).toBe('401 dpop_scheme_required');
    const headers = { authorization: `DPoP ${token}`, dpop: await dpop.proof({ url: `${resource}/orders`, token }) };
    expect(await api.authenticate(requestOf({ headers }))).toMatchObject({ ok: true, auth: { scheme: 'DPoP' } });
    const bound = issuer.issueOpaqueToken({ certificate: Buffer.from('certificate') });
    expect(await outcome(api, bound)).toBe('401 certificate_missing');
  });

  it.each<[string, object, string]>([
    ['a refresh token, which has no type', { token_type: undefined }, '401 wrong_type'],
    ['another type', { token_type: 'N_A' }, '401 wrong_type'],
    ['a type that is no text', { token_type: ['Bearer'] }, '401 wrong_type'],
    ['another issuer', { iss: 'https://evil.example' }, '401 wrong_issuer'],
    ['another audience', { aud: 'https://other.example' }, '401 wrong_audience'],
    ['no audience', { aud: undefined }, '401 invalid_claims'],
    ['two audiences', { aud: [resource, 'https://other.example'] }, '401 several_audiences'],
    ['no client', { client_id: undefined }, '401 invalid_claims'],
    ['a sub that is no text', { sub: 7 }, '401 invalid_claims'],
    ['no exp', { exp: undefined }, '401 invalid_claims'],
    ['an exp that is no number', { exp: '2030-01-01' }, '401 invalid_claims'],
    ['an exp in the past', { exp: 1000 }, '401 token_expired'],
    ['an nbf in the future', { nbf: 4_000_000_000 }, '401 token_not_yet_valid'],
    ['an nbf that is no number', { nbf: 'soon' }, '401 invalid_claims'],
    ['a scope that is a list', { scope: ['read'] }, '401 invalid_claims'],
    ['an unknown binding', { cnf: { kid: 'x' } }, '401 unsupported_confirmation'],
    ['active as a text', { active: 'true' }, '401 token_inactive'],
    ['active as a number', { active: 1 }, '401 token_inactive'],
    ['no active', { active: undefined }, '401 token_inactive'],
    ['the right things', {}, 'accepted'],
    ['the type in lower case', { token_type: 'bearer' }, 'accepted'],
    ['the issuer', { iss: undefined, nbf: 5 }, 'accepted'],
  ])('RS-09: an answer with %s', async (_name, changes, expected) => {
    const api = open({ endpoint: await answering(() => active(changes)) });
    expect(await outcome(api, 'opaque')).toBe(expected);
  });

  it('RS-09: without a subject the client is the subject', async () => {
    const api = open({ endpoint: await answering(() => active()) });
    expect(await api.verify('opaque')).toMatchObject({
      subject: 'web-app',
      clientId: 'web-app',
      issuer: issuer.issuer,
    });
  });

  it('RS-09: clocks may differ by the tolerance', async () => {
    const now = Math.floor(time.now() / 1000);
    const api = open({
      endpoint: await answering((question) =>
        active(question.get('token') === 'old' ? { exp: now - 4 } : { nbf: now + 5 }),
      ),
    });
    expect(await outcome(api, 'old')).toBe('accepted');
    expect(await outcome(api, 'new')).toBe('accepted');
    time.advance(1);
    expect(await outcome(api, 'old')).toBe('401 token_expired');
  });

  it('RS-09: are 503 with Retry-After while the issuer is away, and its detail is for the log', async () => {
    const details: (string | undefined)[] = [];
    const api = open(
      {},
      { keys: { preload: false, timeoutSeconds: 1 }, observe: { decision: ({ detail }) => details.push(detail) } },
    );
    const token = issuer.issueOpaqueToken();
    expect(await outcome(api, token)).toBe('accepted');
    time.advance(30);
    for (const outage of ['refused', 'silent', 'failing'] as const) {
      await issuer.goDown(outage);
      const decision = await api.authenticate(carrying(token));
      expect(decision).toMatchObject({
        ok: false,
        status: 503,
        code: 'introspection_unavailable',
        headers: { 'retry-after': '1' },
      });
      expect(decision.ok ? '' : JSON.stringify(decision.body)).not.toContain('127.0.0.1');
      await issuer.comeBack();
    }
    expect(await outcome(api, token)).toBe('accepted');
    expect(details.map((detail) => /introspection: (.*?)[:,]?( |$)/.exec(detail ?? '')?.[1])).toEqual([
      undefined,
      'fetch',
      'The',
      'status',
      undefined,
    ]);
  });

  it('RS-09: are 503 when the issuer has no endpoint, or cannot be discovered', async () => {
    const details: (string | undefined)[] = [];
    const observe = { decision: ({ detail }: { detail: string | undefined }) => details.push(detail) };
    const metadata = (): Promise<Response> =>
      Promise.resolve(Response.json({ issuer: issuer.issuer, jwks_uri: `${issuer.issuer}/jwks` }));
    expect(await outcome(open({}, { fetch: metadata, observe }), 'opaque')).toBe('503 introspection_unavailable');
    await issuer.goDown('failing');
    expect(await outcome(open({}, { observe }), 'opaque')).toBe('503 introspection_unavailable');
    expect(details).toEqual([
      `${issuer.issuer} has no introspection endpoint`,
      `${issuer.issuer}/.well-known/oauth-authorization-server: status 500`,
    ]);
  });

  it('RS-09: an answer that is no JSON object is 503', async () => {
    const endpoint = await answering((_question, _headers, response) => {
      response.end('{"active":true,"active":false}');
    });
    expect(await outcome(open({ endpoint }), 'opaque')).toBe('503 introspection_unavailable');
  });
});

/** What the authorization server is sent by a client that authenticates so. */
async function asked(
  authentication: ClientAuthentication,
): Promise<{ question: URLSearchParams; authorization: string | undefined }> {
  let question = new URLSearchParams();
  let authorization: string | undefined;
  const endpoint = await answering((sent, headers) => {
    question = sent;
    ({ authorization } = headers);
    return active();
  });
  expect(await outcome(open({ endpoint, client: authentication }), 'opaque-token')).toBe('accepted');
  expect(question.get('token')).toBe('opaque-token');
  expect(question.get('token_type_hint')).toBe('access_token');
  return { question, authorization };
}

describe('discovery for keys and introspection', () => {
  it('RS-04: is done once for both', async () => {
    const api = open();
    const both = await Promise.all([outcome(api, issuer.issueOpaqueToken()), outcome(api, await issuer.issueToken())]);
    expect(both).toEqual(['accepted', 'accepted']);
    expect(issuer.requests.metadata - before.metadata).toBe(1);
  });
});

describe('client authentication', () => {
  it('RS-09: client_secret_basic, each half form-encoded', async () => {
    const { question, authorization } = await asked({ id: 'my api', secret: 'a:b+ü' });
    expect(Buffer.from((authorization ?? '').slice(6), 'base64').toString()).toBe('my+api:a%3Ab%2B%C3%BC');
    expect(question.has('client_secret')).toBe(false);
  });

  it('RS-09: client_secret_post', async () => {
    const { question, authorization } = await asked({ id: 'api', secret: 's', method: 'client_secret_post' });
    expect([question.get('client_id'), question.get('client_secret'), authorization]).toEqual(['api', 's', undefined]);
  });

  it('RS-09: private_key_jwt, addressed to the issuer and used once', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const authentication = { id: 'api', privateKey, algorithm: 'RS256', keyId: 'k1' } as const;
    const first = (await asked(authentication)).question;
    const second = (await asked(authentication)).question;
    expect(first.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const assertion = first.get('client_assertion') ?? '';
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, { currentDate: new Date(time.now()) });
    expect(payload).toMatchObject({ iss: 'api', sub: 'api', aud: issuer.issuer });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    expect(protectedHeader).toEqual({ alg: 'RS256', kid: 'k1', typ: 'JWT' });
    expect(decodeJwt(second.get('client_assertion') ?? '').jti).not.toBe(payload.jti);
  });

  it('RS-09: a key that cannot sign is 503 and no exception', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const api = open({ client: { id: 'api', privateKey, algorithm: 'RS256', keyId: 'k1' } });
    expect(await outcome(api, 'opaque')).toBe('503 introspection_unavailable');
  });

  it('RS-09: tls_client_auth names the client only', async () => {
    const { question, authorization } = await asked({ id: 'api', method: 'tls_client_auth' });
    expect([...question.keys()].toSorted()).toEqual(['client_id', 'token', 'token_type_hint']);
    expect(authorization).toBeUndefined();
  });
});

describe('signed answers (RFC 9701)', () => {
  it('RS-09: are asked for and verified', async () => {
    const api = open({ signed: true });
    expect(await outcome(api, issuer.issueOpaqueToken())).toBe('accepted');
    expect(await outcome(api, 'unknown')).toBe('401 token_inactive');
  });

  it.each<[string, (good: SignedAnswer) => SignedAnswer, string]>([
    ['nothing wrong', (good) => good, 'accepted'],
    ['the client as audience', (good) => ({ ...good, payload: { ...good.payload, aud: ['api', 'x'] } }), 'accepted'],
    ['a parameter in its type', (good) => ({ ...good, contentType: `${good.contentType}; charset=utf-8` }), 'accepted'],
    ['another content type', (good) => ({ ...good, contentType: 'application/json' }), '503'],
    ['another type', (good) => ({ ...good, header: { ...good.header, typ: 'JWT' } }), '503'],
    ['another algorithm', (good) => ({ ...good, header: { ...good.header, alg: 'PS256' } }), '503'],
    ['no algorithm', (good) => ({ ...good, header: { ...good.header, alg: 'none' } }), '503'],
    ['a crit header', (good) => ({ ...good, header: { ...good.header, crit: ['x'] } }), '503'],
    ['an unknown key', (good) => ({ ...good, header: { ...good.header, kid: 'unknown' } }), '503'],
    ['another issuer', (good) => ({ ...good, payload: { ...good.payload, iss: 'https://evil.example' } }), '503'],
    ['another audience', (good) => ({ ...good, payload: { ...good.payload, aud: 'https://other.example' } }), '503'],
    ['no audience', (good) => ({ ...good, payload: { ...good.payload, aud: undefined } }), '503'],
    [
      'an old date',
      (good) => ({ ...good, payload: { ...good.payload, iat: (good.payload['iat'] as number) - 66 } }),
      '503',
    ],
    [
      'a date within the minute',
      (good) => ({ ...good, payload: { ...good.payload, iat: (good.payload['iat'] as number) - 60 } }),
      'accepted',
    ],
    [
      'a future date',
      (good) => ({ ...good, payload: { ...good.payload, iat: (good.payload['iat'] as number) + 67 } }),
      '503',
    ],
    ['no date', (good) => ({ ...good, payload: { ...good.payload, iat: undefined } }), '503'],
    ['no answer inside', (good) => ({ ...good, payload: { ...good.payload, token_introspection: 'x' } }), '503'],
    ['a changed payload', (good) => ({ ...good, tamper: true }), '503'],
    ['plain JSON', (good) => ({ ...good, plain: true }), '503'],
  ])('RS-09: with %s', async (_name, change, expected) => {
    const endpoint = await answering((_question, headers, response) => {
      expect(headers.accept).toBe('application/token-introspection+jwt');
      const answer = change({
        header: { alg: 'RS256', kid: (issuer.publicKeys[0] as { kid: string }).kid, typ: 'token-introspection+jwt' },
        payload: {
          iss: issuer.issuer,
          aud: resource,
          iat: Math.floor(time.now() / 1000),
          token_introspection: active(),
        },
        contentType: 'application/token-introspection+jwt',
      });
      let body = issuer.signJws(answer.header, answer.payload);
      if (answer.tamper)
        body = body.replace(
          /\.[^.]+\./,
          `.${Buffer.from(JSON.stringify({ ...answer.payload, x: 1 })).toString('base64url')}.`,
        );
      response.setHeader('content-type', answer.contentType).end(answer.plain ? JSON.stringify(active()) : body);
    });
    const result = await outcome(open({ endpoint, signed: true }), 'opaque');
    expect(result).toBe(expected === '503' ? '503 introspection_unavailable' : expected);
  });
});

interface SignedAnswer {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly contentType: string;
  readonly tamper?: boolean;
  readonly plain?: boolean;
}
