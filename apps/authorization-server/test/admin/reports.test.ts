/** Reports on profiles, over the admin API. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiUnderTest, createApi, scopes } from './api.ts';

const own = 'https://id.example.com/admin/v1';
let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi();
});
afterEach(() => under.close());

const reader = scopes('settings:read', 'clients:read', 'resources:read');
const get = async (query: Record<string, string | number> = {}, profile: 'oauth21' | 'mcp-2026-07-28' = 'oauth21') =>
  under.as(reader).GET('/reports/{profile}', { params: { path: { profile }, query } });
const put = ({ clients, resources }: { clients?: object; resources?: object }) =>
  under.storage.commit([
    ...Object.entries<object>({ ...clients }).map(([clientId, metadata]) =>
      under.storage.clients.writes.put({ clientId, metadata: { client_id: clientId, ...metadata } }),
    ),
    ...Object.entries(resources ?? {}).map(([indicator, definition]) =>
      under.storage.resources.writes.put({ indicator, definition: definition as Record<string, unknown> }),
    ),
  ]);
const api = { name: 'Notes', scopes: { read: 'Read your notes' } };
const app = {
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://app.example/callback'],
  scopes: { 'https://notes.example': ['read'] },
};

describe('ADM-14 reports on profiles', () => {
  test('say of the server, of each API and of each enabled client what holds', async () => {
    await put({
      resources: { 'https://notes.example': api, [own]: api },
      clients: { app, old: { ...app, require_pkce: false } },
    });
    await under.storage.commit([
      under.storage.clients.writes.put({ clientId: 'gone', metadata: { client_id: 'gone', ...app } }),
      under.storage.clients.writes.setDisabled('gone', true),
    ]);
    const { data } = await get();
    expect(data?.items.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'server https://id.example.com',
      'resource https://notes.example',
      'client app',
      'client old',
    ]);
    const pkce = data?.items.flatMap(({ id, findings }) =>
      findings.filter(({ rule }) => rule === 'pkce').map(({ result, value }) => `${id}: ${result}: ${value}`),
    );
    expect(pkce).toEqual([
      'https://id.example.com: tested: S256 and nothing else',
      'app: holds: require_pkce: true, S256',
      'old: fails: require_pkce: false',
    ]);
    expect(data?.specification).toContain('draft-ietf-oauth-v2-1');
  });

  test('of one client or one API alone, also of a client that is disabled', async () => {
    await put({ resources: { 'https://notes.example': api, 'https://alone.example': api }, clients: { app } });
    await under.storage.commit([under.storage.clients.writes.setDisabled('app', true)]);
    const idsOf = async (query: Record<string, string>) => (await get(query)).data?.items.map(({ id }) => id);
    expect(await idsOf({ client: 'app' })).toEqual(['app']);
    expect(await idsOf({ resource: 'https://notes.example/' })).toEqual(['https://notes.example']);
    expect(await idsOf({ client: 'app', resource: 'https://notes.example' })).toEqual(['https://notes.example', 'app']);
    expect((await get({ client: 'nobody' })).error).toMatchObject({ status: 404, code: 'unknown_client' });
    expect((await get({ resource: 'https://no.example' })).error).toMatchObject({ status: 404 });
  });

  test('the policy for clients that nobody registered counts, as it is declared', async () => {
    await put({ resources: { 'https://notes.example': api } });
    const reached = async () => {
      const { data } = await get({ resource: 'https://notes.example' }, 'mcp-2026-07-28');
      return data?.items[0]?.findings.find(({ rule }) => rule === 'reachable')?.value;
    };
    expect(await reached()).toBe('no client');
    const definition = { scopes: { 'https://notes.example': ['read'] }, documents: { domains: ['*'] } };
    await under.storage.commit([under.storage.policies.writes.put({ name: 'unregistered_clients', definition })]);
    expect(await reached()).toBe('0 registered clients, and clients that nobody registered');
    const { data } = await get({}, 'mcp-2026-07-28');
    const documents = data?.items[0]?.findings.find(({ rule }) => rule === 'client-id-metadata-documents');
    expect(documents).toMatchObject({ level: 'SHOULD', result: 'holds', value: 'hosts: *' });
    const { data: oauth } = await get();
    expect(oauth?.items[0]?.findings.find(({ rule }) => rule === 'unregistered-clients')?.result).toBe('tested');
  });

  test('a client that nobody registered is reported on when it is named, as the policy makes it now', async () => {
    await put({ resources: { 'https://notes.example': api } });
    const clientId = 'https://agent.example/client';
    const metadata = { client_name: 'Agent', redirect_uris: ['https://agent.example/back'] };
    await under.storage.commit([
      under.storage.unregisteredClients.writes.keepDocument({
        clientId,
        host: 'agent.example',
        metadata: { ...metadata, token_endpoint_auth_method: 'none' },
        fetchedAtSeconds: 1,
        freshUntilSeconds: 2,
        removableAtSeconds: 3,
      }),
    ]);
    const findings = async () => {
      const { data } = await get({ client: clientId }, 'mcp-2026-07-28');
      return data?.items.flatMap((one) => one.findings).map(({ rule, result, value }) => `${rule} ${result} ${value}`);
    };
    expect(await findings()).toEqual(['let-in not_applicable ']);
    const declare = (more: object) => {
      const definition = { scopes: { 'https://notes.example': ['read'] }, access_token_seconds: 60, ...more };
      return under.storage.commit([under.storage.policies.writes.put({ name: 'unregistered_clients', definition })]);
    };
    const documents = { domains: ['*'] };
    await declare({ documents });
    expect(await findings()).toEqual(
      expect.arrayContaining([
        'pkce holds require_pkce: true, S256',
        'resource holds https://notes.example',
        'token-lifetime holds 60 s at most',
      ]),
    );
    await declare({ documents, blocked_domains: ['agent.example'] });
    expect(await findings()).toEqual(['let-in not_applicable ']);
    await declare({ documents: { domains: ['*.other.example'] } });
    expect(await findings()).toEqual(['let-in not_applicable ']);
    await declare({ documents: { domains: ['*'], require_private_key_jwt: true } });
    expect(await findings()).toEqual(['let-in not_applicable ']);
    await declare({ registration: { mode: 'open' } });
    expect(await findings()).toEqual(['let-in not_applicable ']);
  });

  test('pages of any size hold the same subjects, each once', async () => {
    const names = Array.from({ length: 7 }, (_, at) => `app-${at}`);
    const resources = Object.fromEntries(['a', 'b', 'c'].map((name) => [`https://${name}.example`, api]));
    await put({ resources, clients: Object.fromEntries(names.map((name) => [name, app])) });
    const whole = (await get()).data?.items.map(({ id }) => id);
    expect(whole).toHaveLength(11);
    for (const limit of [1, 2, 3, 4, 5, 11]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        // eslint-disable-next-line no-await-in-loop -- each page says where the next begins
        const { data } = await get({ limit, ...(cursor !== undefined && { cursor }) });
        expect(data?.items.length).toBeLessThanOrEqual(limit);
        seen.push(...(data?.items ?? []).map(({ id }) => id));
        cursor = data?.next === undefined ? undefined : (new URL(data.next, own).searchParams.get('cursor') as string);
      } while (cursor !== undefined);
      expect(seen).toEqual(whole);
    }
    const { data } = await get({ limit: 1 });
    const cursor = new URL(data?.next ?? '', own).searchParams.get('cursor') as string;
    expect((await get({ cursor }, 'mcp-2026-07-28')).error).toMatchObject({ code: 'invalid_cursor' });
  });

  test('a client that cannot be read as it is stored hides no other', async () => {
    await put({ clients: { app, broken: { ...app, redirect_uris: 'https://app.example/callback' } } });
    const [, , broken] = (await get()).data?.items ?? [];
    expect([broken?.id, broken?.findings.map(({ rule, result }) => `${rule} ${result}`)]).toEqual([
      'broken',
      ['stored-record fails'],
    ]);
    expect(broken?.findings[0]?.value).toContain('redirect_uris');
  });

  test('a profile that there is not is no report', async () => {
    const unknown = 'fapi' as 'oauth21';
    expect((await get({}, unknown)).error?.status).toBeGreaterThanOrEqual(400);
  });
});
