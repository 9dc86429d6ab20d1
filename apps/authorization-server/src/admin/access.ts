/**
 * Who may do what by the admin API: one line for each operation. Nothing else grants anything; an operation that is not
 * named here does not exist. A test walks this table against every role, with objects of one's own and of others.
 *
 * - `scope`: what the access token must carry, and `also` what it must carry beside it. Roles give scopes (`adminRoles`), and operators can make roles of their own.
 * - `object`: rules about the object beside the scope.
 * - `explained`: `X-Reason` is required, and recorded.
 * - `audited`: the operations of `directory/operations/operations.ts` of which one is carried out and recorded; reads have none.
 */

import type { AdminScope } from '../directory/resources/admin-api.ts';
import type { Access } from './access-line.ts';
import { connectionAccess } from './connection-access.ts';

export { type AdminScope, adminRoles, adminScopes } from '../directory/resources/admin-api.ts';
export type { Access, ObjectRule } from './access-line.ts';

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
  addClientSecret: { scope: 'clients:secrets', object: 'not beyond the caller', audited: ['add a secret of a client'] },
  removeClientSecret: { scope: 'clients:secrets', audited: ['remove a secret of a client'] },
  removeClient: { scope: 'clients:write', audited: ['remove a client'] },
  listUnregisteredHosts: { scope: 'clients:read' },
  listUnregisteredClients: { scope: 'clients:read' },
  getUnregisteredClient: { scope: 'clients:read' },
  listUnregisteredClientGrants: { scope: 'clients:read', also: ['users:read'] },
  removeUnregisteredClient: {
    scope: 'clients:write',
    also: ['sessions:revoke'],
    audited: ['remove an unregistered client'],
  },
  // To block the host, as the policy does, it needs config:apply.
  removeUnregisteredHost: {
    scope: 'clients:write',
    also: ['sessions:revoke'],
    audited: ['remove an unregistered client', 'declare what holds for all users'],
  },
  listRegistrationTokens: { scope: 'clients:read' },
  addRegistrationToken: { scope: 'clients:write', audited: ['make an initial access token'] },
  removeRegistrationToken: { scope: 'clients:write', audited: ['remove an initial access token'] },
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
  ...connectionAccess,
  listKeys: { scope: 'keys:read' },
  getKey: { scope: 'keys:read' },
  rotateKeys: { scope: 'keys:rotate', audited: ['rotate signing keys'] },
  retireKey: { scope: 'keys:rotate', audited: ['retire a signing key'] },
  revokeKey: { scope: 'keys:rotate', explained: true, audited: ['revoke a signing key'] },
  revokeTokens: {
    scope: 'sessions:revoke',
    object: 'not beyond the caller',
    audited: ['revoke a grant', 'revoke all tokens of a user', 'revoke tokens of a user from before a moment'],
  },
  revokeTokensOfClient: { scope: 'clients:write', audited: ['revoke tokens of a client'] },
  // As much as revoking the key that signs.
  revokeEverything: { scope: 'keys:rotate', explained: true, audited: ['revoke everything from before a moment'] },
  getUsersPolicy: { scope: 'settings:read' },
  replaceUsersPolicy: {
    scope: 'config:apply',
    object: 'not beyond the caller',
    audited: ['declare what holds for all users'],
  },
  getBranding: { scope: 'settings:read' },
  replaceBranding: { scope: 'config:apply', audited: ['declare what holds for all users'] },
  getUnregisteredClientsPolicy: { scope: 'settings:read' },
  replaceUnregisteredClientsPolicy: {
    scope: 'config:apply',
    also: ['clients:write'],
    audited: ['declare what holds for all users'],
  },
  exportRegistry: { scope: 'settings:read', also: ['clients:read', 'resources:read'] },
  // Clients in it need clients:write, their secrets clients:secrets, APIs and roles resources:write, connections what they need alone.
  applyRegistry: {
    scope: 'config:apply',
    object: 'not beyond the caller',
    audited: [
      'apply a registry',
      'declare a new client',
      'declare a client otherwise',
      'declare a new API',
      'declare an API otherwise',
      'declare a new role',
      'declare a role otherwise',
      'declare a new connection',
      'declare a connection otherwise',
      'set the secret of a connection',
      'declare what holds for all users',
    ],
  },
  listAuditRecords: { scope: 'audit:read' },
  listAuditEvents: { scope: 'audit:read' },
  exportAuditRecords: { scope: 'audit:read' },
  getAuditTrail: { scope: 'audit:read' },
  listOutbox: { scope: 'outbox:read' },
  retryOutboxItem: { scope: 'outbox:write', audited: ['send a message at once'] },
  dropOutboxItem: { scope: 'outbox:write', audited: ['give up a message'] },
  // Sums of what the audit tells. Parts of its answer need the scopes of what they tell; `overview.ts` leaves them out.
  getOverview: { scope: 'audit:read' },
  // It tells of proxies and certificates, as the settings do.
  getDoctorFindings: { scope: 'settings:read' },
  getProfileReport: { scope: 'settings:read', also: ['clients:read', 'resources:read'] },
  getSettings: { scope: 'settings:read' },
  listUsers: { scope: 'users:read' },
  getUserClaims: { scope: 'users:read' },
  getUser: { scope: 'users:read' },
  getUserSummary: { scope: 'users:read' },
  addUser: {
    scope: 'users:write',
    object: ['own roles at most', 'an address is a credential', 'a link is a credential'],
    audited: ['add a user', 'invite a user'],
  },
  inviteUser: {
    scope: 'users:write',
    object: ['not administrators', 'a link is a credential'],
    audited: ['invite a user again'],
  },
  updateUser: {
    scope: 'users:write',
    object: ['not administrators', 'own roles at most', 'not disabling oneself', 'an address is a credential'],
    audited: [
      'change what is known of a user',
      'take a role or a claim from a user',
      'change the e-mail address of a user',
      'disable a user',
      'enable a user',
    ],
  },
  deleteUser: { scope: 'users:write', object: ['not administrators', 'not oneself'], audited: ['delete a user'] },
  unlockUser: { scope: 'users:write', object: ['not administrators'], audited: ['unlock a user'] },
  setUserPassword: {
    scope: 'users:credentials',
    object: ['not administrators', 'not oneself'],
    explained: true,
    audited: ['set the password of a user', 'give a user the first password'],
  },
  listUserFactors: { scope: 'users:read' },
  removeUserFactors: {
    scope: 'users:credentials',
    object: ['not administrators', 'not oneself'],
    explained: true,
    audited: ['remove all second factors of a user'],
  },
  listUserIdentities: { scope: 'users:read' },
  unlinkUserIdentity: {
    scope: 'users:credentials',
    object: ['not administrators', 'not oneself'],
    explained: true,
    audited: ['disconnect an identity'],
  },
  listUserSessions: { scope: 'users:read' },
  endUserSessions: {
    scope: 'sessions:revoke',
    object: ['not administrators'],
    audited: ['end all sessions of a user'],
  },
  endUserSession: { scope: 'sessions:revoke', object: ['not administrators'], audited: ['sign out of one session'] },
  listUserGrants: { scope: 'users:read' },
  revokeUserGrants: { scope: 'sessions:revoke', object: ['not administrators'], audited: ['revoke a grant'] },
  revokeUserGrant: { scope: 'sessions:revoke', object: ['not administrators'], audited: ['revoke a grant'] },
  listUserActivity: { scope: 'users:read' },
  listApiKeys: { scope: 'users:read' },
  listUserApiKeys: { scope: 'users:read' },
  addUserApiKey: {
    scope: 'users:credentials',
    object: ['not administrators', 'own scopes at most'],
    audited: ['make an API key'],
  },
  revokeUserApiKeys: {
    scope: 'users:credentials',
    object: ['not administrators'],
    explained: true,
    audited: ['revoke all API keys of a user'],
  },
  revokeUserApiKey: {
    scope: 'users:credentials',
    object: ['not administrators'],
    explained: true,
    audited: ['revoke an API key'],
  },
  // Credentials of programs: whoever may give users' credentials may make them.
  listServiceAccounts: { scope: 'users:read' },
  addServiceAccount: {
    scope: 'users:credentials',
    object: ['own scopes at most'],
    audited: ['make a service account'],
  },
  revokeServiceAccount: { scope: 'users:credentials', explained: true, audited: ['revoke a service account'] },
} as const satisfies Readonly<Record<string, Access>>;

export type OperationId = keyof typeof access;

/** All that the access token must carry. */
export const scopesOf = ({ scope, also = [] }: Access): readonly AdminScope[] => [scope, ...also];

/** The line of an operation. */
export const accessOf = (id: OperationId): Access => access[id];
