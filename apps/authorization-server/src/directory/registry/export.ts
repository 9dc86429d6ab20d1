/** What is declared now, in the form of a registry file, without users. */
import type { Storage } from '@gatehouse/storage';
import { adminIndicator } from '../resources/admin-api.ts';
import { isOwnRole } from './admin-api.ts';
import { storedPolicies } from './policies.ts';

/** Each part as it is stored. What the server declares for itself, under its own issuer, is left out. */
export async function declaredNow(
  storage: Pick<Storage, 'resources' | 'roles' | 'clients' | 'policies' | 'connections'>,
  issuer: string,
) {
  const [resources, roles, clients, connections, { branding, users, unregisteredClients }] = await Promise.all([
    storage.resources.list(),
    storage.roles.list(),
    storage.clients.list(),
    storage.connections.list(),
    storedPolicies(storage),
  ]);
  return {
    resources: resources
      .filter(({ indicator }) => indicator !== adminIndicator(issuer))
      .map(({ indicator, definition }) => ({ indicator, ...definition })),
    ...(Object.keys(branding).length > 0 && { branding }),
    ...(unregisteredClients && { unregistered_clients: unregisteredClients }),
    users_policy: {
      registration_roles: [...users.registrationRoles],
      claims: users.claims,
      ...(users.terms && { terms: users.terms }),
    },
    roles: Object.fromEntries(
      roles.filter((role) => !isOwnRole(issuer, role)).map(({ name, definition }) => [name, definition]),
    ),
    ...(connections.length > 0 && {
      connections: connections.map(({ name, definition }) => ({ name, ...definition })),
    }),
    clients,
  };
}
