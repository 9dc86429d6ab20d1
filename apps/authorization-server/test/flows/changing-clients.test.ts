/**
 * Clients change while requests are under way: after every read of the database that a request makes, the server forgets
 * what it knew of clients, as it does whenever any of them changes. Each request is still decided by what the store says.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ExpiringCache } from '../../src/directory/clients/expiring-cache.ts';
import { Browser, follow, openPage, type Person, submitPassword } from '../browser.ts';
import { claimsOf, confidential, type Parameters, TestClient } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const strong = 'urn:gatehouse:acr:2';
const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const strictRedirect = 'https://localhost:3009/strict';
const laxRedirect = 'https://localhost:3009/lax';
const spaOrigin = 'https://localhost:3004';

let server: TestServer;
let webApp: TestClient;
let strict: TestClient;
let spa: TestClient;
let alice: Person;
/** What happens after each read. */
let afterRead: (name: string) => Promise<void>;

/** Makes every read of these stores be followed by `afterRead`. */
function watchReads(): void {
  const { artefacts, accounts, clients, credentials, passkeys } = server.server.storage;
  for (const one of [artefacts, accounts, clients, credentials, passkeys]) {
    for (const [name, read] of Object.entries(one)) {
      if (typeof read !== 'function') continue;
      const watched = async (...values: unknown[]) => {
        const found = await (read as (...values: unknown[]) => Promise<unknown>).apply(one, values);
        await afterRead(name);
        return found;
      };
      Object.assign(one, { [name]: watched });
    }
  }
}

/** Every cache of clients that was ever asked. */
const caches = new Set<ExpiringCache<unknown>>();
const get = Reflect.get(ExpiringCache.prototype, 'get');
ExpiringCache.prototype.get = function (this: ExpiringCache<unknown>, ...values) {
  caches.add(this);
  return get.apply(this, values);
};

/** What a change of any client does. */
const someClientChanges = async () => {
  for (const cache of caches) cache.clear();
};

beforeAll(async () => {
  server = await startServer({
    env: { GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '100000' },
    registry: ({ clients }) => {
      const known = clients.find((entry) => entry['client_id'] === 'web-app')!;
      const worker = clients.find((entry) => entry['client_id'] === 'worker')!;
      clients.push(
        { ...known, client_id: 'strict', required_acr: strong, redirect_uris: [strictRedirect] },
        { ...known, client_id: 'lax', require_pkce: false, redirect_uris: [laxRedirect] },
        { ...worker, client_id: 'bystander' },
        { ...worker, client_id: 'bound', sender_constrained: 'dpop' },
        { ...worker, client_id: 'careful', may_act: 'courier' },
        { ...worker, client_id: 'foreign', first_party: false },
        {
          client_id: 'courier',
          first_party: true,
          grant_types: [exchangeGrant],
          scopes: { [api]: ['invoice_read'] },
          token_exchange: { rules: [{ from: [api], to: api, scopes: ['invoice_read'] }] },
        },
      );
    },
  });
  webApp = await confidential(server, 'web-app');
  strict = await confidential(server, 'strict', strictRedirect);
  spa = new TestClient(server, 'spa', { redirectUri: `${spaOrigin}/callback` });
  alice = await server.person('alice');
  watchReads();
});
beforeEach(() => {
  afterRead = someClientChanges;
});
afterAll(() => server?.stop());

/** Changes what is stored of a client. */
async function store(clientId: string, changes: Record<string, unknown>): Promise<void> {
  const { clients } = server.server.storage;
  const { metadata } = (await clients.find(clientId))!;
  await server.change('clients', clients.writes.put({ clientId, metadata: { ...metadata, ...changes } }));
}

const own = async (clientId: string, form: Parameters = {}) =>
  (await confidential(server, clientId)).token({ grant_type: 'client_credentials', scope: 'invoice_read', ...form });

const exchange = async (subject: unknown) =>
  (await confidential(server, 'courier')).token({
    grant_type: exchangeGrant,
    subject_token: String(subject),
    subject_token_type: accessToken,
  });

describe('D1: while clients change', () => {
  it('a sign-in must be as strong as its client asks', async () => {
    const browser = new Browser();
    const page = await openPage(browser, strict.request().url);
    const next = await submitPassword(browser, page, alice);
    expect(next instanceof URL ? next.href : next.action).toMatch(/\/add-totp$/u);
    // Somebody who is signed in already, at a client that asks less.
    await webApp.signIn(alice, {}, browser);
    const silent = await follow(browser, server.issuer, await browser.get(strict.request({ prompt: 'none' }).url));
    expect((silent as URL).searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  it('tokens are refused for sign-ins weaker than a client has come to ask', async () => {
    await store('lax', { required_acr: undefined });
    const lax = await confidential(server, 'lax', laxRedirect);
    const tokens = await lax.signIn(alice);
    const code = await lax.code(alice);
    await store('lax', { required_acr: strong });
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    expect(await lax.redeem(code)).toMatchObject(refused);
    expect(await lax.refresh(tokens.refresh_token)).toMatchObject(refused);
    await store('lax', { required_acr: undefined });
  });

  it('a refresh token is rotated', async () => {
    const tokens = await webApp.signIn(alice);
    const { status, body } = await webApp.refresh(tokens.refresh_token);
    expect([status, typeof body['refresh_token']]).toEqual([200, 'string']);
    expect(body['refresh_token']).not.toBe(tokens.refresh_token);
  });

  it('PKCE is asked of those who must send it, and of nobody else', async () => {
    const bare = { code_challenge: undefined, code_challenge_method: undefined };
    const lax = await confidential(server, 'lax', laxRedirect);
    const pushed = (client: TestClient) => client.post('/request', client.request(bare).parameters);
    expect(await pushed(webApp)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await pushed(spa)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await pushed(lax)).toMatchObject({ status: 201 });
  });

  it('browsers read answers at the registered origins alone', async () => {
    const tokens = await spa.signIn(alice, { scope: 'openid profile_read' });
    const answer = await spa.token(
      { grant_type: 'refresh_token', refresh_token: tokens.refresh_token },
      { origin: spaOrigin },
    );
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, spaOrigin]);
    const again = { grant_type: 'refresh_token', refresh_token: String(answer.body['refresh_token']) };
    const elsewhere = await spa.token(again, { origin: 'https://elsewhere.example' });
    expect([elsewhere.status, elsewhere.headers['access-control-allow-origin']]).toEqual([400, undefined]);
  });

  it('scopes and claims are those of the client', async () => {
    const { body } = await own('worker', { scope: 'invoice_read profile_read' });
    const claims = claimsOf(String(body['access_token']));
    expect(claims).toMatchObject({ scope: 'invoice_read', department: 'Finance' });
    expect(await own('worker', { scope: 'profile_read' })).toMatchObject({ body: { error: 'invalid_scope' } });
    expect(await own('bound')).toMatchObject({ status: 400 });
    const { id_token: conform } = await spa.signIn(alice, { scope: 'openid email profile_read' });
    const { id_token: full } = await webApp.signIn(alice);
    expect([claimsOf(conform)['email'], claimsOf(full)['email']]).toEqual([undefined, 'alice@example.com']);
  });

  it('consent is asked for a third party, and not for our own client', async () => {
    const thirdParty = await confidential(server, 'third-party', 'https://localhost:3005/callback');
    const browser = new Browser();
    const page = await openPage(browser, thirdParty.request({ scope: 'openid profile_read' }).url);
    const next = await submitPassword(browser, page, alice);
    expect(next instanceof URL ? next.href : next.action).toMatch(/\/consent$/u);
    const { callback } = await webApp.code(alice, {}, browser);
    expect(callback.searchParams.get('code')).toBeTruthy();
  });

  it('tokens are exchanged by the rules, and by whom they name', async () => {
    const subject = (await own('careful')).body['access_token'];
    expect(claimsOf(String(subject))['may_act']).toEqual({ sub: 'courier' });
    const exchanged = await exchange(subject);
    expect(exchanged.status).toBe(200);
    expect(claimsOf(String(exchanged.body['access_token']))).toMatchObject({ act: { sub: 'courier' } });
    const foreign = (await own('foreign')).body['access_token'];
    expect(await exchange(foreign)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const named = (await own('careful')).body['access_token'];
    const gateway = await confidential(server, 'gateway');
    const form = { grant_type: exchangeGrant, subject_token: String(named), subject_token_type: accessToken };
    expect((await gateway.token(form)).status).toBe(400);
  });

  it('introspection answers those who may ask', async () => {
    const { access_token: token } = await webApp.signIn(alice);
    const ask = async (client: TestClient) => (await client.post('/token/introspection', { token })).body['active'];
    expect(await ask(await confidential(server, 'api'))).toBe(true);
    expect(await ask(webApp)).toBe(true);
    expect(await ask(await confidential(server, 'worker'))).toBe(false);
  });
});

describe('D1: a client that changes itself', () => {
  it('weakens no request that is under way, and not the next one when it is gone', async () => {
    const { clients } = server.server.storage;
    const lax = await confidential(server, 'lax', laxRedirect);
    const { refresh_token: refreshToken } = await lax.signIn(alice);
    await store('lax', { required_acr: strong });
    let reads = 0;
    afterRead = async (name) => {
      // The keys are looked after beside it, which lists clients.
      if (name === 'list') return;
      reads += 1;
      if (reads === 1) await server.change('clients', clients.writes.setDisabled('lax', true));
    };
    const answers = [await lax.refresh(refreshToken), await lax.refresh(refreshToken)];
    expect(answers.map(({ status, body }) => [status, body['error']])).toEqual([
      [400, 'invalid_grant'],
      [401, 'invalid_client'],
    ]);
    afterRead = someClientChanges;
    await server.change('clients', clients.writes.setDisabled('lax', false));
    await store('lax', { required_acr: undefined });
  });

  it('to a sender_constrained that nobody knows gets nothing', async () => {
    await store('bystander', { sender_constrained: 'tls' });
    const answer = await own('bystander');
    await store('bystander', { sender_constrained: undefined });
    expect([answer.status, answer.body['access_token']]).toEqual([500, undefined]);
    expect((await own('bystander')).status).toBe(200);
  });

  it('to a required_acr that nobody knows gets no tokens, and asks nobody in vain', async () => {
    const lax = await confidential(server, 'lax', laxRedirect);
    const { refresh_token: refreshToken } = await lax.signIn(alice);
    await store('lax', { required_acr: 'urn:gatehouse:acr:9' });
    const error = 'unmet_authentication_requirements';
    expect(await lax.refresh(refreshToken)).toMatchObject({ status: 400, body: { error } });
    const answer = await new Browser().get(lax.request().url);
    expect(new URL(answer.location).searchParams.get('error')).toBe(error);
    await store('lax', { required_acr: undefined });
  });
});
