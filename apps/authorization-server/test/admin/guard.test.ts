/** Who reaches the admin API over the network: every refusal, over real TLS. */
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { certificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createAudit } from '../../src/directory/audit/audit.ts';
import { createCommit } from '../../src/directory/operations/commit.ts';
import { disableUser } from '../../src/directory/operations/users.ts';
import { adminIndicator as adminResource } from '../../src/directory/resources/admin-api.ts';
import { createRevocations } from '../../src/directory/revocation/revocations.ts';
import { AdminVisitor, adminClient, ProofKey, signInAdmin, twoFactors } from '../admin-token.ts';
import { type Answer, send } from '../browser.ts';
import { claimsOf, confidential } from '../client.ts';
import { api as demoApi, startServer, type TestServer } from '../server.ts';

let server: TestServer;
let carol: AdminVisitor;
let weakCarol: AdminVisitor;
let namedLikeCarol: AdminVisitor;
/** In the development registry. */
const idOfCarol = '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e03';

beforeAll(async () => {
  server = await startServer({
    env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1' },
    registry: ({ clients, users }) => {
      users.push({ login: 'eve', name: 'Eve', email: 'eve@example.com', roles: ['auditor'] });
      users.push({ login: 'frank', name: 'Frank', email: 'frank@example.com', roles: ['auditor'] });
      const machine = { grant_types: ['client_credentials'], first_party: true };
      const scopes = { '/admin/v1': ['clients:read', 'clients:write'] };
      clients.push({ ...clients.find((one) => one['client_id'] === 'console')!, client_id: idOfCarol });
      clients.push({ client_id: 'robot', sender_constrained: 'dpop', ...machine, scopes });
      clients.push({ client_id: 'bearer-robot', ...machine, scopes });
      clients.push({ ...clients.find((one) => one['client_id'] === 'worker-mtls'), client_id: 'certified', scopes });
    },
  });
  // Who has a second factor is asked for it from then on.
  weakCarol = await signInAdmin(server, { factors: 1 });
  namedLikeCarol = await signInAdmin(server, { factors: 1, clientId: idOfCarol });
  carol = await signInAdmin(server);
});
afterAll(() => server?.stop());

const url = (path: string) => `${server.issuer}/admin/v1${path}`;
const problem = ({ status, body, headers }: Answer) => {
  const { code, type, correlation_id: id, detail } = JSON.parse(body) as Record<string, string>;
  return { status, code, type: type?.split('#')[1], id, detail, challenge: headers['www-authenticate'] ?? '' };
};
/** The ETag of a client, for a change that is refused for what it is. */
const disable = (visitor: AdminVisitor) =>
  visitor.call('PATCH', '/clients/spa', { 'if-match': '"x"', prefer: 'dry-run' }, { disabled: true });

describe('ADM-03 who may call the admin API', () => {
  it('an operator with two factors reads and may write', async () => {
    expect((await carol.call('GET', '/clients?limit=2')).status).toBe(200);
    // Past all that the guard asks for: what is wrong is the ETag.
    expect(problem(await disable(carol))).toMatchObject({ status: 412, code: 'precondition_failed' });
  });

  it('a patch may be called a merge patch (RFC 7396), and nothing else is one', async () => {
    const asPatch = { 'if-match': '"x"', 'content-type': 'application/merge-patch+json' };
    const patched = await carol.call('PATCH', '/clients/spa', asPatch, { disabled: true });
    expect(problem(patched)).toMatchObject({ status: 412, code: 'precondition_failed' });
    const put = await carol.call('PUT', '/roles/sales', asPatch, { scopes: {} });
    expect(problem(put)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it('nobody without a token; the answer is a problem that says how to get one', async () => {
    const answer = await send('GET', url('/clients'));
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/u);
    const found = problem(answer);
    expect(found).toMatchObject({ status: 401, type: 'unauthenticated' });
    expect(found.id).toMatch(/^[\w-]{36}$/u);
    expect(found.challenge).toContain('resource_metadata="');
    const metadata = /resource_metadata="([^"]+)"/u.exec(String(found.challenge))?.[1] ?? '';
    const described = JSON.parse((await send('GET', metadata)).body) as Record<string, unknown>;
    expect(described).toMatchObject({
      resource: adminResource(server.issuer),
      authorization_servers: [server.issuer],
    });
  });

  it('what the service refuses before the API sees it is a problem too, here alone', async () => {
    const found = problem(await send('GET', url('/clients?q=%00')));
    expect(found).toMatchObject({ status: 400, code: 'invalid_request', type: 'invalid-request' });
    const elsewhere = await send('GET', `${server.issuer}/token?q=%00`);
    expect([elsewhere.status, elsewhere.headers['content-type']]).toEqual([400, 'application/json']);
  });

  it('no token for another audience, none that is over, none that was altered', async () => {
    const webApp = await confidential(server, 'web-app');
    const other = await webApp.signIn(await server.person('alice'), {
      scope: 'openid profile_read',
      resource: demoApi,
    });
    const wrong = await send('GET', url('/clients'), { authorization: `Bearer ${other.access_token}` });
    expect(problem(wrong)).toMatchObject({ status: 401, code: 'wrong_audience' });
    const altered = new AdminVisitor(server.issuer, `${carol.token.slice(0, -8)}AAAAAAAA`, carol.key);
    expect(problem(await altered.call('GET', '/clients')).status).toBe(401);
    server.aheadMs = 3_600_000;
    try {
      const late = problem(await carol.call('GET', '/clients'));
      expect([late.status, late.code]).toEqual([401, 'token_expired']);
    } finally {
      server.aheadMs = 0;
    }
  });

  it('a token bound to a key works with that key alone, and each proof once', async () => {
    const asBearer = await send('GET', url('/clients'), { authorization: `Bearer ${carol.token}` });
    expect(problem(asBearer)).toMatchObject({ status: 401, code: 'dpop_scheme_required' });
    const stolen = new AdminVisitor(server.issuer, carol.token, new ProofKey());
    expect(problem(await stolen.call('GET', '/clients'))).toMatchObject({
      status: 401,
      code: 'dpop_proof_key_mismatch',
    });
    const headers = await carol.headers('GET', '/clients');
    expect((await send('GET', url('/clients'), headers)).status).toBe(200);
    expect(problem(await send('GET', url('/clients'), headers))).toMatchObject({
      status: 401,
      code: 'dpop_proof_replayed',
    });
    const elsewhere = await carol.headers('GET', '/clients/spa');
    expect(problem(await send('GET', url('/clients'), elsewhere)).code).toBe('dpop_proof_mismatch');
  });

  it('reads with one factor; a change is asked to sign in with two', async () => {
    expect((await weakCarol.call('GET', '/clients?limit=1')).status).toBe(200);
    const found = problem(await disable(weakCarol));
    expect(found).toMatchObject({ status: 401, code: 'insufficient_user_authentication' });
    expect(found.challenge).toContain(`acr_values="${twoFactors}"`);
  });

  it('a client that is named like a user is no way around the second factor', async () => {
    const [same, other] = [namedLikeCarol, weakCarol].map(({ token }) => claimsOf(token));
    expect([same?.['sub'], same?.['client_id'], other?.['client_id']]).toEqual([idOfCarol, idOfCarol, 'console']);
    expect(problem(await disable(namedLikeCarol))).toMatchObject({
      status: 401,
      code: 'insufficient_user_authentication',
    });
  });

  it('a client for itself needs no factors, and its scope; the missing one is named', async () => {
    const robot = await adminClient(server, 'robot', ['clients:write']);
    expect(problem(await disable(robot)).status).toBe(412);
    const found = problem(await robot.call('GET', '/clients'));
    expect(found).toMatchObject({ status: 403, code: 'insufficient_scope' });
    expect(found.challenge).toContain('scope="clients:read"');
    expect(found.detail).toContain('clients:read');
  });

  it('a token that is bound to nothing is taken in development from this machine alone', async () => {
    const robot = await confidential(server, 'bearer-robot');
    const form = { grant_type: 'client_credentials', scope: 'clients:read', resource: adminResource(server.issuer) };
    const authorization = `Bearer ${String((await robot.token(form)).body['access_token'])}`;
    expect((await send('GET', url('/clients?limit=1'), { authorization })).status).toBe(200);
    const elsewhere = { authorization, 'x-forwarded-for': '192.0.2.1' };
    expect(problem(await send('GET', url('/clients'), elsewhere))).toMatchObject({
      status: 401,
      code: 'sender_constraint_required',
    });
  });

  it('a token bound to a client certificate works with that certificate alone', async () => {
    const certs = await certificates();
    const withCertificate = (name: string) =>
      new Agent({ cert: readFileSync(certs.certFile(name)), key: readFileSync(certs.keyFile(name)) });
    const own = withCertificate('client');
    const other = withCertificate('web-app');
    const form = { grant_type: 'client_credentials', client_id: 'certified', scope: 'clients:read' };
    const body = new URLSearchParams({ ...form, resource: adminResource(server.issuer) }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const given = await send('POST', `${server.issuer}/token`, type, body, own);
    const token = String((JSON.parse(given.body) as Record<string, unknown>)['access_token']);
    const authorization = `Bearer ${token}`;
    expect(claimsOf(token)['cnf']).toEqual({ 'x5t#S256': expect.any(String) });
    const path = url('/clients?limit=1');
    expect((await send('GET', path, { authorization }, undefined, own)).status).toBe(200);
    expect(problem(await send('GET', path, { authorization }))).toMatchObject({
      status: 401,
      code: expect.stringMatching(/certificate/u),
    });
    expect(problem(await send('GET', path, { authorization }, undefined, other)).status).toBe(401);
    own.destroy();
    other.destroy();
  });

  it('a user who lost the role meanwhile has nothing left of it, tokens that are out included', async () => {
    const frank = await signInAdmin(server, { login: 'frank', factors: 1, scopes: ['clients:read'] });
    expect((await frank.call('GET', '/clients?limit=1')).status).toBe(200);
    const id = claimsOf(frank.token)['sub'] as string;
    const seen = await carol.call('GET', `/users/${id}`);
    const headers = { 'if-match': String(seen.headers['etag']) };
    expect((await carol.call('PATCH', `/users/${id}`, headers, { roles: [] })).status).toBe(200);
    expect(problem(await frank.call('GET', '/clients'))).toMatchObject({ status: 401, code: 'token_revoked' });
    await expect(signInAdmin(server, { login: 'frank', factors: 1, scopes: ['clients:read'] })).rejects.toThrow(
      'error=access_denied',
    );
  });

  it('a user without a role of it gets no token for it', async () => {
    const refused = signInAdmin(server, { login: 'alice', factors: 1, scopes: ['clients:read'] });
    await expect(refused).rejects.toThrow('error=access_denied');
  });

  it('pages of other sites: no answer to their questions, no header that lets them read, and cookies mean nothing', async () => {
    const origin = 'https://evil.example';
    const asked = { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' };
    const preflight = await send('OPTIONS', url('/clients'), asked);
    expect(preflight.status).toBe(405);
    const cookie = '__Host-gatehouse_session=x; access_token=y';
    const withCookie = await send('GET', url('/clients'), { cookie, origin });
    expect(withCookie.status).toBe(401);
    const own = await carol.headers('GET', '/clients');
    const read = await send('GET', url('/clients'), { ...own, origin, cookie });
    expect(read.status).toBe(200);
    for (const { headers } of [preflight, withCookie, read]) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  it('a token that was revoked, and one of a user who was disabled, are worth nothing at once', async () => {
    const robot = await adminClient(server, 'robot', ['clients:read']);
    expect((await robot.call('GET', '/clients?limit=1')).status).toBe(200);
    const owner = await confidential(server, 'robot');
    await owner.post('/token/revocation', { token: robot.token });
    expect(problem(await robot.call('GET', '/clients'))).toMatchObject({ status: 401, code: 'token_revoked' });

    const eve = await signInAdmin(server, { login: 'eve', factors: 1, scopes: ['clients:read'] });
    expect((await eve.call('GET', '/clients?limit=1')).status).toBe(200);
    const { storage, audit } = server.server;
    const parts = { storage, revocations: createRevocations(storage, Date.now) };
    const commit = createCommit({ storage, audit: createAudit({ storage, clock: Date.now }), wake: () => undefined });
    const operator = { actor: { type: 'operator', id: 'a test' } } as const;
    await commit(await disableUser(parts, operator, (await storage.accounts.findByLogin('eve'))!));
    await audit.flush();
    expect(problem(await eve.call('GET', '/clients'))).toMatchObject({ status: 401, code: 'token_revoked' });
  });
});
