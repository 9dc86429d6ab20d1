/** Clients: `/clients`. */
import type { ClientRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { clientMetadata, clientPolicy } from '../../directory/clients/schema.ts';
import {
  disableClient,
  enableClient,
  fingerprintOf,
  knownClient,
  removeClient,
} from '../../directory/operations/clients.ts';
import type { AdminContext } from '../context.ts';
import { nextAddress, openCursor, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { read, write } from '../operation.ts';

const moment = z.iso.datetime();

const secret = z.object({
  fingerprint: z.string().describe('The first characters of its hash; it names the secret'),
  created_at: moment,
  expires_at: moment.optional().describe('Absent: it does not expire'),
});

/** A client as it is answered: what the registry file says of it, and what the server knows. */
export const client = z
  .object({
    ...clientMetadata.shape,
    ...clientPolicy.shape,
    disabled: z.boolean(),
    secrets: z.array(secret),
    updated_at: moment,
  })
  .meta({ id: 'Client' });

const clientParams = z.object({ client_id: z.string().describe('Client identifier') });
const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

const documentOf = ({ clientId, metadata, secretHashes, disabled, updatedAtSeconds }: ClientRecord) => ({
  ...metadata,
  client_id: clientId,
  disabled,
  secrets: secretHashes.map(({ sha256, createdAtSeconds, expiresAtSeconds }) => ({
    fingerprint: fingerprintOf(sha256),
    created_at: at(createdAtSeconds),
    expires_at: expiresAtSeconds === undefined ? undefined : at(expiresAtSeconds),
  })),
  updated_at: at(updatedAtSeconds),
});

const listQuery = z.object({
  ...pageQuery,
  q: z.string().max(128).optional().describe('Only clients whose identifier begins so'),
});

/** The client as a read answers it, for `If-Match`. */
const matches = async (
  { storage }: Pick<AdminContext, 'storage'>,
  { client_id: id }: { readonly client_id: string },
) => ({
  type: 'client',
  id,
  document: client.parse(documentOf(await knownClient({ storage }, id))),
});

export const clients = [
  read({
    id: 'listClients',
    path: '/clients',
    summary: 'List clients, by identifier',
    query: listQuery,
    answer: pageOf(client),
    async handle({ storage, cursorKeys }, { query }) {
      const { limit, cursor, q = '' } = query;
      const list = `listClients ${q}`;
      const after = cursor === undefined ? '' : (openCursor(cursorKeys(), list, cursor) as string);
      const all = (await storage.clients.list()).filter(({ clientId }) => clientId.startsWith(q) && clientId > after);
      const items = all.slice(0, limit).map(documentOf);
      const last = all.length > limit ? items.at(-1)?.client_id : undefined;
      const next =
        last === undefined
          ? undefined
          : nextAddress('/clients', { limit, q: query.q, cursor: sealCursor(cursorKeys(), list, last) });
      return { items, next };
    },
  }),
  read({
    id: 'getClient',
    path: '/clients/{client_id}',
    summary: 'One client',
    params: clientParams,
    answer: client,
    versioned: ({ client_id: id }: z.output<typeof clientParams>) => ({ type: 'client', id }),
    handle: async ({ storage }, { params }) => documentOf(await knownClient({ storage }, params.client_id)),
  }),
  write({
    id: 'updateClient',
    method: 'patch',
    path: '/clients/{client_id}',
    summary: 'Change a client',
    description: 'Disabling it ends all its tokens.',
    params: clientParams,
    body: z.strictObject({ disabled: z.boolean() }),
    status: 200,
    answer: client,
    matches,
    async plan(context, { params, body, caller }) {
      const stored = await knownClient(context, params.client_id);
      const before = documentOf(stored);
      const after = { ...before, disabled: body.disabled };
      const work = await (body.disabled ? disableClient : enableClient)(context, caller, stored.clientId);
      const operation = body.disabled ? ('disable a client' as const) : ('enable a client' as const);
      return {
        target: { type: 'client', id: stored.clientId },
        before,
        after,
        operation: work.events.length > 0 ? operation : undefined,
        work,
        answer: after,
      };
    },
  }),
  write({
    id: 'removeClient',
    method: 'delete',
    path: '/clients/{client_id}',
    summary: 'Remove a client, its secrets and its tokens',
    params: clientParams,
    status: 204,
    matches,
    async plan(context, { params, caller }) {
      const before = documentOf(await knownClient(context, params.client_id));
      return {
        target: { type: 'client', id: params.client_id },
        before,
        operation: 'remove a client',
        work: await removeClient(context, caller, params.client_id),
      };
    },
  }),
];
