/** Connections by the admin API: who may declare who users are, and that a secret which goes in never comes out. */
import { previewOf, seenOf } from '@gatehouse/admin-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AdminScope } from '../../src/admin/access.ts';
import { adminRoles, adminScopes } from '../../src/admin/access.ts';
import type { Connection } from '../../src/directory/connections/connections.ts';
import { type ApiUnderTest, createApi, scopes } from './api.ts';
import { addPeople, people } from './people.ts';

const corp = { name: 'corp', kind: 'oidc', issuer: 'https://idp.example.com', client_id: 'gatehouse' } as const;
const secret = 'the-secret-of-the-upstream';

let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi();
  await addPeople(under);
});
afterEach(() => under.close());

const body = (changes: object = {}) => ({ ...corp, ...changes }) as never;
const create = (changes: object = {}, as = {}) =>
  under.as(as).POST('/connections', { params: {}, body: body(changes) });
const path = { connection_name: 'corp' };
const get = async () => seenOf(await under.as().GET('/connections/{connection_name}', { params: { path } }));
const patch = async (changes: object, as = {}, header: object = {}) =>
  under.as(as).PATCH('/connections/{connection_name}', {
    params: { path, header: { 'If-Match': (await get()).etag, ...header } },
    body: changes as never,
  });
const testDraft = (changes: object, as = {}) =>
  under.as(as).POST('/connections/test', { params: {}, body: body({ issuer: 'https://mine.example', ...changes }) });
const setSecret = (given: string, as = {}) =>
  under.as(as).POST('/connections/{connection_name}/secret', { params: { path }, body: { secret: given } });
const without = (...names: AdminScope[]) =>
  scopes(...(Object.keys(adminScopes) as AdminScope[]).filter((name) => !names.includes(name)));
const codeOf = ({ error }: { error?: unknown }) => (error as { code?: string } | undefined)?.code;
const types = async () => (await under.storage.audit.list()).map(({ type }) => type);

describe('FED-10 connections by the admin API', () => {
  it('are declared, read, changed and removed, each recorded; with the redirect URI to register', async () => {
    const made = await create();
    expect([made.response.status, made.response.headers.get('location')]).toEqual([201, '/admin/v1/connections/corp']);
    const { seen } = await get();
    expect(seen).toMatchObject({
      ...corp,
      enabled: true,
      has_secret: false,
      redirect_uri: 'https://id.example.com/federation/corp/callback',
      proved_domains: [],
    });
    expect(codeOf(await create())).toBe('connection_exists');
    expect((await patch({ enabled: false, display_name: 'Corp' })).response.status).toBe(200);
    expect((await get()).seen).toMatchObject({ enabled: false, display_name: 'Corp' });
    const { etag } = await get();
    const params = { path, header: { 'If-Match': etag } };
    const replaced = await under.as().PUT('/connections/{connection_name}', { params, body: body({ sign_up: false }) });
    expect(replaced.data).toMatchObject({ enabled: true, sign_up: false });
    expect((await under.as().DELETE('/connections/{connection_name}', { params })).response.status).toBe(412);
    const now = { path, header: { 'If-Match': (await get()).etag } };
    expect((await under.as().DELETE('/connections/{connection_name}', { params: now })).response.status).toBe(204);
    expect(await under.storage.connections.list()).toEqual([]);
    expect((await types()).slice(0, 4)).toEqual([
      'connection.removed',
      'connection.changed',
      'connection.changed',
      'connection.added',
    ]);
  });

  it('a preview writes nothing, and what changes nothing is not recorded', async () => {
    await create();
    const before = await types();
    const preview = previewOf(await patch({ enabled: false }, {}, { Prefer: 'dry-run' }));
    expect(preview).toMatchObject({ operation: 'disable a connection', audited: ['connection.changed'] });
    await patch({ enabled: true });
    expect(await types()).toEqual(before);
    expect((await get()).seen.enabled).toBe(true);
  });

  it('what a registry file would be refused for is refused here, and changes nothing', async () => {
    const wrong: [object, RegExp][] = [
      [{ issuer: 'http://idp.example.com' }, /https/u],
      [{ roles: { staff: ['nobody-declared'] }, mapping: { groups: 'groups' } }, /no role nobody-declared/u],
      [{ mapping: { claims: { color: 'c' } } }, /color/u],
      [{ client_secret: { file: '/etc/passwd' } }, /read by .*gatehouse registry/u],
      [{ kind: 'oauth2' }, /authorization_endpoint/u],
    ];
    for (const [changes, message] of wrong) {
      // eslint-disable-next-line no-await-in-loop -- one database
      const { response, error } = await create(changes);
      expect([response.status, JSON.stringify(error)]).toEqual([400, expect.stringMatching(message)]);
    }
    expect(await under.storage.connections.list()).toEqual([]);
  });

  it('a subject that is missing or too much is found at its own member', async () => {
    const endpoint = 'https://idp.example.com/x';
    const endpoints = { authorization_endpoint: endpoint, token_endpoint: endpoint, userinfo_endpoint: endpoint };
    for (const changes of [{ kind: 'oauth2', ...endpoints }, { mapping: { subject: 'id' } }]) {
      // eslint-disable-next-line no-await-in-loop -- one database
      const { error } = await create(changes);
      expect(error).toMatchObject({ errors: [{ pointer: '/mapping/subject' }] });
    }
  });

  it('a secret goes in, alone or with the entry, and is in no answer, preview or record', async () => {
    const answers: unknown[] = [await create({ client_secret: { value: secret } })];
    expect((await under.storage.connections.find('corp'))?.secret).toBe(secret);
    expect((await get()).seen.has_secret).toBe(true);
    const another = `${secret}-2`;
    answers.push(await setSecret(another));
    expect((await under.storage.connections.find('corp'))?.secret).toBe(another);
    answers.push(await patch({ enabled: false }), await get());
    answers.push(await under.as().GET('/connections'), await under.as().GET('/registry'));
    for (const answer of answers) expect(JSON.stringify(answer)).not.toContain(secret);
    const records = await under.storage.audit.list();
    expect(JSON.stringify(records)).not.toContain(secret);
    expect(records.map(({ type }) => type)).toContain('connection.secret_changed');
    const writes = (await types()).length;
    await setSecret(another);
    expect(await types()).toHaveLength(writes);
  });

  it('a secret that another server would get is forgotten, and a preview and the answer say so', async () => {
    await create({ client_secret: { value: secret } });
    const move = { issuer: 'https://other.example.com' };
    const preview = previewOf(await patch(move, {}, { Prefer: 'dry-run' }));
    expect(preview.changes).toContainEqual({ pointer: '/has_secret', before: true, after: false });
    expect(preview.notes).toEqual([expect.stringContaining('is forgotten')]);
    const moved = await patch(move);
    expect([moved.data, (await get()).seen]).toEqual(Array(2).fill(expect.objectContaining({ has_secret: false })));
    expect(previewOf(await patch({ sign_up: false }, {}, { Prefer: 'dry-run' })).notes).toEqual([]);
  });

  it('a repeated request with the same Idempotency-Key does it once, and keeps no secret', async () => {
    await create();
    const header = { 'Idempotency-Key': 'key-of-sixteen-characters' };
    const once = () =>
      under.as().POST('/connections/{connection_name}/secret', { params: { path, header }, body: { secret } });
    const [first, second] = [await once(), await once()];
    expect(second.data).toEqual(first.data);
    expect((await types()).filter((type) => type === 'connection.secret_changed')).toHaveLength(1);
  });
});

describe('FED-10 tests of connections by the admin API', () => {
  const asked: Connection[] = [];
  beforeEach(async () => {
    asked.length = 0;
    await under.close();
    under = await createApi({
      examineUpstream: async (connection) => {
        asked.push(connection);
        return [{ check: 'keys', result: 'fault', advice: 'there is none' }];
      },
    });
    await create({ client_secret: { value: secret } });
  });

  it('a declared one is asked with its secret; it is recorded, and stays the revision that it was', async () => {
    const { etag } = await get();
    const { data } = await under.as().POST('/connections/{connection_name}/test', { params: { path } });
    expect(data).toEqual({ passed: false, findings: [{ check: 'keys', result: 'fault', advice: 'there is none' }] });
    expect(asked).toMatchObject([{ name: 'corp', secret }]);
    expect((await types())[0]).toBe('connection.tested');
    expect((await get()).etag).toBe(etag);
    expect(JSON.stringify(data)).not.toContain(secret);
  });

  it('a draft is asked before it is saved, and never with a secret that is stored', async () => {
    expect((await testDraft({})).response.status).toBe(200);
    expect((await testDraft({ client_secret: { value: 'mine' } })).response.status).toBe(200);
    expect(asked.map((one) => ['issuer' in one && one.issuer, one.secret])).toEqual([
      ['https://mine.example', undefined],
      ['https://mine.example', 'mine'],
    ]);
    expect((await get()).seen).toMatchObject(corp);
    expect((await testDraft({}, without('users:credentials'))).response.status).toBe(403);
    expect((await testDraft({ client_secret: { file: '/etc/passwd' } })).response.status).toBe(400);
  });
});

describe('FED-10 who may say who users are', () => {
  it('declaring an upstream needs users:credentials too, for it signs in as its users', async () => {
    const { response } = await create({}, without('users:credentials'));
    expect(response.status).toBe(403);
    await create();
    expect((await setSecret(secret, without('users:credentials'))).response.status).toBe(403);
  });

  it('nobody lets an upstream give roles that give what they may not do', async () => {
    const roles = { roles: { admins: ['operator'] }, mapping: { groups: 'groups' } };
    await under.storage.commit([
      under.storage.roles.writes.put({
        name: 'operator',
        definition: { 'https://id.example.com/admin/v1': adminRoles.operator },
      }),
    ]);
    const { error } = await create(roles, without('keys:rotate'));
    expect(error).toMatchObject({ code: 'forbidden_object', detail: expect.stringContaining('keys:rotate') });
    expect((await create(roles)).response.status).toBe(201);
    // It gives the role already: who feeds it is out of reach as well, but anybody may stop it.
    expect(codeOf(await patch({ issuer: 'https://mine.example' }, without('keys:rotate')))).toBe('forbidden_object');
    expect(codeOf(await setSecret(secret, without('keys:rotate')))).toBe('forbidden_object');
    expect((await patch({ enabled: false }, without('keys:rotate'))).response.status).toBe(200);
    expect(codeOf(await patch({ enabled: true }, without('keys:rotate')))).toBe('forbidden_object');
  });

  it('the upstream of an administrator is out of reach of those who may do less, whatever the connection is called', async () => {
    const [operator] = Object.entries(people).find(([, role]) => role === 'operator')!;
    const { writes } = under.storage.identities;
    const identity = { issuer: corp.issuer, subject: '1', accountId: operator, connection: 'corp', profile: {} };
    await under.storage.commit([writes.link(identity)]);
    const forged = {
      name: 'mine',
      kind: 'oauth2',
      authorization_endpoint: 'https://mine.example/authorize',
      token_endpoint: 'https://mine.example/token',
      userinfo_endpoint: 'https://mine.example/user',
      mapping: { subject: 'id' },
    };
    const { error } = await create(forged, without('keys:rotate'));
    expect(error).toMatchObject({ code: 'forbidden_object', detail: expect.stringContaining('keys:rotate') });
    expect((await create({ ...forged, issuer: 'https://mine.example' }, without('keys:rotate'))).response.status).toBe(
      201,
    );
    expect((await create(forged)).response.status).toBe(409);
    expect((await create({ ...forged, name: 'ours' })).response.status).toBe(201);
  });

  it('nor by way of a registry', async () => {
    const apply = async (as: object) => {
      const { etag } = seenOf(await under.as().GET('/registry'));
      return under.as(as).POST('/registry', {
        params: { header: { 'If-Match': etag } },
        body: { connections: [{ ...corp, client_secret: { value: secret } }] } as never,
      });
    };
    for (const missing of ['connections:write', 'users:credentials'] as const) {
      // eslint-disable-next-line no-await-in-loop -- one database
      const { response, error } = await apply(without(missing));
      expect([response.status, JSON.stringify(error)]).toEqual([403, expect.stringContaining(missing)]);
    }
    expect((await apply({})).data).toMatchObject({ applied: [{ kind: 'connection', name: 'corp', change: 'added' }] });
    expect((await under.storage.connections.find('corp'))?.secret).toBe(secret);
    const { seen } = seenOf(await under.as().GET('/registry'));
    expect(seen.connections).toMatchObject([corp]);
    expect(JSON.stringify(seen)).not.toContain(secret);
    expect(JSON.stringify(await under.storage.audit.list())).not.toContain(secret);
  });

  it('a connection that was removed has its secret again when a file declares it again', async () => {
    const { etag } = seenOf(await under.as().GET('/registry'));
    const apply = async (match: string) =>
      under.as().POST('/registry', {
        params: { header: { 'If-Match': match } },
        body: { connections: [{ ...corp, client_secret: { value: secret } }] } as never,
      });
    await apply(etag);
    const params = { path, header: { 'If-Match': (await get()).etag } };
    await under.as().DELETE('/connections/{connection_name}', { params });
    await apply(seenOf(await under.as().GET('/registry')).etag);
    expect((await get()).seen.has_secret).toBe(true);
  });
});
