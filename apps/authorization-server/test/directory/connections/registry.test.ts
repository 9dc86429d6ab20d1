/** Connections as registry files declare them. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { eventually, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { createPasswordHasher } from '../../../src/directory/accounts/password-hash.ts';
import { createAudit } from '../../../src/directory/audit/audit.ts';
import { createConnections } from '../../../src/directory/connections/connections.ts';
import { createCommit } from '../../../src/directory/operations/commit.ts';
import { removeConnection, setConnectionSecret } from '../../../src/directory/operations/connections.ts';
import { applyRegistry } from '../../../src/directory/registry/apply.ts';
import { declaredNow } from '../../../src/directory/registry/export.ts';
import type { RegistryError } from '../../../src/directory/registry/faults.ts';
import { knownFrom } from '../../../src/directory/registry/known.ts';
import { type LoadOptions, loadRegistry } from '../../../src/directory/registry/load.ts';

const caller = { actor: { type: 'operator', id: 'test' } } as const;
const issuer = 'https://login.corp.example';
const corp = { name: 'corp', kind: 'oidc', issuer, client_id: 'gatehouse' };

let directory: TemporaryDirectory;
let storage: Storage;
beforeEach(async () => {
  directory = await temporaryDirectory();
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
});
afterEach(async () => {
  await storage.close();
  await directory.remove();
});

async function file(document: object): Promise<string> {
  const written = path.join(directory.path, 'registry.yaml');
  await mkdir(path.dirname(written), { recursive: true });
  await writeFile(written, stringify(document));
  return written;
}

async function faultsOf(document: object, options: Partial<LoadOptions> = {}): Promise<readonly string[]> {
  const written = await file(document);
  try {
    loadRegistry(written, { passwordsAllowed: true, ...options });
    return [];
  } catch (error) {
    return (error as RegistryError).faults.map((line) => line.replace(`${written}: `, ''));
  }
}

const faultsOfClient = (members: object) => {
  const client = { client_id: 'shop', redirect_uris: ['https://shop.example/cb'], ...members };
  return faultsOf({ connections: [corp, { ...corp, name: 'partners' }], clients: [client] });
};
const notOffered = (name: string) => expect.stringContaining(`is not one of the client's connections: ${name}`);

const endpointsAt = (place: string) => ({
  authorization_endpoint: `${place}/a`,
  token_endpoint: `${place}/t`,
  userinfo_endpoint: `${place}/u`,
});
const tenant = '11111111-2222-4333-8444-555555555555';
const another = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const ofTenant = (tid: string) => `https://login.microsoftonline.com/${tid}/v2.0`;
const entra = { name: 'entra', kind: 'microsoft', client_id: 'x' };
const multi = { ...entra, tenant: 'organizations', tenants: [tenant] };

describe('connections of a registry file', () => {
  it.each([
    [{ ...corp, issuer: 'http://login.corp.example' }, 'issuer must be an https URL'],
    [{ ...corp, issuer: `${issuer}?x=1` }, 'has no query'],
    [{ ...corp, name: 'Corp!' }, 'must be 1 to 40 of a-z'],
    [{ ...corp, secret: 'x' }, 'secret'],
    [{ ...corp, kind: 'saml' }, 'kind'],
    [{ ...corp, domains: ['Corp.Example'] }, 'must be a domain in lower case'],
    [{ ...corp, roles: { admins: ['operator'] } }, 'needs mapping.groups'],
    [{ ...corp, mapping: { groups: 'groups' }, roles: { admins: ['emperor'] } }, 'there is no role emperor'],
    [{ ...corp, mapping: { claims: { team: 'department' } } }, 'team is not declared in users_policy.claims'],
    [{ ...corp, mapping: { subject: 'email' } }, 'mapping.subject is only for kind oauth2'],
    [{ ...corp, check_at_refresh: true }, 'needs keep_tokens'],
    [{ ...corp, client_secret: { file: 'missing' } }, 'names a file that cannot be read: missing'],
    [{ ...corp, client_secret: 'geheim' }, 'client_secret'],
    [{ name: 'ms', kind: 'microsoft', client_id: 'x', tenant: 'common' }, 'must say whose users come in'],
    [{ name: 'ms', kind: 'microsoft', client_id: 'x', tenant: 'corp.example' }, 'tenant'],
    [
      {
        name: 'plain',
        kind: 'oauth2',
        issuer,
        client_id: 'x',
        authorization_endpoint: `${issuer}/a`,
        token_endpoint: `${issuer}/t`,
        userinfo_endpoint: `${issuer}/u`,
      },
      'mapping.subject is needed',
    ],
  ])('one that cannot be is refused, and says why: %j', async (entry, reason) => {
    const faults = await faultsOf({ connections: [entry] });
    expect(faults).toEqual([expect.stringContaining(reason)]);
    expect(faults[0]).toContain('connections[0]');
  });

  it('is declared once, and clients name those that there are', async () => {
    expect(await faultsOf({ connections: [corp, corp] })).toEqual(['connections: corp is declared twice']);
    const client = { client_id: 'shop', redirect_uris: ['https://shop.example/cb'], connections: ['corb'] };
    expect(await faultsOf({ connections: [corp], clients: [client] })).toEqual([
      expect.stringContaining('names no connection: corb; did you mean corp?'),
    ]);
    expect(await faultsOf({ connections: [corp], clients: [{ ...client, connections: ['corp'] }] })).toEqual([]);
  });

  it('a client leads its users to one of those that there are, and that it offers', async () => {
    expect(await faultsOfClient({ default_connection: 'corp' })).toEqual([]);
    expect(await faultsOfClient({ default_connection: 'corp', connections: ['partners', 'corp'] })).toEqual([]);
    expect(await faultsOfClient({ default_connection: 'corb' })).toEqual([
      expect.stringMatching(/default_connection.* names no connection: corb; did you mean corp\?/u),
    ]);
    expect(await faultsOfClient({ default_connection: 'corp', connections: ['partners'] })).toEqual([
      notOffered('corp'),
    ]);
    expect(await faultsOfClient({ default_connection: 'corp', connections: [] })).toEqual([notOffered('corp')]);
    expect(await faultsOfClient({ default_connection: 'corb', connections: ['corb'] })).toEqual([
      expect.stringContaining('names no connection: corb'),
    ]);
  });

  it('FED-01: two connections to one provider know its users by the same member', async () => {
    const plain = {
      kind: 'oauth2',
      issuer,
      client_id: 'x',
      authorization_endpoint: `${issuer}/a`,
      token_endpoint: `${issuer}/t`,
      userinfo_endpoint: `${issuer}/u`,
    };
    const byId = { ...plain, name: 'by-id', mapping: { subject: 'id' } };
    // Who may choose a username may choose the id of another.
    const byUsername = { ...plain, name: 'by-username', mapping: { subject: 'username' } };
    const fault = expect.stringContaining('by-id takes id for the same issuer');
    expect(await faultsOf({ connections: [byId, byUsername] })).toEqual([fault]);
    expect(await faultsOf({ connections: [byId, { ...byId, name: 'again' }] })).toEqual([]);
    expect(await faultsOf({ connections: [corp, byUsername] })).toEqual([expect.stringContaining('corp takes sub')]);
    const github = { name: 'github', kind: 'github', client_id: 'x' };
    const likeIt = { ...byUsername, issuer: 'https://github.com' };
    expect(await faultsOf({ connections: [github, likeIt] })).toEqual([expect.stringContaining('github takes id')]);

    const { apply } = applying();
    await apply({ connections: [byId] });
    const known = await knownFrom(storage);
    expect(await faultsOf({ connections: [byUsername] }, { known })).toEqual([fault]);
    // Declared otherwise, it is another.
    expect(await faultsOf({ connections: [{ ...byUsername, name: 'by-id' }] }, { known })).toEqual([]);
  });

  it('FED-01: the issuer of one tenant is one of those of several tenants', async () => {
    const plain = { name: 'by-mail', kind: 'oauth2', client_id: 'x', ...endpointsAt('https://graph.example') };
    const byMail = (tid: string) => ({ ...plain, issuer: ofTenant(tid), mapping: { subject: 'mail' } });
    const fault = expect.stringContaining('entra takes sub for the same issuer');
    expect(await faultsOf({ connections: [multi, byMail(tenant)] })).toEqual([fault]);
    expect(await faultsOf({ connections: [{ ...multi, tenants: '*' }, byMail(another)] })).toEqual([fault]);
    expect(await faultsOf({ connections: [byMail(tenant), multi] })).toEqual([
      expect.stringContaining('by-mail takes mail for the same issuer'),
    ]);
    expect(await faultsOf({ connections: [multi, byMail(another)] })).toEqual([]);
    const { apply } = applying();
    const name = 'entra';
    await apply({ connections: [multi] });
    await storage.commit([
      storage.accounts.writes.put({ id: 'ann', login: 'ann', status: 'active' }),
      storage.identities.writes.link({
        issuer: ofTenant(tenant),
        subject: '4711',
        accountId: 'ann',
        connection: name,
        profile: {},
      }),
    ]);
    await expect(apply({ connections: [{ ...byMail(tenant), name }] })).rejects.toMatchObject({
      code: 'subject_changed',
    });
    await apply({ connections: [{ ...byMail(another), name }] });
  });

  it('FED-07: of two connections to one issuer one keeps the tokens of its users', async () => {
    const keeping = { ...corp, keep_tokens: true };
    const second = { ...keeping, name: 'second', client_id: 'other' };
    const fault = expect.stringMatching(
      /^connections\[1\] \("second"\): keep_tokens: the connection corp keeps the tokens/u,
    );
    expect(await faultsOf({ connections: [keeping, second] })).toEqual([fault]);
    expect(await faultsOf({ connections: [keeping, { ...second, keep_tokens: false }] })).toEqual([]);
    expect(await faultsOf({ connections: [keeping, { ...second, enabled: false }] })).toEqual([]);
    expect(await faultsOf({ connections: [keeping, { ...second, issuer: `${issuer}/other` }] })).toEqual([]);
    const tokens = { keep_tokens: true };
    const one = { ...entra, ...tokens, name: 'one', tenant };
    const all = { ...multi, ...tokens, tenants: '*' };
    const personal = { ...multi, ...tokens, name: 'home', tenant: 'consumers', tenants: '*' };
    expect(await faultsOf({ connections: [all, one] })).toHaveLength(1);
    expect(await faultsOf({ connections: [{ ...multi, ...tokens, tenants: [another] }, one] })).toEqual([]);
    expect(await faultsOf({ connections: [all, personal] })).toEqual([]);
    expect(await faultsOf({ connections: [{ ...all, tenant: 'common' }, personal] })).toHaveLength(1);
    expect(await faultsOf({ connections: [all, { ...all, name: 'again' }] })).toHaveLength(1);
  });

  it('a secret in the file itself is for development alone', async () => {
    const entry = { ...corp, client_secret: { value: 'geheim' } };
    expect(await faultsOf({ connections: [entry] })).toEqual([]);
    expect(await faultsOf({ connections: [entry] }, { passwordsAllowed: false })).toEqual([
      expect.stringContaining('is in the open, which only development mode allows'),
    ]);
    await writeFile(path.join(directory.path, 'secret'), 'geheim\n');
    expect(
      await faultsOf({ connections: [{ ...corp, client_secret: { file: 'secret' } }] }, { passwordsAllowed: false }),
    ).toEqual([]);
  });
});

function applying() {
  const commit = createCommit({ storage, audit: createAudit({ storage, clock: Date.now }), wake: () => undefined });
  const apply = async (document: object) => {
    const known = await knownFrom(storage);
    const registry = loadRegistry(await file(document), { passwordsAllowed: false, known });
    const hasher = createPasswordHasher({ concurrency: 1, queue: 1 });
    return applyRegistry({ storage, commit, caller, source: 'test', hasher }, registry);
  };
  return { commit, apply };
}

const keepSecret = (text: string) => writeFile(path.join(directory.path, 'secret'), `${text}\n`);

describe('connections that are applied', () => {
  it('are kept with their secret sealed, and exported without it', async () => {
    const { apply } = applying();
    await keepSecret('geheim');
    const entry = { ...corp, client_secret: { file: 'secret' } };
    const added = [{ kind: 'connection', name: 'corp', change: 'added', members: [] }];
    expect(await apply({ connections: [entry] })).toEqual(added);
    expect(await apply({ connections: [entry] })).toEqual([]);
    expect(await storage.connections.find('corp')).toMatchObject({ secret: 'geheim' });
    const exported = await declaredNow(storage, 'https://id.example');
    expect(exported.connections).toEqual([expect.objectContaining(corp)]);
    expect(JSON.stringify(exported)).not.toContain('geheim');
    expect(JSON.stringify(await storage.audit.list())).not.toContain('geheim');
  });

  it('a secret is told to no other server than the one that it was set for', async () => {
    const { commit, apply } = applying();
    await keepSecret('first');
    const entry = { ...corp, client_secret: { file: 'secret' } };
    await apply({ connections: [entry] });
    await commit(await setConnectionSecret(storage, caller, { name: 'corp', secret: 'by hand' }));
    const moved = { ...corp, issuer: 'https://elsewhere.example' };
    expect(await apply({ connections: [moved] })).toEqual([
      { kind: 'connection', name: 'corp', change: 'changed', members: ['issuer', 'client_secret'] },
    ]);
    expect((await storage.connections.find('corp'))?.secret).toBeUndefined();
    // What stands beside the entry is meant for where the entry says.
    await apply({ connections: [entry] });
    expect(await storage.connections.find('corp')).toMatchObject({ secret: 'first' });
    await apply({ connections: [{ ...entry, display_name: 'Corp of old' }] });
    expect(await storage.connections.find('corp')).toMatchObject({ secret: 'first' });
  });

  it('users who are linked by one member are not taken for what another says', async () => {
    const { apply } = applying();
    const { name } = corp;
    const endpoints = ['authorization', 'token', 'userinfo'].map((one) => [`${one}_endpoint`, `${issuer}/${one}`]);
    const plain = { name, kind: 'oauth2', issuer, client_id: 'x', ...Object.fromEntries(endpoints) };
    await apply({ connections: [{ ...plain, mapping: { subject: 'username' } }] });
    await apply({ connections: [{ ...plain, mapping: { subject: 'id' } }] });
    const { accounts, identities } = storage;
    const link = { issuer, subject: '4711', accountId: 'ann', connection: name, profile: {} };
    await storage.commit([
      accounts.writes.put({ id: 'ann', login: 'ann', status: 'active' }),
      identities.writes.link(link),
    ]);
    await expect(apply({ connections: [{ ...plain, mapping: { subject: 'username' } }] })).rejects.toMatchObject({
      code: 'subject_changed',
    });
    expect(await storage.connections.find(name)).toMatchObject({ definition: { mapping: { subject: 'id' } } });
    await apply({ connections: [{ ...plain, mapping: { subject: 'id', name: 'login' } }] });
  });

  it('a secret that an operator set stays until the file has another', async () => {
    const { commit, apply } = applying();
    await keepSecret('first');
    const entry = { ...corp, client_secret: { file: 'secret' } };
    await apply({ connections: [entry] });
    await commit(await setConnectionSecret(storage, caller, { name: 'corp', secret: 'by hand' }));
    expect(await apply({ connections: [entry] })).toEqual([]);
    expect(await storage.connections.find('corp')).toMatchObject({ secret: 'by hand' });
    await keepSecret('second');
    expect(await apply({ connections: [entry] })).toEqual([
      { kind: 'connection', name: 'corp', change: 'changed', members: ['client_secret'] },
    ]);
    expect(await storage.connections.find('corp')).toMatchObject({ secret: 'second' });
    expect((await storage.audit.list({ order: 'oldest' })).map(({ type }) => type)).toEqual([
      'connection.added',
      'connection.secret_changed',
      'registry.applied',
      'connection.secret_changed',
      'connection.secret_changed',
      'registry.applied',
    ]);
  });

  it('are in memory, and read again when one changes', async () => {
    const { commit, apply } = applying();
    const errors: unknown[] = [];
    const connections = await createConnections(storage, (error) => errors.push(error));
    expect(connections.offered()).toEqual([]);
    const names = () => connections.offered().map(({ name }) => name);
    await apply({
      connections: [
        { ...corp, domains: ['corp.example'] },
        { ...corp, name: 'off', enabled: false },
      ],
    });
    await eventually(() => names().length > 0);
    expect(names()).toEqual(['corp']);
    expect(connections.find('off')).toBeUndefined();
    expect(connections.offered(['off', 'none', 'corp']).map(({ name }) => name)).toEqual(['corp']);
    // A domain counts once it is proved.
    const proved = () => connections.find('corp')?.provedDomains;
    expect(proved()).toEqual([]);
    const proof = { connection: 'corp', domain: 'corp.example', token: 't' };
    const { writes } = storage.domainProofs;
    await commit({ writes: [writes.add(proof), writes.checked(proof, 'found')], events: [] });
    await eventually(() => proved()?.includes('corp.example') === true);
    expect(proved()).toEqual(['corp.example']);
    await commit(await removeConnection(storage, caller, 'corp'));
    await eventually(() => names().length === 0);
    expect(await storage.domainProofs.list()).toEqual([]);
    expect(errors).toEqual([]);
  });
});
