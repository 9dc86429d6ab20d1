import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { endEverything } from '../../src/directory/revocation/end.ts';
import { Browser, type Person } from '../browser.ts';
import { claimsOf, confidential, type JsonAnswer, TestClient, type TokenSet } from '../client.ts';
import { api, billing, startServer, type TestServer } from '../server.ts';

const alicesId = '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01';
const refused = { status: 400, body: { error: 'invalid_grant', error_description: expect.any(String) } };

let server: TestServer;
let webApp: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer({
    env: { GATEHOUSE_REFRESH_TOKEN_TTL_SECONDS: '1000', GATEHOUSE_GRANT_TTL_SECONDS: '500' },
  });
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());
beforeEach(() => {
  server.aheadMs = 0;
});

const newest = (answer: JsonAnswer) => String(answer.body['refresh_token']);
const scopes = (scope: unknown) => String(scope).split(' ').toSorted();

describe('rotation and reuse', () => {
  it('AS-05: an old refresh token after the retry window ends the family, the newest token too', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const second = newest(await webApp.refresh(first));
    server.aheadMs = 11_000;
    expect(await webApp.refresh(first)).toMatchObject(refused);
    expect(await webApp.refresh(second)).toMatchObject(refused);
    expect(await webApp.refresh(first)).toMatchObject(refused);
  });

  it('AS-05: reuse is told to the user among the recent events of the account', async () => {
    const { refresh_token: first, id_token: idToken } = await webApp.signIn(alice);
    await webApp.refresh(first);
    server.aheadMs = 11_000;
    await server.server.audit.flush();
    const earlier = new Set((await server.server.storage.audit.list({ limit: 1000 })).map(({ id }) => id));
    await webApp.refresh(first);
    await server.server.audit.flush();
    const { sub } = claimsOf(idToken);
    const records = (await server.server.storage.audit.list({ accountId: String(sub) })).filter(
      ({ id }) => !earlier.has(id),
    );
    expect(records.map(({ type }) => type).toSorted()).toEqual([
      'grant.revoked',
      'refresh_token.reused',
      'token.refused',
    ]);
  });

  it('AS-05: the family of another sign-in lives on', async () => {
    const [one, other] = [await webApp.signIn(alice), await webApp.signIn(alice)];
    await webApp.refresh(one.refresh_token);
    server.aheadMs = 11_000;
    expect(await webApp.refresh(one.refresh_token)).toMatchObject(refused);
    expect((await webApp.refresh(other.refresh_token)).status).toBe(200);
  });

  it('AS-05: whoever repeats a refresh within the window gets the very same refresh token', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const answer = await webApp.refresh(first);
    server.aheadMs = 8000;
    expect(newest(await webApp.refresh(first))).toBe(newest(answer));
    expect((await webApp.refresh(newest(answer))).status).toBe(200);
  });

  it('AS-05: within the window other parameters, other clients and other ways of proving itself get nothing', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const answer = await webApp.refresh(first);
    expect(await webApp.refresh(first, { scope: 'profile_read' })).toMatchObject(refused);
    expect(await webApp.refresh(first, { resource: api })).toMatchObject(refused);
    const spa = new TestClient(server, 'spa');
    expect(await spa.refresh(first)).toMatchObject(refused);
    const impostor = new TestClient(server, 'web-app', { secret: 'x'.repeat(43) });
    expect(await impostor.refresh(first)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(newest(await webApp.refresh(first))).toBe(newest(answer));
  });

  it('AS-05: 20 refreshes at once with one token get one refresh token; nobody is logged out and no second family begins', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const answers = await Promise.all(Array.from({ length: 20 }, () => webApp.refresh(first)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(new Set(answers.map(newest)).size).toBe(1);
    const next = await webApp.refresh(newest(answers[0] as JsonAnswer));
    expect(next.status).toBe(200);
    expect(newest(next)).not.toBe(newest(answers[0] as JsonAnswer));
  });
});

describe('what a refresh gives', () => {
  it('AS-05: the scope narrows for one access token and never widens', async () => {
    const tokens = await webApp.signIn(alice);
    const narrow = await webApp.refresh(tokens.refresh_token, { scope: 'profile_read' });
    expect(scopes(claimsOf(String(narrow.body['access_token']))['scope'])).toEqual(['profile_read']);
    for (const scope of ['profile_read invoice_write', 'users_admin', 'offline_access', 'x']) {
      const { status, body } = await webApp.refresh(newest(narrow), { scope });
      expect({ scope, status, error: body['error'] }).toEqual({ scope, status: 400, error: 'invalid_scope' });
    }
    const full = await webApp.refresh(newest(narrow));
    expect(scopes(claimsOf(String(full.body['access_token']))['scope'])).toEqual(['invoice_read', 'profile_read']);
  });

  it('AS-08: a resource outside the grant is invalid_target, and the refresh token is not used up by asking', async () => {
    const tokens = await webApp.signIn(alice);
    for (const resource of [billing, 'https://unknown.example', 'urn:x', [api, billing]]) {
      const { status, body } = await webApp.refresh(tokens.refresh_token, { resource });
      expect({ resource, status, error: body['error'] }).toEqual({ resource, status: 400, error: 'invalid_target' });
    }
    expect((await webApp.refresh(tokens.refresh_token, { resource: api })).status).toBe(200);
  });

  it('AS-05: a family ends after its absolute lifetime, used or not', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    server.aheadMs = 400_000;
    const second = await webApp.refresh(first);
    expect(second.status).toBe(200);
    server.aheadMs = 600_000;
    expect(await webApp.refresh(newest(second))).toMatchObject(refused);
  });

  it('AS-05: made-up, foreign and misplaced tokens are refused', async () => {
    const tokens = await webApp.signIn(alice);
    const code = await webApp.code(alice);
    for (const token of ['', 'x', tokens.access_token, tokens.id_token, code.code, `${tokens.refresh_token}x`]) {
      const { status, body } = await webApp.refresh(token);
      expect([status, body['error']]).toEqual([400, token === '' ? 'invalid_request' : 'invalid_grant']);
    }
    expect((await webApp.refresh(tokens.refresh_token)).status).toBe(200);
  });
});

const setStatus = async (to: 'active' | 'disabled' | 'pending') => {
  const { accounts, commit } = server.server.storage;
  const { status: from } = (await accounts.find(alicesId))!;
  await commit([accounts.writes.setStatus(alicesId, { from, to })]);
};

describe('what ends a family', () => {
  const endings: [string, (tokens: TokenSet, browser: Browser) => Promise<unknown>][] = [
    ['the person is disabled', () => setStatus('disabled')],
    ['the person is told to wait', () => setStatus('pending')],
    [
      'everything of the person is ended, as by a new password',
      () => server.server.storage.commit([endEverything(server.server.storage, alicesId)]),
    ],
    [
      'the client revokes the refresh token',
      async (tokens) => webApp.post('/token/revocation', { token: tokens.refresh_token }),
    ],
    [
      'consent is taken back',
      async (tokens) => {
        const grantId = String(claimsOf(tokens.access_token)['gid']);
        const { artefacts } = server.server.storage;
        return server.server.storage.commit([artefacts.writes.destroy({ model: 'Grant', id: grantId })]);
      },
    ],
    [
      'the person logs out',
      async (tokens, browser) => browser.get(`${server.issuer}/session/end?id_token_hint=${tokens.id_token}`),
    ],
  ];

  it('AS-05: a refresh is refused once person, password, consent or session are gone, within the retry window too', async () => {
    for (const [ending, end] of endings) {
      const browser = new Browser();
      const tokens = await webApp.signIn(alice, {}, browser);
      const next = newest(await webApp.refresh(tokens.refresh_token));
      await end(tokens, browser);
      const after = [await webApp.refresh(next), await webApp.refresh(tokens.refresh_token)];
      await setStatus('active');
      expect({ ending, after }).toMatchObject({ ending, after: [refused, refused] });
    }
  });

  it('AS-05: without offline_access there is a refresh token too, and it ends with the session (OpenID Connect Core, section 11)', async () => {
    const browser = new Browser();
    const tokens = await webApp.signIn(alice, { scope: 'openid profile_read' }, browser);
    const next = newest(await webApp.refresh(tokens.refresh_token));
    await browser.get(`${server.issuer}/session/end?id_token_hint=${tokens.id_token}`);
    expect(await webApp.refresh(next)).toMatchObject(refused);
  });

  it('AS-05: with offline_access the refresh token outlives the logout', async () => {
    const browser = new Browser();
    const scope = 'openid offline_access profile_read';
    // A request for consent is not needed: the operator gave the scope to the client.
    const tokens = await webApp.signIn(alice, { scope }, browser);
    const bye = await browser.get(`${server.issuer}/session/end?id_token_hint=${tokens.id_token}`);
    expect(bye.status).toBe(303);
    expect((await webApp.refresh(tokens.refresh_token)).status).toBe(200);
  });

  it('AS-05: a client that repeats the scope it asked for when it refreshes is answered', async () => {
    const scope = 'openid offline_access profile_read';
    const tokens = await webApp.signIn(alice, { scope });
    expect((await webApp.refresh(tokens.refresh_token, { scope })).status).toBe(200);
  });

  it('AS-05: offline_access is ignored where the operator did not give it to the client', async () => {
    const { storage } = server.server;
    const { metadata } = (await storage.clients.find('web-app'))!;
    const without = { ...metadata, scope: 'openid profile email' };
    await server.change('clients', storage.clients.writes.put({ clientId: 'web-app', metadata: without }));
    try {
      const browser = new Browser();
      const tokens = await webApp.signIn(alice, { scope: 'openid offline_access profile_read' }, browser);
      await browser.get(`${server.issuer}/session/end?id_token_hint=${tokens.id_token}`);
      expect(await webApp.refresh(tokens.refresh_token)).toMatchObject(refused);
    } finally {
      await server.change('clients', storage.clients.writes.put({ clientId: 'web-app', metadata }));
    }
  });

  it('AS-05: an unused refresh token ends, and the same person must sign in again', async () => {
    const tokens = await webApp.signIn(alice);
    server.aheadMs = 1100_000;
    expect(await webApp.refresh(tokens.refresh_token)).toMatchObject(refused);
  });
});
