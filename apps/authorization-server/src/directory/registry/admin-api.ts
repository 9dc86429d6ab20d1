/**
 * The admin API in registry files and in the database. A file calls it `/admin/v1`, whatever the issuer of the server is; the server
 * declares it, and the roles that go with it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Storage } from '@gatehouse/storage';
import type { Commit } from '../operations/commit.ts';
import { declareResource } from '../operations/resources.ts';
import { declareRole } from '../operations/roles.ts';
import { together, type Work } from '../operations/work.ts';
import { adminDefinition, adminIndicator, adminPath, adminRoles, adminScopes } from '../resources/admin-api.ts';
import type { PlacedFault } from './faults.ts';
import type { Known } from './known.ts';
import type { Registry } from './schema.ts';

/** For files that are checked without a server. */
const anyIssuer = 'https://localhost';
/** What it was when the server declared it: whatever differs from that is the operator's. */
const declaredRole = 'role of the admin API';
const caller = { actor: { type: 'system', id: 'admin-api' } } as const;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The document of a file with the indicator of the admin API in the places that name resources. */
export function withAdminApi(document: unknown, issuer = anyIssuer): unknown {
  if (!isObject(document)) return document;
  const indicator = adminIndicator(issuer);
  const named = (scopes: unknown): unknown =>
    isObject(scopes) && Object.hasOwn(scopes, adminPath)
      ? Object.fromEntries(Object.entries(scopes).map(([name, one]) => [name === adminPath ? indicator : name, one]))
      : scopes;
  const { roles, clients } = document;
  return {
    ...document,
    ...(isObject(roles) && {
      roles: Object.fromEntries(Object.entries(roles).map(([name, scopes]) => [name, named(scopes)])),
    }),
    ...(Array.isArray(clients) && {
      clients: clients.map((client: unknown) =>
        isObject(client) && 'scopes' in client ? { ...client, scopes: named(client['scopes']) } : client,
      ),
    }),
  };
}

/** What files may name without declaring it. */
export const withBuiltIn = (known: Known, issuer = anyIssuer): Known => ({
  ...known,
  resources: new Map([...known.resources, [adminIndicator(issuer), new Set(Object.keys(adminScopes))]]),
  roles: new Set([...known.roles, ...Object.keys(adminRoles)]),
});

/** What no registry may give. */
export const adminApiFaults = (
  { unregistered_clients: unregistered }: Pick<Registry, 'unregistered_clients'>,
  issuer = anyIssuer,
): PlacedFault[] =>
  Object.hasOwn(unregistered?.scopes ?? {}, adminIndicator(issuer))
    ? [{ path: ['unregistered_clients', 'scopes'], message: 'the admin API is for registered clients alone' }]
    : [];

/** What a role of the server's gives. */
const definitionOf = (issuer: string, role: keyof typeof adminRoles) => ({
  [adminIndicator(issuer)]: [...adminRoles[role]],
});

/** Whether the role is as the server declares it. */
export const isOwnRole = (
  issuer: string,
  { name, definition }: { readonly name: string; readonly definition: unknown },
) =>
  Object.hasOwn(adminRoles, name) &&
  isDeepStrictEqual(definition, definitionOf(issuer, name as keyof typeof adminRoles));

/**
 * Declares the admin API, and its roles: those that are not there, and those that an earlier version declared with fewer scopes and
 * nobody has changed since. A role of the same name that gives other things is the operator's, and gets nothing. Writes nothing when
 * all is as it should be.
 * @returns roles of the operator that are called as one of the server's, and give nothing of the admin API
 */
export async function declareAdminApi(
  {
    storage,
    commit,
  }: { readonly storage: Pick<Storage, 'resources' | 'roles' | 'declarations'>; readonly commit: Commit },
  issuer: string,
): Promise<string[]> {
  const indicator = adminIndicator(issuer);
  const works: Work[] = [await declareResource(storage, caller, { indicator, definition: adminDefinition(issuer) })];
  const otherwise: string[] = [];
  for (const name of Object.keys(adminRoles) as (keyof typeof adminRoles)[]) {
    const definition = definitionOf(issuer, name);
    // eslint-disable-next-line no-await-in-loop -- three of them
    const stored = await storage.roles.find(name);
    if (stored && !Object.hasOwn(stored.definition, indicator)) otherwise.push(name);
    if (stored && isDeepStrictEqual(stored.definition, definition)) continue;
    // eslint-disable-next-line no-await-in-loop
    if (stored && !isDeepStrictEqual(stored.definition, await storage.declarations.find(declaredRole, name))) continue;
    // eslint-disable-next-line no-await-in-loop
    works.push(await declareRole(storage, caller, { name, definition }));
    works.push({ writes: [storage.declarations.writes.put(declaredRole, name, definition)], events: [] });
  }
  const work = together(...works);
  if (work.writes.length > 0) await commit(work);
  return otherwise;
}
