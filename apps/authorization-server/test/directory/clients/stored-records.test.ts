import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClients } from '../../../src/directory/clients/clients.ts';
import { createResources } from '../../../src/directory/resources/resources.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32)]) });
});
afterEach(() => storage.close());

const storeClient = (clientId: string, metadata: Record<string, unknown>) =>
  storage.commit([storage.clients.writes.put({ clientId, metadata: { client_id: clientId, ...metadata } })]);
const oldest = { grant_types: ['client_credentials'] };
const clients = () => createClients(storage, Date.now);

describe('a stored client', () => {
  it('of a version that wrote fewer members has the defaults', async () => {
    await storeClient('old', oldest);
    expect(await clients().find('old')).toEqual({
      clientId: 'old',
      name: 'old',
      metadata: {
        client_name: 'old',
        client_id: 'old',
        application_type: 'web',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        post_logout_redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_basic',
        require_pushed_authorization_requests: false,
        scope: 'openid',
        response_types: [],
        client_secret: expect.any(String),
      },
      policy: {
        require_pkce: true,
        first_party: false,
        scopes: {},
        access_token_claims: {},
        id_token_claims: 'conform',
        sender_constrained: 'none',
        allowed_origins: [],
      },
      secretHashes: [],
    });
  });

  it('of a newer version is used without the members that are unknown here', async () => {
    await storeClient('new', { ...oldest, first_party: true, invented_later: { any: 'thing' } });
    const client = await clients().find('new');
    expect(client?.policy.first_party).toBe(true);
    expect(JSON.stringify(client)).not.toContain('invented_later');
  });

  it.each([
    ['sender_constrained', 'mtls-and-more'],
    ['require_pkce', 'no'],
    ['scopes', { 'no uri': ['read'] }],
    ['token_exchange', { rules: [{ to: 'https://api.example', scopes: ['read'], from: 'everywhere' }] }],
    ['grant_types', ['implicit']],
  ])('with a %s that cannot be understood is refused by name, and the others go on', async (member, value) => {
    await storeClient('corrupt', { ...oldest, [member]: value });
    await storeClient('sound', oldest);
    const found = clients();
    await expect(found.find('corrupt')).rejects.toMatchObject({
      code: 'stored_record_unreadable',
      message: expect.stringMatching(new RegExp(`^the client corrupt cannot be used as it is stored: ${member}`, 'u')),
    });
    expect(await found.find('sound')).toMatchObject({ clientId: 'sound' });
    await storeClient('corrupt', oldest);
    expect(await found.find('corrupt')).toMatchObject({ clientId: 'corrupt' });
  });
});

describe('stored resources and roles', () => {
  it('that cannot be understood give nobody anything, are said, and leave the others alone', async () => {
    const { resources, roles } = storage;
    await storage.commit([
      resources.writes.put({ indicator: 'https://old.example', definition: { name: 'Old', scopes: { read: 'Read' } } }),
      resources.writes.put({ indicator: 'https://bad.example', definition: { name: 'Bad', scopes: 'read' } }),
      roles.writes.put({ name: 'reader', definition: { 'https://old.example': ['read'] } }),
      roles.writes.put({ name: 'broken', definition: { 'https://old.example': 'read' } }),
    ]);
    const said: string[] = [];
    const loaded = await createResources(storage, (error) => void said.push((error as Error).message));
    expect(loaded.list()).toEqual([
      {
        indicator: 'https://old.example',
        name: 'Old',
        scopes: { read: 'Read' },
        default_scopes: [],
        token_format: 'jwt',
        claims: [],
      },
    ]);
    expect(loaded.find('https://bad.example')).toBeUndefined();
    expect([...loaded.scopesOfRoles(['reader'], 'https://old.example')]).toEqual(['read']);
    expect([...loaded.scopesOfRoles(['broken'], 'https://old.example')]).toEqual([]);
    expect(said).toEqual([
      expect.stringMatching(/^the resource https:\/\/bad\.example cannot be used as it is stored: scopes: /u),
      expect.stringMatching(/^the role broken cannot be used as it is stored: https:\/\/old\.example: /u),
    ]);
  });

  it('OPS-07: that change while they are read are read again, and what was read first does not come last', async () => {
    const reads: PromiseWithResolvers<[]>[] = [];
    const listeners: (() => unknown)[] = [];
    const begun = createResources(
      {
        resources: {
          list: () => {
            const read = Promise.withResolvers<[]>();
            reads.push(read);
            return read.promise;
          },
        },
        roles: { list: async () => [{ name: 'reader', definition: { 'https://api.example': [`${reads.length}`] } }] },
        onChange: (_kind: string, changed: () => unknown) => void listeners.push(changed),
      } as never,
      () => undefined,
    );
    reads[0]?.resolve([]);
    const loaded = await begun;
    const changes = listeners.map((changed) => changed());
    expect(reads).toHaveLength(3);
    reads[2]?.resolve([]);
    await changes[1];
    reads[1]?.resolve([]);
    await changes[0];
    expect([...loaded.scopesOfRoles(['reader'], 'https://api.example')]).toEqual(['3']);
  });
});
