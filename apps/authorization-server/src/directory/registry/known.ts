/** What a registry file may name beside what it declares itself: what the database holds. */
import type { Storage } from '@gatehouse/storage';
import type { UserClaims } from '../accounts/schema.ts';
import { storedPolicies } from './policies.ts';

export interface Known {
  /** Scopes by resource indicator. */
  readonly resources: ReadonlyMap<string, ReadonlySet<string>>;
  readonly roles: ReadonlySet<string>;
  readonly claims: UserClaims;
  /** Definitions of connections to upstream providers, by name. */
  readonly connections: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** For files that stand by themselves. */
export const nothingKnown: Known = {
  resources: new Map(),
  roles: new Set(),
  claims: {},
  connections: new Map(),
};

/** Where it is looked up. */
export type KnownStorage = Pick<Storage, 'resources' | 'roles' | 'policies' | 'connections'>;

/** What was applied before. */
export async function knownFrom(storage: KnownStorage): Promise<Known> {
  const [resources, roles, policies, connections] = await Promise.all([
    storage.resources.list(),
    storage.roles.list(),
    storedPolicies(storage),
    storage.connections.list(),
  ]);
  return {
    resources: new Map(
      resources.map(({ indicator, definition: { scopes } }) => [indicator, new Set(Object.keys(scopes ?? {}))]),
    ),
    roles: new Set(roles.map(({ name }) => name)),
    claims: policies.users.claims,
    connections: new Map(connections.map(({ name, definition }) => [name, definition])),
  };
}
