/**
 * Who may do what by the admin API: one line for each operation. Nothing else grants anything; an operation that is not
 * named here does not exist. A test walks this table against every role, with objects of one's own and of others.
 *
 * - `scope`: what the access token must carry. Roles give scopes (`adminRoles`), and operators can make roles of their own.
 * - `object`: a rule about the object beside the scope.
 * - `explained`: `X-Reason` is required, and recorded.
 * - `audited`: the operations of `directory/operations/operations.ts` of which one is carried out and recorded; reads have none.
 */

import type { operations } from '../directory/operations/operations.ts';
import type { AdminScope } from '../directory/resources/admin-api.ts';

export { type AdminScope, adminRoles, adminScopes } from '../directory/resources/admin-api.ts';

/**
 * `not administrators`: whoever could not have given the user their roles may not act on the user either: each role of the
 * user that gives scopes of the admin API gives only such as the caller has.
 *
 * `not beyond the caller`: a client that may ask for scopes of the admin API, and a role that gives them, is made, changed and given
 * only by callers who have these scopes. The admin API itself is changed by nobody.
 */
export type ObjectRule = 'not administrators' | 'not beyond the caller';

export interface Access {
  readonly scope: AdminScope;
  readonly object?: ObjectRule;
  readonly explained?: true;
  readonly audited?: readonly (keyof typeof operations)[];
}

export const access = {
  listClients: { scope: 'clients:read' },
  getClient: { scope: 'clients:read' },
  getClientHealth: { scope: 'clients:read' },
  createClient: { scope: 'clients:write', object: 'not beyond the caller', audited: ['declare a new client'] },
  replaceClient: {
    scope: 'clients:write',
    object: 'not beyond the caller',
    audited: ['declare a new client', 'declare a client otherwise'],
  },
  updateClient: {
    scope: 'clients:write',
    object: 'not beyond the caller',
    audited: ['declare a client otherwise', 'disable a client', 'enable a client'],
  },
  changeClientScopes: {
    scope: 'clients:write',
    object: 'not beyond the caller',
    audited: ['declare a client otherwise'],
  },
  addClientSecret: {
    scope: 'clients:secrets',
    object: 'not beyond the caller',
    audited: ['add a secret of a client'],
  },
  removeClientSecret: { scope: 'clients:secrets', audited: ['remove a secret of a client'] },
  removeClient: { scope: 'clients:write', audited: ['remove a client'] },
  listResources: { scope: 'resources:read' },
  getResource: { scope: 'resources:read' },
  getResourceUses: { scope: 'resources:read' },
  createResource: { scope: 'resources:write', object: 'not beyond the caller', audited: ['declare a new API'] },
  replaceResource: { scope: 'resources:write', object: 'not beyond the caller', audited: ['declare an API otherwise'] },
  removeResource: { scope: 'resources:write', object: 'not beyond the caller', audited: ['remove an API'] },
  listRoles: { scope: 'resources:read' },
  getRole: { scope: 'resources:read' },
  listUsersOfRole: { scope: 'users:read' },
  createRole: { scope: 'resources:write', object: 'not beyond the caller', audited: ['declare a new role'] },
  replaceRole: { scope: 'resources:write', object: 'not beyond the caller', audited: ['declare a role otherwise'] },
  changeRoleScopes: {
    scope: 'resources:write',
    object: 'not beyond the caller',
    audited: ['declare a role otherwise'],
  },
  removeRole: {
    scope: 'resources:write',
    object: 'not beyond the caller',
    audited: ['remove a role', 'take a role or a claim from a user'],
  },
  getUsersPolicy: { scope: 'settings:read' },
  replaceUsersPolicy: {
    scope: 'config:apply',
    object: 'not beyond the caller',
    audited: ['declare what holds for all users'],
  },
  getBranding: { scope: 'settings:read' },
  replaceBranding: { scope: 'config:apply', audited: ['declare what holds for all users'] },
  listAuditRecords: { scope: 'audit:read' },
  listAuditEvents: { scope: 'audit:read' },
  exportAuditRecords: { scope: 'audit:read' },
  getAuditTrail: { scope: 'audit:read' },
  listOutbox: { scope: 'outbox:read' },
  retryOutboxItem: { scope: 'outbox:write', audited: ['send a message at once'] },
  dropOutboxItem: { scope: 'outbox:write', audited: ['give up a message'] },
  getSettings: { scope: 'settings:read' },
} as const satisfies Readonly<Record<string, Access>>;

export type OperationId = keyof typeof access;

/** The line of an operation. */
export const accessOf = (id: OperationId): Access => access[id];
