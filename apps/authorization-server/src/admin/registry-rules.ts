/** No way round: whoever applies a registry needs, for each entry, what the operation on that entry alone would ask for. */

import { definitionOf } from '../directory/connections/connections.ts';
import { OperationRefused } from '../directory/operation-refused.ts';
import { checkScopesKept, otherSpelling } from '../directory/operations/resources.ts';
import { checkRoleName } from '../directory/operations/roles.ts';
import type { RegistryDocument } from '../directory/registry/document.ts';
import type { AdminScope } from './access.ts';
import { checkIdentityIssuers, checkReach } from './beyond-the-caller.ts';
import { checkConnectionReach } from './connection-reach.ts';
import type { AdminContext } from './context.ts';
import type { AdminCaller } from './operation.ts';
import { missingScope } from './problem.ts';
import { checkNotBuiltIn, checkRedirects } from './resources/client-document.ts';
import { checkGivenRoles, checkOwnApi, checkOwnRoles, checkRoleReach } from './role-reach.ts';
import type { Stored } from './stored-registry.ts';

type Context = Pick<AdminContext, 'issuer' | 'production' | 'storage'>;

/** Beside `config:apply`. Throws Problem, which names the scope. */
export function checkScopesFor({ local, scopes }: AdminCaller, registry: RegistryDocument): void {
  if (local) return;
  const needed: [boolean, AdminScope][] = [
    [registry.clients.length > 0 || Boolean(registry.unregistered_clients), 'clients:write'],
    [registry.clients.some(({ client_secrets: secrets }) => secrets.length > 0), 'clients:secrets'],
    [registry.connections.length > 0, 'connections:write'],
    [registry.connections.length > 0, 'users:credentials'],
    [registry.resources.length + Object.keys(registry.roles).length > 0, 'resources:write'],
  ];
  const missing = needed.find(([isNeeded, scope]) => isNeeded && !scopes.has(scope));
  if (missing) throw missingScope(missing[1]);
}

/** Throws Problem or OperationRefused: the first entry that may not be declared so. */
export async function checkEntries(
  context: Context,
  caller: AdminCaller,
  registry: RegistryDocument,
  stored: Stored,
): Promise<void> {
  const { resources, roles, connections, clients } = registry;
  for (const { indicator } of resources) {
    checkOwnApi(context, indicator);
    const there = stored.resources.get(otherSpelling(indicator));
    if (there) throw new OperationRefused('resource_exists', `there is a resource ${there.indicator} already`);
  }
  for (const [name, definition] of Object.entries(roles)) {
    const before = stored.roles.get(name)?.definition;
    if (!before) checkRoleName(name);
    checkRoleReach(context, caller, name, before ?? {}, definition);
  }
  const definitions = Object.entries(roles).map(([name, after]) => ({
    name,
    before: stored.roles.get(name)?.definition ?? {},
    after,
  }));
  await checkOwnRoles(context, caller, definitions);
  await checkGivenRoles(context, caller, registry.users_policy.registration_roles ?? []);
  for (const client of clients) {
    checkNotBuiltIn(client.client_id);
    const before = stored.clients.get(client.client_id)?.metadata;
    checkReach(context, caller, before, client);
    checkIdentityIssuers(caller, before, client);
    if (context.production) checkRedirects(client, before);
  }
  for (const { name, definition } of connections.map(definitionOf)) {
    await checkConnectionReach(context, caller, { name, before: stored.connections.get(name), after: definition });
  }
  checkScopesStay(registry, stored);
}

/** As it would be afterwards. */
function checkScopesStay({ resources, roles, clients }: RegistryDocument, stored: Stored): void {
  const named = new Map(clients.map((client) => [client.client_id, { clientId: client.client_id, metadata: client }]));
  const declarations = {
    roles: [
      ...[...stored.roles.values()].filter(({ name }) => !Object.hasOwn(roles, name)),
      ...Object.entries(roles).map(([name, definition]) => ({ name, definition })),
    ],
    clients: [...[...stored.clients.values()].filter(({ clientId }) => !named.has(clientId)), ...named.values()],
  };
  for (const { indicator, ...definition } of resources) {
    const before = stored.resources.get(indicator)?.definition;
    if (before) checkScopesKept({ indicator, before, definition }, declarations);
  }
}
