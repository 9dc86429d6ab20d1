/** Which API a request is for that does not name one by `resource` (RFC 8707), and that no scope is dropped unsaid. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Person, send } from '../browser.ts';
import { claimsOf, confidential, type Parameters, TestClient } from '../client.ts';
import { approveDevice } from '../device-approval.ts';
import { api, billing, startServer, type TestServer, webAppRedirect } from '../server.ts';

const reports = 'https://reports.example/api';

let server: TestServer;
let alice: Person;
const client: Record<'one' | 'two' | 'preferring' | 'auth0' | 'none' | 'machine' | 'machines', TestClient> =
  {} as never;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      const code = {
        first_party: true,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [webAppRedirect],
        scope: 'openid profile email offline_access',
      };
      const two = { [api]: ['profile_read', 'invoice_read'], [billing]: ['billing_read', 'invoice_read'] };
      document.resources.push({ indicator: reports, name: 'Reports', scopes: { report_read: 'See reports' } });
      document.clients.push(
        { ...code, client_id: 'one', scopes: { [api]: ['profile_read', 'invoice_read'] } },
        { ...code, client_id: 'two', scopes: two },
        { ...code, client_id: 'preferring', scopes: two, default_resource: billing },
        { ...code, client_id: 'auth0', scopes: two, resource_parameter: 'audience' },
        { ...code, client_id: 'none' },
        { client_id: 'machine', grant_types: ['client_credentials'], scopes: two, default_resource: billing },
        {
          client_id: 'machines',
          grant_types: ['client_credentials'],
          scopes: { ...two, [reports]: ['report_read'] },
          resource_parameter: 'audience',
        },
      );
    },
  });
  alice = await server.person('alice');
  for (const name of ['one', 'two', 'preferring', 'auth0', 'none', 'machine', 'machines'] as const)
    client[name] = await confidential(server, name);
});
afterAll(() => server?.stop());

/** Where a request without `resource` leads: to the error in the redirect, or on to the sign-in. */
async function outcome(of: TestClient, changes: Parameters): Promise<string> {
  const { location } = await send('GET', of.request({ resource: undefined, ...changes }).url);
  if (location.includes('/interaction/')) return 'sign-in';
  const { searchParams } = new URL(location);
  expect(searchParams.get('error_description')).toMatch(/\w+ \w+/u);
  return String(searchParams.get('error'));
}

/** Audience and scope of the token that a sign-in without `resource` ends with. */
async function granted(of: TestClient, changes: Parameters): Promise<unknown[]> {
  const tokens = await of.signIn(alice, { resource: undefined, ...changes });
  if (!tokens.access_token.includes('.')) return ['userinfo', tokens.scope];
  const { aud, scope } = claimsOf(tokens.access_token);
  expect(tokens.scope).toBe(scope);
  return [aud, scope];
}

const push = async (of: TestClient, scope: string | undefined) => {
  const { parameters } = of.request({ resource: undefined, scope });
  const { status, body } = await of.post('/request', parameters);
  if (status !== 201) expect(body['error_description']).toMatch(/\w+ \w+/u);
  return [status, body['error']];
};

const own = async (of: TestClient, form: Parameters) => {
  const { status, body } = await of.token({ grant_type: 'client_credentials', ...form });
  if (status !== 200) return [status, body['error']];
  const { aud, scope } = claimsOf(String(body['access_token']));
  return [aud, scope];
};

describe('D13: the name of an API', () => {
  it('may be asked for with one slash more; aud is always the registered one, and nothing else is the same', async () => {
    expect(await own(client.machine, { resource: `${api}/`, scope: 'invoice_read' })).toEqual([api, 'invoice_read']);
    expect(await own(client.machines, { audience: `${reports}/`, scope: 'report_read' })).toEqual([
      reports,
      'report_read',
    ]);
    for (const resource of [`${api}//`, `${api}/?`, `${api}/x`, api.toUpperCase(), `${reports}/..`])
      expect(await own(client.machines, { resource, scope: 'report_read' })).toEqual([400, 'invalid_target']);
  });
});

describe('F10: a request that names no API', () => {
  it('F10: means the only API of the client that has the scopes', async () => {
    expect(await granted(client.one, { scope: 'invoice_read' })).toEqual([api, 'invoice_read']);
    expect(await granted(client.one, { scope: 'openid profile invoice_read profile_read' })).toEqual([
      api,
      'invoice_read profile_read',
    ]);
    expect(await granted(client.two, { scope: 'openid billing_read' })).toEqual([billing, 'billing_read']);
    expect(await granted(client.two, { scope: 'billing_read invoice_read' })).toEqual([
      billing,
      'billing_read invoice_read',
    ]);
  });

  it('F10: without any scope means the default of the only API; a sign-in alone has a token for userinfo', async () => {
    expect(await granted(client.one, { scope: undefined })).toEqual([api, 'profile_read']);
    expect(await granted(client.one, { scope: 'profile' })).toEqual([api, 'profile_read']);
    expect(await granted(client.one, { scope: 'openid email' })).toEqual(['userinfo', 'openid email']);
    expect(await granted(client.preferring, { scope: 'openid' })).toEqual(['userinfo', 'openid']);
  });

  it('F10: means default_resource where that has the scopes, and else the only API that has them', async () => {
    expect(await granted(client.preferring, { scope: 'openid invoice_read' })).toEqual([billing, 'invoice_read']);
    expect(await granted(client.preferring, { scope: 'profile_read' })).toEqual([api, 'profile_read']);
    expect(await granted(client.preferring, { scope: undefined })).toEqual([billing, 'billing_read']);
    expect(await granted(client.preferring, { scope: 'invoice_read', resource: api })).toEqual([api, 'invoice_read']);
  });

  it('F10: is refused before anybody signs in where it is not clear, with a sentence', async () => {
    const tried: [keyof typeof client, string | undefined, string][] = [
      ['two', 'invoice_read', 'invalid_target'],
      ['two', 'openid invoice_read', 'invalid_target'],
      ['two', 'profile_read billing_read', 'invalid_target'],
      ['two', undefined, 'invalid_target'],
      ['two', 'profile email', 'invalid_target'],
      ['preferring', 'profile_read billing_read', 'invalid_target'],
      ['one', 'billing_read', 'invalid_scope'],
      ['one', 'invoice_read invoice_approve', 'invalid_scope'],
      ['one', 'openid no_such_scope', 'invalid_scope'],
      ['one', 'openid INVOICE_READ', 'invalid_scope'],
      ['one', 'report_read', 'invalid_scope'],
      ['none', 'invoice_read', 'invalid_scope'],
      ['none', 'openid invoice_read', 'invalid_scope'],
      ['none', undefined, 'invalid_scope'],
      ['none', 'profile', 'invalid_scope'],
      ['none', 'openid profile', 'sign-in'],
    ];
    for (const [name, scope, error] of tried) {
      expect([name, scope, await outcome(client[name], { scope })]).toEqual([name, scope, error]);
    }
  });

  it('F10: an API that is named but can give nothing of what is asked for is refused before the sign-in, too', async () => {
    expect(await outcome(client.one, { resource: api, scope: 'users_admin' })).toBe('invalid_scope');
    expect(await outcome(client.two, { resource: billing, scope: 'openid profile_read' })).toBe('invalid_scope');
    expect(await outcome(client.two, { resource: [api, billing], scope: 'openid report_read' })).toBe('invalid_scope');
    expect(await outcome(client.one, { resource: billing, scope: 'invoice_read' })).toBe('invalid_target');
    expect(await outcome(client.one, { resource: 'https://no.such', scope: 'invoice_read' })).toBe('invalid_target');
  });

  it('C3: the same at a pushed request, at once', async () => {
    expect(await push(client.two, 'invoice_read')).toEqual([400, 'invalid_target']);
    expect(await push(client.two, undefined)).toEqual([400, 'invalid_target']);
    expect(await push(client.one, 'openid no_such_scope')).toEqual([400, 'invalid_scope']);
    expect(await push(client.none, 'invoice_read')).toEqual([400, 'invalid_scope']);
    const { parameters, verifier } = client.one.request({ resource: undefined, scope: 'invoice_read' });
    const pushed = await client.one.post('/request', parameters);
    const code = await client.one.code(alice, { request_uri: String(pushed.body['request_uri']) });
    const { body } = await client.one.redeem({ ...code, verifier });
    expect(claimsOf(String(body['access_token']))).toMatchObject({ aud: api, scope: 'invoice_read' });
  });

  it('F10: the same for a device, and its token is for that API', async () => {
    const tv = new TestClient(server, 'device');
    const ask = (form: Parameters) => tv.post('/device/auth', form);
    expect(await ask({ scope: 'invoice_read' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    expect(await ask({ scope: 'openid nonsense' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    for (const scope of ['openid profile_read', undefined]) {
      const { body } = await ask({ scope });
      await approveDevice(server, new Browser(), String(body['user_code']), alice);
      const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
      const tokens = await tv.token({ grant_type: grantType, device_code: String(body['device_code']) });
      expect(claimsOf(String(tokens.body['access_token']))).toMatchObject({ aud: api, scope: 'profile_read' });
    }
  });

  it('F10: a client gets a token of its own for the API that is meant', async () => {
    expect(await own(client.machine, { scope: 'invoice_read' })).toEqual([billing, 'invoice_read']);
    expect(await own(client.machine, { scope: 'profile_read' })).toEqual([api, 'profile_read']);
    expect(await own(client.machine, {})).toEqual([billing, 'billing_read']);
    expect(await own(client.machines, { scope: 'report_read' })).toEqual([reports, 'report_read']);
    expect(await own(client.machines, { scope: 'invoice_read' })).toEqual([400, 'invalid_target']);
    expect(await own(client.machines, {})).toEqual([400, 'invalid_target']);
    expect(await own(client.machines, { scope: 'no_such_scope' })).toEqual([400, 'invalid_scope']);
    expect(await own(client.machines, { scope: 'invoice_read', audience: api })).toEqual([api, 'invoice_read']);
    expect(await own(client.machine, { scope: 'invoice_read', audience: api })).toEqual([billing, 'invoice_read']);
  });
});

describe('F10: a client that calls it audience', () => {
  it('F10: is understood where it asks, at a pushed request, and when it redeems and refreshes', async () => {
    expect(await granted(client.auth0, { scope: 'openid invoice_read', audience: api })).toEqual([api, 'invoice_read']);
    const { parameters, verifier } = client.auth0.request({
      resource: undefined,
      audience: billing,
      scope: 'invoice_read',
    });
    const pushed = await client.auth0.post('/request', parameters);
    // What stands beside the reference is not the request.
    const request = { request_uri: String(pushed.body['request_uri']), audience: api };
    const code = await client.auth0.code(alice, request);
    const tokens = await client.auth0.redeem({ ...code, verifier }, { audience: billing });
    expect(claimsOf(String(tokens.body['access_token']))).toMatchObject({ aud: billing });
    const refreshToken = String(tokens.body['refresh_token']);
    expect(await client.auth0.refresh(refreshToken, { audience: api })).toMatchObject({
      status: 400,
      body: { error: 'invalid_target', error_description: expect.any(String) },
    });
    expect((await client.auth0.refresh(refreshToken, { audience: billing })).status).toBe(200);
  });

  it('F10: may name several, and is held to what it is registered for', async () => {
    const two = { audience: [api, billing], scope: 'openid profile_read billing_read' };
    const refused = await client.auth0.redeem(await client.auth0.code(alice, { resource: undefined, ...two }));
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    for (const audience of [reports, 'https://no.such', 'x', 'constructor']) {
      const error = await outcome(client.auth0, { scope: 'openid invoice_read', audience });
      expect([audience, error]).toEqual([audience, 'invalid_target']);
    }
    const both = { scope: 'openid invoice_read', audience: api, resource: billing };
    expect(await outcome(client.auth0, both)).toBe('invalid_target');
    expect(await outcome(client.auth0, { ...both, resource: api })).toBe('sign-in');
    expect(await outcome(client.auth0, { scope: 'openid invoice_read', audience: '' })).toBe('invalid_target');
  });

  it('F10: is not understood when nothing is declared: the parameter is ignored as every unknown one', async () => {
    expect(await outcome(client.two, { scope: 'invoice_read', audience: api })).toBe('invalid_target');
    expect(await granted(client.one, { scope: 'invoice_read', audience: billing })).toEqual([api, 'invoice_read']);
  });
});

const rolesOfBob = async (roles: string[]) => {
  const { accounts } = server.server.storage;
  const record = await accounts.findByLogin('bob');
  if (!record) throw new Error('bob is gone');
  await server.server.storage.commit([accounts.writes.put({ ...record, roles })]);
};
const userinfo = async (accessToken: string | undefined) => {
  const { status, body } = await send('GET', `${server.issuer}/me`, { authorization: `Bearer ${accessToken}` });
  return [status, (JSON.parse(body) as { email?: string }).email];
};
const sentence = (scope: string, roles: string) =>
  `bob has no role that gives ${scope} of https://localhost:3001 (roles: none). Roles that do: ${roles}.`;

describe('F10: a user without roles', () => {
  let bob: Person;
  beforeAll(async () => {
    bob = await server.person('bob');
    await rolesOfBob([]);
  });
  const refusedTo = async (of: TestClient, changes: Parameters) => {
    const { callback } = await of
      .code(bob, { resource: undefined, ...changes })
      .catch((error: Error) => ({ callback: new URL(error.message.replace(/^no code, but /u, 'https://x/')) }));
    return Object.fromEntries(callback.searchParams);
  };
  const signIn = async (of: TestClient, changes: Parameters) => {
    const tokens = await of.redeem(await of.code(bob, { resource: undefined, ...changes }));
    return tokens.body as Record<string, string>;
  };

  it('F10: is denied what was asked for, with a sentence', async () => {
    expect(await refusedTo(client.one, { scope: 'invoice_read' })).toMatchObject({
      error: 'access_denied',
      error_description: sentence('invoice_read', 'accountant, admin, sales'),
    });
    const named = {
      error: 'access_denied',
      error_description: sentence('profile_read', 'accountant, admin, member, sales'),
    };
    for (const changes of [
      { scope: 'openid', resource: api },
      { scope: 'openid profile_read' },
      { scope: undefined },
    ]) {
      expect(await refusedTo(client.one, changes)).toMatchObject(named);
    }
    expect(await refusedTo(client.preferring, { scope: 'openid billing_read' })).toMatchObject({
      error: 'access_denied',
    });
  });

  it('F10: signs in where no API was asked for, whatever the client has for a default; the token is for userinfo', async () => {
    for (const one of [client.one, client.preferring, client.two, client.none]) {
      const { access_token: token, id_token: idToken, scope } = await signIn(one, { scope: 'openid email' });
      expect([scope, typeof idToken]).toEqual(['openid email', 'string']);
      expect(await userinfo(token)).toEqual([200, 'bob@example.com']);
    }
  });

  it('F10: makes nothing more of that sign-in: not where it is redeemed or refreshed, not when a role comes later', async () => {
    const offline = { scope: 'openid offline_access', prompt: 'consent' };
    const code = await client.preferring.code(bob, { resource: undefined, ...offline });
    for (const resource of [billing, api, `${billing}/`]) {
      const answer = await client.preferring.redeem(code, { resource });
      expect([resource, answer.status, answer.body['error']]).toEqual([resource, 400, 'invalid_target']);
    }
    const refreshToken = String((await signIn(client.preferring, offline))['refresh_token']);
    await rolesOfBob(['accountant']);
    try {
      const widened: Parameters[] = [
        { resource: billing },
        { resource: billing, scope: 'billing_read' },
        { scope: 'openid billing_read' },
        { scope: 'billing_read' },
      ];
      for (const form of widened) {
        const answer = await client.preferring.refresh(refreshToken, form);
        expect([form, answer.status]).toEqual([form, 400]);
      }
      const { status, body } = await client.preferring.refresh(refreshToken);
      expect([status, body['scope'], String(body['access_token']).includes('.')]).toEqual([
        200,
        'openid offline_access',
        false,
      ]);
    } finally {
      await rolesOfBob([]);
    }
  });

  it('F10: signs in at a device, too', async () => {
    const tv = new TestClient(server, 'device');
    const { body } = await tv.post('/device/auth', { scope: 'openid profile' });
    await approveDevice(server, new Browser(), String(body['user_code']), bob);
    const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
    const tokens = await tv.token({ grant_type: grantType, device_code: String(body['device_code']) });
    expect([tokens.status, tokens.body['scope']]).toEqual([200, 'openid profile']);
    expect((await userinfo(String(tokens.body['access_token'])))[0]).toBe(200);
  });
});
