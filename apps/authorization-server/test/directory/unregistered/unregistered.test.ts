import { createHash } from 'node:crypto';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClients } from '../../../src/directory/clients/clients.ts';
import { createDocuments } from '../../../src/directory/unregistered/documents.ts';
import { type UnregisteredClientsPolicy, unregisteredClients } from '../../../src/directory/unregistered/policy.ts';
import { createUnregisteredClients } from '../../../src/directory/unregistered/unregistered.ts';

const api = 'https://api.example';
const admin = 'https://id.example/admin/v1';
const start = 1_800_000_000;
const policyOf = (given: object) => unregisteredClients.parse(given);

let storage: Storage;
let policy: UnregisteredClientsPolicy | undefined;
let changed: () => void = () => undefined;
let nowMs = start * 1000;

const set = (given: object | undefined) => {
  policy = given && policyOf(given);
  changed();
};

/** Looks as one that has just started. */
const clients = () =>
  createClients(
    storage,
    () => nowMs,
    [],
    createUnregisteredClients({
      outOfReach: [admin],
      storage,
      logos: { prefetch: async () => undefined },
      policy: {
        get current() {
          return policy;
        },
        onChange: (callback) => {
          changed = callback;
        },
      },
      documents: createDocuments({
        storage,
        clock: () => nowMs,
        fetch: () => Promise.reject(new TypeError('nothing is to be read')),
      }),
    }),
  );

const url = `https://agent.example/${'c'.repeat(500)}`;

beforeAll(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
  const told = { host: 'agent.example', metadata: { client_name: 'Agent', token_endpoint_auth_method: 'none' } };
  const redirects = { redirect_uris: ['https://agent.example/back'] };
  const register = (clientId: string, rest: object = {}) =>
    storage.unregisteredClients.writes.register({
      ...told,
      metadata: { ...told.metadata, ...redirects },
      clientId,
      managementSha256: createHash('sha256').update('token').digest(),
      removableAtSeconds: start + 1000,
      ...rest,
    });
  await storage.commit([
    register('dyn_plain'),
    register('dyn_less', { ceiling: { scope: 'openid email', scopes: { [api]: ['read', 'delete'] } } }),
    register('dyn_bold', {
      metadata: {
        ...redirects,
        ...told.metadata,
        first_party: true,
        scope: 'openid profile',
        grant_types: ['client_credentials'],
        require_pkce: false,
      },
    }),
    storage.unregisteredClients.writes.keepDocument({
      ...told,
      metadata: { ...told.metadata, ...redirects },
      clientId: url,
      fetchedAtSeconds: start,
      freshUntilSeconds: start + 60,
      removableAtSeconds: start + 1000,
    }),
    storage.clients.writes.put({
      clientId: 'https://known.example/c',
      metadata: { client_id: 'known' },
      disabled: true,
    }),
  ]);
});

afterAll(() => storage.close());

describe('clients that no operator registered', () => {
  it('are nobody without a policy, and each kind only where the policy names it', async () => {
    set(undefined);
    expect(await clients().find('dyn_plain')).toBeUndefined();
    set({});
    expect(await clients().find('dyn_plain')).toBeUndefined();
    expect(await clients().find(url)).toBeUndefined();
    set({ registration: { mode: 'closed' } });
    expect(await clients().find('dyn_plain')).toMatchObject({ unregistered: { kind: 'dynamic' } });
    expect(await clients().find(url)).toBeUndefined();
    set({ documents: { domains: ['*'] } });
    expect(await clients().find('dyn_plain')).toBeUndefined();
    expect(await clients().find(url)).toMatchObject({ unregistered: { kind: 'document', host: 'agent.example' } });
  });

  it('get what the policy names and no more, whatever they say of themselves', async () => {
    set({
      scope: 'openid email offline_access',
      scopes: { [api]: ['read', 'write'], [admin]: ['clients:write'] },
      registration: { mode: 'open' },
    });
    const found = await clients().find('dyn_bold');
    expect(found).toMatchObject({
      metadata: {
        client_id: 'dyn_bold',
        scope: 'openid email offline_access',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
      policy: { first_party: false, require_pkce: true },
    });
    expect(found?.policy.scopes).toEqual({ [api]: ['read', 'write'] });
    expect(found?.policy.allowed_origins).toEqual(['https://agent.example']);
    expect(await clients().find('dyn_less')).toMatchObject({
      metadata: { scope: 'openid email' },
      policy: { scopes: { [api]: ['read'] } },
    });
  });

  it('are the same object while nothing changed, and another at once when the policy did', async () => {
    set({ scopes: { [api]: ['read'] }, registration: { mode: 'open' } });
    const looking = clients();
    const first = await looking.find('dyn_plain');
    nowMs += 5000;
    expect(await looking.find('dyn_plain')).toBe(first);
    set({ registration: { mode: 'open' } });
    expect((await looking.find('dyn_plain'))?.policy.scopes).toEqual({});
  });

  it('are asked for only where no operator has registered that identifier, disabled ones too', async () => {
    set({ documents: { domains: ['*'] } });
    await storage.commit([
      storage.unregisteredClients.writes.keepDocument({
        clientId: 'https://known.example/c',
        host: 'known.example',
        metadata: { redirect_uris: ['https://known.example/back'], token_endpoint_auth_method: 'none' },
        fetchedAtSeconds: start,
        freshUntilSeconds: start + 60,
        removableAtSeconds: start + 1000,
      }),
    ]);
    expect(await clients().find('https://known.example/c')).toBeUndefined();
    expect(await clients().find(`https://agent.example/${'c'.repeat(2048)}`)).toBeUndefined();
  });

  it('of a blocked host are nobody, whatever else the policy says, and at the next look', async () => {
    const both = { documents: { domains: ['*', 'agent.example'] }, registration: { mode: 'open' } };
    set(both);
    const looking = clients();
    expect(await looking.find('dyn_plain')).toBeDefined();
    expect(await looking.find(url)).toBeDefined();
    for (const pattern of ['agent.example', '*.example', '*']) {
      set({ ...both, blocked_domains: [pattern] });
      expect(await looking.find('dyn_plain')).toBeUndefined();
      expect(await looking.find(url)).toBeUndefined();
      await expect(looking.findCurrent(url)).rejects.toThrow('lets no clients of agent.example in');
      expect(await looking.find('https://agent.example./c')).toBeUndefined();
    }
    set({ ...both, blocked_domains: ['other.example', '*.agent.example', 'example'] });
    expect(await looking.find('dyn_plain')).toBeDefined();
    expect(await looking.find(url)).toBeDefined();
  });

  it('that registered themselves are blocked by each host to which they are redirected', async () => {
    await storage.commit([
      storage.unregisteredClients.writes.register({
        clientId: 'dyn_two',
        host: 'fine.example',
        metadata: {
          token_endpoint_auth_method: 'none',
          redirect_uris: ['https://fine.example/back', 'https://bad.example/back'],
        },
        managementSha256: createHash('sha256').update('token').digest(),
        removableAtSeconds: start + 1000,
      }),
    ]);
    set({ registration: { mode: 'open' } });
    expect(await clients().find('dyn_two')).toBeDefined();
    set({ registration: { mode: 'open' }, blocked_domains: ['bad.example'] });
    expect(await clients().find('dyn_two')).toBeUndefined();
    expect(() => policyOf({ blocked_domains: ['https://bad.example'] })).toThrow('must be a host');
  });
});
