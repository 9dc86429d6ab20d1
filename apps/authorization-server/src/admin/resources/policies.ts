/** What holds for all users, and the look of all pages: `/policies`. */
import { brandingFaults } from '@gatehouse/html';
import { z } from 'zod';
import { checkRoles } from '../../directory/accounts/names.ts';
import { declaredClaim } from '../../directory/accounts/schema.ts';
import { branding as brandingSchema } from '../../directory/clients/branding.ts';
import { declarePolicy } from '../../directory/operations/policies.ts';
import { type Caller, together } from '../../directory/operations/work.ts';
import { documentFaults } from '../../directory/registry/document.ts';
import { declaredPolicies, storedPolicies } from '../../directory/registry/policies.ts';
import { claimDeclarationFaults, usersPolicy as declared, terms } from '../../directory/registry/users-policy.ts';
import { unregisteredClients } from '../../directory/unregistered/policy.ts';
import type { AdminContext } from '../context.ts';
import { read, write } from '../operation.ts';
import { checkPlaced } from '../parse.ts';
import { checkGivenRoles } from '../role-reach.ts';

export const usersPolicy = z
  .object({
    registration_roles: z.array(z.string()).describe('Roles of everybody who registers'),
    claims: z.record(z.string(), declaredClaim).describe('Further claims of users, by name'),
    terms: terms.optional().describe('Terms of use that everybody must accept'),
  })
  .meta({ id: 'UsersPolicy' });
export const unregisteredClientsPolicy = z.object(unregisteredClients.shape).meta({ id: 'UnregisteredClientsPolicy' });
export const branding = z.object(brandingSchema.shape).meta({ id: 'Branding' });

const nothingElse = { resources: [], roles: {}, connections: [], clients: [], users: [] };
const nothingOfUsers = { claims: {} };

async function ofUsers({ storage }: Pick<AdminContext, 'storage'>) {
  const { registrationRoles, claims, terms: asked } = (await storedPolicies(storage)).users;
  return { registration_roles: [...registrationRoles], claims, ...(asked && { terms: asked }) };
}

const lookOf = async ({ storage }: Pick<AdminContext, 'storage'>) => ({ ...(await storedPolicies(storage)).branding });

/** Where none is declared: nobody may come. */
export const unregisteredNow = async ({ storage }: Pick<AdminContext, 'storage'>) =>
  (await storedPolicies(storage)).unregisteredClients ?? unregisteredClients.parse({});

const policyOf = (id: string) => () => ({ type: 'policy', id });

/** One work for all parts of it. */
export async function declaredWork(
  { storage }: Pick<AdminContext, 'storage'>,
  caller: Caller,
  entry: Parameters<typeof declaredPolicies>[0],
) {
  const works = [];
  for (const policy of declaredPolicies({ ...nothingElse, ...entry })) {
    works.push(await declarePolicy(storage, caller, policy));
  }
  const work = together(...works);
  const operation = work.events.length > 0 ? ('declare what holds for all users' as const) : undefined;
  return { work, operation };
}

export const policies = [
  read({
    id: 'getUsersPolicy',
    path: '/policies/users',
    summary: 'What holds for all users',
    answer: usersPolicy,
    versioned: policyOf('users'),
    handle: (context) => ofUsers(context),
  }),
  write({
    id: 'replaceUsersPolicy',
    method: 'put',
    path: '/policies/users',
    summary: 'Declare what holds for all users',
    description: 'The whole of it: what is not named is taken back.',
    body: z.strictObject({
      registration_roles: z.array(z.string()).default([]).describe('Roles of everybody who registers'),
      claims: declared.shape.claims,
      terms: terms.optional().describe('Terms of use that everybody must accept before going on to an application'),
    }),
    status: 200,
    answer: usersPolicy,
    matches: async (context) => ({ ...policyOf('users')(), document: usersPolicy.parse(await ofUsers(context)) }),
    refusals: ['forbidden_object', 'not_found'],
    async plan(context, { body, caller, admin }) {
      const { registration_roles: roles, claims, terms: asked } = body;
      checkPlaced(claimDeclarationFaults(claims).map(({ path, ...fault }) => ({ ...fault, path: path.slice(1) })));
      await checkRoles(context.storage, roles);
      await checkGivenRoles(context, admin, roles);
      const before = await ofUsers(context);
      const gone = Object.keys(before.claims).filter((name) => !Object.hasOwn(claims, name));
      const policy = {
        registration_roles: roles,
        claims: { ...claims, ...Object.fromEntries(gone.map((name) => [name, null])) },
        terms: asked ?? null,
      };
      const kept = Object.entries(claims).filter(([, claim]) => claim !== null);
      const after = {
        registration_roles: roles,
        claims: Object.fromEntries(kept),
        ...(asked && { terms: asked }),
      };
      const { work, operation } = await declaredWork(context, caller, { users_policy: policy });
      return { target: policyOf('users')(), before, after, operation, work, answer: after };
    },
  }),
  read({
    id: 'getBranding',
    path: '/policies/branding',
    summary: 'The look of all pages',
    answer: branding,
    versioned: policyOf('branding'),
    handle: (context) => lookOf(context),
  }),
  write({
    id: 'replaceBranding',
    method: 'put',
    path: '/policies/branding',
    summary: 'Declare the look of all pages',
    description: 'The whole of it: what is not named is taken back. A logo is a data: URI.',
    body: z.strictObject(brandingSchema.shape),
    status: 200,
    answer: branding,
    matches: async (context) => ({ ...policyOf('branding')(), document: branding.parse(await lookOf(context)) }),
    async plan(context, { body, caller }) {
      checkPlaced(brandingFaults(body));
      const before = await lookOf(context);
      const isEmpty = Object.keys(body).length === 0;
      const entry = { branding: isEmpty ? null : body, users_policy: nothingOfUsers };
      const { work, operation } = await declaredWork(context, caller, entry);
      return { target: policyOf('branding')(), before, after: body, operation, work, answer: body };
    },
  }),
  read({
    id: 'getUnregisteredClientsPolicy',
    path: '/policies/unregistered-clients',
    summary: 'What holds for clients that no operator registered',
    description: 'Without documents and without registration there are none.',
    answer: unregisteredClientsPolicy,
    versioned: policyOf('unregistered_clients'),
    handle: (context) => unregisteredNow(context),
  }),
  write({
    id: 'replaceUnregisteredClientsPolicy',
    method: 'put',
    path: '/policies/unregistered-clients',
    summary: 'Declare what holds for clients that no operator registered',
    description:
      'The whole of it: what is not named has its default, and without documents or registration such clients are let in no more. It holds for the next request of each.',
    body: unregisteredClients,
    status: 200,
    answer: unregisteredClientsPolicy,
    matches: async (context) => ({
      ...policyOf('unregistered_clients')(),
      document: unregisteredClientsPolicy.parse(await unregisteredNow(context)),
    }),
    async plan(context, { body, caller }) {
      const document = { ...nothingElse, unregistered_clients: body, users_policy: nothingOfUsers };
      const faults = await documentFaults(context.storage, context.issuer, document);
      checkPlaced(faults.map(({ path, ...fault }) => ({ ...fault, path: path.slice(1) })));
      const before = await unregisteredNow(context);
      const entry = { unregistered_clients: body, users_policy: nothingOfUsers };
      const { work, operation } = await declaredWork(context, caller, entry);
      return { target: policyOf('unregistered_clients')(), before, after: body, operation, work, answer: body };
    },
  }),
];
