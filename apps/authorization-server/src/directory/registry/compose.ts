/** Several registry files as one. Each thing is declared in one of them: which file would win is not left to their order. */
import type { Fault } from './faults.ts';
import type { Registry } from './schema.ts';

/** A file and what can be used of it. */
export interface RegistryPart {
  readonly file: string;
  readonly registry: Registry;
}

/** What a file declares: kind, name, and what to do instead of declaring it again. */
type Thing = readonly [section: string, name: string, advice: string];

const inOnePlace = 'declare it in one of them';

function thingsOf({ resources, roles, clients, connections, users, users_policy: policy, ...rest }: Registry): Thing[] {
  return [
    ...resources.map(({ indicator }): Thing => ['resources', indicator, inOnePlace]),
    ...Object.keys(roles).map(
      (name): Thing => ['roles', name, 'give the scopes to a role of another name, and that role to its users'],
    ),
    ...clients.map(({ client_id: id }): Thing => ['clients', id, inOnePlace]),
    ...connections.map(({ name }): Thing => ['connections', name, inOnePlace]),
    ...users.map(
      ({ login }): Thing => [
        'users',
        login,
        `an entry is the whole of a user; "gatehouse users set ${login} --add-role ROLE" gives a further role`,
      ],
    ),
    ...Object.keys(policy.claims).map((name): Thing => ['users_policy', `claims.${name}`, inOnePlace]),
    ...(['registration_roles', 'terms'] as const)
      .filter((name) => policy[name] !== undefined)
      .map((name): Thing => ['users_policy', name, inOnePlace]),
    ...(rest.branding === undefined ? [] : [['branding', 'the look of all pages', inOnePlace] as const]),
    ...(rest.unregistered_clients === undefined ? [] : [['unregistered_clients', 'the policy', inOnePlace] as const]),
  ];
}

/** What is declared twice: in one file, or in two. */
export function duplicateFaults(parts: readonly RegistryPart[]): Fault[] {
  const declaredIn = new Map<string, string>();
  return parts.flatMap(({ file, registry }) =>
    thingsOf(registry).flatMap(([section, name, advice]) => {
      const key = JSON.stringify([section, name]);
      const first = declaredIn.get(key);
      declaredIn.set(key, first ?? file);
      if (first === undefined) return [];
      const message = first === file ? 'is declared twice' : `is declared in ${first} too; ${advice}`;
      return [{ file, place: section, message: `${name} ${message}` }];
    }),
  );
}

/** All files as one registry. */
export function composed(parts: readonly RegistryPart[]): Registry {
  const all = parts.map(({ registry }) => registry);
  const policies = all.map((one) => one.users_policy);
  return {
    resources: all.flatMap(({ resources }) => resources),
    roles: Object.assign({}, ...all.map(({ roles }) => roles)) as Registry['roles'],
    branding: all.find(({ branding }) => branding !== undefined)?.branding,
    clients: all.flatMap(({ clients }) => clients),
    connections: all.flatMap(({ connections }) => connections),
    unregistered_clients: all.find((one) => one.unregistered_clients !== undefined)?.unregistered_clients,
    users_policy: {
      registration_roles: policies.find((one) => one.registration_roles)?.registration_roles,
      claims: Object.assign({}, ...policies.map(({ claims }) => claims)) as Registry['users_policy']['claims'],
      terms: policies.find(({ terms }) => terms !== undefined)?.terms,
    },
    users: all.flatMap(({ users }) => users),
  };
}
