/** APIs, roles and policies over the admin API. */
import { previewOf, seenOf } from '@gatehouse/admin-client';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AdminCaller } from '../../src/admin/operation.ts';
import { type ApiUnderTest, createApi, scopes } from './api.ts';

const orders = 'https://orders.example.com/v1';
const adminApi = 'https://id.example.com/admin/v1';

let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi();
  const { resources, roles } = under.storage;
  const definition = { name: 'Administration', scopes: { 'users:read': 'See users', 'users:credentials': 'Reset' } };
  await under.storage.commit([
    resources.writes.put({ indicator: adminApi, definition }),
    roles.writes.put({ name: 'helper', definition: { [adminApi]: ['users:read', 'users:credentials'] } }),
  ]);
  await under.as().POST('/resources', { body: entry });
});
afterEach(() => under.close());

const entry = {
  indicator: orders,
  name: 'Orders',
  scopes: { orders_read: 'See orders', orders_write: 'Place orders' },
};
const of = (resource = orders) => ({ params: { path: { resource } } });
const ofRole = (name: string) => ({ params: { path: { role: name } } });
const at = (resource = orders, etag?: string, prefer?: string) => ({
  params: {
    path: { resource },
    header: { 'If-Match': etag as string, ...(prefer !== undefined && { Prefer: prefer }) },
  },
});
const role = (name: string, etag?: string, prefer?: string) => ({
  params: {
    path: { role: name },
    header: { 'If-Match': etag as string, ...(prefer !== undefined && { Prefer: prefer }) },
  },
});
const etagOf = async (resource = orders) => seenOf(await under.as().GET('/resources/{resource}', of(resource))).etag;
const etagOfRole = async (name: string) => seenOf(await under.as().GET('/roles/{role}', ofRole(name))).etag;
const user = (login: string, roles: string[]) =>
  under.storage.commit([under.storage.accounts.writes.put({ id: `id-${login}`, login, status: 'active', roles })]);
const refused = (status: number, code: string, detail = '') => [
  status,
  expect.objectContaining({ code, detail: expect.stringContaining(detail) }),
];
const outcome = ({ response, error }: { response: Response; error?: unknown }) => [response.status, error];

describe('ADM-04 APIs', () => {
  test('are declared, listed and read, in either spelling', async () => {
    const { data } = await under.as(scopes('resources:read')).GET('/resources');
    expect(data?.items.map(({ indicator }) => indicator)).toEqual([adminApi, orders]);
    const { seen } = seenOf(await under.as().GET('/resources/{resource}', of(`${orders}/`)));
    expect(seen).toMatchObject({ ...entry, default_scopes: [], token_format: 'jwt' });
  });

  test('the answer to a new one says where it is, and the same one again is refused', async () => {
    const body = { ...entry, indicator: 'https://stock.example.com' };
    const made = await under.as().POST('/resources', { body });
    expect([made.response.status, made.response.headers.get('location')]).toEqual([
      201,
      '/admin/v1/resources/https%3A%2F%2Fstock.example.com',
    ]);
    const again = await under.as().POST('/resources', { body: { ...body, indicator: `${body.indicator}/` } });
    expect(outcome(again)).toEqual(refused(409, 'resource_exists', 'stock'));
  });

  test.each([
    ['a scope that is none', { default_scopes: ['orders_delete'] }, '/default_scopes'],
    ['a claim that nobody declared', { claims: ['department'] }, '/claims'],
    ['no absolute address', { indicator: 'orders' }, '/indicator'],
    ['an unknown member', { scope: 'x' }, ''],
  ])('are refused with %s, and the place is named', async (_what, changes, pointer) => {
    const body = { ...entry, indicator: 'https://stock.example.com', ...changes };
    const answer = await under.as().POST('/resources', { body });
    expect(outcome(answer)).toEqual(refused(400, 'invalid_request'));
    expect((answer.error as { errors: unknown[] }).errors).toEqual([expect.objectContaining({ pointer })]);
    expect(await under.storage.resources.list()).toHaveLength(2);
  });

  test('are replaced as they were seen, and a scope stays while somebody is declared with it', async () => {
    const etag = await etagOf();
    const { indicator: _named, ...body } = { ...entry, scopes: { orders_read: 'See your orders' } };
    await under.as().POST('/roles', { body: { name: 'clerk', scopes: { [orders]: ['orders_write'] } } });
    const kept = await under.as().PUT('/resources/{resource}', { ...at(orders, etag), body });
    expect(outcome(kept)).toEqual(refused(409, 'scope_in_use', 'the role clerk has'));
    await under.as().DELETE('/roles/{role}', role('clerk', await etagOfRole('clerk')));
    const { data, response } = await under.as().PUT('/resources/{resource}', { ...at(orders, etag), body });
    expect([response.status, data]).toEqual([
      200,
      expect.objectContaining({ scopes: { orders_read: 'See your orders' } }),
    ]);
    const stale = await under.as().PUT('/resources/{resource}', { ...at(orders, etag), body });
    expect(outcome(stale)).toEqual(refused(412, 'precondition_failed'));
    const without = await under.as().PUT('/resources/{resource}', { ...at(), body });
    expect(outcome(without)).toEqual(refused(428, 'precondition_required'));
  });

  test('a dry run of a removal says who loses what; the removal takes it from them', async () => {
    await under.as().POST('/roles', { body: { name: 'clerk', scopes: { [orders]: ['orders_write'] } } });
    const metadata = { client_id: 'web', grant_types: ['client_credentials'], scopes: { [orders]: ['orders_read'] } };
    await under.storage.commit([under.storage.clients.writes.put({ clientId: 'web', metadata })]);
    const { data } = await under.as().GET('/resources/{resource}/uses', of());
    expect(data).toEqual({ roles: ['clerk'], clients: ['web'], bound: [] });
    const etag = await etagOf();
    const preview = previewOf(await under.as().DELETE('/resources/{resource}', at(orders, etag, 'dry-run')));
    expect(preview).toMatchObject({
      operation: 'remove an API',
      audited: ['resource.removed', 'role.changed', 'client.changed'],
      notes: ['The role clerk gives scopes of it.', 'The client web may ask for scopes of it.'],
    });
    expect(await under.storage.resources.list()).toHaveLength(2);
    expect((await under.as().DELETE('/resources/{resource}', at(orders, etag))).response.status).toBe(204);
    expect((await under.storage.roles.find('clerk'))?.definition).toEqual({});
    const gone = await under.as().GET('/resources/{resource}', of());
    expect(outcome(gone)).toEqual(refused(404, 'unknown_resource', adminApi));
  });

  test.each([adminApi, `${adminApi}/`])('nobody changes, removes or declares the admin API: %s', async (name) => {
    const etag = await etagOf(name);
    const { indicator: _named, ...body } = entry;
    const forbidden = refused(403, 'forbidden_object', 'declared by the server itself');
    for (const local of [false, true]) {
      const client = under.as({ local });
      expect(outcome(await client.DELETE('/resources/{resource}', at(name, etag)))).toEqual(forbidden);
      expect(outcome(await client.PUT('/resources/{resource}', { ...at(name, etag), body }))).toEqual(forbidden);
    }
    await under.storage.commit([under.storage.resources.writes.remove(adminApi)]);
    for (const indicator of [name, name.replace('https://id', 'HTTPS://ID')]) {
      expect(outcome(await under.as().POST('/resources', { body: { ...entry, indicator } }))).toEqual(forbidden);
    }
  });
});

describe('ADM-05 roles', () => {
  test('are made, granted scopes and lose them', async () => {
    const name = 'clerk/first';
    const made = await under.as().POST('/roles', { body: { name, scopes: { [orders]: ['orders_read'] } } });
    expect(made.response.headers.get('location')).toBe('/admin/v1/roles/clerk%2Ffirst');
    const body = { grant: { [orders]: ['orders_write'] }, revoke: { [`${orders}/`]: ['orders_read'] } };
    const changed = await under.as().POST('/roles/{role}/scopes', { ...role(name, await etagOfRole(name)), body });
    expect(changed.data).toEqual({ name, scopes: { [orders]: ['orders_write'] } });
    const replaced = await under
      .as()
      .PUT('/roles/{role}', { ...role(name, await etagOfRole(name)), body: { scopes: {} } });
    expect(replaced.data).toEqual({ name, scopes: {} });
    expect((await under.storage.audit.list()).map(({ type }) => type)).toEqual([
      'role.changed',
      'role.changed',
      'role.added',
      'resource.added',
    ]);
  });

  test.each([
    ['twice', { name: 'helper', scopes: {} }, refused(409, 'role_exists')],
    ['with a blank in the name', { name: 'a b', scopes: {} }, refused(422, 'invalid_role')],
    [
      'with a scope that is none',
      { name: 'clerk', scopes: { [orders]: ['x'] } },
      refused(404, 'unknown_scope', 'orders_read'),
    ],
    [
      'with an API that is none',
      { name: 'clerk', scopes: { 'https://x.example': [] } },
      refused(404, 'unknown_resource'),
    ],
  ])('are not made %s', async (_what, body, expected) => {
    expect(outcome(await under.as().POST('/roles', { body }))).toEqual(expected);
    expect(await under.storage.roles.list()).toHaveLength(1);
  });

  test('whoever has them is listed, page by page, and only for those who may see users', async () => {
    for (const login of ['ann', 'bob', 'eve']) await user(login, login === 'bob' ? [] : ['helper']);
    const page = async (query: object) =>
      (await under.as(scopes('users:read')).GET('/roles/{role}/users', { params: { path: { role: 'helper' }, query } }))
        .data;
    const first = await page({ limit: 1 });
    expect(first?.items).toEqual([{ id: 'id-ann', login: 'ann' }]);
    const cursor = new URL(first?.next ?? '', 'https://localhost').searchParams.get('cursor') as string;
    expect(await page({ limit: 1, cursor })).toEqual({ items: [{ id: 'id-eve', login: 'eve' }] });
    const hidden = await under.as(scopes('resources:read')).GET('/roles/{role}/users', ofRole('helper'));
    expect(hidden.response.status).toBe(403);
  });

  test('a removal takes them from those who have them, whose tokens end', async () => {
    await user('ann', ['helper']);
    const account = { id: 'id-ann' };
    await under.storage.commit([
      under.storage.artefacts.writes.upsert({
        model: 'Grant',
        id: 'grant-1',
        payload: {},
        accountId: account.id,
        grantId: 'grant-1',
        expiresAtSeconds: 4_000_000_000,
      }),
    ]);
    const etag = await etagOfRole('helper');
    const preview = previewOf(await under.as().DELETE('/roles/{role}', role('helper', etag, 'dry-run')));
    expect(preview).toMatchObject({ operation: 'remove a role', counts: { users: 1 }, audited: ['role.removed'] });
    expect(await under.storage.roles.list()).toHaveLength(1);
    const stale = await under.as().DELETE('/roles/{role}', role('helper', '"0.old"'));
    expect(stale.response.status).toBe(412);
    expect((await under.storage.accounts.find('id-ann'))?.roles).toEqual(['helper']);

    expect((await under.as().DELETE('/roles/{role}', role('helper', etag))).response.status).toBe(204);
    expect((await under.storage.accounts.find('id-ann'))?.roles).toEqual([]);
    expect(await under.storage.artefacts.find('Grant', 'grant-1')).toBeUndefined();
    expect(await under.storage.roles.list()).toEqual([]);
    const types = (await under.storage.audit.list()).map(({ type }) => type);
    expect(types.slice(0, 2)).toEqual(['role.removed', 'user.changed']);
  });

  const lacking: Partial<AdminCaller> = scopes('resources:write', 'config:apply', 'users:read');
  const forbidden = refused(403, 'forbidden_object', 'users:credentials');

  test.each<[string, () => Promise<{ response: Response; error?: unknown }>]>([
    [
      'make a role that gives it',
      () => under.as(lacking).POST('/roles', { body: { name: 'mine', scopes: { [adminApi]: ['users:credentials'] } } }),
    ],
    [
      'make one in another spelling',
      () =>
        under
          .as(lacking)
          .POST('/roles', { body: { name: 'mine', scopes: { [`${adminApi}/`]: ['users:credentials'] } } }),
    ],
    [
      'grant it to a role',
      async () => {
        await under.as(lacking).POST('/roles', { body: { name: 'mine', scopes: { [adminApi]: ['users:read'] } } });
        const body = { grant: { [adminApi]: ['users:credentials'] } };
        return under.as(lacking).POST('/roles/{role}/scopes', { ...role('mine', await etagOfRole('mine')), body });
      },
    ],
    [
      'replace a role by one that gives it',
      async () => {
        await under.as(lacking).POST('/roles', { body: { name: 'mine', scopes: {} } });
        const body = { scopes: { [adminApi]: ['users:credentials'] } };
        return under.as(lacking).PUT('/roles/{role}', { ...role('mine', await etagOfRole('mine')), body });
      },
    ],
    [
      'take it from a role',
      async () =>
        under.as(lacking).PUT('/roles/{role}', { ...role('helper', await etagOfRole('helper')), body: { scopes: {} } }),
    ],
    [
      'remove a role that gives it',
      async () => under.as(lacking).DELETE('/roles/{role}', role('helper', await etagOfRole('helper'))),
    ],
    [
      'give such a role to all who register',
      async () => {
        const { etag } = seenOf(await under.as().GET('/policies/users'));
        const params = { header: { 'If-Match': etag } };
        return under.as(lacking).PUT('/policies/users', { params, body: { registration_roles: ['helper'] } });
      },
    ],
  ])('whoever lacks a scope of the admin API cannot %s', async (_what, attempt) => {
    expect(outcome(await attempt())).toEqual(forbidden);
    const gives = (await under.storage.roles.list()).filter(({ definition }) =>
      JSON.stringify(definition).includes('users:credentials'),
    );
    expect(gives.map(({ name }) => name)).toEqual(['helper']);
  });

  test('whoever has the scope, or is on the machine, can', async () => {
    const body = { name: 'mine', scopes: { [adminApi]: ['users:read'] } };
    expect((await under.as(lacking).POST('/roles', { body })).response.status).toBe(201);
    const local = under.as({ local: true, scopes: new Set() });
    const made = await local.POST('/roles', { body: { name: 'all', scopes: { [adminApi]: ['users:credentials'] } } });
    expect(made.response.status).toBe(201);
  });
});

const putUsersPolicy = async (body: object, prefer?: string) => {
  const { etag } = seenOf(await under.as().GET('/policies/users'));
  const header = { 'If-Match': etag, ...(prefer !== undefined && { Prefer: prefer }) };
  return under.as().PUT('/policies/users', { params: { header }, body: body as never });
};

describe('ADM-06 policies', () => {
  test('what holds for all users is replaced as a whole', async () => {
    const terms = { version: '1', uri: 'https://example.com/terms' };
    const answer = await putUsersPolicy({ claims: { department: {} }, terms });
    expect(outcome(answer)).toEqual([200, undefined]);
    expect(answer.data).toMatchObject({ registration_roles: [], terms, claims: { department: {} } });
    const preview = previewOf(await putUsersPolicy({}, 'dry-run'));
    expect(preview.changes.map(({ pointer }) => pointer)).toEqual(['/claims/department', '/terms']);
    expect((await putUsersPolicy({})).data).toEqual({ registration_roles: [], claims: {} });
    expect(await under.storage.policies.list()).toHaveLength(1);
  });

  test('a role or a claim that cannot be is refused', async () => {
    expect(outcome(await putUsersPolicy({ registration_roles: ['nobody'] }))).toEqual(refused(404, 'unknown_role'));
    expect(outcome(await putUsersPolicy({ claims: { sub: {} } }))).toEqual(
      refused(400, 'invalid_request', '/claims/sub'),
    );
    expect(await under.storage.policies.list()).toEqual([]);
  });

  test('colours that nobody could read are refused; an empty look is none', async () => {
    const look = async (body: object) => {
      const { etag } = seenOf(await under.as().GET('/policies/branding'));
      return under.as().PUT('/policies/branding', { params: { header: { 'If-Match': etag } }, body });
    };
    const pale = { colours: { light: { ink: '#ffffff', surface: '#ffffff' } } };
    expect(outcome(await look(pale))).toEqual(refused(400, 'invalid_request'));
    expect((await look({ name: 'Example' })).data).toEqual({ name: 'Example' });
    expect((await look({})).data).toEqual({});
    expect(await under.storage.policies.list()).toEqual([]);
  });
});
