/** Keys and revocations over the admin API. */
import { previewOf, seenOf } from '@gatehouse/admin-client';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rotationPolicies } from '../../src/directory/keys/policies.ts';
import { keepKeys } from '../../src/directory/operations/keys.ts';
import { type ApiUnderTest, createApi, scopes } from './api.ts';

const nowMs = Date.UTC(2026, 10, 28, 12);

let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi({ clock: () => nowMs });
});
afterEach(() => under.close());

const refused = (status: number, code: string, detail = '') => [
  status,
  expect.objectContaining({ code, detail: expect.stringContaining(detail) }),
];
const outcome = ({ response, error }: { response: Response; error?: unknown }) => [response.status, error];
const types = async () => (await under.storage.audit.list()).map(({ type }) => type);

// Secrets of cookies rotate as keys of tokens do, and are made in no time.
const rotate = (headers = {}) =>
  under.as().POST('/keys/rotation', { body: { purpose: 'cookie' }, params: { header: headers } });
const ring = async () => (await under.as(scopes('keys:read')).GET('/keys')).data?.items ?? [];
const read = async (kid: string) => seenOf(await under.as().GET('/keys/{kid}', { params: { path: { kid } } }));
const isRevoked = (claims: Record<string, unknown>) => under.context.revocations.isRevoked({ claims });
const current = async () => (await ring()).find(({ state }) => state === 'current')?.kid as string;
const next = async () => (await ring()).find(({ state }) => state === 'next')?.kid as string;

describe('ADM-07 keys', () => {
  beforeEach(async () => {
    const { keys } = under.context;
    const { cookie } = await rotationPolicies(keys.storage, keys.settings);
    await keepKeys(keys, { actor: { type: 'system', id: 'keys' } }, 'cookie', cookie);
  });

  test('are listed with what will come, and without anything that they are made of', async () => {
    const { data } = await under.as(scopes('keys:read')).GET('/keys');
    const first = data?.items.find(({ state }) => state === 'current');
    expect(first).toMatchObject({ purpose: 'cookie', algorithm: 'secret', created_at: '2026-11-28T12:00:00.000Z' });
    expect(first?.signs_until).toBeDefined();
    expect(data?.plans.map(({ purpose }) => purpose)).toEqual(['token', 'cookie', 'dpop-nonce', 'refresh-token']);
    const { seen } = await read(await current());
    const records = await under.storage.signingKeys.list();
    for (const { privateKey } of records) expect(JSON.stringify([data, seen])).not.toContain(privateKey);
    expect(Object.keys({ ...first, ...seen }).toSorted()).toEqual(
      ['algorithm', 'created_at', 'kid', 'not_after', 'not_before', 'purpose', 'signs_until', 'state'].filter(
        (name) => name in { ...first, ...seen },
      ),
    );
  });

  test('a dry run of a rotation says which key would sign until when, and makes none', async () => {
    const before = await ring();
    const preview = previewOf(await rotate({ Prefer: 'dry-run' }));
    expect(preview).toMatchObject({
      operation: 'rotate signing keys',
      audited: ['key.rotated'],
      changes: [{ pointer: `/${await current()}/not_after`, after: '2026-11-28T12:00:00.000Z' }],
    });
    expect(await ring()).toEqual(before);
    await rotate();
    const again = previewOf(await rotate({ Prefer: 'dry-run' }));
    expect(again).toMatchObject({ changes: [], audited: [] });
    expect(again.operation).toBeUndefined();
  });

  test('a key is revoked with a reason, as it was seen, and another signs', async () => {
    const kid = await current();
    const follower = await next();
    const { etag } = await read(kid);
    const revoke = (header: Record<string, string>) =>
      under.as().POST('/keys/{kid}/revocation', { params: { path: { kid }, header: header as never } });
    expect(outcome(await revoke({ 'If-Match': etag }))).toEqual(refused(400, 'reason_required'));
    expect(outcome(await revoke({ 'X-Reason': 'leaked' }))).toEqual(refused(428, 'precondition_required'));
    expect(outcome(await revoke({ 'X-Reason': 'leaked', 'If-Match': '"0.x"' }))).toEqual(
      refused(412, 'precondition_failed'),
    );
    expect(await current()).toBe(kid);
    const preview = previewOf(await revoke({ 'X-Reason': 'leaked', 'If-Match': etag, Prefer: 'dry-run' }));
    expect(preview).toMatchObject({
      operation: 'revoke a signing key',
      ends: ['tokens signed by the key'],
      audited: ['key.revoked'],
    });
    expect(preview.changes.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining([`/${kid}`, `/${follower}/state`]),
    );
    expect((await revoke({ 'X-Reason': 'leaked', 'If-Match': etag })).response.status).toBe(204);
    expect(await current()).toBe(follower);
    const [record] = await under.storage.audit.list();
    expect(record?.data).toMatchObject({
      event: 'key.revoked',
      explanation: 'leaked',
      target: { type: 'key', id: kid },
    });
    expect(outcome(await revoke({ 'X-Reason': 'leaked', 'If-Match': etag }))).toEqual(refused(404, 'unknown_key', kid));
  });

  test('a key is retired, and that is said', async () => {
    const kid = await current();
    const params = async () => ({ path: { kid }, header: { 'If-Match': (await read(kid)).etag } });
    expect((await under.as().POST('/keys/{kid}/retirement', { params: await params() })).response.status).toBe(204);
    const [record] = await under.storage.audit.list();
    expect(record?.data).toMatchObject({ event: 'key.retired', target: { type: 'key', id: kid } });
  });

  test('a key that signs tokens is named in the record by its thumbprint, which looks like a token and is public', async () => {
    const { keys } = under.context;
    const { token } = await rotationPolicies(keys.storage, keys.settings);
    await keepKeys(keys, { actor: { type: 'system', id: 'keys' } }, 'token', token);
    const kid = (await ring()).find(({ purpose, state }) => purpose === 'token' && state === 'current')?.kid as string;
    expect(kid).toMatch(/^[\w-]{43}$/u);
    const header = { 'X-Reason': 'leaked', 'If-Match': (await read(kid)).etag };
    await under.as().POST('/keys/{kid}/revocation', { params: { path: { kid }, header } });
    const [record] = await under.storage.audit.list();
    expect(record?.data).toMatchObject({ event: 'key.revoked', target: { type: 'key', id: kid } });
  });

  test('a rotation that is sent twice with a key rotates once', async () => {
    await rotate({ 'Idempotency-Key': 'one' });
    const seen = await ring();
    const again = await rotate({ 'Idempotency-Key': 'one' });
    expect(again.response.status).toBe(204);
    expect(await ring()).toEqual(seen);
  });

  test('are out of reach without the scope', async () => {
    const answer = await under.as(scopes('keys:read')).POST('/keys/rotation', { body: { purpose: 'cookie' } });
    expect(outcome(answer)).toEqual(refused(403, 'insufficient_scope', 'keys:rotate'));
  });
});

describe('ADM-08 revocations', () => {
  beforeEach(async () => {
    const { accounts, artefacts, clients, resources, roles } = under.storage;
    const grant = (id: string, accountId: string) =>
      artefacts.writes.upsert({
        model: 'Grant',
        id,
        payload: {},
        accountId,
        grantId: id,
        expiresAtSeconds: 4_000_000_000,
      });
    const adminApi = 'https://id.example.com/admin/v1';
    await under.storage.commit([
      accounts.writes.put({ id: 'ann-id', login: 'ann', status: 'active', roles: [] }),
      accounts.writes.put({ id: 'root-id', login: 'root', status: 'active', roles: ['operator'] }),
      grant('grant-1', 'ann-id'),
      grant('grant-2', 'ann-id'),
      grant('grant-of-root', 'root-id'),
      under.storage.apiCredentials.writes.add({
        kind: 'api_key',
        id: 'key-of-root',
        accountId: 'root-id',
        name: 'k',
        claims: {},
        scopes: {},
        sha256: Buffer.alloc(32),
      }),
      clients.writes.put({ clientId: 'web', metadata: { client_id: 'web', grant_types: ['client_credentials'] } }),
      resources.writes.put({ indicator: adminApi, definition: { name: 'A', scopes: { 'keys:rotate': 'Rotate' } } }),
      roles.writes.put({ name: 'operator', definition: { [adminApi]: ['keys:rotate'] } }),
    ]);
  });
  const nowSeconds = nowMs / 1000;

  test('one grant ends with its tokens, and no other', async () => {
    const answer = await under.as(scopes('sessions:revoke')).POST('/revocations', { body: { grant: 'grant-1' } });
    expect(answer.response.status).toBe(204);
    expect(await under.storage.artefacts.find('Grant', 'grant-1')).toBeUndefined();
    expect(await under.storage.artefacts.find('Grant', 'grant-2')).toBeDefined();
    expect(await isRevoked({ gid: 'grant-1', iat: nowSeconds })).toBe(true);
    const again = await under.as().POST('/revocations', { body: { grant: 'grant-1' } });
    expect(outcome(again)).toEqual(refused(404, 'unknown_grant'));
  });

  test('all of a user ends, by login or identifier; a dry run counts', async () => {
    const params = { header: { Prefer: 'dry-run' } };
    const preview = previewOf(await under.as().POST('/revocations', { params, body: { user: 'ann' } }));
    expect(preview).toMatchObject({ operation: 'revoke all tokens of a user', counts: { grants: 2, sessions: 0 } });
    expect(await under.storage.artefacts.find('Grant', 'grant-1')).toBeDefined();
    expect((await under.as().POST('/revocations', { body: { user: 'ann-id' } })).response.status).toBe(204);
    expect(await under.storage.artefacts.find('Grant', 'grant-2')).toBeUndefined();
    expect(await types()).toEqual(['token.revoked']);
  });

  test.each([{ user: 'root' }, { grant: 'grant-of-root' }, { grant: 'credential:key-of-root' }])(
    'whoever is no administrator does not end what an administrator has: %j',
    async (body) => {
      const answer = await under.as(scopes('sessions:revoke')).POST('/revocations', { body });
      expect(outcome(answer)).toEqual(refused(403, 'forbidden_object', 'keys:rotate'));
      expect(await types()).toEqual([]);
      expect((await under.as().POST('/revocations', { body })).response.status).toBe(204);
    },
  );

  test('a client, and everybody, before a moment', async () => {
    const params = { path: { client_id: 'web' } };
    const before = '2026-11-28T11:00:00Z';
    await under.as(scopes('clients:write')).POST('/clients/{client_id}/revocation', { params, body: { before } });
    expect(await isRevoked({ client_id: 'web', iat: nowSeconds - 3601 })).toBe(true);
    expect(await isRevoked({ client_id: 'web', iat: nowSeconds - 3600 })).toBe(false);
    const everything = (scope: 'sessions:revoke' | 'keys:rotate', body: { before?: string }) =>
      under.as(scopes(scope)).POST('/revocations/everything', { params: { header: { 'X-Reason': 'leak' } }, body });
    expect(outcome(await everything('sessions:revoke', {}))).toEqual(refused(403, 'insufficient_scope', 'keys:rotate'));
    const future = await everything('keys:rotate', { before: '2026-11-28T12:00:02Z' });
    expect(outcome(future)).toEqual(refused(422, 'moment_in_future'));
    expect(await isRevoked({ sub: 'x', iat: nowSeconds })).toBe(false);
    expect((await everything('keys:rotate', {})).response.status).toBe(204);
    expect(await isRevoked({ sub: 'x', iat: nowSeconds })).toBe(true);
  });

  test.each([[{}], [{ grant: 'a', user: 'b' }], [{ client: 'web' }], [{ user: 'ann', before: 'yesterday' }]])(
    'what names nothing, or two things, is refused: %j',
    async (body) => {
      expect(outcome(await under.as().POST('/revocations', { body: body as never }))).toEqual(
        refused(400, 'invalid_request'),
      );
      expect(await types()).toEqual([]);
    },
  );
});
