/** Clients by the admin API: what is asked for is done, what cannot be is refused and changes nothing, and secrets are shown once. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AdminCaller } from '../../src/admin/operation.ts';
import { hashClientSecret } from '../../src/directory/clients/clients.ts';
import { type ApiUnderTest, caller, createApi, scopes } from './api.ts';

const api = 'https://orders.example.com';
const adminApi = 'https://id.example.com/admin/v1';

let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi();
  const { resources } = under.storage;
  await under.storage.commit([
    resources.writes.put({ indicator: api, definition: { scopes: { read: 'See orders', write: 'Change orders' } } }),
    resources.writes.put({ indicator: adminApi, definition: { scopes: { 'clients:write': 'c', 'keys:rotate': 'k' } } }),
  ]);
});
afterEach(() => under.close());

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: Partial<AdminCaller>;
}

/** One call as it comes over the network. */
const send = async (method: string, path: string, body?: unknown, { headers = {}, as = {} }: Sent = {}) => {
  const answer = await under.api.handle({
    method,
    path,
    query: new URLSearchParams(),
    header: (name) => headers[name],
    body,
    caller: caller(as),
  });
  return { ...answer, body: answer.body as Record<string, unknown>, code: (answer.body as { code?: string })?.code };
};
const entry = {
  client_name: 'Shop',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://shop.example.com/callback'],
  scope: 'openid',
};
const made = async (id = 'shop', body: object = entry) => {
  const answer = await send('PUT', `/clients/${id}`, body, { headers: { 'if-none-match': '*' } });
  expect(answer).toMatchObject({ status: 201 });
  return answer.headers['etag'] as string;
};
const etag = async (id = 'shop') => (await send('GET', `/clients/${id}`)).headers['etag'] as string;
const patch = async (body: object, sent: Sent = {}) =>
  send('PATCH', '/clients/shop', body, { ...sent, headers: { 'if-match': await etag(), ...sent.headers } });
const stored = async (id = 'shop') => (await under.storage.clients.find(id))!;
const audited = async () => (await under.storage.audit.list()).map(({ type }) => type);

describe('ADM-05 registering a client by its kind', () => {
  test('answers the client with its secret, which nothing else ever shows', async () => {
    const body = { kind: 'machine', client_id: 'worker', name: 'Worker', scopes: { [`${api}/`]: ['read'] } };
    const answer = await send('POST', '/clients', body);
    expect(answer).toMatchObject({
      status: 201,
      headers: { location: '/admin/v1/clients/worker' },
      body: {
        client: {
          client_id: 'worker',
          client_name: 'Worker',
          grant_types: ['client_credentials'],
          scopes: { [api]: ['read'] },
        },
        client_secret: expect.stringMatching(/^[\w-]{43}$/u),
      },
    });
    const secret = answer.body['client_secret'] as string;
    const { secretHashes } = await stored('worker');
    expect(secretHashes.map(({ sha256 }) => sha256)).toEqual([hashClientSecret(secret)]);
    const later = [
      await send('GET', '/clients/worker'),
      await send('GET', '/clients'),
      await under.storage.audit.list(),
    ];
    expect(JSON.stringify(later)).not.toContain(secret);
    expect(JSON.stringify(later)).not.toContain(hashClientSecret(secret).toString('base64url'));
    expect(await audited()).toEqual(['client.added']);
  });

  test('without an identifier one is made, and what can keep no secret has none', async () => {
    const { body } = await send('POST', '/clients', { kind: 'spa', redirect_uris: ['https://spa.example.com/'] });
    expect(body).toEqual({
      client: expect.objectContaining({
        client_id: expect.stringMatching(/^[\da-f]{24}$/u),
        token_endpoint_auth_method: 'none',
        secrets: [],
      }),
    });
  });

  test('the same request twice makes one client, also at once; under another key it is taken', async () => {
    const body = { kind: 'machine', client_id: 'worker' };
    const sent = { headers: { 'idempotency-key': 'one' } };
    const answers = await Promise.all([send('POST', '/clients', body, sent), send('POST', '/clients', body, sent)]);
    answers.push(await send('POST', '/clients', body, sent));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body: { client_secret: secret } }) => secret)).size).toBe(1);
    expect((await stored('worker')).secretHashes).toHaveLength(1);
    expect(await audited()).toEqual(['client.added']);
    expect(await send('POST', '/clients', body, { headers: { 'idempotency-key': 'two' } })).toMatchObject({
      status: 409,
      code: 'client_exists',
    });
  });

  test('two operators who take one name at once: one gets it, and nothing of the other is left', async () => {
    const answers = await Promise.all(
      ['A', 'B'].map((name) => send('POST', '/clients', { kind: 'machine', client_id: 'worker', name })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    const { metadata, secretHashes } = await stored('worker');
    const won = answers.find(({ status }) => status === 201)!.body;
    expect(metadata['client_name']).toBe((won['client'] as { client_name: string }).client_name);
    expect(secretHashes.map(({ sha256 }) => sha256)).toEqual([hashClientSecret(won['client_secret'] as string)]);
  });

  test.each([
    [{ kind: 'web', client_id: 'x' }, 422, 'invalid_client'],
    [{ kind: 'machine', client_id: 'gatehouse-account' }, 409, 'client_exists'],
    [{ kind: 'machine', client_id: 'x', scopes: { [api]: ['delete'] } }, 404, 'unknown_scope'],
    [{ kind: 'machine', client_id: 'x', scopes: { 'https://none.example.com': ['a'] } }, 404, 'unknown_resource'],
    [{ kind: 'machine', client_id: 'x', redirect_uris: ['https://x.example.com/'] }, 422, 'no_redirect'],
    [{ kind: 'machine', client_id: 'x', resources: [api] }, 422, 'no_api'],
    [{ kind: 'robot', client_id: 'x' }, 400, 'invalid_request'],
    [{ kind: 'machine', client_id: 'a b' }, 400, 'invalid_request'],
    [{ kind: 'web', client_id: 'x', redirect_uris: ['javascript:alert(1)'] }, 422, 'invalid_client'],
  ])('%j is refused and changes nothing', async (body, status, code) => {
    expect(await send('POST', '/clients', body)).toMatchObject({ status, code });
    expect(await under.storage.clients.list()).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  test('in production nobody is sent back over plain http, but to a program on their machine', async () => {
    await under.close();
    under = await createApi({ production: true });
    const redirect = { redirect_uris: ['http://localhost:4000/'] };
    for (const kind of ['web', 'spa']) {
      expect(await send('POST', '/clients', { kind, client_id: 'x', ...redirect })).toMatchObject({
        status: 422,
        code: 'insecure_redirect_uri',
      });
    }
    const declared = await send('PUT', '/clients/x', { ...entry, ...redirect }, { headers: { 'if-none-match': '*' } });
    expect(declared).toMatchObject({ status: 422, code: 'insecure_redirect_uri' });
    expect(await send('POST', '/clients', { kind: 'native', client_id: 'x' })).toMatchObject({ status: 201 });
  });

  test('a dry run says what would come of it and shows no secret', async () => {
    const answer = await send(
      'POST',
      '/clients',
      { kind: 'machine', client_id: 'x' },
      { headers: { prefer: 'dry-run' } },
    );
    expect(answer).toMatchObject({ status: 200, body: { dry_run: true, operation: 'declare a new client' } });
    expect(JSON.stringify(answer.body)).not.toContain('client_secret"');
    expect(await under.storage.clients.list()).toEqual([]);
  });
});

describe('ADM-05 declaring a client', () => {
  test('makes it once with If-None-Match, and takes its place with If-Match; secrets and its state stay', async () => {
    const first = await made();
    const again = await send('PUT', '/clients/shop', entry, { headers: { 'if-none-match': '*' } });
    expect([again.status, again.code]).toEqual([412, 'precondition_failed']);
    expect(await send('PUT', '/clients/shop', entry)).toMatchObject({ status: 428 });
    await send('POST', '/clients/shop/secrets', {});
    expect(await send('PUT', '/clients/shop', entry, { headers: { 'if-match': first } })).toMatchObject({
      status: 412,
    });
    await patch({ disabled: true });
    const other = { ...entry, client_name: 'Other' };
    const answer = await send('PUT', '/clients/shop', other, { headers: { 'if-match': await etag() } });
    expect(answer).toMatchObject({
      status: 200,
      headers: { etag: await etag() },
      body: { client_name: 'Other', disabled: true, secrets: [expect.anything()] },
    });
    expect((await audited()).toReversed()).toEqual([
      'client.added',
      'client.secret_added',
      'client.disabled',
      'client.changed',
    ]);
  });

  test('of two who make it at once one comes second, and replacing needs something that is there', async () => {
    const put = (name: string) =>
      send('PUT', '/clients/shop', { ...entry, client_name: name }, { headers: { 'if-none-match': '*' } });
    const answers = await Promise.all([put('A'), put('B')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 412]);
    const gone = await send('PUT', '/clients/none', entry, { headers: { 'if-match': '"0.x"' } });
    expect([gone.status, gone.code]).toEqual([412, 'precondition_failed']);
  });

  test('what a read answers can be sent back, and changes nothing', async () => {
    await made('shop', { ...entry, scopes: { [api]: ['read'] } });
    const { disabled: _d, secrets: _s, updated_at: _u, ...same } = (await send('GET', '/clients/shop')).body;
    const answer = await send('PUT', '/clients/shop', same, { headers: { 'if-match': await etag() } });
    expect(answer.status).toBe(200);
    expect(await audited()).toEqual(['client.added']);
  });

  test.each([
    [{ client_secrets: [] }, 400, 'invalid_request', ''],
    [{ client_id: 'other' }, 422, 'client_id_differs', undefined],
    [{ scopes: { [api]: ['delete'] } }, 400, 'invalid_request', '/scopes'],
    [{ resource_server_for: ['https://none.example.com'] }, 400, 'invalid_request', '/resource_server_for'],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, 400, 'invalid_request', ''],
    [{ client_uri: 'javascript:alert(1)' }, 400, 'invalid_request', '/client_uri'],
    [{ branding: { colours: { light: { ink: '#ffffff', surface: '#ffffff' } } } }, 400, 'invalid_request', undefined],
  ])('%j is refused where a registry file would be, and changes nothing', async (change, status, code, pointer) => {
    const answer = await send('PUT', '/clients/shop', { ...entry, ...change }, { headers: { 'if-none-match': '*' } });
    expect(answer).toMatchObject({ status, code });
    if (pointer !== undefined) expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer }));
    expect(await under.storage.clients.list()).toEqual([]);
  });

  test('the account pages are part of the server, and nobody declares them otherwise', async () => {
    const answer = await send('PUT', '/clients/gatehouse-account', entry, { headers: { 'if-none-match': '*' } });
    expect(answer).toMatchObject({ status: 422, code: 'client_is_built_in' });
    for (const method of ['PATCH', 'DELETE']) {
      const gone = await send(
        method,
        '/clients/gatehouse-account',
        { disabled: true },
        { headers: { 'if-match': '"x"' } },
      );
      expect(gone).toMatchObject({ status: 404, code: 'unknown_client' });
    }
  });
});

describe('ADM-05 changing members of a client', () => {
  test('merges, takes away by null, and brings in no defaults', async () => {
    await made('shop', {
      ...entry,
      client_uri: 'https://shop.example.com',
      first_party: true,
      scopes: { [api]: ['read'] },
    });
    const answer = await patch({ client_uri: null, client_name: 'Other', scopes: { [api]: null } });
    expect(answer).toMatchObject({ status: 200, body: { client_name: 'Other', first_party: true, scopes: {} } });
    expect((await stored()).metadata).not.toHaveProperty('client_uri');
    expect((await audited())[0]).toBe('client.changed');
  });

  test('a change and disabling are one act; the preview says what ends', async () => {
    await made();
    const body = { client_name: 'Other', disabled: true };
    expect(await patch(body, { headers: { prefer: 'dry-run' } })).toMatchObject({
      body: {
        operation: 'disable a client',
        changes: [
          { pointer: '/client_name', before: 'Shop', after: 'Other' },
          { pointer: '/disabled', before: false, after: true },
        ],
        ends: ['all tokens of the client'],
        audited: ['client.changed', 'client.disabled'],
      },
    });
    expect((await patch(body)).body).toMatchObject(body);
    expect(await stored()).toMatchObject({ disabled: true, metadata: { client_name: 'Other' } });
  });

  test.each([
    [{ client_id: 'other' }],
    [{ secrets: [] }],
    [{ first_party: 'yes' }],
    [{ grant_types: null, redirect_uris: null }],
    [{ token_endpoint_auth_method: 'none', require_pkce: false }],
    [{ tos_uri: 'http://shop.example.com/terms' }],
    [{ policy_uri: 'data:text/html,x' }],
    [{ scopes: { [api]: ['delete'] } }],
  ])('%j is refused and changes nothing', async (body) => {
    await made();
    const before = await stored();
    expect(await patch(body)).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(await stored()).toEqual(before);
  });

  test('a link that was stored before links were judged is read, and its client can be stopped', async () => {
    const { writes } = under.storage.clients;
    const metadata = { ...entry, client_id: 'shop', client_uri: 'javascript:alert(1)' };
    await under.storage.commit([writes.put({ clientId: 'shop', metadata })]);
    expect((await send('GET', '/clients/shop')).status).toBe(200);
    expect((await patch({ disabled: true })).status).toBe(200);
    expect((await patch({ client_name: 'Other' })).body['errors']).toEqual([
      expect.objectContaining({ pointer: '/client_uri' }),
    ]);
    expect((await patch({ client_name: 'Other', client_uri: 'http://localhost:4000/' })).status).toBe(200);
  });

  test('scopes of APIs are granted and taken back', async () => {
    await made();
    const change = async (body: object) =>
      send('POST', '/clients/shop/scopes', body, { headers: { 'if-match': await etag() } });
    expect((await change({ grant: { [`${api}/`]: ['read', 'write'] } })).body['scopes']).toEqual({
      [api]: ['read', 'write'],
    });
    expect((await change({ revoke: { [api]: ['write'] } })).body['scopes']).toEqual({ [api]: ['read'] });
    expect(await change({ grant: { [api]: ['delete'] } })).toMatchObject({ status: 404, code: 'unknown_scope' });
    expect((await change({ revoke: { [api]: ['read'] } })).body['scopes']).toEqual({});
    expect(await send('POST', '/clients/shop/scopes', {})).toMatchObject({ status: 428 });
  });
});

describe('ADM-05 secrets of a client', () => {
  test('are shown once, expire when they should, and go by their fingerprint', async () => {
    await under.close();
    under = await createApi({ clock: () => Date.parse('2027-01-01T00:00:00Z') });
    await made();
    const { status, body, headers } = await send('POST', '/clients/shop/secrets', { expires_in_days: 31 });
    const { client_secret: secret, fingerprint } = body as { client_secret: string; fingerprint: string };
    expect([status, headers['location']]).toEqual([201, `/admin/v1/clients/shop/secrets/${fingerprint}`]);
    expect(body['expires_at']).toBe('2027-02-01T00:00:00.000Z');
    expect((await stored()).secretHashes.map(({ sha256 }) => sha256)).toEqual([hashClientSecret(secret)]);
    const shown = await send('GET', '/clients/shop');
    expect(shown.body['secrets']).toEqual([expect.objectContaining({ fingerprint })]);
    expect(JSON.stringify([shown, await under.storage.audit.list()])).not.toContain(secret);
    const remove = async () =>
      send('DELETE', `/clients/shop/secrets/${fingerprint}`, undefined, { headers: { 'if-match': await etag() } });
    expect((await remove()).status).toBe(204);
    expect(await remove()).toMatchObject({ status: 404, code: 'unknown_secret' });
    expect((await stored()).secretHashes).toEqual([]);
  });

  test('a repeated request makes one, and its answer is kept under seal', async () => {
    await made();
    const sent = { headers: { 'idempotency-key': 'k' } };
    const answers = await Promise.all([1, 2].map(() => send('POST', '/clients/shop/secrets', {}, sent)));
    answers.push(await send('POST', '/clients/shop/secrets', {}, sent));
    expect(new Set(answers.map(({ body }) => body['client_secret'])).size).toBe(1);
    expect((await stored()).secretHashes).toHaveLength(1);
  });

  test('need their own scope, also where a new client would get one', async () => {
    await made();
    const as = scopes('clients:read', 'clients:write');
    expect(await send('POST', '/clients/shop/secrets', {}, { as })).toMatchObject({
      status: 403,
      code: 'insufficient_scope',
      headers: { 'www-authenticate': expect.stringContaining('clients:secrets') },
    });
    const post = (kind: string) => send('POST', '/clients', { kind, client_id: kind }, { as });
    expect(await post('machine')).toMatchObject({ status: 403, code: 'insufficient_scope' });
    expect(await post('native')).toMatchObject({ status: 201 });
    expect(await under.storage.clients.find('machine')).toBeUndefined();
  });

  test('a client that proves itself otherwise has none', async () => {
    await made('shop', { ...entry, token_endpoint_auth_method: 'none' });
    expect(await send('POST', '/clients/shop/secrets', {})).toMatchObject({ status: 422, code: 'no_secret' });
  });
});

describe('ADM-05 nobody gains scopes of the admin API by way of a client', () => {
  const as = scopes('clients:read', 'clients:write', 'clients:secrets');
  const powerful = {
    grant_types: ['client_credentials'],
    scopes: { [adminApi]: ['keys:rotate'] },
  };

  test('a client gets no more of them than its maker has', async () => {
    const headers = { 'if-none-match': '*' };
    for (const answer of [
      await send('POST', '/clients', { kind: 'machine', client_id: 'x', scopes: powerful.scopes }, { as }),
      await send('PUT', '/clients/x', powerful, { as, headers }),
    ]) {
      expect(answer).toMatchObject({ status: 403, code: 'forbidden_object' });
      expect(answer.body['detail']).toContain('keys:rotate');
    }
    expect(await under.storage.clients.list()).toEqual([]);
    const own = { ...powerful, scopes: { [adminApi]: ['clients:write'] } };
    expect(await send('PUT', '/clients/x', own, { as, headers })).toMatchObject({ status: 201 });
    expect(await send('PUT', '/clients/y', powerful, { headers })).toMatchObject({ status: 201 });
  });

  test('one that has more is not taken over, and can be stopped', async () => {
    await made('shop', powerful);
    const headers = { 'if-match': await etag() };
    for (const answer of [
      await patch({ client_name: 'Mine' }, { as }),
      await patch({ scopes: { [adminApi]: null } }, { as }),
      await send('POST', '/clients/shop/secrets', {}, { as }),
      await send('POST', '/clients/shop/scopes', { revoke: powerful.scopes }, { as, headers }),
      await send('PUT', '/clients/shop', { ...powerful, scopes: {} }, { as, headers }),
    ]) {
      expect(answer).toMatchObject({ status: 403, code: 'forbidden_object' });
    }
    expect((await patch({ disabled: true }, { as })).status).toBe(200);
    expect(await patch({ disabled: false }, { as })).toMatchObject({ status: 403 });
  });
});

test('ADM-05 to let another issuer say who the users are takes the right to set passwords', async () => {
  const agent = {
    grant_types: ['urn:ietf:params:oauth:grant-type:jwt-bearer'],
    identity_assertion_issuers: [
      { issuer: 'https://idp.example', jwks_uri: 'https://idp.example/jwks', subjects: 'same' },
    ],
  };
  const as = scopes('clients:read', 'clients:write');
  const trusted = scopes('clients:read', 'clients:write', 'users:credentials');
  const headers = { 'if-none-match': '*' };
  const refused = { status: 403, code: 'forbidden_object' };
  expect(await send('PUT', '/clients/shop', agent, { as, headers })).toMatchObject(refused);
  expect(await under.storage.clients.list()).toEqual([]);
  expect(await send('PUT', '/clients/shop', agent, { as: trusted, headers })).toMatchObject({ status: 201 });
  const [issuer] = agent.identity_assertion_issuers;
  const mine = { identity_assertion_issuers: [{ ...issuer, jwks_uri: 'https://mine.example/jwks' }] };
  expect(await patch(mine, { as })).toMatchObject(refused);
  expect(await patch({ client_name: 'Agent' }, { as })).toMatchObject({ status: 200 });
  expect(await patch(mine, { as: trusted })).toMatchObject({ status: 200 });
});

const idsOf = async (query: Record<string, string>): Promise<string[]> => {
  const ids: string[] = [];
  for (let next: string | undefined = new URLSearchParams({ limit: '1', ...query }).toString(); next !== undefined; ) {
    const answer = await under.api.handle({
      method: 'GET',
      path: '/clients',
      query: new URLSearchParams(next),
      header: () => undefined,
      body: undefined,
      caller: caller(),
    });
    const page = answer.body as { items: { client_id: string }[]; next?: string };
    ids.push(...page.items.map(({ client_id: id }) => id));
    next = page.next?.split('?')[1];
  }
  return ids;
};

test('ADM-06 health says what a client uses, and shows no secret', async () => {
  await made('shop', { ...entry, scopes: { [api]: ['read', 'write'] } });
  await send('POST', '/clients/shop/secrets', { expires_in_days: 3 });
  const used = { clientId: 'shop', kind: 'scope', value: `${api} read`, lastUsedAtSeconds: 1_800_000_000 };
  await under.storage.commit([under.storage.clientUsage.writes.used([used])]);
  const { status, body } = await send('GET', '/clients/shop/health');
  expect([status, body]).toEqual([
    200,
    expect.objectContaining({
      client_id: 'shop',
      last_used_at: '2027-01-15T08:00:00.000Z',
      pkce: { required: true },
      secrets: [{ fingerprint: expect.any(String), age_days: 0, expires_in_days: expect.any(Number) }],
      unused: expect.objectContaining({ scopes: { [api]: ['write'] } }),
    }),
  ]);
  expect((body['findings'] as { code: string }[])[0]).toMatchObject({
    code: 'secret_expires_soon',
    severity: 'critical',
  });
  expect(await send('GET', '/clients/none/health')).toMatchObject({ status: 404, code: 'unknown_client' });
});

describe('ADM-05 lists of clients', () => {
  beforeEach(async () => {
    const { writes } = under.storage.clients;
    const put = (clientId: string, client_name: string, grant: string, disabled = false) =>
      writes.put({ clientId, disabled, metadata: { client_id: clientId, client_name, grant_types: [grant] } });
    await under.storage.commit([
      put('a1', 'Zebra', 'client_credentials'),
      put('a2', 'yak', 'authorization_code', true),
      put('b1', 'Yeti', 'client_credentials'),
      put('b2', 'Ape', 'refresh_token'),
    ]);
  });

  test.each([
    [{}, ['a1', 'a2', 'b1', 'b2']],
    [{ sort: '-id' }, ['b2', 'b1', 'a2', 'a1']],
    [{ sort: 'name' }, ['b2', 'a2', 'b1', 'a1']],
    [{ q: 'a' }, ['a1', 'a2']],
    [{ q: 'y', sort: 'name' }, ['a2', 'b1']],
    [{ status: 'disabled' }, ['a2']],
    [{ status: 'active', grant: 'client_credentials' }, ['a1', 'b1']],
    [{ grant: 'client_credentials', limit: '3' }, ['a1', 'b1']],
  ])('%j', async (query, ids) => {
    expect(await idsOf(query as Record<string, string>)).toEqual(ids);
  });

  test('a cursor is good for the list that gave it', async () => {
    const { data } = await under.as().GET('/clients', { params: { query: { limit: 1 } } });
    const cursor = new URL(data?.next as string, 'https://localhost').searchParams.get('cursor') as string;
    const other = await under.as().GET('/clients', { params: { query: { limit: 1, sort: 'name', cursor } } });
    expect([other.response.status, other.error?.code]).toEqual([400, 'invalid_cursor']);
  });
});

describe('a client takes nobody else for itself', () => {
  const user = '6a8f1c52-90a7-4a0c-9a52-31c7e0a2d4b7';
  test.each([
    ['POST', user],
    ['PUT', user],
    ['PUT', 'service-account:robot'],
  ] as const)('is not made by %s as %s', async (by, id) => {
    const { accounts } = under.storage;
    await under.storage.commit([accounts.writes.put({ id: user, login: 'ann', roles: [] })]);
    const machine = { grant_types: ['client_credentials'], scopes: { [api]: ['read'] } };
    const requests = {
      POST: () => send('POST', '/clients', { kind: 'machine', client_id: id, scopes: machine.scopes }),
      PUT: () => send('PUT', `/clients/${id}`, machine, { headers: { 'if-none-match': '*' } }),
    };
    expect(await requests[by]()).toMatchObject({ status: 409, code: 'client_id_taken' });
    expect(await under.storage.clients.find(id)).toBeUndefined();
  });
});

test.each(['.', '..'])('a client that no address can name is not made: %s', async (id) => {
  expect(await send('POST', '/clients', { kind: 'machine', client_id: id })).toMatchObject({
    status: 422,
    code: 'invalid_client',
  });
  expect(await under.storage.clients.find(id)).toBeUndefined();
  expect(await send('POST', '/roles', { name: id, scopes: {} })).toMatchObject({ status: 422, code: 'invalid_role' });
});
