/** What the server declares for itself so that there can be tokens for the admin API. */
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudit } from '../../src/directory/audit/audit.ts';
import { commandClient } from '../../src/directory/clients/built-in.ts';
import { createCommit } from '../../src/directory/operations/commit.ts';
import { declareAdminApi } from '../../src/directory/registry/admin-api.ts';
import { adminIndicator, adminRoles, adminScopes } from '../../src/directory/resources/admin-api.ts';

const issuer = 'https://id.example.com';
const indicator = adminIndicator(issuer);

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
});
afterEach(() => storage.close());

const declare = () => {
  const commit = createCommit({ storage, audit: createAudit({ storage, clock: Date.now }), wake: () => undefined });
  return declareAdminApi({ storage, commit }, issuer);
};
const roleOf = async (name: string) => (await storage.roles.find(name))?.definition;
const put = (name: string, definition: Record<string, unknown>) =>
  storage.commit([storage.roles.writes.put({ name, definition })]);

describe('ADM-02 what the server declares for itself', () => {
  it('is the resource with its scopes, and three roles; a second start writes nothing', async () => {
    expect(await declare()).toEqual([]);
    const { scopes } = (await storage.resources.find(indicator))!.definition as { scopes: Record<string, object> };
    expect(Object.keys(scopes)).toEqual(Object.keys(adminScopes));
    for (const sentence of Object.values(scopes)) expect(Object.keys(sentence)).toEqual(['en', 'de']);
    for (const [name, given] of Object.entries(adminRoles)) expect(await roleOf(name)).toEqual({ [indicator]: given });
    const events = await storage.audit.list({ limit: 100 });
    await declare();
    expect(await storage.audit.list({ limit: 100 })).toEqual(events);
  });

  it('instances that start at once declare it once', async () => {
    await Promise.all(Array.from({ length: 5 }, declare));
    expect((await storage.roles.list()).map(({ name }) => name).toSorted()).toEqual(['auditor', 'operator', 'support']);
  });

  it('a role of the same name that means something else is given nothing', async () => {
    const own = { 'https://machines.example.com': ['start'] };
    await put('operator', own);
    for (let start = 0; start < 2; start += 1) {
      expect(await declare()).toEqual(['operator']);
      expect(await roleOf('operator')).toEqual(own);
    }
    expect(await roleOf('auditor')).toEqual({ [indicator]: adminRoles.auditor });
  });

  it('a later version adds its scopes to a role as an earlier one declared it, and to none that was changed', async () => {
    await declare();
    const earlier = { [indicator]: ['clients:read'] };
    const narrowed = { [indicator]: ['users:read'] };
    await put('operator', earlier);
    await storage.commit([storage.declarations.writes.put('role of the admin API', 'operator', earlier)]);
    await put('support', narrowed);
    expect(await declare()).toEqual([]);
    expect(await roleOf('operator')).toEqual({ [indicator]: adminRoles.operator });
    expect(await roleOf('support')).toEqual(narrowed);
  });

  it('the command line is a client whose users read what they give away, after two factors, to a key', () => {
    expect(commandClient(issuer).metadata).toMatchObject({
      first_party: false,
      sender_constrained: 'dpop',
      required_acr: 'urn:gatehouse:acr:2',
      token_endpoint_auth_method: 'none',
    });
  });
});
