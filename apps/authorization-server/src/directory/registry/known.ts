/** What a registry file may name beside what it declares itself: what the database holds. */
import type { Storage } from '@gatehouse/storage';
import type { UserClaims } from '../accounts/schema.ts';
import { type NamedBy, namedBy } from '../connections/subject-place.ts';
import { storedPolicies } from './policies.ts';

export interface Known {
  /** Scopes by resource indicator. */
  readonly resources: ReadonlyMap<string, ReadonlySet<string>>;
  readonly roles: ReadonlySet<string>;
  readonly claims: UserClaims;
  /** Names of connections to upstream providers. */
  readonly connections: ReadonlySet<string>;
  /** How users of an issuer are known, by the name of the connection. */
  readonly namedBy: ReadonlyMap<string, NamedBy>;
}

/** For files that stand by themselves. */
export const nothingKnown: Known = {
  resources: new Map(),
  roles: new Set(),
  claims: {},
  connections: new Set(),
  namedBy: new Map(),
};

/** Of each of the connections whose users have one issuer. */
export const namesOf = (
  connections: readonly { readonly name: string; readonly definition: Readonly<Record<string, unknown>> }[],
): Known['namedBy'] =>
  new Map(
    connections.flatMap(({ name, definition }) => {
      const by = namedBy(definition);
      return by ? [[name, by] as const] : [];
    }),
  );

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
    connections: new Set(connections.map(({ name }) => name)),
    namedBy: namesOf(connections),
  };
}
