/** Roles and lists as claims, for applications that map groups to their own roles (Grafana, Argo CD, oauth2-proxy). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimValues } from '../../src/directory/accounts/claim-values.ts';
import type { UserClaims } from '../../src/directory/accounts/schema.ts';
import { loadRegistry } from '../../src/directory/registry/load.ts';
import { registrySchema } from '../../src/directory/registry/schema.ts';
import { AccountVisitor } from '../account.ts';
import { type Person, send } from '../browser.ts';
import { claimsOf, confidential, type TestClient } from '../client.ts';
import { gatehouse } from '../protocol/keys/gatehouse.ts';
import { api, startServer, type TestServer, webAppRedirect, writeRegistry } from '../server.ts';

let server: TestServer;
let webApp: TestClient;
let grafana: TestClient;
let alice: Person;

const opaque = 'https://reports.localhost';
const roleNames = (count: number) => Array.from({ length: count }, (_, index) => `role-${index}-${'x'.repeat(50)}`);

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      const { users_policy, roles } = document as unknown as {
        users_policy: Record<string, unknown>;
        roles: Record<string, unknown>;
      };
      users_policy['claims'] = {
        groups: { from: 'roles' },
        teams: { type: 'list' },
        argo_groups: { from: 'roles', scope: 'groups' },
      };
      for (const name of roleNames(100)) roles[name] = {};
      roles['viewer'] = { [opaque]: ['report_read'] };
      for (const resource of document.resources) resource['claims'] = ['department', 'groups', 'teams'];
      document.resources.push({
        indicator: opaque,
        name: 'Reports',
        token_format: 'opaque',
        scopes: { report_read: 'Read reports' },
        claims: ['groups'],
      });
      document.users[0]!['claims'] = { department: 'Finance', teams: ['blue', 'red'] };
      document.clients.push({
        client_id: 'grafana',
        client_name: 'Grafana',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [webAppRedirect],
        first_party: true,
        scope: 'openid profile groups',
        scopes: { [opaque]: ['report_read'] },
      });
    },
  });
  webApp = await confidential(server, 'web-app');
  grafana = await confidential(server, 'grafana');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

const account = async (login: string) => (await server.server.storage.accounts.findByLogin(login))!;
const teams = async () => (await account('alice')).claims['teams'];
async function change(login: string, changes: object): Promise<void> {
  const { storage } = server.server;
  await storage.commit([storage.accounts.writes.put({ ...(await account(login)), ...changes })]);
}
async function userinfo(accessToken: string) {
  const { status, body } = await send('GET', `${server.issuer}/me`, { authorization: `Bearer ${accessToken}` });
  return { status, claims: (status === 200 ? JSON.parse(body) : {}) as Record<string, unknown> };
}
const forUserinfo = { scope: 'openid profile', resource: undefined };

describe('groups', () => {
  it('F6: an array of strings in ID token, userinfo and access token', async () => {
    const tokens = await webApp.signIn(alice);
    const lists = { groups: ['accountant'], teams: ['blue', 'red'] };
    expect(claimsOf(tokens.id_token)).toMatchObject(lists);
    expect(claimsOf(tokens.access_token)).toMatchObject({ ...lists, department: 'Finance' });
    const own = await grafana.signIn(alice, forUserinfo);
    expect((await userinfo(own.access_token)).claims).toMatchObject(lists);
  });

  it('F6: who has no roles has an empty array; who has no value has no claim', async () => {
    await change('bob', { roles: [] });
    const tokens = await grafana.signIn(await server.person('bob'), forUserinfo);
    const { claims } = await userinfo(tokens.access_token);
    expect(claims['groups']).toEqual([]);
    expect(claims).not.toHaveProperty('teams');
  });

  it('F6: a scope "groups", which many applications ask for by default, gives what is declared for it', async () => {
    const tokens = await grafana.signIn(alice, { scope: 'openid groups', resource: undefined });
    const { claims } = await userinfo(tokens.access_token);
    expect(claims).toEqual({ sub: expect.any(String), argo_groups: ['accountant'] });
  });

  it('F6: without the scope of the claim nobody is told', async () => {
    const tokens = await grafana.signIn(alice, { scope: 'openid', resource: undefined });
    expect((await userinfo(tokens.access_token)).claims).toEqual({ sub: (await account('alice')).id });
  });

  it('F6: changed roles show at userinfo at once, and in the tokens of the next refresh', async () => {
    const [own, tokens] = [await grafana.signIn(alice, forUserinfo), await webApp.signIn(alice)];
    await change('alice', { roles: ['accountant', 'viewer'] });
    const both = ['accountant', 'viewer'];
    expect((await userinfo(own.access_token)).claims['groups']).toEqual(both);
    const { body } = await webApp.refresh(tokens.refresh_token);
    expect(claimsOf(String(body['id_token']))['groups']).toEqual(both);
    expect(claimsOf(String(body['access_token']))['groups']).toEqual(both);
    const answer = await webApp.post('/token/introspection', { token: String(body['access_token']) });
    expect(answer.body['groups']).toEqual(both);
  });

  it('F6: an opaque token says them at introspection', async () => {
    const tokens = await grafana.signIn(alice, { scope: 'report_read', resource: opaque });
    const { body } = await grafana.post('/token/introspection', { token: tokens.access_token });
    expect(body).toMatchObject({ active: true, groups: ['accountant', 'viewer'] });
  });

  it('F6: a disabled person is told about no more', async () => {
    const tokens = await grafana.signIn(await server.person('carol'), forUserinfo);
    await change('carol', { status: 'disabled' });
    expect((await userinfo(tokens.access_token)).status).toBe(401);
    expect((await grafana.refresh(tokens.refresh_token)).status).toBe(400);
  });

  it('F6: roles that make a token longer than APIs accept are refused with a sentence; opaque ones are not', async () => {
    const before = (await account('alice')).roles;
    await change('alice', { roles: [...before, ...roleNames(100)] });
    const refused = await webApp.redeem(await webApp.code(alice));
    expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_request']);
    expect(refused.body['error_description']).toMatch(/too many roles/u);
    const tokens = await grafana.signIn(alice, { scope: 'report_read', resource: opaque });
    const { body } = await grafana.post('/token/introspection', { token: tokens.access_token });
    expect(body['groups']).toHaveLength(102);
    await change('alice', { roles: before });
  });

  it('F6: the copy of a person’s data holds them', async () => {
    const { body } = await new AccountVisitor(server, alice).open('/account/data/download');
    expect(JSON.parse(body)).toMatchObject({
      account: { roles: ['accountant', 'viewer'], claims: { teams: ['blue', 'red'] } },
    });
  });

  it('F6: an operator sets a list by the command line, with commas or as JSON', async () => {
    const set = (value: string, exit = 0) =>
      gatehouse(server, ['users', 'set', 'alice', '--claim', `teams=${value}`], exit);
    await set('green, grey');
    expect(await teams()).toEqual(['green', 'grey']);
    await set('["a,b"]');
    expect(await teams()).toEqual(['a,b']);
    await set('');
    expect(await teams()).toEqual([]);
    const groups = await gatehouse(server, ['users', 'set', 'alice', '--claim', 'groups=admin'], 1);
    expect(groups).toContain('groups has no value of its own: it comes from roles');
  });

  it.each(['[1]', '["a"', 'a,,b', 'x'.repeat(257), JSON.stringify(Array(101).fill('x'))])(
    'F6: %s is no list for the command line',
    (text) => {
      const users_policy = registrySchema.parse({ users_policy: { claims: { teams: { type: 'list' } } } }).users_policy;
      const { fault } = claimValues(users_policy.claims as UserClaims, [`teams=${text}`]) as { fault: string };
      expect(fault).toContain('teams must be a list of at most 100 strings');
    },
  );
});

describe('a registry', () => {
  it.each([
    ['a text where a list is declared', { teams: { type: 'list' } }, { teams: 'blue' }, 'must be a list'],
    ['a list of numbers', { teams: { type: 'list' } }, { teams: [1] }, 'users[0] ("alice"): claims.teams must be text'],
    ['a nested list', { teams: { type: 'list' } }, { teams: [['a']] }, 'users[0] ("alice"): claims.teams must be text'],
    ['a list of empty strings', { teams: { type: 'list' } }, { teams: [''] }, 'must be a list'],
    ['more than a hundred', { teams: { type: 'list' } }, { teams: Array(101).fill('a') }, 'at most 100'],
    [
      'too much in all',
      { teams: { type: 'list' } },
      { teams: Array(100).fill('x'.repeat(50)) },
      'more than 4096 bytes',
    ],
    ['a list where a text is declared', { team: {} }, { team: ['blue'] }, 'must be a string'],
    ['a value for what comes from roles', { groups: { from: 'roles' } }, { groups: ['admin'] }, 'comes from roles'],
    ['roles that are no list', { groups: { from: 'roles', type: 'string' } }, {}, 'is a list'],
    ['another source', { groups: { from: 'login' } }, {}, 'users_policy.claims.groups.from'],
    ['an undeclared claim named as a thing of every object', { a: {} }, { constructor: 'x' }, 'is not declared'],
  ])('F6: refuses %s', async (_what, claims, values, sentence) => {
    const file = await writeRegistry(server.directory, (document) => {
      (document as unknown as { users_policy: Record<string, unknown> }).users_policy['claims'] = claims;
      document.users[0]!['claims'] = values;
    });
    expect(() => loadRegistry(file, { passwordsAllowed: true })).toThrow(sentence);
  });
});

it('F6: an API that names a claim which nobody declares any more gets nothing', async () => {
  const { storage } = server.server;
  const record = (await storage.resources.find(api))!;
  const definition = { ...record.definition, claims: ['groups', 'toString', 'forgotten'] };
  await server.change('resources', storage.resources.writes.put({ indicator: api, definition }));
  const claims = claimsOf((await webApp.signIn(alice)).access_token);
  expect(claims['groups']).toEqual(['accountant', 'viewer']);
  expect(Object.keys(claims)).not.toEqual(expect.arrayContaining(['toString', 'forgotten']));
});
