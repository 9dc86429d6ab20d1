/** What is declared of APIs, by a registry file or one by one. */
import { isDeepStrictEqual } from 'node:util';
import type { ClientRecord, RoleRecord, Storage } from '@gatehouse/storage';
import type { z } from 'zod';
import type { AuditEvent } from '../audit/events.ts';
import { OperationRefused } from '../operation-refused.ts';
import { resource } from '../resources/schema.ts';
import { changedMembers } from './changed-members.ts';
import type { Declared } from './clients.ts';
import { knownResource, listed } from './known-scopes.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

type Definition = Readonly<Record<string, unknown>>;

const recordOf = (caller: Caller, event: AuditEvent, indicator: string) =>
  eventOf(caller, event, { target: { type: 'resource', id: indicator } });

/** Makes an API, or what is there as declared. Tokens that are out there stay as they are until they expire. */
export async function declareResource(
  { resources }: Pick<Storage, 'resources'>,
  caller: Caller,
  { indicator, definition }: { readonly indicator: string; readonly definition: Definition },
): Promise<Declared> {
  const stored = await resources.find(indicator);
  if (stored && isDeepStrictEqual(stored.definition, definition)) return { ...nothing, change: undefined };
  return {
    change: stored ? 'changed' : 'added',
    members: changedMembers(stored?.definition, definition),
    writes: [resources.writes.put({ indicator, definition })],
    events: [recordOf(caller, stored ? 'resource.changed' : 'resource.added', indicator)],
  };
}

type Entry = z.input<typeof resource>;

/** The entry as it is kept. Throws OperationRefused with all that is wrong with its shape. */
function checkedEntry(entry: Entry): { readonly indicator: string; readonly definition: Definition } {
  const parsed = resource.safeParse(entry);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new OperationRefused('invalid_resource', `${entry.indicator} cannot be declared so: ${faults.join('; ')}`);
  }
  const { indicator, ...definition } = parsed.data;
  return { indicator, definition: JSON.parse(JSON.stringify(definition)) as Definition };
}

/** The same API: its name with a slash at the end, or without. */
export const otherSpelling = (indicator: string): string =>
  indicator.endsWith('/') ? indicator.slice(0, -1) : `${indicator}/`;

/** A new API. Throws OperationRefused: it is there already, or cannot be as it is said. */
export async function addResource(
  storage: Pick<Storage, 'resources'>,
  caller: Caller,
  entry: Entry,
): Promise<Declared & { readonly definition: Definition }> {
  const { indicator, definition } = checkedEntry(entry);
  const there = (await storage.resources.find(indicator)) ?? (await storage.resources.find(otherSpelling(indicator)));
  if (there) {
    throw new OperationRefused(
      'resource_exists',
      `there is a resource ${there.indicator} already: "gatehouse resources show ${there.indicator}" shows it, a registry file changes it`,
    );
  }
  return { ...(await declareResource(storage, caller, { indicator, definition })), definition };
}

/**
 * The API as the entry says, whole. Throws OperationRefused: there is none, it cannot be so, or a scope would go that somebody is
 * declared with.
 */
export async function replaceResource(
  storage: Pick<Storage, 'resources' | 'roles' | 'clients'>,
  caller: Caller,
  entry: Entry,
): Promise<Declared & { readonly definition: Definition }> {
  const { indicator, definition: before } = await knownResource(storage, entry.indicator);
  const { definition } = checkedEntry({ ...entry, indicator });
  const [roles, clients] = await Promise.all([storage.roles.list(), storage.clients.list()]);
  checkScopesKept({ indicator, before, definition }, { roles, clients });
  return { ...(await declareResource(storage, caller, { indicator, definition })), definition };
}

/** Who may be declared with scopes. */
interface Declarations {
  readonly roles: readonly RoleRecord[];
  readonly clients: readonly Pick<ClientRecord, 'clientId' | 'metadata'>[];
}

/** Throws OperationRefused when a scope goes that one of them is declared with. */
export function checkScopesKept(
  {
    indicator,
    before,
    definition,
  }: { readonly indicator: string; readonly before: Definition; readonly definition: Definition },
  declarations: Declarations,
): void {
  const gone = Object.keys(scopesOf(before)).filter((name) => !Object.hasOwn(scopesOf(definition), name));
  const given = gone.length > 0 ? usersOfScopes(declarations, indicator, gone) : [];
  if (given.length === 0) return;
  throw new OperationRefused(
    'scope_in_use',
    `${indicator} keeps ${listed(gone)}: ${listed(given)} ${given.length === 1 ? 'has' : 'have'} scopes among them; take them there first`,
  );
}

/** Roles and clients that are declared with any of the scopes. */
function usersOfScopes({ roles, clients }: Declarations, indicator: string, names: readonly string[]): string[] {
  const has = (scopes: Definition) =>
    ((scopes[indicator] ?? []) as readonly string[]).some((name) => names.includes(name));
  return [
    ...roles.filter(({ definition }) => has(definition)).map(({ name }) => `the role ${name}`),
    ...clients
      .filter(({ metadata }) => has(scopesOf(metadata)) || exchangesOf(metadata).some(has))
      .map(({ clientId }) => `the client ${clientId}`),
  ];
}

/** What tokens that a client exchanges can carry: scopes by API. */
function exchangesOf(metadata: Definition): Definition[] {
  const { rules = [] } = (metadata['token_exchange'] ?? {}) as {
    rules?: readonly { to: string; scopes?: readonly string[] }[];
  };
  return rules.map(({ to, scopes = [] }) => ({ [to]: scopes }));
}

/** Who can do less when an API is gone. */
export interface ResourceUse {
  /** Roles that give its scopes. */
  readonly roles: readonly string[];
  /** Clients that may ask for them. */
  readonly clients: readonly string[];
  /** Clients that are this API, or exchange tokens for it: they have to be declared otherwise first. */
  readonly bound: readonly string[];
}

const scopesOf = (metadata: Definition) => (metadata['scopes'] ?? {}) as Readonly<Record<string, unknown>>;

function isBound({ metadata }: ClientRecord, indicator: string): boolean {
  const names = (metadata['resource_server_for'] ?? []) as readonly string[];
  const { rules = [] } = (metadata['token_exchange'] ?? {}) as {
    rules?: readonly { from?: readonly string[]; to?: string }[];
  };
  return names.includes(indicator) || rules.some(({ from = [], to }) => to === indicator || from.includes(indicator));
}

/** Who names the API. */
export async function usesOfResource(
  { roles, clients }: Pick<Storage, 'roles' | 'clients'>,
  indicator: string,
): Promise<ResourceUse> {
  const [allRoles, allClients] = await Promise.all([roles.list(), clients.list()]);
  return {
    roles: allRoles.filter(({ definition }) => Object.hasOwn(definition, indicator)).map(({ name }) => name),
    clients: allClients
      .filter(({ metadata }) => Object.hasOwn(scopesOf(metadata), indicator))
      .map(({ clientId }) => clientId),
    bound: allClients.filter((one) => isBound(one, indicator)).map(({ clientId }) => clientId),
  };
}

/**
 * The API is gone: no token for it any more, and roles and clients lose its scopes in the same commit. Access tokens that are out
 * there stay good until they expire, ten minutes at most. Throws OperationRefused: there is none, or a client is bound to it.
 */
export async function removeResource(
  storage: Pick<Storage, 'resources' | 'roles' | 'clients'>,
  caller: Caller,
  named: string,
): Promise<Work> {
  const { indicator } = await knownResource(storage, named);
  const { bound, ...uses } = await usesOfResource(storage, indicator);
  if (bound.length > 0) {
    throw new OperationRefused(
      'resource_in_use',
      `${indicator} stays: ${listed(bound)} ${bound.length === 1 ? 'is' : 'are'} registered as this API or exchange tokens for it; remove or declare otherwise first`,
    );
  }
  const work: { writes: Work['writes'][number][]; events: Work['events'][number][] } = {
    writes: [storage.resources.writes.remove(indicator)],
    events: [recordOf(caller, 'resource.removed', indicator)],
  };
  for (const role of await storage.roles.list()) {
    if (!uses.roles.includes(role.name)) continue;
    const { [indicator]: _gone, ...definition } = role.definition;
    work.writes.push(storage.roles.writes.put({ name: role.name, definition }));
    work.events.push(eventOf(caller, 'role.changed', { target: { type: 'role', id: role.name } }));
  }
  for (const { clientId, metadata } of await storage.clients.list()) {
    if (!uses.clients.includes(clientId)) continue;
    const { [indicator]: _gone, ...scopes } = scopesOf(metadata);
    const { default_resource: byDefault, ...rest } = metadata;
    const kept = byDefault === undefined || byDefault === indicator ? {} : { default_resource: byDefault };
    work.writes.push(storage.clients.writes.put({ clientId, metadata: { ...rest, ...kept, scopes } }));
    work.events.push(eventOf(caller, 'client.changed', { target: { type: 'client', id: clientId }, clientId }));
  }
  return work;
}
