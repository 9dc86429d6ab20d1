/** Clients that no operator registered, over the admin API. */
import { createHash } from 'node:crypto';
import { previewOf } from '@gatehouse/admin-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { removeUnregisteredClientsOf } from '../../src/directory/operations/unregistered-clients.ts';
import { type ApiUnderTest, createApi, scopes } from './api.ts';

// Stores go by the clock of the machine.
const nowSeconds = Math.floor(Date.now() / 1000);
const at = (seconds: number) => new Date((nowSeconds + seconds) * 1000).toISOString();
const url = 'https://agent.example/client.json';

let under: ApiUnderTest;

const register = (clientId: string, host = 'agent.example') =>
  under.storage.unregisteredClients.writes.register({
    clientId,
    host,
    network: '192.0.2.0/24',
    metadata: { client_name: 'Agent', redirect_uris: [`https://${host}/back`], token_endpoint_auth_method: 'none' },
    managementSha256: createHash('sha256').update('token').digest(),
    removableAtSeconds: nowSeconds + 1000,
  });
const grant = (clientId: string, accountId: string, grantId: string) => [
  under.storage.artefacts.writes.upsert({
    model: 'Grant',
    id: grantId,
    grantId,
    clientId,
    accountId,
    payload: {
      jti: grantId,
      clientId,
      iat: nowSeconds - 60,
      openid: { scope: 'openid' },
      resources: { 'https://api.example': 'read' },
    },
    expiresAtSeconds: nowSeconds + 3600,
  }),
  under.storage.artefacts.writes.upsert({
    model: 'RefreshToken',
    id: `refresh ${grantId}`,
    grantId,
    clientId,
    accountId,
    payload: {},
    expiresAtSeconds: nowSeconds + 3600,
  }),
];

beforeEach(async () => {
  under = await createApi();
  await under.storage.commit([
    under.storage.accounts.writes.put({ id: 'ann', login: 'ann@example.com', roles: [], status: 'active' }),
    under.storage.unregisteredClients.writes.keepDocument({
      clientId: url,
      host: 'agent.example',
      metadata: { client_name: 'Agent', redirect_uris: ['https://agent.example/back'] },
      fetchedAtSeconds: nowSeconds,
      freshUntilSeconds: nowSeconds + 60,
      removableAtSeconds: nowSeconds + 1000,
    }),
    register('dyn_1'),
    register('dyn_2', 'other.example'),
    under.storage.unregisteredClients.writes.used({
      clientId: 'dyn_1',
      atSeconds: nowSeconds - 30,
      removableAtSeconds: nowSeconds,
    }),
    ...grant(url, 'ann', 'g-document'),
    ...grant('dyn_1', 'ann', 'g-1'),
    ...grant('dyn_1', 'bob', 'g-2'),
    ...grant('dyn_2', 'bob', 'g-other'),
  ]);
});
afterEach(() => under.close());

const isRevoked = (clientId: string) =>
  under.context.revocations.isRevoked({ claims: { client_id: clientId, iat: nowSeconds, jti: 'any' } });
const lives = async (grantId: string) => [
  (await under.storage.artefacts.find('Grant', grantId)) !== undefined,
  (await under.storage.artefacts.find('RefreshToken', `refresh ${grantId}`)) !== undefined,
];
const none = [false, false];
const outcome = ({ response, error }: { response: Response; error?: unknown }) => [response.status, error];
const remove = (client: string, headers = {}) =>
  under.as().DELETE('/unregistered-clients/{client}', { params: { path: { client }, header: headers } });
const removeHost = (host: string, query = {}, headers = {}) =>
  under.as().DELETE('/unregistered-hosts/{host}', { params: { path: { host }, query, header: headers } });
const records = async () => (await under.storage.audit.list({ limit: 1000 })).map(({ type, data }) => [type, data]);

describe('ADM-19 the inventory of unregistered clients', () => {
  it('tells of hosts, a page after the other, with what their clients hold', async () => {
    const admin = under.as(scopes('clients:read'));
    const first = (await admin.GET('/unregistered-hosts', { params: { query: { limit: 1 } } })).data;
    expect(first?.items).toEqual([
      {
        host: 'agent.example',
        clients: 2,
        grants: 3,
        users: 2,
        last_used_at: at(-30),
        blocked: false,
      },
    ]);
    const cursor = new URL(String(first?.next), 'https://id.example.com').searchParams.get('cursor') ?? '';
    const second = (await admin.GET('/unregistered-hosts', { params: { query: { limit: 1, cursor } } })).data;
    expect(second).toEqual({ items: [{ host: 'other.example', clients: 1, grants: 1, users: 1, blocked: false }] });
  });

  it('tells of clients, all or of a host, and of the grants of one', async () => {
    const admin = under.as(scopes('clients:read', 'users:read'));
    const all = (await admin.GET('/unregistered-clients')).data?.items ?? [];
    expect(all.map(({ client_id: id }) => id)).toEqual(['dyn_1', 'dyn_2', url]);
    const query = { host: 'agent.example', limit: 1 };
    const page = (await admin.GET('/unregistered-clients', { params: { query } })).data;
    expect(page?.items).toMatchObject([{ client_id: 'dyn_1', kind: 'dynamic', grants: 2, users: 2 }]);
    const cursor = new URL(String(page?.next), 'https://id.example.com').searchParams.get('cursor') ?? '';
    const next = (await admin.GET('/unregistered-clients', { params: { query: { ...query, cursor } } })).data;
    expect(next?.items).toMatchObject([{ client_id: url, kind: 'document', client_name: 'Agent', grants: 1 }]);
    // A cursor is good for the filter that gave it.
    const other = await admin.GET('/unregistered-clients', { params: { query: { cursor, host: 'other.example' } } });
    expect(outcome(other)).toEqual([400, expect.objectContaining({ code: 'invalid_cursor' })]);
    const path = { client: 'dyn_1' };
    expect((await admin.GET('/unregistered-clients/{client}', { params: { path } })).data).toMatchObject({
      host: 'agent.example',
      registered_from: '192.0.2.0/24',
      last_used_at: at(-30),
      metadata: { client_name: 'Agent' },
    });
    const grants = (await admin.GET('/unregistered-clients/{client}/grants', { params: { path } })).data?.items;
    expect(grants).toMatchObject([
      {
        user_id: 'ann',
        login: 'ann@example.com',
        openid_scopes: ['openid'],
        resources: { 'https://api.example': ['read'] },
        granted_at: at(-60),
        last_used_at: expect.any(String),
        expires_at: at(3600),
      },
      { user_id: 'bob' },
    ]);
    expect(grants?.[1]).not.toHaveProperty('login');
    expect(JSON.stringify(grants)).not.toContain('g-1');
  });

  it('what an earlier version stored is listed, whatever it says of itself', async () => {
    const odd = { ...register('dyn_odd', 'odd.example') };
    await under.storage.commit([odd]);
    await under.storage.commit([
      under.storage.unregisteredClients.writes.replace({
        clientId: 'dyn_odd',
        host: 'odd.example',
        metadata: { redirect_uris: 5 },
        managementSha256: createHash('sha256').update('token').digest(),
        nextManagementSha256: createHash('sha256').update('next').digest(),
      }),
    ]);
    const { data } = await under.as().GET('/unregistered-clients', { params: { query: { host: 'odd.example' } } });
    expect(data?.items).toMatchObject([{ client_id: 'dyn_odd', redirect_uris: [] }]);
  });

  it('one is removed: its grants and tokens end, those of others stay, and it is recorded with the reason', async () => {
    const preview = previewOf(await remove('dyn_1', { Prefer: 'dry-run' }));
    expect(preview).toMatchObject({
      operation: 'remove an unregistered client',
      ends: ['all grants and tokens of the client'],
      counts: { grants: 2, users: 2 },
      audited: ['client.removed'],
    });
    expect(await lives('g-1')).toEqual([true, true]);
    expect((await remove('dyn_1', { 'X-Reason': 'sends spam' })).response.status).toBe(204);
    expect([await lives('g-1'), await lives('g-2')]).toEqual([none, none]);
    expect([await isRevoked('dyn_1'), await isRevoked(url)]).toEqual([true, false]);
    const exchanged = { client_id: 'gateway', origin_client_id: 'dyn_1', iat: nowSeconds };
    expect(await under.context.revocations.isRevoked({ claims: exchanged })).toBe(true);
    expect(await under.context.revocations.isRevoked({ claims: { ...exchanged, origin_client_id: url } })).toBe(false);
    expect(await lives('g-document')).toEqual([true, true]);
    expect(await records()).toMatchObject([
      [
        'client.removed',
        {
          target: { type: 'unregistered_client', id: 'dyn_1' },
          client_id: 'dyn_1',
          explanation: 'sends spam',
          actor: { type: 'user', id: 'operator-1' },
        },
      ],
    ]);
    expect(await under.storage.revisions.find('unregistered_client', 'dyn_1')).toBe(0);
    expect(outcome(await remove('dyn_1'))).toEqual([404, expect.objectContaining({ code: 'unknown_client' })]);
  });

  it('one with more grants than a commit ends loses them all', async () => {
    const many = Array.from({ length: 600 }, (_, index) => grant(url, `user ${index}`, `many ${index}`)).flat();
    await under.storage.commit(many);
    expect((await remove(url)).response.status).toBe(204);
    expect(await under.storage.unregisteredGrants.some([url], 1)).toEqual([]);
    for (const index of [0, 299, 599]) expect(await lives(`many ${index}`)).toEqual(none);
  });

  it('all of a host are removed, and what a server gave meanwhile ends too', async () => {
    const preview = previewOf(await removeHost('agent.example', {}, { Prefer: 'dry-run' }));
    expect(preview).toMatchObject({ counts: { clients: 2, grants: 3, users: 2 }, audited: ['client.removed'] });
    let late: Awaited<ReturnType<typeof lives>> | undefined;
    const parts = {
      ...under.context,
      // An instance that has not followed yet gives it as late as can be.
      async untilFollowed() {
        await under.storage.commit(grant('dyn_1', 'late', 'g-late'));
        late = await lives('g-late');
      },
    };
    const caller = { actor: { type: 'operator', id: 'operator-1' } } as const;
    expect(await removeUnregisteredClientsOf(parts, caller, { host: 'agent.example', most: 10 })).toBe(2);
    expect(late).toEqual([true, true]);
    for (const id of ['g-1', 'g-2', 'g-document', 'g-late']) expect(await lives(id)).toEqual(none);
    expect(await lives('g-other')).toEqual([true, true]);
    expect((await under.as().GET('/unregistered-clients')).data?.items).toMatchObject([{ client_id: 'dyn_2' }]);
    expect(await records()).toHaveLength(2);
    expect(outcome(await removeHost('agent.example'))).toEqual([
      404,
      expect.objectContaining({ code: 'unknown_host' }),
    ]);
  });

  it('many of a host are removed in bounded commits, and a request that broke off is repeated', async () => {
    await under.storage.commit(Array.from({ length: 350 }, (_, index) => register(`dyn_many${index}`, 'many.example')));
    const { commit } = under.context;
    const sizes: number[] = [];
    const breaking = {
      ...under.context,
      async commit(work: Parameters<typeof commit>[0]) {
        if (sizes.length === 2) throw new Error('broken off');
        sizes.push(work.events.length);
        await commit(work);
      },
    };
    const caller = { actor: { type: 'operator', id: 'operator-1' } } as const;
    const broken = removeUnregisteredClientsOf(breaking, caller, { host: 'many.example', most: 1000 });
    await expect(broken).rejects.toThrow('broken off');
    expect(sizes).toEqual([100, 100]);
    expect(await under.storage.unregisteredGrants.host('many.example')).toMatchObject({ clients: 150 });
    expect((await removeHost('many.example')).data).toEqual({ removed: 150, remaining: 0 });
    expect(await under.storage.unregisteredGrants.host('many.example')).toBeUndefined();
    expect(await records()).toHaveLength(350);
  });

  it('one request removes at most 2,000, and says how many are left', async () => {
    const many = Array.from({ length: 2005 }, (_, index) => register(`dyn_many${index}`, 'many.example'));
    await under.storage.commit(many);
    expect((await removeHost('many.example')).data).toEqual({ removed: 2000, remaining: 5 });
    expect((await removeHost('many.example')).data).toEqual({ removed: 5, remaining: 0 });
  });

  it('a host is blocked with it, which is a change of the policy and asks for its scope', async () => {
    const may = scopes('clients:write', 'sessions:revoke');
    const params = { path: { host: 'agent.example' }, query: { block: 'true' } };
    const refused = await under.as(may).DELETE('/unregistered-hosts/{host}', { params });
    expect(outcome(refused)).toEqual([
      403,
      expect.objectContaining({ detail: expect.stringContaining('config:apply') }),
    ]);
    expect(await lives('g-1')).toEqual([true, true]);
    const preview = previewOf(await removeHost('agent.example', { block: 'true' }, { Prefer: 'dry-run' }));
    expect(preview.audited).toEqual(['policy.changed', 'client.removed']);
    expect((await removeHost('agent.example', { block: 'true' })).data).toEqual({ removed: 2, remaining: 0 });
    const policy = (await under.as().GET('/policies/unregistered-clients')).data;
    expect(policy?.blocked_domains).toEqual(['agent.example']);
    await under.storage.commit([register('dyn_again')]);
    const { data } = await under.as().GET('/unregistered-hosts');
    expect(data?.items.find(({ host }) => host === 'agent.example')).toMatchObject({ clients: 1, blocked: true });
    expect((await removeHost('agent.example', { block: 'true' })).response.status).toBe(200);
    expect((await records()).filter(([type]) => type === 'policy.changed')).toHaveLength(1);
  });

  it('attack: a host or scheme of an odd name is blocked like any other', async () => {
    const odd = [
      'a_b.example',
      '-a-.example',
      '[2001:db8::1]',
      'com.example+1',
      `com.${'a'.repeat(300)}`,
      "a!b'.example",
    ];
    for (const [index, host] of odd.entries()) {
      await under.storage.commit([register(`dyn_odd${index}`, host)]);
      expect([host, (await removeHost(host, { block: 'true' })).data]).toEqual([host, { removed: 1, remaining: 0 }]);
    }
    const policy = (await under.as().GET('/policies/unregistered-clients')).data;
    expect(policy?.blocked_domains).toEqual(expect.arrayContaining(odd));
  });

  it('attack: a host that is in no list, as its clients name another one first, is blocked all the same', async () => {
    expect((await removeHost('second.example', {})).response.status).toBe(404);
    expect((await removeHost('second.example', { block: 'true' })).data).toEqual({ removed: 0, remaining: 0 });
    const policy = (await under.as().GET('/policies/unregistered-clients')).data;
    expect(policy?.blocked_domains).toContain('second.example');
  });

  it('a host that is no name cannot be blocked, and nothing is removed', async () => {
    await under.storage.commit([register('dyn_six', 'a..b')]);
    expect(outcome(await removeHost('a..b', { block: 'true' }))).toEqual([
      422,
      expect.objectContaining({ code: 'host_invalid' }),
    ]);
    expect(await under.storage.unregisteredGrants.host('a..b')).toMatchObject({ clients: 1 });
  });
});
