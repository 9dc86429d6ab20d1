/** APIs that access tokens are for: `/resources`. They are named by their indicator (RFC 8707), percent-encoded in paths. */
import type { ResourceRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { knownResource } from '../../directory/operations/known-scopes.ts';
import * as operations from '../../directory/operations/resources.ts';
import { resourceEntryFaults } from '../../directory/registry/resource-entry.ts';
import { resource as entry, storedResource } from '../../directory/resources/schema.ts';
import type { AdminContext } from '../context.ts';
import { pageOf, pageQuery } from '../cursor.ts';
import { read, write } from '../operation.ts';
import { pageFrom } from '../page.ts';
import { checkPlaced } from '../parse.ts';
import { checkOwnApi } from '../role-reach.ts';

const { indicator: _named, ...members } = entry.shape;

/** An API as it is answered. */
const resource = z.object({ indicator: z.string(), ...storedResource.shape }).meta({ id: 'Resource' });

const uses = z
  .object({
    roles: z.array(z.string()).describe('Roles that give its scopes'),
    clients: z.array(z.string()).describe('Clients that may ask for its scopes'),
    bound: z
      .array(z.string())
      .describe('Clients that are this API, or exchange tokens for it: it stays while there are any'),
  })
  .meta({ id: 'ResourceUses' });

const params = z.object({ resource: z.string().describe('Resource indicator, percent-encoded') });
type Params = z.output<typeof params>;

const documentOf = ({ indicator: name, definition }: ResourceRecord) => ({ indicator: name, ...definition });

/** With a slash at the end of its name or without, it is the same API. */
const versionOf = ({ resource: name }: Params) => ({ type: 'resource', id: name.replace(/\/$/u, '') });

const found = async ({ storage }: Pick<AdminContext, 'storage'>, { resource: name }: Params) =>
  resource.parse(documentOf(await knownResource(storage, name)));

const matches = async (context: Pick<AdminContext, 'storage'>, given: Params) => ({
  ...versionOf(given),
  document: await found(context, given),
});

/** What the entry names beyond itself. Throws Problem. */
const checkNames = async ({ storage }: Pick<AdminContext, 'storage'>, given: z.output<typeof entry>): Promise<void> =>
  checkPlaced(await resourceEntryFaults(storage, given));

const pathOf = (name: string): string => `/resources/${encodeURIComponent(name)}`;

export const resources = [
  read({
    id: 'listResources',
    path: '/resources',
    summary: 'List APIs, by indicator',
    query: z.object(pageQuery),
    answer: pageOf(resource),
    async handle(context, { query }) {
      const all = (await context.storage.resources.list()).map(documentOf);
      const page = {
        list: 'listResources',
        path: '/resources',
        query,
        keyOf: (one: (typeof all)[number]) => one.indicator,
      };
      return pageFrom(context, page, all);
    },
  }),
  read({
    id: 'getResource',
    path: '/resources/{resource}',
    summary: 'One API',
    params,
    answer: resource,
    versioned: versionOf,
    handle: (context, input) => found(context, input.params),
  }),
  read({
    id: 'getResourceUses',
    path: '/resources/{resource}/uses',
    summary: 'Which roles and clients name an API',
    description: 'What they lose when it is removed.',
    params,
    answer: uses,
    async handle({ storage }, input) {
      const { indicator: name } = await knownResource(storage, input.params.resource);
      return operations.usesOfResource(storage, name);
    },
  }),
  write({
    id: 'createResource',
    method: 'post',
    path: '/resources',
    summary: 'Declare a new API',
    body: entry,
    status: 201,
    answer: resource,
    refusals: ['conflict', 'forbidden_object', 'refused'],
    async plan(context, { body, caller }) {
      checkOwnApi(context, body.indicator);
      await checkNames(context, body);
      const work = await operations.addResource(context.storage, caller, body);
      const after = { indicator: body.indicator, ...work.definition };
      return {
        target: { type: 'resource', id: body.indicator },
        after,
        operation: 'declare a new API',
        work,
        answer: after,
        location: pathOf(body.indicator),
      };
    },
  }),
  write({
    id: 'replaceResource',
    method: 'put',
    path: '/resources/{resource}',
    summary: 'Declare an API otherwise',
    description: 'The whole of it. Access tokens that are out there stay as they are until they expire.',
    params,
    body: z.strictObject(members),
    status: 200,
    answer: resource,
    matches,
    refusals: ['conflict', 'forbidden_object', 'refused'],
    async plan(context, { params: given, body, caller }) {
      const stored = await knownResource(context.storage, given.resource);
      checkOwnApi(context, stored.indicator);
      const wanted = { indicator: stored.indicator, ...body };
      await checkNames(context, wanted);
      const work = await operations.replaceResource(context.storage, caller, wanted);
      const after = { indicator: stored.indicator, ...work.definition };
      return {
        target: { type: 'resource', id: stored.indicator },
        before: documentOf(stored),
        after,
        operation: work.change && 'declare an API otherwise',
        work,
        answer: after,
      };
    },
  }),
  write({
    id: 'removeResource',
    method: 'delete',
    path: '/resources/{resource}',
    summary: 'Remove an API, and its scopes from roles and clients',
    description: 'Access tokens for it stay valid until they expire, ten minutes at most.',
    params,
    status: 204,
    matches,
    refusals: ['conflict', 'forbidden_object'],
    async plan(context, { params: given, caller }) {
      const stored = await knownResource(context.storage, given.resource);
      checkOwnApi(context, stored.indicator);
      const work = await operations.removeResource(context.storage, caller, stored.indicator);
      const { roles, clients } = await operations.usesOfResource(context.storage, stored.indicator);
      return {
        target: { type: 'resource', id: stored.indicator },
        before: documentOf(stored),
        operation: 'remove an API',
        work,
        notes: [
          ...roles.map((role) => `The role ${role} gives scopes of it.`),
          ...clients.map((clientId) => `The client ${clientId} may ask for scopes of it.`),
        ],
      };
    },
  }),
];
