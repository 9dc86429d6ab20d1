/** Users and their credentials by the admin API: what is refused, what ends, what is recorded, and that nothing secret is answered. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { adminRoles } from '../../src/admin/access.ts';
import type { AdminCaller } from '../../src/admin/operation.ts';
import { recordedId } from '../../src/directory/audit/record.ts';
import { type ApiUnderTest, createApi, scopes } from './api.ts';
import { addPeople, adminApi, invoices, type Person } from './people.ts';

let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi();
  await addPeople(under);
});
afterEach(() => under.close());

const path = { user_id: 'ann' };
const because = { 'X-Reason': 'she asked by phone' };
const as = (person: Person, role: keyof typeof adminRoles): Partial<AdminCaller> => ({
  actor: { type: 'user', id: person },
  subject: person,
  scopes: new Set<string>(adminRoles[role]),
});
const support = as('support-1', 'support');
const api = (caller: Partial<AdminCaller> = {}) => under.as(caller);
const etag = async (address: '/users/{user_id}' | '/users/{user_id}/factors' = '/users/{user_id}', of = 'ann') =>
  (await api().GET(address, { params: { path: { user_id: of } } })).response.headers.get('etag') as string;
const matching = async (...of: Parameters<typeof etag>) => ({ 'If-Match': await etag(...of) });
const records = async () =>
  (await under.storage.audit.list())
    .map(({ data }) => data)
    .filter(({ actor }) => (actor as { type: string }).type === 'user');
const account = async (id = 'ann') => (await under.storage.accounts.find(id))!;
const codeOf = ({ error, response }: { error?: unknown; response: Response }) => [
  response.status,
  (error as { code?: string } | undefined)?.code,
];
const change = async (body: object, caller: Partial<AdminCaller> = {}, of = 'ann') =>
  api(caller).PATCH('/users/{user_id}', {
    params: { path: { user_id: of }, header: await matching('/users/{user_id}', of) },
    body: body as never,
  });

/** Signs the user in: a session, from which a grant came. */
async function signIn(accountId = 'ann'): Promise<void> {
  const expiresAtSeconds = Math.floor(Date.now() / 1000) + 3600;
  const { artefacts } = under.storage;
  const session = {
    uid: 'session-uid',
    loginTs: expiresAtSeconds - 3600,
    accountId,
    amr: ['pwd'],
    authorizations: { web: { grantId: 'grant-1' } },
  };
  await under.storage.commit([
    artefacts.writes.upsert({
      model: 'Session',
      id: 's',
      uid: 'session-uid',
      accountId,
      expiresAtSeconds,
      payload: session,
    }),
    artefacts.writes.upsert({
      model: 'Grant',
      id: 'grant-1',
      accountId,
      clientId: 'web',
      expiresAtSeconds,
      payload: {
        jti: 'grant-1',
        clientId: 'web',
        iat: 1,
        openid: { scope: 'openid' },
        resources: { [invoices]: 'invoice_read' },
      },
    }),
  ]);
}
const summary = async () => (await api().GET('/users/{user_id}/summary', { params: { path } })).data;

describe('ADM-06 users by the admin API', () => {
  test('are found by how a login or an address begins, by identifier and login, and filtered', async () => {
    await under.storage.commit([
      under.storage.accounts.writes.put({ id: 'z', login: 'zoe', email: 'annabel@example.com', status: 'disabled' }),
    ]);
    const found = async (query: object) =>
      (await api(scopes('users:read')).GET('/users', { params: { query } })).data?.items.map(({ id }) => id);
    expect(await found({ q: 'AN' })).toEqual(['ann', 'z']);
    expect(await found({ q: 'ann', status: 'disabled' })).toEqual(['z']);
    expect(await found({ login: 'ANN' })).toEqual(['ann']);
    expect(await found({ role: 'operator' })).toEqual(['operator-1', 'operator-2']);
    expect((await found({ sort: '-login' }))?.[0]).toBe('z');
    expect(codeOf(await api().GET('/users', { params: { query: { q: 'a', sort: 'created' } } }))).toEqual([
      400,
      'invalid_request',
    ]);
  });

  test.each([{}, { q: 'o' }, { sort: '-created' as const }])('come page by page, none twice (%j)', async (given) => {
    await under.storage.commit([
      under.storage.accounts.writes.put({ id: 'x', login: 'a-login', email: 'o-address@example.com' }),
    ]);
    const all = (await api().GET('/users', { params: { query: given } })).data?.items.map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      // eslint-disable-next-line no-await-in-loop -- each page names the next
      const { data } = await api().GET('/users', {
        params: { query: { ...given, limit: 1, ...(cursor !== undefined && { cursor }) } },
      });
      seen.push(...(data?.items ?? []).map(({ id }) => id));
      if (data?.next === undefined) break;
      cursor = new URL(data.next, 'https://localhost').searchParams.get('cursor') as string;
    }
    expect(seen).toEqual(all);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('are added and wait; the first password lets them in, and one that will not do changes nothing', async () => {
    const body = { login: 'Erin', name: 'Erin', email: 'erin@example.com', roles: ['clerk'], claims: { team: 'blue' } };
    const { data, response } = await api(support).POST('/users', { params: {}, body });
    expect(response.status).toBe(201);
    const { id } = data as { id: string };
    expect(response.headers.get('location')).toBe(`/admin/v1/users/${id}`);
    expect(await account(id)).toMatchObject({ login: 'erin', status: 'pending', claims: { team: 'blue' } });
    const header = { ...(await matching('/users/{user_id}', id)), ...because };
    const set = { params: { path: { user_id: id }, header }, body: { password: 'correct horse battery' } };
    expect(codeOf(await api(support).PUT('/users/{user_id}/password', set))).toEqual([403, 'insufficient_scope']);
    expect((await api().PUT('/users/{user_id}/password', set)).response.status).toBe(204);
    expect((await account(id)).status).toBe('active');
    expect(codeOf(await api().POST('/users', { params: {}, body }))).toEqual([409, 'login_taken']);
    const wrong = { ...body, login: 'else', email: 'else@example.com' };
    expect(codeOf(await api().POST('/users', { params: {}, body: { ...wrong, claims: { hat: 'red' } } }))).toEqual([
      422,
      'claim_invalid',
    ]);
    expect(codeOf(await api().POST('/users', { params: {}, body: { ...wrong, roles: ['king'] } }))).toEqual([
      404,
      'unknown_role',
    ]);
  });

  test('are invited by mail; a link that is shown is a credential', async () => {
    const body = { login: 'erin', name: 'Erin', email: 'erin@example.com', invitation: {} };
    const { data } = await api(support).POST('/users', { params: {}, body });
    expect(data).toMatchObject({ invitation: { mailed_to: 'erin@example.com' } });
    expect(JSON.stringify(data)).not.toContain('token');
    const erin = { user_id: (data as { id: string }).id };
    const again = { params: { path: erin }, body: { show_link: true } };
    expect(codeOf(await api(support).POST('/users/{user_id}/invitation', again))).toEqual([403, 'insufficient_scope']);
    expect((await api().POST('/users/{user_id}/invitation', again)).data).toMatchObject({
      link: expect.stringContaining('/account/invitation?token='),
    });
    const forAnn = { params: { path }, body: {} };
    expect(codeOf(await api().POST('/users/{user_id}/invitation', forAnn))).toEqual([422, 'not_invited']);
  });

  test('a change says what it ends before it does, and ends it', async () => {
    await signIn();
    const header = { ...(await matching()), Prefer: 'dry-run' };
    const dry = await api().PATCH('/users/{user_id}', { params: { path, header }, body: { roles: [] } });
    expect(dry.data).toMatchObject({
      operation: 'take a role or a claim from a user',
      changes: [{ pointer: '/roles', before: ['clerk'], after: [] }],
      ends: ['all grants and tokens of the user', 'sign-ins under way'],
      counts: { grants: 1 },
    });
    expect(await summary()).toMatchObject({ sessions: 1, grants: 1 });
    const done = await change({ roles: [] });
    expect([done.response.status, done.data]).toEqual([200, expect.objectContaining({ roles: [] })]);
    expect(await summary()).toMatchObject({ sessions: 1, grants: 0 });
    expect(await records()).toMatchObject([
      { event: 'user.changed', actor: { id: 'operator-1' }, target: { id: 'ann' }, changed: ['roles'] },
    ]);
  });

  test('disabling ends everything, stands alone, and is taken back', async () => {
    await signIn();
    expect(codeOf(await change({ disabled: true, name: 'Ann' }))).toEqual([400, 'invalid_request']);
    expect((await change({ disabled: true })).data).toMatchObject({ status: 'disabled' });
    expect(await summary()).toMatchObject({ sessions: 0, grants: 0 });
    expect((await change({ disabled: false })).data).toMatchObject({ status: 'active' });
    expect((await records()).map(({ event }) => event)).toEqual(['user.enabled', 'user.disabled']);
  });

  test('deleting tells how much goes, and is recorded as the operator’s act', async () => {
    await signIn();
    const header = await matching();
    const dry = await api().DELETE('/users/{user_id}', { params: { path, header: { ...header, Prefer: 'dry-run' } } });
    expect(dry.data).toMatchObject({ counts: { sessions: 1, grants: 1, api_keys: 0 } });
    expect((await api().DELETE('/users/{user_id}', { params: { path, header } })).response.status).toBe(204);
    expect(codeOf(await api().GET('/users/{user_id}', { params: { path } }))).toEqual([404, 'unknown_user']);
    expect(await records()).toMatchObject([{ event: 'user.deleted', actor: { id: 'operator-1' }, subject: 'ann' }]);
    const activity = (await api().GET('/users/{user_id}/activity', { params: { path } })).data;
    expect(activity?.items).toMatchObject([{ event: 'user.deleted' }]);
  });

  test('resetting credentials needs a reason, which is recorded', async () => {
    await signIn();
    await under.storage.commit([
      under.storage.credentials.writes.put({ accountId: 'ann', kind: 'password', data: { hash: 'h4sh-of-ann' } }),
      under.storage.credentials.writes.put({ accountId: 'ann', kind: 'totp', data: { secret: 's33d-of-ann' } }),
      under.storage.credentials.writes.put({
        accountId: 'ann',
        kind: 'recovery_codes',
        data: { hashes: ['c0de-of-ann'] },
      }),
    ]);
    const { data } = await api(support).GET('/users/{user_id}/factors', { params: { path } });
    expect(data?.items).toMatchObject([{ kind: 'authenticator_app' }, { kind: 'recovery_codes', left: 1 }]);
    expect(JSON.stringify([data, await summary()])).not.toMatch(/h4sh-of-ann|s33d-of-ann|c0de-of-ann/u);
    const header = await matching('/users/{user_id}/factors');
    const remove = (headers: object) =>
      api().DELETE('/users/{user_id}/factors', { params: { path, header: headers as never } });
    expect(codeOf(await remove(header))).toEqual([400, 'reason_required']);
    expect((await remove({ ...header, ...because })).response.status).toBe(204);
    expect(await summary()).toMatchObject({
      sessions: 0,
      ways_to_sign_in: { password: true, authenticator_app: false },
    });
    expect(await records()).toMatchObject([{ event: 'user.factors_removed', explanation: 'she asked by phone' }]);
    const none = await remove({ ...(await matching('/users/{user_id}/factors')), ...because });
    expect(codeOf(none)).toEqual([422, 'no_factors']);
  });

  test('sessions and grants are named as the audit names them, and end one by one or all', async () => {
    await signIn();
    const sessions = (await api().GET('/users/{user_id}/sessions', { params: { path } })).data;
    expect(sessions?.items).toMatchObject([{ id: recordedId('session-uid'), amr: ['pwd'], client_ids: ['web'] }]);
    const grants = (await api().GET('/users/{user_id}/grants', { params: { path } })).data;
    expect(grants?.items).toMatchObject([{ id: recordedId('grant-1'), client_id: 'web' }]);
    expect(JSON.stringify([sessions, grants])).not.toMatch(/session-uid|grant-1/u);
    const grant = { ...path, grant_id: recordedId('grant-1') };
    const revoke = () => api(support).DELETE('/users/{user_id}/grants/{grant_id}', { params: { path: grant } });
    expect((await revoke()).response.status).toBe(204);
    expect(codeOf(await revoke())).toEqual([404, 'unknown_grant']);
    const session = { ...path, session_id: recordedId('session-uid') };
    const end = () => api(support).DELETE('/users/{user_id}/sessions/{session_id}', { params: { path: session } });
    expect((await end()).response.status).toBe(204);
    expect(codeOf(await end())).toEqual([404, 'unknown_session']);
    expect(await records()).toMatchObject([
      { event: 'session.ended', actor: { id: 'support-1' }, subject: 'ann', session_id: recordedId('session-uid') },
      { event: 'token.revoked', subject: 'ann', client_id: 'web' },
    ]);
    expect((await api(support).DELETE('/users/{user_id}/sessions', { params: { path } })).response.status).toBe(204);
    expect((await records())[0]).toMatchObject({ event: 'user.sessions_ended' });
  });

  test('a session under a thousand newer tokens is listed, and ends with all of them', async () => {
    await signIn();
    const { artefacts } = under.storage;
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 600;
    const tokens = Array.from({ length: 1001 }, (_, at) =>
      artefacts.writes.upsert({
        model: at % 2 === 0 ? 'AccessToken' : 'RefreshToken',
        id: `token-${at}`,
        accountId: 'ann',
        grantId: 'grant-1',
        expiresAtSeconds,
        payload: {},
      }),
    );
    await under.storage.commit(tokens);
    const sessions = async () => (await api().GET('/users/{user_id}/sessions', { params: { path } })).data?.items;
    const grants = async () => (await api().GET('/users/{user_id}/grants', { params: { path } })).data?.items;
    expect([await sessions(), await grants()]).toMatchObject([[{ client_ids: ['web'] }], [{ client_id: 'web' }]]);
    const { data: dry } = await api().DELETE('/users/{user_id}/sessions', {
      params: { path, header: { Prefer: 'dry-run' } as never },
    });
    expect(dry).toMatchObject({ counts: { sessions: 1, grants: 1 } });
    expect((await api().DELETE('/users/{user_id}/sessions', { params: { path } })).response.status).toBe(204);
    expect([await sessions(), await grants(), await artefacts.listByAccount('ann')]).toEqual([[], [], []]);
    expect(await artefacts.find('Session', 's')).toBeUndefined();
  });

  test('API keys are shown once, allow what the user may, and are revoked for a reason', async () => {
    const body = { resource: invoices, scopes: ['invoice_read'], name: 'nightly' };
    const add = (given: object = body, caller: Partial<AdminCaller> = {}) =>
      api(caller).POST('/users/{user_id}/api-keys', { params: { path }, body: given as never });
    expect(codeOf(await add(body, support))).toEqual([403, 'insufficient_scope']);
    expect(codeOf(await add({ ...body, scopes: ['invoice_write'] }))).toEqual([422, 'beyond_roles']);
    const { data } = await add();
    const { id, api_key: secret } = data as { id: string; api_key: string };
    const listed = await api(support).GET('/users/{user_id}/api-keys', { params: { path } });
    expect(listed.data?.items).toMatchObject([{ id, name: 'nightly', status: 'active', login: 'ann' }]);
    const everyone = await api(support).GET('/api-keys', { params: {} });
    const stored = (await under.storage.apiCredentials.find(id))!.sha256;
    for (const text of [secret, stored.toString('hex'), stored.toString('base64url'), 'sha256'])
      expect(JSON.stringify([listed.data, everyone.data, await records()])).not.toContain(text);
    const key = { params: { path: { ...path, key_id: id }, header: because } };
    expect((await api().DELETE('/users/{user_id}/api-keys/{key_id}', key)).response.status).toBe(204);
    expect(codeOf(await api().DELETE('/users/{user_id}/api-keys/{key_id}', key))).toEqual([422, 'already_revoked']);
    await add();
    const all = await api().DELETE('/users/{user_id}/api-keys', { params: { path, header: because } });
    expect(all.data).toEqual({ revoked: 1 });
    expect((await records())[0]).toMatchObject({ event: 'api_key.revoked', explanation: 'she asked by phone' });
  });

  test('service accounts are made and revoked, and none may more of this API than its maker', async () => {
    const body = { login: 'batch', resource: invoices, scopes: ['invoice_write'] };
    const { data } = await api().POST('/service-accounts', { params: {}, body });
    const { id, secret } = data as { id: string; secret: string };
    const { data: list } = await api(support).GET('/service-accounts', { params: {} });
    expect(list?.items).toMatchObject([{ id, login: 'batch', status: 'active' }]);
    const second = await api().POST('/service-accounts', { params: {}, body: { ...body, login: 'nightly' } });
    const first = await api(support).GET('/service-accounts', { params: { query: { limit: 1 } } });
    const cursor = new URL(first.data?.next ?? '', 'https://localhost').searchParams.get('cursor') ?? '';
    const last = await api(support).GET('/service-accounts', { params: { query: { limit: 1, cursor } } });
    // Of the same second, in any order.
    const pages = [...(first.data?.items ?? []), ...(last.data?.items ?? [])].map((one) => one.id);
    expect(pages.toSorted()).toEqual([id, (second.data as { id: string }).id].toSorted());
    expect([first.data?.items.length, last.data?.next]).toEqual([1, undefined]);
    expect(JSON.stringify(list)).not.toContain(secret);
    const forAdmin = { login: 'boss', resource: `${adminApi(under)}/`, scopes: ['keys:rotate'] };
    expect(
      codeOf(await api(scopes('users:credentials')).POST('/service-accounts', { params: {}, body: forAdmin })),
    ).toEqual([403, 'forbidden_object']);
    const one = { params: { path: { service_account_id: id }, header: because } };
    expect((await api().DELETE('/service-accounts/{service_account_id}', one)).response.status).toBe(204);
    expect(codeOf(await api().POST('/service-accounts', { params: {}, body: { ...body, scopes: ['x'] } }))).toEqual([
      404,
      'unknown_scope',
    ]);
  });
});

describe('ADM-06 nobody gets by users what they may not do themselves', () => {
  test('support cannot take over an operator', async () => {
    for (const body of [{ disabled: true }, { name: 'New' }, { login: 'new' }, { roles: [] }])
      expect(codeOf(await change(body, support, 'operator-1'))).toEqual([403, 'forbidden_object']);
    expect(await account('operator-1')).toMatchObject({ status: 'active', roles: ['operator'] });
  });

  test('support gives nobody the address or roles by which they would get more', async () => {
    expect(codeOf(await change({ email: 'mine@example.com' }, support))).toEqual([403, 'insufficient_scope']);
    expect(codeOf(await change({ email_verified: true }, support))).toEqual([403, 'insufficient_scope']);
    for (const role of ['operator', 'auditor'])
      expect(codeOf(await change({ roles: [role] }, support))).toEqual([403, 'forbidden_object']);
    const body = { login: 'erin', name: 'Erin', email: 'erin@example.com', roles: ['operator'] };
    expect(codeOf(await api(support).POST('/users', { params: {}, body }))).toEqual([403, 'forbidden_object']);
    expect((await change({ roles: ['clerk', 'support'] }, support)).response.status).toBe(200);
  });

  test('nobody disables or deletes themselves, or changes what they may do; other things they may', async () => {
    const own = as('operator-1', 'operator');
    expect(codeOf(await change({ disabled: true }, own, 'operator-1'))).toEqual([403, 'forbidden_object']);
    expect(codeOf(await change({ roles: ['support'] }, own, 'operator-1'))).toEqual([403, 'forbidden_object']);
    expect(codeOf(await change({ roles: ['operator', 'auditor'] }, own, 'operator-1'))).toEqual([200, undefined]);
    expect(codeOf(await change({ roles: ['operator', 'clerk'] }, own, 'operator-1'))).toEqual([200, undefined]);
    expect(codeOf(await change({ name: 'New' }, own, 'operator-1'))).toEqual([200, undefined]);
    expect(codeOf(await change({ disabled: true }, own, 'operator-2'))).toEqual([200, undefined]);
  });

  test('a role that gives less of this API than the caller may is no hindrance, and a token with less is one', async () => {
    const less = { ...as('operator-1', 'operator'), ...scopes('users:write') };
    expect(codeOf(await change({ name: 'New' }, less, 'operator-2'))).toEqual([403, 'forbidden_object']);
    expect(codeOf(await change({ name: 'New' }, less))).toEqual([200, undefined]);
  });
});
