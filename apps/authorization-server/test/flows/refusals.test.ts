/** What is said, and what is logged, of OAuth requests that are refused. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Browser, type Person, send } from '../browser.ts';
import { confidential, type Parameters, TestClient } from '../client.ts';
import { approveDevice } from '../device-approval.ts';
import { api, startServer, type TestServer, webAppRedirect } from '../server.ts';

const orders = 'https://orders.localhost';

let server: TestServer;
let alice: Person;
let shop: TestClient;
let machine: TestClient;
let television: TestClient;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      const scopes = { orders_read: 'See orders', orders_write: 'Change orders' };
      document.resources.push({ indicator: orders, name: 'Orders', scopes, default_scopes: ['orders_read'] });
      document.roles['writer'] = { [orders]: ['orders_write'] };
      document.users.find(({ login }) => login === 'alice')!['roles'] = ['accountant', 'writer'];
      document.clients.push(
        {
          client_id: 'shop',
          grant_types: ['authorization_code'],
          redirect_uris: [webAppRedirect],
          scope: 'openid profile',
          scopes: { [orders]: ['orders_read', 'orders_write'], [api]: ['invoice_read'] },
        },
        { client_id: 'machine', grant_types: ['client_credentials'], scopes: { [orders]: ['orders_write'] } },
        {
          client_id: 'tv',
          token_endpoint_auth_method: 'none',
          first_party: true,
          grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
          scope: 'openid',
          scopes: { [orders]: ['orders_read'] },
        },
      );
    },
  });
  alice = await server.person('alice');
  shop = await confidential(server, 'shop');
  machine = await confidential(server, 'machine');
  television = new TestClient(server, 'tv');
});
afterAll(() => server?.stop());

/** The lines that `work` leaves in the log about refusals. */
async function refusalsOf(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const before = server.log.length;
  await work();
  return server.log
    .slice(before)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'OAuth request refused');
}

const callbackOf = async (changes: Parameters): Promise<URLSearchParams> => {
  const { callback } = await shop
    .code(alice, changes)
    .catch((error: Error) => ({ callback: new URL(error.message.replace(/^no code, but /u, 'https://x/')) }));
  return callback.searchParams;
};

const onlyOrders = { scope: 'openid orders_read', resource: orders };
const sentence =
  'alice has no role that gives orders_read of https://orders.localhost (roles: accountant, writer). Roles that do: none.';

describe('a scope that no role of the user gives', () => {
  it('is refused to the application after the sign-in, with the roles that would give it, and logged', async () => {
    const [line, ...others] = await refusalsOf(async () => {
      const answer = await callbackOf(onlyOrders);
      expect([answer.get('error'), answer.get('error_description')]).toEqual(['access_denied', sentence]);
    });
    expect(others).toEqual([]);
    expect(line).toMatchObject({
      level: 'info',
      endpoint: expect.stringMatching(/^(?:resume|authorization)$/u),
      client_id: 'shop',
      user_id: expect.stringMatching(/^[\w-]{36}$/u),
      error: 'access_denied',
      why: sentence,
      asked: { scope: 'openid orders_read', resource: [orders] },
      allowed: { scopes: { [orders]: ['orders_read', 'orders_write'] } },
    });
  });

  it('is left out where the user may have another one, and the answer says what was given', async () => {
    const tokens = await shop.redeem(
      await shop.code(alice, { scope: 'openid orders_read orders_write', resource: orders }),
    );
    expect(tokens.body['scope']).toBe('orders_write');
  });

  it('is refused to a device, which hears the reason', async () => {
    const { body } = await television.post('/device/auth', { scope: 'orders_read', resource: orders });
    await approveDevice(server, new Browser(), String(body['user_code']), alice).catch(() => undefined);
    const grant = 'urn:ietf:params:oauth:grant-type:device_code';
    const answer = await television.token({ grant_type: grant, device_code: String(body['device_code']) });
    expect(answer.body).toMatchObject({ error: 'access_denied', error_description: sentence });
  });
});

describe('a scope that the client may not have', () => {
  it('is refused before anybody signs in, with those that it may have', async () => {
    const { location } = await send('GET', shop.request({ scope: 'openid users_admin', resource: api }).url);
    const { searchParams } = new URL(location);
    expect([searchParams.get('error'), searchParams.get('error_description')]).toEqual([
      'invalid_scope',
      'none of the scopes asked for is for this client; of that API it may have invoice_read',
    ]);
  });

  it('is not told as asked for when it is the default of the API', async () => {
    const [line] = await refusalsOf(async () => {
      const { body } = await machine.token({ grant_type: 'client_credentials', resource: orders });
      expect(body).toEqual({
        error: 'invalid_scope',
        error_description:
          'no scope was named, and the default of the API is not for this client; it may have orders_write',
      });
    });
    expect(line).toMatchObject({
      endpoint: 'token',
      grant_type: 'client_credentials',
      client_id: 'machine',
      error: 'invalid_scope',
      allowed: { scopes: { [orders]: ['orders_write'] } },
    });
  });
});

describe('one line in the log', () => {
  const cases: [string, () => Promise<unknown>, object][] = [
    [
      'a wrong redirect URI',
      () => send('GET', shop.request({ redirect_uri: 'https://shop.example/cb?secret=x' }).url),
      {
        endpoint: 'authorization',
        client_id: 'shop',
        error: 'invalid_redirect_uri',
        asked: { redirect_uri: 'https://shop.example/cb' },
        allowed: { redirect_uris: [webAppRedirect] },
      },
    ],
    [
      'an API that nobody declared, with a query and a fragment',
      () => {
        const resource = ['urn:no:such', 'https://no.such/a?secret=x', 'https://no.such/b#secret=x'];
        return send('GET', shop.request({ scope: 'openid orders_read', resource }).url);
      },
      {
        endpoint: 'authorization',
        error: 'invalid_target',
        asked: { resource: ['urn:no:such', 'https://no.such/a', 'https://no.such/b'] },
      },
    ],
    [
      'a wrong client secret',
      () => new TestClient(server, 'machine', { secret: 'wrong-one' }).token({ grant_type: 'client_credentials' }),
      { endpoint: 'token', client_id: 'machine', error: 'invalid_client' },
    ],
    [
      'an unknown client',
      () => send('GET', new TestClient(server, 'nobody').request().url),
      { endpoint: 'authorization', client_id: 'nobody', client_known: false, error: 'invalid_client' },
    ],
    [
      'a request without PKCE',
      () =>
        send('GET', shop.request({ ...onlyOrders, code_challenge: undefined, code_challenge_method: undefined }).url),
      { endpoint: 'authorization', client_id: 'shop', error: 'invalid_request' },
    ],
    [
      'an expired code',
      async () => {
        const code = await shop.code(alice, { scope: 'openid orders_write', resource: orders });
        // oidc-provider asks the machine's clock whether a code has expired.
        const { now } = Date;
        const later = (server.settings.authorizationCodeTtlSeconds + 1) * 1000;
        const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + later);
        try {
          return await shop.redeem(code);
        } finally {
          clock.mockRestore();
        }
      },
      { endpoint: 'token', client_id: 'shop', error: 'invalid_grant', detail: expect.stringMatching(/expired/u) },
    ],
    [
      'an unknown code',
      () => shop.redeem({ code: 'no-such-code', verifier: 'v'.repeat(43), redirectUri: webAppRedirect }),
      { endpoint: 'token', grant_type: 'authorization_code', client_id: 'shop', error: 'invalid_grant' },
    ],
    [
      'a wrong code_verifier',
      async () => {
        const code = await shop.code(alice, { scope: 'openid orders_write', resource: orders });
        return shop.redeem({ ...code, verifier: 'w'.repeat(43) });
      },
      { endpoint: 'token', client_id: 'shop', error: 'invalid_grant', detail: expect.stringMatching(/code_verifier/u) },
    ],
    [
      'a logout with an unregistered address',
      () => {
        const query = new URLSearchParams({ client_id: 'shop', post_logout_redirect_uri: 'https://shop.example/?a=b' });
        return send('GET', `${server.issuer}/session/end?${query.toString()}`);
      },
      {
        endpoint: 'end_session',
        client_id: 'shop',
        error: 'invalid_request',
        asked: { post_logout_redirect_uri: 'https://shop.example/' },
        allowed: { post_logout_redirect_uris: [] },
      },
    ],
  ];
  it.each(cases)('tells of %s', async (_what, request, expected) => {
    const lines = await refusalsOf(request);
    expect(lines).toEqual([expect.objectContaining({ level: 'info' })]);
    expect(lines[0]).toMatchObject(expected);
    expect(JSON.stringify(lines)).not.toMatch(/wrong-one|no-such-code|vvvvv|wwwww|secret=x|a=b/u);
  });
});

describe('in production', () => {
  beforeAll(() => server.restart({ mode: 'production', registryFile: [] }));

  it('neither users nor roles are named to an application whose user may have nothing of what it asks for', async () => {
    const [line] = await refusalsOf(async () => {
      const answer = await callbackOf(onlyOrders);
      expect([answer.get('error'), answer.get('error_description')]).toEqual([
        'access_denied',
        'this user may have none of what was asked for',
      ]);
      expect(answer.toString()).not.toMatch(/alice|accountant|writer|role/u);
    });
    expect(line).toMatchObject({ client_id: 'shop', error: 'access_denied', asked: { resource: [orders] } });
  });

  it('nor to a device', async () => {
    const { body } = await television.post('/device/auth', { scope: 'orders_read', resource: orders });
    await approveDevice(server, new Browser(), String(body['user_code']), alice).catch(() => undefined);
    const grant = 'urn:ietf:params:oauth:grant-type:device_code';
    const answer = await television.token({ grant_type: grant, device_code: String(body['device_code']) });
    expect(answer.body).toEqual({
      error: 'access_denied',
      error_description: 'this user may have none of what was asked for',
    });
  });
});
