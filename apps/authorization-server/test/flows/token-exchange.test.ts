import { generateKeyPairSync } from 'node:crypto';
import { createDpopClient } from '@gatehouse/oauth-guard/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { verifyOwnToken } from '../../src/protocol/engine/own-tokens.ts';
import type { Person } from '../browser.ts';
import { claimsOf, confidential, headerOf, type JsonAnswer, type Parameters, type TestClient } from '../client.ts';
import { api, billing, startServer, type TestServer } from '../server.ts';

const door = 'https://localhost:3002';
const vault = 'urn:example:vault';
const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const everything = ['profile_read', 'profile_write', 'invoice_read', 'invoice_write', 'invoice_approve'];

let server: TestServer;
let webApp: TestClient;
let worker: TestClient;
let gateway: TestClient;
let apiClient: TestClient;
let alice: Person;
/** Alice's token for the gateway. */
let subject: string;

const exchanger = (clientId: string, policy: object, more: object = {}) => ({
  client_id: clientId,
  first_party: true,
  grant_types: ['client_credentials', grantType],
  scopes: { [api]: ['profile_read'] },
  token_exchange: policy,
  ...more,
});

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      document.resources.push({
        indicator: vault,
        name: 'Vault',
        scopes: { invoice_read: 'Look', profile_read: 'Peek' },
        token_format: 'opaque',
        access_token_ttl_seconds: 60,
      });
      for (const role of Object.values(document.roles)) role[vault] = ['invoice_read', 'profile_read'];
      const clients = new Map(document.clients.map((client) => [client['client_id'], client]));
      Object.assign(clients.get('web-app')!['scopes'] as object, { [vault]: ['invoice_read'] });
      const rule = { from: [door, api, vault, billing], scopes: ['profile_read', 'invoice_read'] };
      document.clients.push(
        exchanger('plain', { rules: [{ ...rule, to: api }] }),
        exchanger('short', { max_depth: 1, rules: [{ ...rule, to: api }] }),
        exchanger('mask', { rules: [{ ...rule, to: api, mode: 'impersonation' }] }),
        exchanger('two', {
          rules: [
            { ...rule, to: api },
            { ...rule, to: vault },
          ],
        }),
        exchanger('bound', { rules: [{ ...rule, to: api }] }, { sender_constrained: 'dpop' }),
        {
          client_id: 'careful',
          first_party: true,
          grant_types: ['client_credentials'],
          scopes: { [api]: ['invoice_read'] },
          may_act: 'plain',
        },
        {
          client_id: 'reporter',
          first_party: false,
          grant_types: ['client_credentials'],
          scopes: { [api]: ['invoice_read'] },
        },
        {
          client_id: 'bound-worker',
          first_party: true,
          grant_types: ['client_credentials'],
          scopes: { [api]: ['invoice_read'] },
          sender_constrained: 'dpop',
        },
      );
    },
  });
  [webApp, worker, gateway, apiClient] = (await Promise.all(
    ['web-app', 'worker', 'gateway', 'api'].map((id) => confidential(server, id)),
  )) as [TestClient, TestClient, TestClient, TestClient];
  alice = await server.person('alice');
  subject = (await webApp.signIn(alice, { resource: door, scope: `openid ${everything.join(' ')}` })).access_token;
});
afterAll(() => server?.stop());

const exchange = (client: TestClient, token: string, form: Parameters = {}, headers: Record<string, string> = {}) =>
  client.token({ grant_type: grantType, subject_token: token, subject_token_type: accessToken, ...form }, headers);
const issued = ({ status, text, body }: JsonAnswer): string => {
  if (status !== 200) throw new Error(`no token: ${text}`);
  return String(body['access_token']);
};
const clientToken = async (client: TestClient, form: Parameters = {}): Promise<string> =>
  issued(
    await client.token({
      grant_type: 'client_credentials',
      resource: api,
      scope: 'invoice_read profile_read',
      ...form,
    }),
  );
const as = (clientId: string) => confidential(server, clientId);
const refusedAs = (error: string) => ({ status: 400, body: expect.objectContaining({ error }) });
const audits = async (type: string) => (await server.audited({ type, limit: 50 })).map(({ data }) => data);

/** A proof for the token endpoint, with the server's nonce. */
async function proofFor(client: TestClient, key: Awaited<ReturnType<typeof createDpopClient>>): Promise<string> {
  const url = `${server.issuer}/token`;
  const asked = await client.token(
    { grant_type: grantType, subject_token: 'x', subject_token_type: accessToken },
    { dpop: await key.proof({ method: 'POST', url }) },
  );
  return key.proof({ method: 'POST', url, nonce: String(asked.headers['dpop-nonce']) });
}

describe('token exchange', () => {
  it('TX-02, TX-03: a person’s token for the gateway becomes one for the API, with the gateway as the actor', async () => {
    const answer = await exchange(gateway, subject, { resource: api });
    expect(answer).toMatchObject({
      status: 200,
      body: { issued_token_type: accessToken, token_type: 'Bearer', expires_in: expect.any(Number) },
      headers: { 'cache-control': 'no-store' },
    });
    const before = claimsOf(subject);
    const token = issued(answer);
    expect(headerOf(token)).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
    expect(claimsOf(token)).toEqual({
      iss: server.issuer,
      sub: before['sub'],
      aud: api,
      client_id: 'gateway',
      act: { sub: 'gateway' },
      origin_client_id: 'web-app',
      scope: everything.join(' '),
      department: 'Finance',
      roles: ['accountant'],
      gid: before['gid'],
      auth_time: before['auth_time'],
      ...(before['acr'] === undefined ? {} : { acr: before['acr'] }),
      ...(before['amr'] === undefined ? {} : { amr: before['amr'] }),
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.not.stringMatching(String(before['jti'])),
    });
    expect(Number(claimsOf(token)['exp'])).toBeLessThanOrEqual(Number(before['exp']));
  });

  it('TX-01: ID, refresh, altered, self-made, expired and foreign tokens are refused, and nobody learns why', async () => {
    const tokens = await webApp.signIn(alice, { resource: door });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const forged = await new SignJWT(claimsOf(subject))
      .setProtectedHeader({ ...headerOf(subject), alg: 'RS256' })
      .sign(privateKey);
    const [head, body, signature] = subject.split('.') as [string, string, string];
    const widened = Buffer.from(JSON.stringify({ ...claimsOf(subject), scope: 'users_admin' })).toString('base64url');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    const bad = [
      tokens.id_token,
      tokens.refresh_token,
      forged,
      `${head}.${widened}.${signature}`,
      `${unsigned}.${body}.`,
    ];
    for (const token of [...bad, 'x', 'a.b.c', `${subject}x`]) {
      const answer = await exchange(gateway, token, { resource: api });
      expect(answer).toMatchObject(refusedAs('invalid_request'));
      expect(answer.body['error_description']).toBe('the subject token cannot be exchanged by this client');
    }
    for (const type of ['id_token', 'refresh_token', 'jwt', 'saml2']) {
      const answer = await exchange(gateway, subject, {
        subject_token_type: `urn:ietf:params:oauth:token-type:${type}`,
      });
      expect(answer).toMatchObject(refusedAs('invalid_request'));
    }
    for (const form of [{ subject_token: undefined }, { subject_token: '' }, { subject_token: [subject, subject] }])
      expect(await exchange(gateway, subject, form)).toMatchObject(refusedAs('invalid_request'));
    server.aheadMs = 11 * 60_000;
    try {
      expect(await exchange(gateway, subject, { resource: api })).toMatchObject(refusedAs('invalid_request'));
    } finally {
      server.aheadMs = 0;
    }
  });

  it('TX-01: what the server signed as another kind of token is no access token', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const keyring = { tokenKeys: [{ kid: 'k', algorithm: 'RS256', publicKey }] } as never;
    const sign = (typ: string | undefined) =>
      new SignJWT({ ...claimsOf(subject) })
        .setProtectedHeader({ alg: 'RS256', kid: 'k', ...(typ !== undefined && { typ }) })
        .sign(privateKey);
    const verify = async (typ: string | undefined) =>
      verifyOwnToken(await sign(typ), { keyring, issuer: server.issuer, clock: Date.now });
    expect(await verify('at+jwt')).toBeDefined();
    for (const typ of ['logout+jwt', 'JWT', undefined, 'token-introspection+jwt', 'revocations+jws'])
      expect(await verify(typ)).toBeUndefined();
  });

  it('TX-01: a revoked token, an ended grant, a disabled person and a disabled client end it', async () => {
    const own = await webApp.signIn(alice, { resource: door });
    expect((await exchange(gateway, own.access_token)).status).toBe(200);
    await webApp.post('/token/revocation', { token: own.access_token });
    expect(await exchange(gateway, own.access_token)).toMatchObject(refusedAs('invalid_request'));

    const other = await webApp.signIn(alice, { resource: door });
    await webApp.post('/token/revocation', { token: other.refresh_token });
    expect(await exchange(gateway, other.access_token)).toMatchObject(refusedAs('invalid_request'));

    const carol = await server.person('carol');
    const { access_token: carols } = await webApp.signIn(carol, { resource: door });
    const { storage } = server.server;
    const { id } = (await storage.accounts.findByLogin('carol'))!;
    await storage.commit([storage.accounts.writes.setStatus(id, { from: 'active', to: 'disabled' })]);
    expect(await exchange(gateway, carols)).toMatchObject(refusedAs('invalid_request'));

    const careful = await as('careful');
    const token = await clientToken(careful);
    expect((await exchange(await as('plain'), token)).status).toBe(200);
    await server.change('clients', storage.clients.writes.setDisabled('careful', true));
    expect(await exchange(await as('plain'), token)).toMatchObject(refusedAs('invalid_request'));
    await server.change('clients', storage.clients.writes.setDisabled('careful', false));
  });

  it('TX-02: scopes are those of the subject, the rule and the target, and of what was asked', async () => {
    const narrow = await webApp.signIn(alice, { resource: door, scope: 'openid invoice_read invoice_write' });
    const scopeOf = async (client: TestClient, form: Parameters = {}) =>
      String((await exchange(client, narrow.access_token, { resource: api, ...form })).body['scope']).split(' ');
    expect(await scopeOf(gateway)).toEqual(['invoice_read', 'invoice_write']);
    expect(await scopeOf(await as('plain'))).toEqual(['invoice_read']);
    expect(await scopeOf(gateway, { scope: 'invoice_read users_admin profile_read' })).toEqual(['invoice_read']);
    for (const scope of ['profile_read', 'users_admin', 'billing_read', 'invoice_rea'])
      expect(await exchange(gateway, narrow.access_token, { scope })).toMatchObject(refusedAs('invalid_scope'));
  });

  it('TX-02: exactly one target, which the policy names', async () => {
    const two = await as('two');
    expect(await exchange(two, subject)).toMatchObject(refusedAs('invalid_target'));
    for (const form of [{ resource: api }, { audience: api }, { resource: api, audience: api }])
      expect(claimsOf(issued(await exchange(two, subject, form)))['aud']).toBe(api);
    for (const form of [
      { resource: [api, vault] },
      { resource: api, audience: vault },
      { resource: billing },
      { resource: 'https://nowhere.example' },
      { audience: '__proto__' },
    ])
      expect(await exchange(two, subject, form)).toMatchObject(refusedAs('invalid_target'));
  });

  it('TX-02: a token that is for an audience which no rule names is not exchanged', async () => {
    const { access_token: forBilling } = await webApp.signIn(alice, {
      resource: billing,
      scope: 'openid billing_read',
    });
    expect(await exchange(gateway, forBilling, { resource: api })).toMatchObject(refusedAs('invalid_request'));
    const { access_token: forUserinfo } = await webApp.signIn(alice, { resource: undefined, scope: 'openid profile' });
    expect(await exchange(gateway, forUserinfo, { resource: api })).toMatchObject(refusedAs('invalid_request'));
  });

  it('TX-03: the chain names every actor, the newest outside, and is no longer than the policy says', async () => {
    const first = issued(await exchange(gateway, subject, { resource: api }));
    const second = issued(await exchange(apiClient, first));
    expect(claimsOf(second)).toMatchObject({
      aud: billing,
      scope: 'invoice_read',
      act: { sub: 'api', act: { sub: 'gateway' } },
      origin_client_id: 'web-app',
      sub: claimsOf(subject)['sub'],
    });
    expect(await exchange(await as('short'), first)).toMatchObject(refusedAs('invalid_request'));
    let token = first;
    for (const client of ['plain', 'two']) token = issued(await exchange(await as(client), token, { resource: api }));
    expect(claimsOf(token)['act']).toEqual({ sub: 'two', act: { sub: 'plain', act: { sub: 'gateway' } } });
    expect(await exchange(gateway, token)).toMatchObject(refusedAs('invalid_request'));
    // Impersonation adds nobody, and hides nobody who is there.
    expect(claimsOf(issued(await exchange(await as('mask'), subject)))['act']).toBeUndefined();
    expect(claimsOf(issued(await exchange(await as('mask'), token)))['act']).toEqual(claimsOf(token)['act']);
  });

  it('TX-03: no exchange lives longer than the token it came of, however often it is repeated', async () => {
    server.aheadMs = 200_000;
    try {
      const left = Number(claimsOf(subject)['exp']) - Math.floor((Date.now() + server.aheadMs) / 1000);
      const answer = await exchange(gateway, subject, { resource: api });
      expect(Number(answer.body['expires_in'])).toBeLessThanOrEqual(left);
    } finally {
      server.aheadMs = 0;
    }
    const two = await as('two');
    const opaque = issued(await exchange(two, subject, { resource: vault }));
    expect(opaque).not.toContain('.');
    const back = claimsOf(issued(await exchange(two, opaque, { resource: api })));
    expect(Number(back['exp']) - Number(back['iat'])).toBeLessThanOrEqual(60);
    expect(back).toMatchObject({ act: { sub: 'two', act: { sub: 'two' } }, gid: claimsOf(subject)['gid'] });
  });

  it('TX-03: a client’s own token stays a client’s, and nobody takes it for a person', async () => {
    const claims = claimsOf(issued(await exchange(gateway, await clientToken(worker))));
    expect(claims).toMatchObject({
      sub: 'worker',
      client_id: 'gateway',
      sub_profile: 'service',
      department: 'Finance',
      scope: 'invoice_read',
    });
    expect(claims).not.toHaveProperty('roles');
    const again = issued(await exchange(await as('plain'), issued(await exchange(gateway, await clientToken(worker)))));
    expect(claimsOf(again)).toMatchObject({ sub: 'worker', sub_profile: 'service', origin_client_id: 'worker' });
  });

  it('TX-04: without the grant, without a policy or without authentication there is no exchange', async () => {
    expect((await exchange(worker, subject)).status).toBe(400);
    expect((await exchange(webApp, subject)).status).toBe(400);
    const stranger = await server.clientSecret('gateway');
    const wrong = await exchange(
      await as('gateway'),
      subject,
      {},
      { authorization: `Basic ${btoa(`gateway:${stranger}x`)}` },
    );
    expect(wrong.status).toBe(401);
    const { storage } = server.server;
    const { metadata } = (await storage.clients.find('plain'))!;
    const { token_exchange: _policy, ...without } = metadata;
    await server.change('clients', storage.clients.writes.put({ clientId: 'plain', metadata: without }));
    expect(await exchange(await as('plain'), subject)).toMatchObject(refusedAs('invalid_request'));
    await server.change('clients', storage.clients.writes.put({ clientId: 'plain', metadata }));
  });

  it('TX-04: may_act names the only one who may, and goes along', async () => {
    const token = await clientToken(await as('careful'));
    expect(claimsOf(token)['may_act']).toEqual({ sub: 'plain' });
    expect(await exchange(gateway, token)).toMatchObject(refusedAs('invalid_request'));
    const exchanged = issued(await exchange(await as('plain'), token));
    expect(claimsOf(exchanged)['may_act']).toEqual({ sub: 'plain' });
    expect(await exchange(gateway, exchanged)).toMatchObject(refusedAs('invalid_request'));
  });

  it('TX-04: an actor token must be the client’s own', async () => {
    const own = await clientToken(gateway);
    const actor = (token: string, type = accessToken) =>
      exchange(gateway, subject, { actor_token: token, actor_token_type: type });
    expect(claimsOf(issued(await actor(own)))['act']).toEqual({ sub: 'gateway' });
    for (const token of [await clientToken(worker), subject, 'x', ''])
      expect(await actor(token)).toMatchObject(refusedAs('invalid_request'));
    expect(await exchange(gateway, subject, { actor_token: own })).toMatchObject(refusedAs('invalid_request'));
    expect(await actor(own, 'urn:ietf:params:oauth:token-type:jwt')).toMatchObject(refusedAs('invalid_request'));
  });

  it('TX-05: a third party’s token is exchanged only where the rule says so, also after an exchange', async () => {
    const token = await clientToken(await as('reporter'));
    expect(await exchange(await as('plain'), token)).toMatchObject(refusedAs('invalid_request'));
    const exchanged = issued(await exchange(gateway, token));
    expect(claimsOf(exchanged)).toMatchObject({ origin_client_id: 'reporter', client_id: 'gateway' });
    expect(await exchange(await as('plain'), exchanged)).toMatchObject(refusedAs('invalid_request'));
  });

  it('TX-02: a bound subject token needs its key, or a rule that trusts the client; a bound client gets bound tokens', async () => {
    const key = await createDpopClient();
    const boundWorker = await as('bound-worker');
    const url = `${server.issuer}/token`;
    const form = { grant_type: 'client_credentials', resource: api, scope: 'invoice_read' };
    const first = await boundWorker.token(form, { dpop: await key.proof({ method: 'POST', url }) });
    const nonce = String(first.headers['dpop-nonce']);
    const token = issued(await boundWorker.token(form, { dpop: await key.proof({ method: 'POST', url, nonce }) }));
    expect(claimsOf(token)['cnf']).toEqual({ jkt: key.thumbprint });

    const plain = await as('plain');
    expect(await exchange(plain, token)).toMatchObject(refusedAs('invalid_request'));
    const other = await createDpopClient();
    expect(await exchange(plain, token, {}, { dpop: await proofFor(plain, other) })).toMatchObject(
      refusedAs('invalid_request'),
    );
    const shown = await exchange(plain, token, {}, { dpop: await proofFor(plain, key) });
    expect(shown.body['token_type']).toBe('DPoP');
    expect(claimsOf(issued(shown))['cnf']).toEqual({ jkt: key.thumbprint });
    // The gateway checked the proof at its own door.
    expect(claimsOf(issued(await exchange(gateway, token)))['cnf']).toBeUndefined();

    const bound = await as('bound');
    expect((await exchange(bound, subject)).status).toBe(400);
    const proof = await proofFor(bound, other);
    const out = await exchange(bound, subject, {}, { dpop: proof });
    expect(claimsOf(issued(out))['cnf']).toEqual({ jkt: other.thumbprint });
    expect((await exchange(bound, subject, {}, { dpop: proof })).status).toBe(400);
  });

  it('TX-06: each exchange is audited with subject, client, chain and target; each refusal with its reason', async () => {
    const first = issued(await exchange(gateway, subject, { resource: api }));
    const second = issued(await exchange(apiClient, first));
    await exchange(await as('short'), first);
    const last = (await audits('token.exchanged')).find(({ jti }) => jti === claimsOf(second)['jti']);
    expect(last).toMatchObject({
      outcome: 'success',
      client_id: 'api',
      subject: claimsOf(subject)['sub'],
      act: ['api', 'gateway'],
      target: { type: 'resource', id: billing },
    });
    expect(await audits('token.refused')).toContainEqual(
      expect.objectContaining({ client_id: 'short', reason: 'chain_too_long', outcome: 'failure' }),
    );
    const text = JSON.stringify(await server.server.storage.audit.list({ limit: 200 })) + server.log.join('');
    for (const token of [subject, first, second]) expect(text).not.toContain(token.split('.')[2]);
  });

  it('TX-02, TX-03: 200 random exchanges never widen anything', async () => {
    const actors = await Promise.all(['gateway', 'plain', 'two', 'mask', 'api'].map(as));
    const roots = [
      subject,
      (await webApp.signIn(alice, { resource: door, scope: 'openid invoice_read' })).access_token,
      (await webApp.signIn(await server.person('bob'), { resource: door, scope: 'openid profile_read invoice_read' }))
        .access_token,
      await clientToken(worker),
      await clientToken(await as('careful')),
    ];
    let done = 0;
    const step = fc.record({
      actor: fc.nat(actors.length - 1),
      target: fc.constantFrom(undefined, api, vault, billing, door),
      scope: fc.option(fc.subarray([...everything, 'users_admin', 'billing_read']), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(roots.length - 1),
        fc.array(step, { minLength: 1, maxLength: 4 }),
        async (root, steps) => {
          let token = roots[root]!;
          let held = { claims: claimsOf(token), scopes: String(claimsOf(token)['scope']).split(' ') };
          for (const { actor, target, scope } of steps) {
            const answer = await exchange(actors[actor]!, token, {
              resource: target,
              scope: scope?.join(' ') || undefined,
            });
            done += 1;
            if (answer.status !== 200) {
              expect(answer.status).toBe(400);
              continue;
            }
            const scopes = String(answer.body['scope']).split(' ');
            for (const one of scopes) expect(held.scopes).toContain(one);
            if (scope?.length) for (const one of scopes) expect(scope).toContain(one);
            const next = String(answer.body['access_token']);
            if (!next.includes('.')) continue;
            const claims = claimsOf(next);
            expect(claims['sub']).toBe(held.claims['sub']);
            expect(typeof claims['aud']).toBe('string');
            expect(Number(claims['exp'])).toBeLessThanOrEqual(Number(held.claims['exp']));
            expect(claims['gid']).toBe(held.claims['gid']);
            expect(claims['auth_time']).toBe(held.claims['auth_time']);
            held = { claims, scopes };
            token = next;
          }
        },
      ),
      { numRuns: 100 },
    );
    expect(done).toBeGreaterThanOrEqual(200);
  });
});
