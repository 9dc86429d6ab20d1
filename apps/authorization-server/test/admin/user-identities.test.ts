/** By which users of upstream providers somebody signs in, by the admin API. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adminRoles } from '../../src/admin/access.ts';
import type { AdminCaller } from '../../src/admin/operation.ts';
import { type ApiUnderTest, createApi, scopes } from './api.ts';
import { addPeople } from './people.ts';

let under: ApiUnderTest;
const there = { issuer: 'https://corp.example', subject: 'ann-there' };
const path = { user_id: 'ann' };
const because = { 'X-Reason': 'she left that company' };
const api = (caller: Partial<AdminCaller> = {}) => under.as(caller);
const listed = async () => (await api().GET('/users/{user_id}/identities', { params: { path } })).data?.items ?? [];
const password = () =>
  under.storage.credentials.writes.put({ accountId: 'ann', kind: 'password', data: { hash: 'hers' } });
const codeOf = ({ error, response }: { error?: unknown; response: Response }) => [
  response.status,
  (error as { code?: string } | undefined)?.code,
];
async function unlink({
  query = {},
  header = because,
  caller = {},
}: {
  query?: object;
  header?: object;
  caller?: Partial<AdminCaller>;
} = {}) {
  const [identity] = await listed();
  return api(caller).DELETE('/users/{user_id}/identities/{identity_id}', {
    params: { path: { ...path, identity_id: String(identity?.id) }, query, header: header as never },
  });
}

beforeEach(async () => {
  under = await createApi();
  await addPeople(under);
  const { connections, identities, upstreamSessions, artefacts } = under.storage;
  const expiresAtSeconds = Math.floor(Date.now() / 1000) + 3600;
  await under.storage.commit([
    connections.writes.put({ name: 'corp', definition: { kind: 'oidc', issuer: there.issuer, client_id: 'here' } }),
    identities.writes.link({
      ...there,
      accountId: 'ann',
      connection: 'corp',
      profile: { email: 'ann@corp.example' },
      tokens: { refresh_token: 'a secret of the upstream' },
    }),
    artefacts.writes.upsert({
      model: 'Session',
      id: 's',
      uid: 'session-uid',
      accountId: 'ann',
      expiresAtSeconds,
      payload: { uid: 'session-uid', accountId: 'ann' },
    }),
    upstreamSessions.writes.put({
      ...there,
      sessionUid: 'session-uid',
      accountId: 'ann',
      connection: 'corp',
      expiresAtSeconds,
    }),
  ]);
});
afterEach(() => under.close());

describe('identities of a user', () => {
  it('are listed without the tokens of the upstream, and counted', async () => {
    const items = await listed();
    expect(items).toMatchObject([{ ...there, connection: 'corp', enabled: true, email: 'ann@corp.example' }]);
    expect(JSON.stringify(items)).not.toContain('secret of the upstream');
    const { data } = await api().GET('/users/{user_id}/summary', { params: { path } });
    expect(data?.ways_to_sign_in).toMatchObject({ password: false, identities: 1 });
  });

  it('FED-05: the last way in stays, unless an operator wants it gone all the same', async () => {
    expect(codeOf(await unlink())).toEqual([422, 'last_way_in']);
    expect(await listed()).toHaveLength(1);
    expect((await unlink({ query: { even_last: 'true' } })).response.status).toBe(204);
    expect(await listed()).toEqual([]);
  });

  it('taking one away ends what began by it, is recorded with the reason, and told by mail', async () => {
    await under.storage.commit([password()]);
    expect((await unlink()).response.status).toBe(204);
    expect(await under.storage.artefacts.findByUid('Session', 'session-uid')).toBeUndefined();
    const records = await under.storage.audit.list({ type: 'identity.unlinked' });
    expect(records.map(({ data }) => data)).toMatchObject([
      { subject: 'ann', target: { type: 'connection', id: 'corp' }, explanation: because['X-Reason'] },
    ]);
    expect((await under.storage.outbox.list()).map(({ payload }) => payload['kind'])).toEqual(['identity_unlinked']);
    expect(codeOf(await unlink())[0]).toBe(404);
  });

  it('needs the scope for credentials and a reason, and is not for support or administrators', async () => {
    await under.storage.commit([password()]);
    expect((await unlink({ caller: scopes('users:read', 'users:write') })).response.status).toBe(403);
    expect((await unlink({ header: {} })).response.status).toBe(400);
    const auditor = { scopes: new Set<string>(adminRoles.auditor) };
    expect((await unlink({ caller: auditor })).response.status).toBe(403);
    expect(await listed()).toHaveLength(1);
  });
});
