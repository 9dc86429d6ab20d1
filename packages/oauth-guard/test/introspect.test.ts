import { describe, expect, it } from '@jest/globals';
import { type AccessTokenError, type IssuerOptions, type ResourceServer, TOKEN_PROFILES } from '../src/index.ts';
import { createDpopClient } from '../src/testing.ts';
import {
  active,
  answering,
  before,
  client,
  issuer,
  open,
  outcome,
  questions,
  resource,
  time,
} from './introspect-setup.ts';
import { carrying, requestOf } from './requests.ts';

/** An issuer without an introspection endpoint. */
const metadata = (): Promise<Response> =>
  Promise.resolve(Response.json({ issuer: issuer.issuer, jwks_uri: `${issuer.issuer}/jwks` }));

const asked = (profile: IssuerOptions['profile'] & {}, endpoint: string, clients?: string[]): ResourceServer =>
  open(
    {},
    {
      issuers: [{ issuer: issuer.issuer, profile, introspection: { client, endpoint }, ...(clients && { clients }) }],
    },
  );

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

  it('RS-09: are refused when they were issued too long ago, or do not say when', async () => {
    const seconds = Math.floor(time.now() / 1000);
    let changes: object = { iat: seconds - 40, exp: seconds + 3600 };
    const api = open({ endpoint: await answering(() => active(changes)) }, { maxTokenAgeSeconds: 60 });
    expect(await outcome(api, 'one')).toBe('accepted');
    time.advance(31);
    expect(await outcome(api, 'one')).toBe('401 token_too_old');
    changes = { iat: undefined, exp: seconds + 3600 };
    expect(await outcome(api, 'two')).toBe('401 invalid_claims');
    changes = { iat: seconds + 600, exp: seconds + 3600 };
    expect(await outcome(api, 'three')).toBe('401 token_not_yet_valid');
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

  it('RS-09: what looks like a JWT and cannot be read is not asked about', async () => {
    const api = open();
    for (const token of ['eyJ.def.ghi', 'e30.e30.AB', `e30.W10.${'A'.repeat(342)}`])
      expect(await outcome(api, token)).toBe('401 malformed_token');
    expect(questions()).toBe(0);
    expect(await outcome(api, 'abc.def.ghi')).toBe('401 token_inactive');
    expect(questions()).toBe(1);
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

  it('G4, G7: an answer is read as its issuer writes tokens, and by the names of RFC 7662 first', async () => {
    const says = { azp: 'other', typ: 'Bearer', scope: 'read', realm_access: { roles: ['manager'] }, sub: 'alice' };
    const keycloak = await asked('keycloak', await answering(() => active(says))).verify('opaque');
    expect(keycloak).toMatchObject({ subject: 'alice', clientId: 'web-app', scopes: ['read'], roles: ['manager'] });
    const named = { client_id: undefined, ...says };
    const byAzp = await asked('keycloak', await answering(() => active(named))).verify('opaque');
    expect(byAzp).toMatchObject({ clientId: 'other' });
    const bare = await answering(() => active({ aud: [], scope: 'read', scp: ['write', 'read'] }));
    expect(await outcome(asked('hydra', bare), 'opaque')).toBe('401 wrong_audience');
    expect(await outcome(asked('hydra', bare, ['other']), 'opaque')).toBe('401 wrong_client');
    expect(await asked('hydra', bare, ['web-app']).verify('opaque')).toMatchObject({ scopes: ['read', 'write'] });
  });

  it('G4: a person has the subject that the profile says, as by a JWT', async () => {
    const profile = { ...TOKEN_PROFILES.rfc9068, subject: ['employee', 'sub'] };
    const of = async (says: object) =>
      (await asked(profile, await answering(() => active(says))).verify('opaque')).subject;
    expect(await of({ employee: 'e-1', sub: 'alice' })).toBe('e-1');
    expect(await of({ employee: 'e-1' })).toBe('e-1');
    expect(await of({ sub: 'alice' })).toBe('alice');
  });

  it('a secret in the query of the endpoint stays out of the log', async () => {
    const api = open({ endpoint: 'http://127.0.0.1:1/introspect?code=s3cret' });
    const detail = await api.verify('opaque').catch((error: AccessTokenError) => error.detail);
    expect(detail).toMatch(/^http:\/\/127\.0\.0\.1:1\/introspect: /);
    expect(detail).not.toContain('s3cret');
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
        active(question.get('token') === 'old' ? { exp: now - 9 } : { nbf: now + 10 }),
      ),
    });
    expect(await outcome(api, 'old')).toBe('accepted');
    expect(await outcome(api, 'new')).toBe('accepted');
    time.advance(1);
    expect(await outcome(api, 'old')).toBe('401 token_expired');
  });

  it('RS-09: are 503 with Retry-After while the issuer is away, and its detail is for the log', async () => {
    const details: (string | undefined)[] = [];
    const api = open({}, { keys: { preload: false }, observe: { decision: ({ detail }) => details.push(detail) } });
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
    expect(await outcome(open({}, { fetch: metadata, observe }), 'opaque')).toBe('503 introspection_unavailable');
    await issuer.goDown('failing');
    expect(await outcome(open({}, { observe }), 'opaque')).toBe('503 introspection_unavailable');
    expect(details).toEqual([
      `${issuer.issuer} has no introspection endpoint`,
      `${issuer.issuer}/.well-known/oauth-authorization-server: status 500; ${issuer.issuer}/.well-known/openid-configuration: status 500`,
    ]);
  });

  it('RS-09: an answer that is no JSON object is 503', async () => {
    const endpoint = await answering((_question, _headers, response) => {
      response.end('{"active":true,"active":false}');
    });
    expect(await outcome(open({ endpoint }), 'opaque')).toBe('503 introspection_unavailable');
  });
});
