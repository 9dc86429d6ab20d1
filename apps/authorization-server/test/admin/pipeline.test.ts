/** What every write of the admin API has in common, shown with clients. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiUnderTest, caller, createApi, scopes } from './api.ts';

let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi();
  const metadata = {
    client_id: 'web',
    client_name: 'Web',
    redirect_uris: ['https://web.example.com/callback'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
  };
  await under.storage.commit([
    under.storage.clients.writes.put({ clientId: 'web', metadata }),
    under.storage.clients.writes.addSecret({ clientId: 'web', sha256: Buffer.alloc(32, 7) }),
  ]);
});
afterEach(() => under.close());

const path = { client_id: 'web' };
const read = () => under.as().GET('/clients/{client_id}', { params: { path } });
const patch = (disabled: boolean, headers: Record<string, string | undefined>) =>
  under.as().PATCH('/clients/{client_id}', { params: { path, header: headers as never }, body: { disabled } });
const etag = async () => (await read()).response.headers.get('etag') as string;
const audited = () => under.storage.audit.list();

describe('ADM-03 changes of the admin API', () => {
  test('a read answers an ETag, 304 to whoever has it, and no hash of a secret', async () => {
    const { data, response } = await read();
    expect(data).toMatchObject({ client_id: 'web', disabled: false, secrets: [{ fingerprint: expect.any(String) }] });
    expect(JSON.stringify(data)).not.toContain(Buffer.alloc(32, 7).toString('base64url'));
    const again = await under.as().GET('/clients/{client_id}', {
      params: { path },
      headers: { 'if-none-match': response.headers.get('etag') as string },
    });
    expect(again.response.status).toBe(304);
  });

  test('a change needs If-Match, and one that is stale changes nothing', async () => {
    const seen = await etag();
    const without = await patch(true, {});
    expect([without.response.status, without.error]).toEqual([
      428,
      expect.objectContaining({ code: 'precondition_required' }),
    ]);
    expect((await patch(true, { 'If-Match': seen })).response.status).toBe(200);
    const stale = await patch(false, { 'If-Match': seen });
    expect([stale.response.status, stale.error]).toEqual([
      412,
      expect.objectContaining({ code: 'precondition_failed' }),
    ]);
    expect((await read()).data?.disabled).toBe(true);
    expect((await audited()).map(({ type }) => type)).toEqual(['client.disabled']);
  });

  test.each(['dry-run', 'respond-async, dry-run', 'dry-run=""', 'dry-run=true', 'DRY-RUN; for=me'])(
    'Prefer: %s writes nothing',
    async (prefer) => {
      const { response } = await patch(true, { 'If-Match': await etag(), Prefer: prefer });
      expect([response.status, response.headers.get('preference-applied')]).toEqual([200, 'dry-run']);
      expect(await audited()).toEqual([]);
    },
  );

  test('a dry run of enabling a client ends nothing that disabling it left behind', async () => {
    await patch(true, { 'If-Match': await etag() });
    const { artefacts } = under.storage;
    const left = { model: 'RefreshToken', id: 'left', clientId: 'web', payload: {}, expiresAtSeconds: 4_000_000_000 };
    await under.storage.commit([artefacts.writes.upsert(left)]);
    await patch(false, { 'If-Match': await etag(), Prefer: 'dry-run' });
    expect(await artefacts.find('RefreshToken', 'left')).toBeDefined();
    await patch(false, { 'If-Match': await etag() });
    expect(await artefacts.find('RefreshToken', 'left')).toBeUndefined();
  });

  test('of two operators who change the same at once, one comes second and loses nothing', async () => {
    const seen = await etag();
    const remove = () => under.as().DELETE('/clients/{client_id}', { params: { path, header: { 'If-Match': seen } } });
    const statuses = (await Promise.all([remove(), remove()])).map(({ response }) => response.status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([204, 412]);
    expect(await audited()).toHaveLength(1);
  });

  test('the answer to a change has the ETag by which it can be changed again', async () => {
    const first = await patch(true, { 'If-Match': await etag() });
    const second = await patch(false, { 'If-Match': first.response.headers.get('etag') as string });
    expect(second.response.status).toBe(200);
  });

  test('a dry run says what would change and end, and changes nothing', async () => {
    const { data, response } = await patch(true, { 'If-Match': await etag(), Prefer: 'dry-run' });
    expect(response.headers.get('preference-applied')).toBe('dry-run');
    expect(data).toEqual({
      dry_run: true,
      operation: 'disable a client',
      changes: [{ pointer: '/disabled', before: false, after: true }],
      ends: ['all tokens of the client'],
      counts: {},
      tells: [],
      audited: ['client.disabled'],
      notes: [],
    });
    expect((await read()).data?.disabled).toBe(false);
    expect(await audited()).toEqual([]);
  });

  test('a reason in any script comes as RFC 8187 has it, and what is no UTF-8 is refused', async () => {
    await patch(true, { 'If-Match': await etag(), 'X-Reason': "UTF-8''%E7%B4%9B%E5%A4%B1" });
    const [record] = await audited();
    expect(record?.data).toMatchObject({ explanation: '紛失' });
    const refused = await patch(false, { 'If-Match': await etag(), 'X-Reason': "UTF-8''%E7%B4" });
    expect([refused.response.status, (await read()).data?.disabled]).toEqual([400, true]);
  });

  test('the record of a change names who, why, and the object before and after', async () => {
    await patch(true, { 'If-Match': await etag(), 'X-Reason': 'lost laptop' });
    const [record] = await audited();
    expect(record?.data).toMatchObject({
      event: 'client.disabled',
      actor: { type: 'user', id: 'operator-1' },
      target: { type: 'client', id: 'web' },
      request_id: 'request-1',
      ip: '192.0.2.1',
      explanation: 'lost laptop',
      before: expect.stringMatching(/^[\w-]{43}$/u),
      after: expect.stringMatching(/^[\w-]{43}$/u),
    });
    expect(record?.data['before']).not.toBe(record?.data['after']);
  });

  test('who acts for the caller stands in the record, the newest first (RFC 8693)', async () => {
    const actor = { type: 'user', id: 'operator-1', act: ['gateway', 'agent'] } as const;
    const header = { 'If-Match': await etag() } as never;
    await under.as({ actor }).PATCH('/clients/{client_id}', { params: { path, header }, body: { disabled: true } });
    const [record] = await audited();
    expect(record?.data).toMatchObject({ actor: { type: 'user', id: 'operator-1' }, act: ['gateway', 'agent'] });
  });

  test('what is asked for already changes nothing and records nothing', async () => {
    const { response } = await patch(false, { 'If-Match': await etag() });
    expect(response.status).toBe(200);
    expect(await audited()).toEqual([]);
  });

  test('refusals say where the fault is, and unknown members are refused', async () => {
    const answer = await under.api.handle({
      method: 'PATCH',
      path: '/clients/web',
      query: new URLSearchParams(),
      header: () => undefined,
      body: { disabled: 'yes', enabled: true },
      caller: caller(),
    });
    expect(answer).toMatchObject({
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: {
        type: 'https://id.example.com/admin/v1/problems#invalid-request',
        code: 'invalid_request',
        correlation_id: 'request-1',
        errors: expect.arrayContaining([expect.objectContaining({ pointer: '/disabled' })]),
      },
    });
  });

  test('lists come page by page, and each page names the next', async () => {
    await under.storage.commit(
      ['a', 'b', 'c'].map((id) =>
        under.storage.clients.writes.put({
          clientId: id,
          metadata: { client_id: id, grant_types: ['client_credentials'] },
        }),
      ),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { data } = await under.as(scopes('clients:read')).GET('/clients', {
        params: { query: { limit: 2, ...(cursor !== undefined && { cursor }) } },
      });
      seen.push(...(data?.items.map(({ client_id: id }) => id) ?? []));
      cursor = data?.next && (new URL(data.next, 'https://localhost').searchParams.get('cursor') as string);
    } while (cursor);
    expect(seen).toEqual(['a', 'b', 'c', 'web']);
  });
});
