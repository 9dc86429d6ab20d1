/** The registry as one document: what is exported is applied again, all or nothing, and by nobody beyond what they may do entry by entry. */
import { seenOf } from '@gatehouse/admin-client';
import type { Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AdminScope } from '../../src/admin/access.ts';
import { adminRoles } from '../../src/admin/access.ts';
import type { AdminCaller } from '../../src/admin/operation.ts';
import { hashClientSecret } from '../../src/directory/clients/clients.ts';
import { applyRegistry } from '../../src/directory/registry/apply.ts';
import { registrySchema } from '../../src/directory/registry/schema.ts';
import { type ApiUnderTest, caller, createApi, scopes } from './api.ts';
import { addPeople, invoices } from './people.ts';

const adminApi = 'https://id.example.com/admin/v1';
const orders = { indicator: 'https://orders.example.com', name: 'Orders', scopes: { read: 'See orders' } };
const shop = {
  client_id: 'shop',
  client_name: 'Shop',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://shop.example.com/callback'],
  scope: 'openid',
  scopes: { [orders.indicator]: ['read'] },
};
const robot = { client_id: 'robot', grant_types: ['client_credentials'], scopes: {} };
const whole = {
  resources: [orders],
  roles: { picker: { [orders.indicator]: ['read'] } },
  clients: [shop],
  branding: { name: 'Shop' },
  users_policy: { registration_roles: ['picker'], terms: { version: '1', uri: '/terms' } },
};
const sha256 = hashClientSecret('a secret').toString('base64url');
const secretShop = { ...shop, client_secrets: [{ sha256 }] };
const reads: AdminScope[] = ['settings:read', 'clients:read', 'resources:read'];

let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi();
  await addPeople(under);
});
afterEach(() => under.close());

const call = async (
  method: string,
  body?: unknown,
  { as = {}, headers = {} }: { as?: Partial<AdminCaller>; headers?: Record<string, string> } = {},
) => {
  const answer = await under.api.handle({
    method,
    path: '/registry',
    query: new URLSearchParams(),
    header: (name) => headers[name],
    body,
    caller: caller(as),
  });
  return { ...answer, body: answer.body as Record<string, unknown>, code: (answer.body as { code?: string })?.code };
};
const etag = async () => (await call('GET')).headers['etag'] as string;
const apply = async (body: unknown, as: Partial<AdminCaller> = {}, headers: Record<string, string> = {}) =>
  call('POST', body, { as, headers: { 'if-match': await etag(), ...headers } });
const dryRun = { prefer: 'dry-run' };
const audited = async () => (await under.storage.audit.list({ limit: 100 })).map(({ type, data }) => ({ type, data }));
/** All that there is, to see that nothing was written. */
const state = async () => ({ declared: (await call('GET')).body, audited: await audited() });

const roomFor = (clients: number) => ({ unregistered_clients: { registration: { mode: 'token', clients } } });

describe('ADM-10 a registry over the network', () => {
  test('is applied as a whole, recorded entry by entry, and a second time it changes nothing', async () => {
    const answer = await apply(whole, {}, { 'x-reason': 'the shop opens' });
    expect(answer).toMatchObject({ status: 200, body: { left_alone: [] } });
    expect(answer.body['applied']).toEqual([
      { kind: 'resource', name: orders.indicator, change: 'added', members: [] },
      { kind: 'role', name: 'picker', change: 'added', members: [] },
      { kind: 'policy', name: 'branding', change: 'added', members: [] },
      { kind: 'policy', name: 'users_policy.registration_roles', change: 'added', members: [] },
      { kind: 'policy', name: 'users_policy.terms', change: 'added', members: [] },
      { kind: 'client', name: 'shop', change: 'added', members: [] },
    ]);
    expect(answer.headers['etag']).toBe(await etag());
    const records = (await audited()).filter(({ data }) => data['explanation'] === 'the shop opens');
    const types = records.map(({ type }) => type).toSorted();
    expect(types).toEqual([
      'client.added',
      ...Array(3).fill('policy.changed'),
      'registry.applied',
      'resource.added',
      'role.added',
    ]);
    for (const { data } of records) expect(data).toMatchObject({ actor: { type: 'user', id: 'operator-1' } });
    const client = records.find(({ type }) => type === 'client.added')!.data;
    expect(client['after']).toMatch(/^[\w-]{43}$/u);
    expect(client['before']).toBeUndefined();

    const before = await state();
    expect((await apply(whole)).body).toEqual({ applied: [], left_alone: [] });
    expect(await state()).toEqual(before);

    await apply(roomFor(10));
    expect((await apply(roomFor(20))).body['applied']).toEqual([
      { kind: 'policy', name: 'unregistered_clients', change: 'changed', members: ['registration.clients'] },
    ]);
  });

  test('what was exported is applied elsewhere, and says the same there', async () => {
    await apply({ ...whole, clients: [secretShop] });
    const { body } = await call('GET');
    const elsewhere = await createApi();
    const first = under;
    try {
      under = elsewhere;
      await addPeople(under);
      expect(await apply(body)).toMatchObject({ status: 200 });
      expect((await call('GET')).body).toEqual(body);
    } finally {
      under = first;
      await elsewhere.close();
    }
  });

  test('a preview shows what would be another, and writes nothing', async () => {
    await apply(whole);
    const before = await state();
    const changed = { ...whole, clients: [{ ...shop, client_name: 'Store' }], roles: {} };
    const { status, body } = await apply(changed, {}, dryRun);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      operation: 'apply a registry',
      changes: [{ pointer: '/clients/shop/client_name', before: 'Shop', after: 'Store' }],
      audited: ['client.changed', 'registry.applied'],
    });
    expect(await state()).toEqual(before);
  });

  test('one fault anywhere, and nothing is written; each is said with its place', async () => {
    const before = await state();
    const faulty = { ...whole, clients: [{ ...shop, scopes: { [orders.indicator]: ['raed'] } }] };
    expect(await apply(faulty)).toMatchObject({
      status: 400,
      code: 'invalid_request',
      body: { errors: [{ pointer: '/clients/0/scopes', detail: expect.stringContaining('read') }] },
    });
    expect(await apply({ ...whole, clients: [shop, shop] })).toMatchObject({ status: 400 });
    expect(await apply({ ...whole, users: [{ login: 'eve' }] })).toMatchObject({ status: 400 });
    expect(await apply({ ...whole, roles: { ...whole.roles, 'two words': {} } })).toMatchObject({
      status: 422,
      code: 'invalid_role',
    });
    expect(await state()).toEqual(before);
  });

  test('whoever changed one entry meanwhile is not overwritten', async () => {
    await apply(whole);
    const seen = await etag();
    expect(await call('POST', whole)).toMatchObject({ status: 428 });
    await apply({ clients: [robot] });
    expect(await call('POST', whole, { headers: { 'if-match': seen } })).toMatchObject({ status: 412 });
    // Between the comparison and the commit.
    const now = await etag();
    const storage: { commit: Storage['commit'] } = under.storage;
    const { commit } = storage;
    let isFirst = true;
    storage.commit = async (writes) => {
      if (isFirst) {
        isFirst = false;
        await under.context.commit({
          writes: [under.storage.roles.writes.put({ name: 'picker', definition: {} })],
          events: [{ event: 'role.changed', outcome: 'success', target: { type: 'role', id: 'picker' } }],
        });
      }
      await commit(writes);
    };
    const other = { ...whole, roles: { picker: { [orders.indicator]: ['read'], [invoices]: ['invoice_read'] } } };
    expect(await call('POST', other, { headers: { 'if-match': now } })).toMatchObject({ status: 412 });
    storage.commit = commit;
    expect((await under.storage.roles.find('picker'))?.definition).toEqual({});
  });

  test('a repeated request is answered and not done again', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await apply(whole, {}, headers);
    const again = await call('POST', whole, { headers });
    expect(again).toMatchObject({ status: 200, headers: { 'idempotency-replayed': 'true' }, body: first.body });
  });
});

describe('ADM-10 secrets in a registry', () => {
  test('no answer has a hash, and no record', async () => {
    const answers = [
      await apply({ ...whole, clients: [secretShop] }, {}, dryRun),
      await apply({ ...whole, clients: [secretShop] }),
      await call('GET'),
      await apply({ clients: [{ ...secretShop, client_name: 'Store' }] }, {}, dryRun),
    ];
    for (const { status } of answers) expect(status).toBe(200);
    expect((await under.storage.clients.find('shop'))?.secretHashes).toHaveLength(1);
    expect(JSON.stringify(answers)).not.toContain(sha256);
    expect(JSON.stringify(await audited())).not.toContain(sha256);
    expect(JSON.stringify(answers[0]!.body)).toContain(sha256.slice(0, 12));
  });

  test('one that an operator removed does not come back by way of a registry that leaves it out', async () => {
    await apply({ ...whole, clients: [secretShop] });
    const { clients } = under.storage;
    await under.storage.commit([
      clients.writes.removeSecret({ clientId: 'shop', sha256: hashClientSecret('a secret') }),
    ]);
    expect((await apply({ clients: [shop] })).body).toEqual({ applied: [], left_alone: [] });
    const again = await apply({ clients: [secretShop] });
    expect(again.body['left_alone']).toEqual([{ kind: 'client', name: 'shop', members: ['client_secrets'] }]);
    // Nor by the file of the server, at its next start.
    const { storage, context } = under;
    await applyRegistry(
      {
        storage,
        commit: context.commit,
        caller: { actor: { type: 'system', id: 'registry' } },
        source: 'file',
        hasher: undefined as never,
      },
      registrySchema.parse({ clients: [secretShop] }),
    );
    expect((await clients.find('shop'))?.secretHashes).toEqual([]);
  });
});

const refusedAs = async (body: unknown, as: Partial<AdminCaller>, code: string, named: string) => {
  const before = await state();
  for (const headers of [{}, dryRun]) {
    const answer = await apply(body, as, headers);
    expect([answer.status, answer.code]).toEqual([403, code]);
    expect(answer.body['detail']).toContain(named);
  }
  expect(await state()).toEqual(before);
};

describe('ADM-10 nobody does by a registry what they may not do entry by entry', () => {
  test.each(['support', 'auditor'] as const)('%s applies nothing', async (role) => {
    await refusedAs(whole, scopes(...adminRoles[role]), 'insufficient_scope', 'config:apply');
    await refusedAs({}, scopes(...adminRoles[role]), 'insufficient_scope', 'config:apply');
  });

  test.each([
    ['clients:write', { clients: [robot] }],
    ['resources:write', { resources: [orders] }],
    ['resources:write', { roles: { new: {} } }],
  ])('config:apply alone is not %s', async (scope, body) => {
    await refusedAs(body, scopes('config:apply', ...reads), 'insufficient_scope', scope);
    expect(await apply(body, scopes('config:apply', scope as AdminScope, ...reads))).toMatchObject({ status: 200 });
  });

  test('hashes of secrets need clients:secrets', async () => {
    const body = { clients: [{ ...robot, client_secrets: [{ sha256 }] }] };
    await refusedAs(body, scopes('config:apply', 'clients:write'), 'insufficient_scope', 'clients:secrets');
  });

  const without = scopes('config:apply', 'clients:write', 'resources:write', ...reads);

  test('nobody shuts themselves out: what a role of their own gives of the admin API is changed by others', async () => {
    const params = async () => {
      const { etag: seen } = seenOf(await under.as().GET('/roles/{role}', { params: { path: { role: 'operator' } } }));
      return { path: { role: 'operator' }, header: { 'If-Match': seen } };
    };
    const revoke = { [adminApi]: ['clients:read' as string] };
    const refused = {
      error: { code: 'forbidden_object', detail: expect.stringContaining('You have the role operator') },
    };
    expect(await under.as().DELETE('/roles/{role}', { params: await params() })).toMatchObject(refused);
    expect(await under.as().PUT('/roles/{role}', { params: await params(), body: { scopes: {} } })).toMatchObject(
      refused,
    );
    expect(
      await under.as().POST('/roles/{role}/scopes', { params: await params(), body: { grant: {}, revoke } }),
    ).toMatchObject(refused);
    await refusedAs({ roles: { operator: {} } }, {}, 'forbidden_object', 'You have the role operator');
    // What it gives of other APIs is another matter, and a client that acts for itself has no role.
    const grant = { [invoices]: ['invoice_read'] };
    const more = await under.as().POST('/roles/{role}/scopes', { params: await params(), body: { grant, revoke: {} } });
    expect(more.response.status).toBe(200);
    const client = { actor: { type: 'client', id: 'deployer' }, subject: undefined } as const;
    const less = await under
      .as(client)
      .POST('/roles/{role}/scopes', { params: await params(), body: { grant: {}, revoke } });
    expect(less.response.status).toBe(200);
  });

  test('nobody widens a role, or makes one, beyond their own scopes', async () => {
    for (const name of ['helpdesk', 'clerk', 'auditor', 'operator']) {
      await refusedAs(
        { roles: { [name]: { [adminApi]: ['keys:rotate'] } } },
        without,
        'forbidden_object',
        'of the admin API',
      );
    }
    // Nor takes from one what they do not have.
    await refusedAs({ roles: { operator: {} } }, without, 'forbidden_object', 'operator');
    const own = { roles: { helpdesk: { [adminApi]: ['clients:read'] } } };
    expect(await apply(own, without)).toMatchObject({ status: 200 });
  });

  test('nobody makes a client, or takes one over, that may do more than they', async () => {
    const powerful = { ...robot, scopes: { [adminApi]: ['keys:rotate'] } };
    await refusedAs({ clients: [powerful] }, without, 'forbidden_object', 'keys:rotate');
    const exchange = {
      ...robot,
      grant_types: ['urn:ietf:params:oauth:grant-type:token-exchange'],
      token_exchange: { rules: [{ from: [invoices], to: adminApi, scopes: ['users:write'] }] },
    };
    await refusedAs({ clients: [exchange] }, without, 'forbidden_object', 'users:write');
    expect(await apply({ clients: [powerful] })).toMatchObject({ status: 200 });
    await refusedAs({ clients: [robot] }, without, 'forbidden_object', 'keys:rotate');
  });

  test('users who register get no role that gives more than the caller has', async () => {
    const body = { users_policy: { registration_roles: ['auditor'] } };
    await refusedAs(body, without, 'forbidden_object', 'connections:read');
  });

  test('the admin API and the clients of the server belong to the server', async () => {
    const resources = [{ indicator: `${adminApi}/`, name: 'Mine', scopes: {} }];
    await refusedAs({ resources }, {}, 'forbidden_object', 'admin API');
    await refusedAs({ resources: [{ ...resources[0], indicator: adminApi }] }, {}, 'forbidden_object', 'admin API');
    expect(await apply({ clients: [{ ...robot, client_id: 'gatehouse-cli' }] })).toMatchObject({
      code: 'client_is_built_in',
    });
  });

  test('a scope stays while a role or client is declared with it, unless the registry takes it there too', async () => {
    await apply(whole);
    const narrowed = { ...orders, scopes: { list: 'List orders' } };
    expect(await apply({ resources: [narrowed] })).toMatchObject({ status: 409, code: 'scope_in_use' });
    const consistent = { resources: [narrowed], roles: { picker: {} }, clients: [{ ...shop, scopes: {} }] };
    expect(await apply(consistent)).toMatchObject({ status: 200 });
    const spelled = { ...orders, indicator: `${orders.indicator}/` };
    expect(await apply({ resources: [spelled] })).toMatchObject({ status: 409, code: 'resource_exists' });
  });

  test('in production no new redirect leads over plain http', async () => {
    const production = await createApi({ production: true });
    const first = under;
    try {
      under = production;
      const body = { clients: [{ ...shop, scopes: {}, redirect_uris: ['http://localhost:4000/'] }] };
      expect(await apply(body)).toMatchObject({ status: 422, code: 'insecure_redirect_uri' });
    } finally {
      under = first;
      await production.close();
    }
  });
});
