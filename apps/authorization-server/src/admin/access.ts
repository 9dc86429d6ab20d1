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

/** Scopes of the admin API, with the sentence that users read on the consent page. */
export const adminScopes = {
  'clients:read': 'See applications and how they are set up',
  'clients:write': 'Add, change, disable and remove applications',
  'clients:secrets': 'Make and remove secrets of applications',
  'resources:read': 'See APIs and roles',
  'resources:write': 'Add, change and remove APIs and roles',
  'users:read': 'See users, their sessions, factors, grants and activity',
  'users:write': 'Add, change, disable and delete users',
  'users:credentials': "Reset users' passwords and second factors, and revoke their API keys",
  'sessions:revoke': "End users' sessions and withdraw what they granted",
  'keys:read': 'See signing keys and when they rotate',
  'keys:rotate': 'Rotate, retire and revoke signing keys',
  'audit:read': 'Search the audit records',
  'outbox:read': 'See mails and notices that wait',
  'outbox:write': 'Send or drop mails and notices that wait',
  'settings:read': 'See settings in force and what is wrong with them',
  'config:apply': 'Apply a registry',
} as const;
export type AdminScope = keyof typeof adminScopes;

const every = Object.keys(adminScopes) as AdminScope[];

/** The roles that the server declares for itself. Support sees no secrets and no keys, and resets no credentials. */
export const adminRoles = {
  operator: every,
  support: [
    'clients:read',
    'resources:read',
    'users:read',
    'users:write',
    'sessions:revoke',
    'audit:read',
    'outbox:read',
  ],
  auditor: every.filter((scope) => scope.endsWith(':read')),
} as const satisfies Readonly<Record<string, readonly AdminScope[]>>;

/**
 * `not administrators`: whoever could not have given the user their roles may not act on the user either: each role of the
 * user that gives scopes of the admin API gives only such as the caller has.
 */
export type ObjectRule = 'not administrators';

export interface Access {
  readonly scope: AdminScope;
  readonly object?: ObjectRule;
  readonly explained?: true;
  readonly audited?: readonly (keyof typeof operations)[];
}

export const access = {
  listClients: { scope: 'clients:read' },
  getClient: { scope: 'clients:read' },
  updateClient: { scope: 'clients:write', audited: ['disable a client', 'enable a client'] },
  removeClient: { scope: 'clients:write', audited: ['remove a client'] },
} as const satisfies Readonly<Record<string, Access>>;

export type OperationId = keyof typeof access;

/** The line of an operation. */
export const accessOf = (id: OperationId): Access => access[id];
