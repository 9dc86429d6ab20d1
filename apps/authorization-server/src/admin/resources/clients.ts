/** Clients: `/clients`. What changes them lies in client-changes.ts, and their secrets in client-secrets.ts. */
import type { ClientRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { grantTypes } from '../../directory/clients/grant-types.ts';
import { knownClient, removeClient } from '../../directory/operations/clients.ts';
import type { AdminContext } from '../context.ts';
import { nextAddress, openPlace, type Place, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { read, write } from '../operation.ts';
import { type ClientParams, client, clientParams, documentOf, matches } from './client-document.ts';

const listQuery = z.object({
  ...pageQuery,
  q: z.string().max(128).optional().describe('How the identifier begins, or the name when sorted by it'),
  sort: z
    .enum(['id', '-id', 'name', '-name'])
    .default('id')
    .describe('By identifier, or by name without regard to letter case; - from the end'),
  status: z.enum(['active', 'disabled']).optional().describe('Only clients that are accepted, or refused'),
  grant: z
    .enum(grantTypes)
    .optional()
    .describe('Only clients with this grant. A page may have fewer entries than asked for then, and still a next one'),
});
type Listed = z.output<typeof listQuery>;

/** So often a page of a list by grant looks on, so that no page reads the whole store. */
const mostSteps = 20;

/** A page of clients, and where the next one begins. */
async function pageFrom(
  { clients }: Pick<AdminContext['storage'], 'clients'>,
  { limit, q, sort, status, grant }: Omit<Listed, 'cursor'>,
  after: Place | undefined,
): Promise<{ readonly found: readonly ClientRecord[]; readonly next: Place | undefined }> {
  const found: ClientRecord[] = [];
  let next = after;
  for (let step = 0; step < mostSteps; step += 1) {
    // eslint-disable-next-line no-await-in-loop -- each begins where the one before ended
    const page = await clients.page({
      order: sort.endsWith('name') ? 'name' : 'id',
      descending: sort.startsWith('-'),
      prefix: q,
      disabled: status === undefined ? undefined : status === 'disabled',
      after: next,
      limit: limit - found.length,
    });
    found.push(...page.items.filter((one) => grant === undefined || grantsOf(one).includes(grant)));
    ({ next } = page);
    if (next === undefined || found.length === limit) break;
  }
  return { found, next };
}

const grantsOf = ({ metadata }: ClientRecord): readonly unknown[] =>
  (metadata['grant_types'] as readonly unknown[] | undefined) ?? ['authorization_code'];

export const clients = [
  read({
    id: 'listClients',
    path: '/clients',
    summary: 'List clients',
    query: listQuery,
    answer: pageOf(client),
    async handle({ storage, cursorKeys }, { query }) {
      const { cursor, ...filters } = query;
      const list = `listClients ${JSON.stringify({ ...filters, limit: undefined })}`;
      const after = openPlace(cursorKeys(), list, cursor);
      const { found, next } = await pageFrom(storage, filters, after);
      return {
        items: found.map(documentOf),
        next: next && nextAddress('/clients', { ...filters, cursor: sealCursor(cursorKeys(), list, next) }),
      };
    },
  }),
  read({
    id: 'getClient',
    path: '/clients/{client_id}',
    summary: 'One client',
    params: clientParams,
    answer: client,
    versioned: ({ client_id: id }: ClientParams) => ({ type: 'client', id }),
    handle: async ({ storage }, { params }) => documentOf(await knownClient({ storage }, params.client_id)),
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
