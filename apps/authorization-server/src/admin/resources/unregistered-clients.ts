/** Clients that no operator registered, what they hold, and the end of them: `/unregistered-clients`, `/unregistered-hosts`. */
import type { UnregisteredClientRecord, UnregisteredHost, UnregisteredUse } from '@gatehouse/storage';
import { z } from 'zod';
import { grantFrom } from '../../directory/accounts/grants.ts';
import { recordedId } from '../../directory/audit/record.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import {
  knownUnregisteredClient,
  removeUnregisteredClient,
  removeUnregisteredClientsOf,
} from '../../directory/operations/unregistered-clients.ts';
import { nothing } from '../../directory/operations/work.ts';
import { isBlocked } from '../../directory/unregistered/blocked.ts';
import { toldMetadata } from '../../directory/unregistered/client-of.ts';
import { unregisteredClients as policySchema } from '../../directory/unregistered/policy.ts';
import type { AdminContext } from '../context.ts';
import { nextAddress, openCursor, openPlace, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { momentOf } from '../moment.ts';
import { type AdminCaller, type Input, read, write } from '../operation.ts';
import { missingScope } from '../problem.ts';
import { declaredWork, unregisteredNow } from './policies.ts';
import { atIfAny, moment } from './user-document.ts';

/** Clients that one request removes: what is left is removed by the next one. */
const mostOfRequest = 2000;

const uses = {
  grants: z.int().describe('Grants that have neither ended nor expired'),
  users: z.int().describe('Users who gave them'),
  last_used_at: moment.optional().describe('When a token was last issued, to about a day; absent: never'),
};

const hostDocument = z
  .object({
    host: z.string().describe('Of the document, or of where the client is redirected to'),
    clients: z.int(),
    ...uses,
    blocked: z.boolean().describe('The policy lets none of this host in any more'),
  })
  .meta({ id: 'UnregisteredHost' });

const clientInList = z
  .object({
    client_id: z.string(),
    kind: z.enum(['document', 'dynamic']).describe('By a document at that address, or by dynamic registration'),
    host: z.string(),
    client_name: z.string().optional().describe('What it calls itself; nobody has checked it'),
    redirect_uris: z.array(z.string()),
    created_at: moment,
    ...uses,
  })
  .meta({ id: 'UnregisteredClientInList' });

const clientDocument = z
  .object({
    ...clientInList.shape,
    registered_from: z.string().optional().describe('The network that registered it'),
    metadata: z.record(z.string(), z.unknown()).describe('What it says of itself; the policy decides what counts'),
  })
  .meta({ id: 'UnregisteredClient' });

const grantDocument = z
  .object({
    id: z.string().describe('As the audit names it'),
    user_id: z.string(),
    login: z.string().optional().describe('Absent: there is no such user any more'),
    openid_scopes: z.array(z.string()),
    resources: z.record(z.string(), z.array(z.string())).describe('Scopes by API'),
    granted_at: moment,
    last_used_at: moment,
    expires_at: moment,
  })
  .meta({ id: 'GrantOfUnregisteredClient' });

const params = z.object({ client: z.string().max(2048).describe('Client identifier') });
const hostParams = z.object({ host: z.string().max(2048).describe('Host, as the list of hosts names it') });

const hostFrom = (found: UnregisteredHost, policy: Parameters<typeof isBlocked>[0]) => ({
  host: found.host,
  clients: found.clients,
  grants: found.grants,
  users: found.users,
  last_used_at: atIfAny(found.usedAtSeconds),
  blocked: isBlocked(policy, [found.host]),
});

/** What was stored may not be what is understood now: the list shows it all the same. */
function clientFrom(record: UnregisteredClientRecord, use: UnregisteredUse = { grants: 0, users: 0 }) {
  const { client_name: name, redirect_uris: redirects = [] } = toldMetadata.safeParse(record.metadata).data ?? {};
  return {
    client_id: record.clientId,
    kind: record.kind,
    host: record.host,
    client_name: name,
    redirect_uris: redirects,
    created_at: momentOf(record.createdAtSeconds),
    grants: use.grants,
    users: use.users,
    last_used_at: atIfAny(record.usedAtSeconds),
  };
}

async function shown({ storage }: Pick<AdminContext, 'storage'>, clientId: string) {
  const record = await knownUnregisteredClient({ storage }, clientId);
  const use = (await storage.unregisteredGrants.uses([clientId])).get(clientId);
  return {
    ...clientFrom(record, use),
    registered_from: record.kind === 'dynamic' ? record.network : undefined,
    metadata: record.metadata,
  };
}

/** @param isBlocking a host need not be that of a list to be blocked: clients may be redirected to several, and come later */
async function knownHost(
  { storage }: Pick<AdminContext, 'storage'>,
  host: string,
  isBlocking: boolean,
): Promise<UnregisteredHost> {
  const found = await storage.unregisteredGrants.host(host);
  if (found) return found;
  if (isBlocking) return { host, clients: 0, grants: 0, users: 0 };
  throw new OperationRefused('unknown_host', `there are no unregistered clients of ${host}`);
}

/** Lets none of the host in any more. Throws Problem or OperationRefused. */
async function blocking(
  context: AdminContext,
  { caller, admin }: { readonly caller: Input<undefined, undefined, undefined>['caller']; readonly admin: AdminCaller },
  host: string,
) {
  // It is a change of the policy: as much as declaring it.
  if (!admin.local && !admin.scopes.has('config:apply')) throw missingScope('config:apply');
  const policy = await unregisteredNow(context);
  if (isBlocked(policy, [host])) return nothing;
  const { success, data } = policySchema.safeParse({ ...policy, blocked_domains: [...policy.blocked_domains, host] });
  if (!success) throw new OperationRefused('host_invalid', `${host} is no name of a host; it cannot be blocked`);
  return (await declaredWork(context, caller, { unregistered_clients: data, users_policy: { claims: {} } })).work;
}

const hostsPath = '/unregistered-hosts';

export const unregisteredClients = [
  read({
    id: 'listUnregisteredHosts',
    path: hostsPath,
    summary: 'Hosts of clients that no operator registered, with what they hold',
    query: z.object(pageQuery),
    answer: pageOf(hostDocument),
    async handle(context, { query: { limit, cursor } }) {
      const { storage, cursorKeys } = context;
      const list = 'listUnregisteredHosts';
      const after = cursor === undefined ? undefined : (openCursor(cursorKeys(), list, cursor) as string);
      const [found, policy] = await Promise.all([
        storage.unregisteredGrants.hosts({ limit: limit + 1, after }),
        unregisteredNow(context),
      ]);
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1)?.host : undefined;
      return {
        items: items.map((one) => hostFrom(one, policy)),
        next: last && nextAddress(hostsPath, { limit, cursor: sealCursor(cursorKeys(), list, last) }),
      };
    },
  }),
  write({
    id: 'removeUnregisteredHost',
    method: 'delete',
    path: `${hostsPath}/{host}`,
    summary: 'Remove unregistered clients of a host, and end their grants and tokens',
    description: `At most ${mostOfRequest} in one request, in many commits; \`remaining\` says how many are left, for the next request. Broken off, it goes on when it is repeated. Clients that documents describe come back by them, with no grants, unless the host is blocked; blocking needs config:apply too.`,
    params: hostParams,
    query: z.object({
      block: z.stringbool().default(false).describe('Let none of this host in any more: a change of the policy'),
    }),
    status: 200,
    answer: z.object({ removed: z.int(), remaining: z.int() }).meta({ id: 'RemovedUnregisteredClients' }),
    refusals: ['refused'],
    async plan(context, { params: { host }, query: { block }, caller, admin }) {
      const has = await knownHost(context, host, block);
      const policy = block ? await blocking(context, { caller, admin }, host) : nothing;
      const removed = Math.min(has.clients, mostOfRequest);
      const remaining = has.clients - removed;
      const target = { type: 'unregistered_host', id: host };
      return {
        target,
        before: { clients: has.clients },
        after: { clients: remaining },
        operation: 'remove an unregistered client',
        work: {
          ...policy,
          events: [
            ...policy.events,
            ...(removed > 0 ? [{ event: 'client.removed', outcome: 'success' } as const] : []),
          ],
        },
        async carryOut() {
          // First, so that none comes back meanwhile.
          await context.commit(policy);
          await removeUnregisteredClientsOf(context, caller, { host, most: mostOfRequest });
        },
        answer: { removed, remaining },
        counts: async () => ({ clients: has.clients, grants: has.grants, users: has.users }),
        notes: [
          ...(remaining > 0 ? [`One request removes ${mostOfRequest}: repeat it until none remains.`] : []),
          ...(policy.events.length > 0 ? [`The policy lets none of ${host} in any more.`] : []),
          ...(block ? [] : ['Clients that documents describe come back by them, with no grants: block the host too.']),
        ],
      };
    },
  }),
  read({
    id: 'listUnregisteredClients',
    path: '/unregistered-clients',
    summary: 'Clients that no operator registered, by identifier',
    query: z.object({ ...pageQuery, host: z.string().max(2048).optional().describe('Only those of this host') }),
    answer: pageOf(clientInList),
    async handle({ storage, cursorKeys }, { query: { limit, cursor, host } }) {
      const list = `listUnregisteredClients ${host ?? ''}`;
      const after = cursor === undefined ? undefined : (openCursor(cursorKeys(), list, cursor) as string);
      const found = await storage.unregisteredClients.page({ limit: limit + 1, after, host });
      const items = found.slice(0, limit);
      const held = await storage.unregisteredGrants.uses(items.map(({ clientId }) => clientId));
      const last = found.length > limit ? items.at(-1)?.clientId : undefined;
      return {
        items: items.map((one) => clientFrom(one, held.get(one.clientId))),
        next:
          last && nextAddress('/unregistered-clients', { limit, host, cursor: sealCursor(cursorKeys(), list, last) }),
      };
    },
  }),
  read({
    id: 'getUnregisteredClient',
    path: '/unregistered-clients/{client}',
    summary: 'A client that no operator registered',
    params,
    answer: clientDocument,
    handle: (context, input) => shown(context, input.params.client),
  }),
  read({
    id: 'listUnregisteredClientGrants',
    path: '/unregistered-clients/{client}/grants',
    summary: 'What users let such a client do, those of a user together',
    params,
    query: z.object(pageQuery),
    answer: pageOf(grantDocument),
    async handle({ storage, cursorKeys }, { params: { client }, query: { limit, cursor } }) {
      await knownUnregisteredClient({ storage }, client);
      const list = `listUnregisteredClientGrants ${client}`;
      const after = openPlace(cursorKeys(), list, cursor);
      const { items, next } = await storage.unregisteredGrants.page({ clientId: client, after, limit });
      const ids = [...new Set(items.flatMap(({ accountId }) => accountId ?? []))];
      const users = new Map(await Promise.all(ids.map(async (id) => [id, await storage.accounts.find(id)] as const)));
      const path = `/unregistered-clients/${encodeURIComponent(client)}/grants`;
      return {
        items: items.map((one) => {
          const { grantId, oidcScopes, resources, givenAtSeconds, usedAtSeconds } = grantFrom(one, one.usedAtSeconds);
          return {
            id: recordedId(grantId),
            user_id: one.accountId ?? '',
            login: users.get(one.accountId ?? '')?.login,
            openid_scopes: oidcScopes,
            resources,
            granted_at: momentOf(givenAtSeconds),
            last_used_at: momentOf(usedAtSeconds),
            expires_at: momentOf(one.expiresAtSeconds ?? 0),
          };
        }),
        next: next && nextAddress(path, { limit, cursor: sealCursor(cursorKeys(), list, next) }),
      };
    },
  }),
  write({
    id: 'removeUnregisteredClient',
    method: 'delete',
    path: '/unregistered-clients/{client}',
    summary: 'Remove such a client, and end its grants and tokens',
    description: 'One that a document describes comes back by it, with no grants, unless the policy blocks its host.',
    params,
    status: 204,
    async plan(context, { params: { client }, caller }) {
      const { metadata: _, ...before } = await shown(context, client);
      return {
        target: { type: 'unregistered_client', id: client },
        before,
        operation: 'remove an unregistered client',
        work: await removeUnregisteredClient(context, caller, client),
        counts: async () => ({ grants: before.grants, users: before.users }),
        notes: before.kind === 'document' ? ['It comes back by its document, with no grants: block its host too.'] : [],
      };
    },
  }),
];
