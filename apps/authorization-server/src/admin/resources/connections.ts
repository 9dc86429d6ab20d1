/** Upstream providers that users sign in with: `/connections`. A secret goes in and never comes out. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { definitionOf } from '../../directory/connections/connections.ts';
import { type ConnectionEntry, connectionKinds } from '../../directory/connections/schema.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import {
  declareConnection,
  isDisabling,
  knownConnection,
  removeConnection,
  setConnectionSecret,
} from '../../directory/operations/connections.ts';
import { connectionEntryFaults } from '../../directory/registry/connection-entry.ts';
import { checkConnectionReach } from '../connection-reach.ts';
import type { AdminContext } from '../context.ts';
import { pageOf, pageQuery } from '../cursor.ts';
import { mergePatch, patchOf } from '../merge-patch.ts';
import { type Input, read, write } from '../operation.ts';
import { pageFrom } from '../page.ts';
import { checkPlaced, parseBody } from '../parse.ts';
import { Problem } from '../problem.ts';
import {
  type ConnectionParams,
  connection,
  connectionParams,
  documentOf,
  entry,
  foundConnection,
  matches,
  matchesOrAbsent,
  provedDomains,
} from './connection-document.ts';

const { oidc, oauth2, google, microsoft, apple } = connectionKinds;
const {
  name: _name,
  kind: _kind,
  client_secret: _secret,
  ...members
} = {
  ...google.shape,
  ...microsoft.shape,
  ...apple.shape,
  ...oauth2.shape,
  ...oidc.shape,
};
const patch = patchOf(members).meta({ id: 'ConnectionPatch' });

const longestSecret = 16_384;
const newSecret = z.strictObject({
  secret: z
    .string()
    .min(1)
    .max(longestSecret)
    .describe('The client secret at the upstream, or the private key (PEM) where we sign. Nothing answers it again'),
});

const pathOf = (name: string): string => `/connections/${name}`;

/** Throws Problem for what a registry file would be refused for. */
export async function checkEntry(context: Pick<AdminContext, 'storage'>, given: ConnectionEntry): Promise<void> {
  if (given.client_secret && 'file' in given.client_secret) {
    throw new Problem(
      'invalid_request',
      '/client_secret: files are read by "gatehouse registry" alone; send { "value": … } here, or set it by POST /connections/NAME/secret',
      { faults: [{ pointer: '/client_secret', detail: 'names a file, which only a registry file may' }] },
    );
  }
  checkPlaced(await connectionEntryFaults(context.storage, given));
}

/** Declares what a body or a merged patch says. */
async function declared(
  context: AdminContext,
  { caller, admin }: Pick<Input<undefined, undefined, undefined>, 'caller' | 'admin'>,
  given: ConnectionEntry,
) {
  await checkEntry(context, given);
  const { name, definition, secret } = definitionOf(given);
  const stored = await context.storage.connections.find(name);
  // Whoever sees something go wrong may stop it.
  const isStop =
    stored && secret === undefined && isDeepStrictEqual(definition, { ...stored.definition, enabled: false });
  if (!isStop) await checkConnectionReach(context, admin, { name, before: stored?.definition, after: definition });
  const work = await declareConnection(context.storage, caller, { name, definition, secret });
  const proved = await provedDomains(context);
  const isForgotten = secret === undefined && work.members?.includes('client_secret') === true;
  const kept = isForgotten ? undefined : (secret ?? stored?.secret);
  const stillProved = proved.get(name)?.filter((domain) => !work.unproved.includes(domain)) ?? [];
  const after = documentOf(
    context,
    { name, definition, ...(kept !== undefined && { secret: kept }) },
    new Map([[name, stillProved]]),
  );
  const toProve = after.domains.filter((domain) => work.unproved.includes(domain));
  const isSecretAlone = work.members?.every((member) => member === 'client_secret');
  const changed = isSecretAlone
    ? 'set the secret of a connection'
    : isDisabling(stored?.definition, definition)
      ? 'disable a connection'
      : 'declare a connection otherwise';
  return {
    target: { type: 'connection', id: name },
    before: stored && documentOf(context, stored, proved),
    after,
    operation: work.change && (stored ? changed : ('declare a new connection' as const)),
    work,
    answer: after,
    notes: [
      ...(isForgotten ? ['Its secret was set for another server and is forgotten: set one for this server.'] : []),
      ...(toProve.length > 0 ? [`Proved for another provider, and to be proved again: ${toProve.join(', ')}.`] : []),
    ],
    location: stored ? undefined : pathOf(name),
  } as const;
}

export const connections = [
  read({
    id: 'listConnections',
    path: '/connections',
    summary: 'List connections, by name',
    query: z.object(pageQuery),
    answer: pageOf(connection),
    async handle(context, { query }) {
      const proved = await provedDomains(context);
      const all = (await context.storage.connections.list()).map((one) => documentOf(context, one, proved));
      const page = {
        list: 'listConnections',
        path: '/connections',
        query,
        keyOf: (one: (typeof all)[number]) => one.name,
      };
      return pageFrom(context, page, all);
    },
  }),
  read({
    id: 'getConnection',
    path: '/connections/{connection_name}',
    summary: 'One connection',
    params: connectionParams,
    answer: connection,
    versioned: ({ connection_name: id }: ConnectionParams) => ({ type: 'connection', id }),
    handle: (context, { params }) => foundConnection(context, params.connection_name),
  }),
  write({
    id: 'createConnection',
    method: 'post',
    path: '/connections',
    summary: 'Declare a new connection',
    description: 'As a registry file does. Its client secret may come with it, as { value }, or later.',
    body: entry,
    status: 201,
    answer: connection,
    refusals: ['conflict', 'forbidden_object'],
    async plan(context, input) {
      const { name } = input.body;
      if (await context.storage.connections.find(name))
        throw new OperationRefused('connection_exists', `there is a connection ${name} already`);
      return declared(context, input, input.body);
    },
  }),
  write({
    id: 'replaceConnection',
    method: 'put',
    path: '/connections/{connection_name}',
    summary: 'Declare a connection, new or otherwise than it is',
    description:
      'The whole entry, as a registry file would have it. With `If-None-Match: *` it makes the connection; with If-Match it takes the place of the entry that there is. A secret that it does not name stays.',
    params: connectionParams,
    body: entry,
    status: 200,
    answer: connection,
    matches: matchesOrAbsent,
    creates: true,
    refusals: ['forbidden_object', 'subject_changed'],
    plan(context, input) {
      const { params, body } = input;
      if (body.name !== params.connection_name)
        throw new OperationRefused(
          'name_differs',
          `The entry is of ${body.name}, the address of ${params.connection_name}.`,
        );
      return declared(context, input, body);
    },
  }),
  write({
    id: 'updateConnection',
    method: 'patch',
    path: '/connections/{connection_name}',
    summary: 'Change members of a connection',
    description:
      'A merge patch (RFC 7396): null takes a member away. With enabled: false nobody signs in by it, and the sessions that began by it end with all tokens; what is linked stays.',
    params: connectionParams,
    body: patch,
    status: 200,
    answer: connection,
    matches,
    refusals: ['forbidden_object', 'subject_changed'],
    async plan(context, input) {
      const { name, definition } = await knownConnection(context.storage, input.params.connection_name);
      return declared(context, input, parseBody(entry, { ...(mergePatch(definition, input.body) as object), name }));
    },
  }),
  write({
    id: 'setConnectionSecret',
    method: 'post',
    path: '/connections/{connection_name}/secret',
    summary: 'Set the client secret at the upstream',
    description: 'It is encrypted, and used for the next request there. The one before is forgotten.',
    params: connectionParams,
    body: newSecret,
    status: 200,
    answer: connection,
    refusals: ['forbidden_object'],
    async plan(context, { params, body, caller, admin }) {
      const stored = await knownConnection(context.storage, params.connection_name);
      const { name, definition } = stored;
      await checkConnectionReach(context, admin, { name, before: definition, after: definition });
      const work = await setConnectionSecret(context.storage, caller, { name, secret: body.secret });
      const proved = await provedDomains(context);
      const after = documentOf(context, { ...stored, secret: body.secret }, proved);
      return {
        target: { type: 'connection', id: name },
        before: documentOf(context, stored, proved),
        after,
        operation: work.events.length > 0 ? 'set the secret of a connection' : undefined,
        work,
        answer: after,
      };
    },
  }),
  write({
    id: 'removeConnection',
    method: 'delete',
    path: '/connections/{connection_name}',
    summary: 'Remove a connection',
    description:
      'Nobody signs in by it any more, and the sessions that began by it end with all tokens. What is linked stays: a connection to the same issuer finds it.',
    params: connectionParams,
    status: 204,
    matches,
    async plan(context, { params, caller }) {
      const before = await foundConnection(context, params.connection_name);
      const offering = (await context.storage.clients.list()).filter(({ metadata }) =>
        (metadata['connections'] as readonly string[] | undefined)?.includes(before.name),
      );
      return {
        target: { type: 'connection', id: before.name },
        before,
        operation: 'remove a connection',
        work: await removeConnection(context.storage, caller, before.name),
        notes: offering.map(({ clientId }) => `The client ${clientId} offers it.`),
      };
    },
  }),
];
