/** Roles: `/roles`. A role gives users scopes of APIs. */
import type { PageKey } from '@gatehouse/storage';
import { z } from 'zod';
import * as operations from '../../directory/operations/roles.ts';
import { eventOf } from '../../directory/operations/work.ts';
import type { AdminContext } from '../context.ts';
import { nextAddress, openCursor, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { type Input, read, write } from '../operation.ts';
import { pageFrom } from '../page.ts';
import { checkOwnRoles, checkRoleReach } from '../role-reach.ts';

const scopes = z.record(z.string(), z.array(z.string())).describe('Scopes by resource indicator');

const role = z.object({ name: z.string(), scopes }).meta({ id: 'Role' });

const params = z.object({ role: z.string().describe('Name of the role') });
type Params = z.output<typeof params>;

const versionOf = ({ role: id }: Params) => ({ type: 'role', id });

const found = async ({ storage }: Pick<AdminContext, 'storage'>, name: string) => ({
  name,
  scopes: await operations.knownRole(storage, name),
});

const matches = async (context: Pick<AdminContext, 'storage'>, given: Params) => ({
  ...versionOf(given),
  document: await found(context, given.role),
});

const pathOf = (name: string): string => `/roles/${encodeURIComponent(name)}`;

/** Another definition of the role. */
async function changed(
  context: AdminContext,
  { params: { role: name }, admin }: Pick<Input<typeof params, undefined, undefined>, 'params' | 'admin'>,
  declare: (name: string) => Promise<operations.DeclaredRole>,
) {
  const before = await found(context, name);
  const work = await declare(name);
  const after = { name, scopes: work.definition };
  checkRoleReach(context, admin, name, before.scopes, after.scopes);
  await checkOwnRoles(context, admin, [{ name, before: before.scopes, after: after.scopes }]);
  return {
    target: versionOf({ role: name }),
    before,
    after,
    operation: work.change && ('declare a role otherwise' as const),
    work,
    answer: after,
  };
}

const usersPath = (name: string): string => `${pathOf(name)}/users`;

/** One user after the other loses it; then it is gone. */
async function removal(
  context: AdminContext,
  { params: { role: name }, caller, admin }: Input<typeof params, undefined, undefined>,
) {
  const { storage, issuer, clock, revocations, commit } = context;
  const before = await found(context, name);
  checkRoleReach(context, admin, name, before.scopes);
  await checkOwnRoles(context, admin, [{ name, before: before.scopes, after: {} }]);
  const holders = await operations.holdersOf(storage, name);
  const parts = { storage, issuer, clock, revocations, commit, mailer: undefined };
  return {
    target: versionOf({ role: name }),
    before,
    operation: 'remove a role' as const,
    work: { writes: [], events: [eventOf(caller, 'role.removed', { target: versionOf({ role: name }) })] },
    async carryOut(finish: AdminContext['commit']) {
      await operations.takeRoleFromUsers(parts, caller, name);
      await finish(await operations.removeRole(storage, caller, name));
    },
    counts: async () => ({ users: holders.length }),
    notes: holders.length > 0 ? ['Tokens of its users end; they stay signed in.'] : [],
  };
}

export const roles = [
  read({
    id: 'listRoles',
    path: '/roles',
    summary: 'List roles, by name',
    query: z.object(pageQuery),
    answer: pageOf(role),
    async handle(context, { query }) {
      const all = (await context.storage.roles.list()).map(({ name, definition }) => ({ name, scopes: definition }));
      const page = { list: 'listRoles', path: '/roles', query, keyOf: (one: (typeof all)[number]) => one.name };
      return pageFrom(context, page, all);
    },
  }),
  read({
    id: 'getRole',
    path: '/roles/{role}',
    summary: 'One role',
    params,
    answer: role,
    versioned: versionOf,
    handle: (context, input) => found(context, input.params.role),
  }),
  read({
    id: 'listUsersOfRole',
    path: '/roles/{role}/users',
    summary: 'List users who have a role, by login',
    params,
    query: z.object(pageQuery),
    answer: pageOf(z.object({ id: z.string(), login: z.string() }).meta({ id: 'UserOfRole' })),
    async handle({ storage, cursorKeys }, { params: { role: name }, query: { limit, cursor } }) {
      await operations.knownRole(storage, name);
      const list = `listUsersOfRole ${name}`;
      const after = cursor === undefined ? undefined : (openCursor(cursorKeys(), list, cursor) as PageKey);
      const { items, next } = await storage.accounts.page({ order: 'login', role: name, after, limit });
      const further = next && nextAddress(usersPath(name), { limit, cursor: sealCursor(cursorKeys(), list, next) });
      return { items: items.map(({ id, login }) => ({ id, login })), next: further };
    },
  }),
  write({
    id: 'createRole',
    method: 'post',
    path: '/roles',
    summary: 'Make a role',
    body: z.strictObject({ name: z.string().describe('1 to 100 characters of ASCII without blanks'), scopes }),
    status: 201,
    answer: role,
    refusals: ['conflict', 'forbidden_object', 'refused'],
    async plan(context, { body, caller, admin }) {
      const work = await operations.addRole(context.storage, caller, body);
      const after = { name: body.name, scopes: work.definition };
      checkRoleReach(context, admin, body.name, after.scopes);
      return {
        target: { type: 'role', id: body.name },
        after,
        operation: 'declare a new role',
        work,
        answer: after,
        location: pathOf(body.name),
      };
    },
  }),
  write({
    id: 'replaceRole',
    method: 'put',
    path: '/roles/{role}',
    summary: 'Declare a role otherwise',
    description: 'From the next token on. Access tokens that are out there carry what they carry until they expire.',
    params,
    body: z.strictObject({ scopes }),
    status: 200,
    answer: role,
    matches,
    refusals: ['forbidden_object', 'refused'],
    plan: (context, input) =>
      changed(context, input, (name) => {
        const { body, caller } = input;
        return operations.replaceRole(context.storage, caller, { name, scopes: body.scopes });
      }),
  }),
  write({
    id: 'changeRoleScopes',
    method: 'post',
    path: '/roles/{role}/scopes',
    summary: 'Let a role give scopes of APIs, or no more',
    description: 'From the next token on. Access tokens that are out there carry what they carry until they expire.',
    params,
    body: z.strictObject({
      grant: scopes.default({}).describe('Scopes that it gives too'),
      revoke: scopes.default({}).describe('Scopes that it gives no more'),
    }),
    status: 200,
    answer: role,
    matches,
    refusals: ['forbidden_object', 'refused'],
    plan: (context, input) =>
      changed(context, input, (name) =>
        operations.changeRoleScopes(context.storage, input.caller, { name, ...input.body }),
      ),
  }),
  write({
    id: 'removeRole',
    method: 'delete',
    path: '/roles/{role}',
    summary: 'Remove a role, and take it from those who have it',
    description: 'Tokens of its users end; they stay signed in.',
    params,
    status: 204,
    matches,
    refusals: ['conflict', 'forbidden_object'],
    plan: removal,
  }),
];
