/** Applications, APIs and roles that an operator adds one by one: what is registered, what is refused, and what removal takes along. */
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudit } from '../../../src/directory/audit/audit.ts';
import { hashClientSecret } from '../../../src/directory/clients/clients.ts';
import { type Application, type ClientKind, clientKinds } from '../../../src/directory/clients/kinds.ts';
import { client } from '../../../src/directory/clients/schema.ts';
import { addClient } from '../../../src/directory/operations/add-client.ts';
import { createCommit } from '../../../src/directory/operations/commit.ts';
import * as resources from '../../../src/directory/operations/resources.ts';
import * as roles from '../../../src/directory/operations/roles.ts';
import type { Caller, Work } from '../../../src/directory/operations/work.ts';

const operator: Caller = { actor: { type: 'operator', id: 'olga' } };
const orders = 'https://orders.example.com';
const application = (kind: ClientKind, changes: Partial<Application> = {}): Application => ({
  clientId: 'shop',
  kind,
  redirectUris: kind === 'web' || kind === 'spa' ? ['https://shop.example.com/callback'] : [],
  postLogoutRedirectUris: [],
  scopes: {},
  resources: kind === 'api' ? [orders] : [],
  firstParty: false,
  ...changes,
});

let storage: Storage;
let commit: (work: Work) => Promise<void>;
beforeEach(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
  commit = createCommit({ storage, audit: createAudit({ storage, clock: Date.now }), wake: () => undefined });
  await commit(
    await resources.addResource(storage, operator, {
      indicator: orders,
      name: 'Orders',
      scopes: { orders_read: 'See your orders', orders_write: 'Order' },
    }),
  );
});
afterEach(() => storage.close());

const register = (kind: ClientKind, changes: Partial<Application> = {}, production = false) =>
  addClient({ storage }, operator, { application: application(kind, changes), production });
const refused = (code: string, words: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(words) });
const events = async () => (await storage.audit.list()).map(({ type }) => type);

describe('an application is registered', () => {
  it.each(clientKinds)('as %s with what the registry accepts, and with a secret if it can keep one', async (kind) => {
    const added = await register(kind, { scopes: { [`${orders}/`]: ['orders_read'] } });
    await commit(added);
    const stored = await storage.clients.find('shop');
    expect(client.parse(stored?.metadata)).toMatchObject({ scopes: { [orders]: ['orders_read'] } });
    const isPublic = ['spa', 'native', 'device'].includes(kind);
    expect(added.secret === undefined).toBe(isPublic);
    const hashes = stored?.secretHashes.map(({ sha256 }) => sha256.toString('hex'));
    expect(hashes).toEqual(added.secret === undefined ? [] : [hashClientSecret(added.secret).toString('hex')]);
    expect(await events()).toContain('client.added');
  });

  it('with what its kind needs', async () => {
    expect((await register('web')).metadata).toMatchObject({
      require_pkce: true,
      scope: expect.stringContaining('offline_access'),
    });
    expect((await register('spa')).metadata).toMatchObject({
      token_endpoint_auth_method: 'none',
      allowed_origins: ['https://shop.example.com'],
      scope: 'openid profile email',
    });
    expect((await register('native')).metadata).toMatchObject({
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback'],
    });
    expect((await register('machine')).metadata).toMatchObject({ grant_types: ['client_credentials'], scope: '' });
    expect((await register('api')).metadata).toMatchObject({ grant_types: [], resource_server_for: [orders] });
  });

  it.each([
    [
      'unknown_resource',
      'there are: https://orders.example.com',
      () => register('web', { scopes: { 'https://bills.example.com': ['a'] } }),
    ],
    [
      'unknown_scope',
      'it has: orders_read, orders_write',
      () => register('web', { scopes: { [orders]: ['orders_delete'] } }),
    ],
    [
      'insecure_redirect_uri',
      'in production',
      () => register('web', { redirectUris: ['http://localhost:4000/callback'] }, true),
    ],
    [
      'insecure_redirect_uri',
      'http://localhost/',
      () => register('spa', { postLogoutRedirectUris: ['http://localhost/'] }, true),
    ],
    [
      'invalid_client',
      'is plain http on another machine',
      () => register('web', { redirectUris: ['http://shop.example.com/callback'] }),
    ],
    ['invalid_client', 'go together with', () => register('web', { redirectUris: [] })],
    ['client_exists', 'already', () => register('web', { clientId: 'gatehouse-account' })],
  ])('and refused as %s: %s', async (code, words, attempt) => {
    await expect(attempt()).rejects.toEqual(refused(code, words));
    expect(await storage.clients.list()).toEqual([]);
  });

  it('in production natively with a loopback address, and once', async () => {
    await commit(await register('native', {}, true));
    await expect(register('native', {}, true)).rejects.toEqual(refused('client_exists', 'clients secret add shop'));
  });
});

describe('roles', () => {
  const scopes = { [orders]: ['orders_read'] };

  it('are granted scopes and lose them, and what is as wanted is nothing to do', async () => {
    await commit(await roles.addRole(storage, operator, { name: 'customer', scopes }));
    await commit(
      await roles.changeRoleScopes(storage, operator, { name: 'customer', grant: { [orders]: ['orders_write'] } }),
    );
    expect(await roles.knownRole(storage, 'customer')).toEqual({ [orders]: ['orders_read', 'orders_write'] });
    expect(await roles.changeRoleScopes(storage, operator, { name: 'customer', grant: scopes })).toMatchObject({
      change: undefined,
    });
    await commit(await roles.changeRoleScopes(storage, operator, { name: 'customer', revoke: scopes }));
    expect(await roles.knownRole(storage, 'customer')).toEqual({ [orders]: ['orders_write'] });
    await commit(
      await roles.changeRoleScopes(storage, operator, { name: 'customer', revoke: { [orders]: ['orders_write'] } }),
    );
    expect(await roles.knownRole(storage, 'customer')).toEqual({});
  });

  it('are there once, and stay while somebody has them', async () => {
    await commit(await roles.addRole(storage, operator, { name: 'customer', scopes }));
    await expect(roles.addRole(storage, operator, { name: 'customer', scopes })).rejects.toEqual(
      refused('role_exists', 'roles grant'),
    );
    await expect(roles.addRole(storage, operator, { name: 'a b', scopes })).rejects.toEqual(
      refused('invalid_role', 'without blanks'),
    );
    await expect(roles.changeRoleScopes(storage, operator, { name: 'clerk', grant: scopes })).rejects.toEqual(
      refused('unknown_role', 'there are: customer'),
    );
    const ann = { id: 'ann', login: 'ann', roles: ['customer'], status: 'active' } as const;
    await storage.commit([storage.accounts.writes.put({ ...ann, roles: [...ann.roles] })]);
    await expect(roles.removeRole(storage, operator, 'customer')).rejects.toEqual(refused('role_in_use', 'ann has it'));
    await storage.commit([storage.accounts.writes.put({ ...ann, roles: [] })]);
    await commit(await roles.removeRole(storage, operator, 'customer'));
    expect(await storage.roles.list()).toEqual([]);
  });
});

describe('an API', () => {
  it('is there once, with a slash at its end or without', async () => {
    const again = { indicator: `${orders}/`, name: 'Orders', scopes: {} };
    await expect(resources.addResource(storage, operator, again)).rejects.toEqual(refused('resource_exists', orders));
    await expect(resources.addResource(storage, operator, { ...again, indicator: 'orders' })).rejects.toEqual(
      refused('invalid_resource', 'absolute URI'),
    );
  });

  it('goes with its scopes, of roles and clients too', async () => {
    await commit(await roles.addRole(storage, operator, { name: 'customer', scopes: { [orders]: ['orders_read'] } }));
    await commit(await register('web', { scopes: { [orders]: ['orders_read'] } }));
    expect(await resources.usesOfResource(storage, orders)).toEqual({
      roles: ['customer'],
      clients: ['shop'],
      bound: [],
    });
    await commit(await resources.removeResource(storage, operator, orders));
    expect(await storage.resources.list()).toEqual([]);
    expect(await roles.knownRole(storage, 'customer')).toEqual({});
    expect((await storage.clients.find('shop'))?.metadata).toMatchObject({ scopes: {} });
    expect(await events()).toEqual(expect.arrayContaining(['resource.removed', 'role.changed', 'client.changed']));
  });

  it('stays while a client is registered as it', async () => {
    await commit(await register('api'));
    await expect(resources.removeResource(storage, operator, orders)).rejects.toEqual(
      refused('resource_in_use', 'shop is registered'),
    );
    await expect(resources.removeResource(storage, operator, 'https://bills.example.com')).rejects.toEqual(
      refused('unknown_resource', orders),
    );
  });
});
