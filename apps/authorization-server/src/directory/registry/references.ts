/** What entries of registry files say of each other: each name must stand for something, in the files or in the database. */
import { didYouMean } from '@gatehouse/config';
import { type Branding, brandingFaults, over } from '@gatehouse/html';
import type { UserClaims } from '../accounts/schema.ts';
import { undeclared } from '../accounts/user-claims.ts';
import { shareIssuer } from '../connections/issuer-of.ts';
import { namedOtherwise } from '../connections/subject-place.ts';
import type { PlacedFault } from './faults.ts';
import type { Known } from './known.ts';
import type { Registry } from './schema.ts';
import { claimDeclarationFaults, claimFaults } from './users-policy.ts';

/** What the files together and the database have. */
export function withDeclared(
  known: Known,
  { resources, roles, connections, users_policy: { claims } }: Registry,
): Known {
  const declared = resources.map(({ indicator, scopes }) => [indicator, new Set(Object.keys(scopes))] as const);
  const kept = Object.entries({ ...known.claims, ...claims }).filter(([, claim]) => claim !== null);
  return {
    resources: new Map([...known.resources, ...declared]),
    roles: new Set([...known.roles, ...Object.keys(roles)]),
    claims: Object.fromEntries(kept) as UserClaims,
    connections: new Map<string, object>([
      ...known.connections,
      ...connections.map((entry) => [entry.name, entry] as const),
    ]) as Known['connections'],
  };
}

/** Faults of one file. @param known all that there will be when it is applied */
export function referenceFaults(registry: Registry, known: Known): PlacedFault[] {
  return [
    ...resourceFaults(registry, known),
    ...roleFaults(registry, known),
    ...claimDeclarationFaults(registry.users_policy.claims),
    ...claimFaults(registry, known.claims),
    ...brandFaults(registry),
    ...connectionFaults(registry, known),
  ];
}

/** What a registry would declare so that the scope gives something. */
const examples: Readonly<Record<string, string>> = {
  groups: 'groups: { from: roles, scope: groups }',
  phone: 'phone_number: {}',
  address: 'address: {}',
};

/** Scopes that clients may ask for and that give no claim. It works, and nothing comes of it. */
export const emptyScopes = ({ clients }: Registry, { claims }: Known): PlacedFault[] =>
  clients.flatMap(({ scope }, index) =>
    scope
      .split(' ')
      .filter((name) => Object.hasOwn(examples, name) && !Object.values(claims).some((claim) => claim.scope === name))
      .map((name) => ({
        path: ['clients', index, 'scope'],
        message: `"${name}" gives nothing: no claim is declared for it; as in  users_policy: { claims: { ${examples[name]} } }`,
      })),
  );

const bare = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, []]));

function resourceFaults(
  { clients, roles, resources, unregistered_clients: unregistered }: Registry,
  known: Known,
): PlacedFault[] {
  const named = (path: (string | number)[], scopes: Readonly<Record<string, readonly string[]>>): PlacedFault[] =>
    Object.entries(scopes).flatMap(([indicator, names]) => {
      const has = known.resources.get(indicator);
      if (!has) {
        const near = didYouMean(indicator, known.resources.keys());
        return [{ path, message: `there is no resource ${indicator}${near}`, unresolved: true }];
      }
      const missing = names.filter((name) => !has.has(name));
      return missing.map((name) => ({
        path,
        message: `${indicator} has no scope ${name}${didYouMean(name, has)}`,
        unresolved: true,
      }));
    });
  return [
    ...resources.flatMap((entry, index) =>
      named(['resources', index, 'default_scopes'], { [entry.indicator]: entry.default_scopes }),
    ),
    ...Object.entries(roles).flatMap(([role, scopes]) => named(['roles', role], scopes)),
    ...clients.flatMap((entry, index) => named(['clients', index, 'scopes'], entry.scopes)),
    ...(unregistered ? named(['unregistered_clients', 'scopes'], unregistered.scopes) : []),
    ...clients.flatMap((entry, index) =>
      (entry.token_exchange?.rules ?? []).flatMap((rule, number) => {
        const path = ['clients', index, 'token_exchange', 'rules', number];
        const ofNothing = rule.from.length + rule.credentials.length === 0;
        return [
          ...named([...path, 'scopes'], { [rule.to]: rule.scopes }),
          ...named([...path, 'from'], bare(rule.from)),
          ...(ofNothing ? [{ path: [...path, 'from'], message: 'names nothing that could be exchanged' }] : []),
        ];
      }),
    ),
    ...clients.flatMap((entry, index) =>
      named(['clients', index, 'resource_server_for'], bare(entry.resource_server_for ?? [])),
    ),
  ];
}

function roleFaults({ users_policy: policy, users, connections }: Registry, known: Known): PlacedFault[] {
  const named = (path: (string | number)[], roles: readonly string[]): PlacedFault[] =>
    roles
      .filter((role) => !known.roles.has(role))
      .map((role) => ({ path, message: `there is no role ${role}${didYouMean(role, known.roles)}`, unresolved: true }));
  return [
    ...named(['users_policy', 'registration_roles'], policy.registration_roles ?? []),
    ...users.flatMap((entry, index) => named(['users', index, 'roles'], entry.roles)),
    ...connections.flatMap((entry, index) =>
      Object.entries(entry.roles).flatMap(([group, roles]) => named(['connections', index, 'roles', group], roles)),
    ),
  ];
}

const namedConnections = (path: (string | number)[], names: readonly string[], known: Known): PlacedFault[] =>
  names
    .filter((name) => !known.connections.has(name))
    .map((name) => ({
      path,
      message: `names no connection: ${name}${didYouMean(name, [...known.connections.keys()])}`,
      unresolved: true,
    }));

/**
 * What two connections to one issuer must not differ in, or not have both. Said of the later one, where both are declared together.
 * Users are known by issuer and subject: taken from different members, the subject that one of them may choose is another's. And of an
 * identity the tokens of one connection alone are kept: those of another would take their place.
 */
function sharedIssuerFaults({ connections }: Pick<Registry, 'connections'>, known: Known): PlacedFault[] {
  return connections.flatMap((entry, index) => {
    const later = new Set(connections.slice(index).map(({ name }) => name));
    return [...known.connections].flatMap(([name, other]): PlacedFault[] => {
      if (later.has(name)) return [];
      const places = namedOtherwise(entry, other);
      const where = entry.kind === 'oauth2' ? 'mapping' : entry.kind === 'oidc' ? 'issuer' : 'kind';
      return [
        ...(places
          ? [
              {
                path: ['connections', index, where],
                message: `the connection ${name} takes ${places[1]} for the same issuer, this one ${places[0]}: one user could be taken for another`,
              },
            ]
          : []),
        ...(keepsTokens(entry) && keepsTokens(other) && shareIssuer(entry, other)
          ? [
              {
                path: ['connections', index, 'keep_tokens'],
                message: `the connection ${name} keeps the tokens of users of the same issuer already; of two that are enabled, one may`,
              },
            ]
          : []),
      ];
    });
  });
}

const keepsTokens = ({ enabled = true, keep_tokens: keeps }: Readonly<Record<string, unknown>>): boolean =>
  enabled === true && keeps === true;

/** What connections take over must be declared, and what clients offer must be there. */
function connectionFaults({ connections, clients }: Registry, known: Known): PlacedFault[] {
  return [
    ...sharedIssuerFaults({ connections }, known),
    ...connections.flatMap(({ mapping, client_secret: secret, logo }, index): PlacedFault[] => [
      ...Object.keys(mapping.claims)
        .filter((name) => !Object.hasOwn(known.claims, name))
        .map((name) => ({
          path: ['connections', index, 'mapping', 'claims', name],
          message: undeclared(name),
          unresolved: true,
        })),
      ...(secret && 'file' in secret
        ? [
            {
              path: ['connections', index, 'client_secret'],
              message: `names a file that cannot be read: ${secret.file}`,
            },
          ]
        : []),
      ...brandingFaults({ logo }).map(({ path, message }) => ({ path: ['connections', index, ...path], message })),
    ]),
    ...clients.flatMap(({ connections: offered = [], default_connection: first }, index) => [
      ...namedConnections(['clients', index, 'connections'], offered, known),
      // Of one that is offered, it is said there.
      ...namedConnections(
        ['clients', index, 'default_connection'],
        first === undefined || offered.includes(first) ? [] : [first],
        known,
      ),
    ]),
  ];
}

const readable = (path: (string | number)[], value: Branding): PlacedFault[] =>
  brandingFaults(value).map((fault) => ({ path: [...path, ...fault.path], message: fault.message }));

/** Whether users can read what is written in the colours. */
function brandFaults({ branding, clients }: Registry): PlacedFault[] {
  const common = branding ?? {};
  return [
    ...readable(['branding'], common),
    ...clients.flatMap((entry, index) =>
      entry.branding ? readable(['clients', index, 'branding'], over(common, entry.branding)) : [],
    ),
  ];
}
