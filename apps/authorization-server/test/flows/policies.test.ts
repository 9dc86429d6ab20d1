import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { createPasswordHasher } from '../../src/directory/accounts/password-hash.ts';
import { createAudit } from '../../src/directory/audit/audit.ts';
import { createCommit } from '../../src/directory/operations/commit.ts';
import { type Applied, applyRegistry } from '../../src/directory/registry/apply.ts';
import { knownFrom } from '../../src/directory/registry/known.ts';
import { loadRegistry } from '../../src/directory/registry/load.ts';
import { storedPolicies } from '../../src/directory/registry/policies.ts';
import { send } from '../browser.ts';
import { type Instance, startInstance, startServer, type TestServer } from '../server.ts';

let server: TestServer;
let second: Instance;
beforeAll(async () => {
  server = await startServer();
  second = await startInstance(server);
});
afterAll(async () => {
  await second?.stop();
  await server?.stop();
});

/** As `gatehouse registry apply` does it, beside the running instances. */
async function apply(document: object): Promise<Applied> {
  const { storage } = server.server;
  const file = path.join(server.directory, 'policies.yaml');
  await writeFile(file, stringify(document));
  const registry = loadRegistry(file, { passwordsAllowed: true, known: await knownFrom(storage) });
  return applyRegistry(
    {
      storage,
      commit: createCommit({ storage, audit: createAudit({ storage, clock: Date.now }), wake: () => undefined }),
      caller: { actor: { type: 'operator', id: 'test' } },
      source: file,
      hasher: createPasswordHasher({ concurrency: 1, queue: 1 }),
    },
    registry,
  );
}

/** What an instance publishes and shows. */
async function seenAt(url: string): Promise<{ scopes: readonly string[]; page: string }> {
  const headers = { host: new URL(server.issuer).host, accept: 'text/html' };
  const discovery = await send('GET', `${url}/.well-known/openid-configuration`, headers);
  const { scopes_supported: scopes } = JSON.parse(discovery.body) as { scopes_supported: string[] };
  const page = await send('GET', `${url}/no-such-page`, headers);
  return { scopes, page: page.body };
}

describe('a registry that is applied while the server runs', () => {
  it('declares claims and the look of pages in every instance, without a restart', async () => {
    for (const url of [server.issuer, second.url]) expect((await seenAt(url)).scopes).not.toContain('groups');
    const declared = {
      branding: { name: 'Northwind ID' },
      users_policy: { claims: { teams: { type: 'list', scope: 'groups' } } },
    };
    expect(await apply(declared)).toEqual([
      { kind: 'policy', name: 'branding', change: 'added', members: [] },
      { kind: 'policy', name: 'users_policy.claims.teams', change: 'added', members: [] },
    ]);
    for (const url of [server.issuer, second.url]) {
      await eventually(async () => {
        const { scopes, page } = await seenAt(url);
        return scopes.includes('groups') && page.includes('Northwind ID');
      });
    }
    expect(await apply(declared)).toEqual([]);
    // What a file does not name stays.
    expect(await apply({})).toEqual([]);
    expect((await storedPolicies(server.server.storage)).users).toMatchObject({
      registrationRoles: ['member'],
      claims: { department: { type: 'string' }, teams: { type: 'list' } },
    });
  });

  it('takes back what it says is null, and each change is in the audit', async () => {
    const terms = { version: '1', uri: 'https://northwind.example/terms' };
    expect(await apply({ users_policy: { registration_roles: [], terms } })).toEqual([
      { kind: 'policy', name: 'users_policy.registration_roles', change: 'changed', members: [] },
      { kind: 'policy', name: 'users_policy.terms', change: 'added', members: [] },
    ]);
    const gone = { branding: null, users_policy: { terms: null, claims: { teams: null, nothing: null } } };
    expect(await apply(gone)).toEqual([
      { kind: 'policy', name: 'branding', change: 'removed', members: [] },
      { kind: 'policy', name: 'users_policy.terms', change: 'removed', members: [] },
      { kind: 'policy', name: 'users_policy.claims.teams', change: 'removed', members: [] },
    ]);
    for (const url of [server.issuer, second.url]) {
      await eventually(async () => {
        const { scopes, page } = await seenAt(url);
        return !scopes.includes('groups') && !page.includes('Northwind');
      });
    }
    const { audit } = server.server.storage;
    const targets = (await audit.list({ type: 'policy.changed' })).map(
      ({ data }) => (data['target'] as { id: string }).id,
    );
    expect(targets.filter((id) => id === 'users_policy.terms')).toHaveLength(2);
    expect(await storedPolicies(server.server.storage)).toMatchObject({
      users: { registrationRoles: [], terms: undefined },
      branding: {},
    });
  });

  it('a claim that the database declares can be used by a file, and one that is taken back cannot', async () => {
    const client = {
      client_id: 'reporter',
      grant_types: ['client_credentials'],
      access_token_claims: { department: 'Finance' },
    };
    expect(await apply({ clients: [client] })).toEqual([
      { kind: 'client', name: 'reporter', change: 'added', members: [] },
    ]);
    await expect(apply({ clients: [client], users_policy: { claims: { department: null } } })).rejects.toThrow(
      'clients[0] ("reporter"): access_token_claims.department is not declared in users_policy.claims',
    );
  });
});
