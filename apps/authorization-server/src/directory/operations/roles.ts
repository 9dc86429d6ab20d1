/** What is declared of roles: which scopes of which APIs they give to users. */
import { isDeepStrictEqual } from 'node:util';
import type { Storage } from '@gatehouse/storage';
import type { AuditEvent } from '../audit/events.ts';
import { OperationRefused } from '../operation-refused.ts';
import type { Declared } from './clients.ts';
import { knownScopes, listed, type Scopes } from './known-scopes.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

type Definition = Readonly<Record<string, unknown>>;
type RoleStorage = Pick<Storage, 'roles' | 'resources'>;

interface NamedScopes {
  readonly name: string;
  readonly scopes: Scopes;
}

const recordOf = (caller: Caller, event: AuditEvent, name: string) =>
  eventOf(caller, event, { target: { type: 'role', id: name } });

/** Makes a role, or what is there as declared. */
export async function declareRole(
  { roles }: Pick<Storage, 'roles'>,
  caller: Caller,
  { name, definition }: { readonly name: string; readonly definition: Definition },
): Promise<Declared> {
  const stored = await roles.find(name);
  if (stored && isDeepStrictEqual(stored.definition, definition)) return { ...nothing, change: undefined };
  return {
    change: stored ? 'changed' : 'added',
    writes: [roles.writes.put({ name, definition })],
    events: [recordOf(caller, stored ? 'role.changed' : 'role.added', name)],
  };
}

/** The scopes of the role, by API. Throws OperationRefused, which names the roles there are. */
export async function knownRole(storage: Pick<Storage, 'roles'>, name: string): Promise<Record<string, string[]>> {
  const found = await storage.roles.find(name);
  if (found) return found.definition as Record<string, string[]>;
  const names = (await storage.roles.list()).map((role) => role.name);
  const message = `there is no role ${name}; there are: ${listed(names)}. "gatehouse roles add ${name}" makes it`;
  throw new OperationRefused('unknown_role', message);
}

/** A new role. Throws OperationRefused: it is there already, or an API or scope is not. */
export async function addRole(storage: RoleStorage, caller: Caller, { name, scopes }: NamedScopes): Promise<Work> {
  if (!/^[\x21-\x7e]{1,100}$/u.test(name)) {
    throw new OperationRefused(
      'invalid_role',
      'the name of a role is 1 to 100 letters, digits and signs without blanks',
    );
  }
  if (await storage.roles.find(name)) {
    throw new OperationRefused(
      'role_exists',
      `there is a role ${name} already: "gatehouse roles show ${name}" shows it, "gatehouse roles grant ${name} --scope …" gives it more`,
    );
  }
  return declareRole(storage, caller, { name, definition: await knownScopes(storage, scopes) });
}

/** The role gives those scopes too; tokens from now on carry them. */
export async function grantRole(
  storage: RoleStorage,
  caller: Caller,
  { name, scopes }: NamedScopes,
): Promise<Declared> {
  const before = await knownRole(storage, name);
  const further = await knownScopes(storage, scopes);
  const definition = { ...before };
  for (const [indicator, names] of Object.entries(further)) {
    definition[indicator] = [...new Set([...(before[indicator] ?? []), ...names])];
  }
  return declareRole(storage, caller, { name, definition });
}

/** The role gives those scopes no more; tokens that are out there carry them until they expire, ten minutes at most. */
export async function revokeRole(
  storage: RoleStorage,
  caller: Caller,
  { name, scopes }: NamedScopes,
): Promise<Declared> {
  const before = await knownRole(storage, name);
  const definition = { ...before };
  for (const [indicator, names] of Object.entries(await knownScopes(storage, scopes))) {
    const left = (before[indicator] ?? []).filter((scope) => !names.includes(scope));
    if (left.length > 0) definition[indicator] = left;
    else delete definition[indicator];
  }
  return declareRole(storage, caller, { name, definition });
}

/** Logins of the users who have the role, by login. */
export async function holdersOf(storage: Pick<Storage, 'accounts'>, role: string): Promise<string[]> {
  const holders: string[] = [];
  const limit = 500;
  for (let afterLogin: string | undefined; ; ) {
    // eslint-disable-next-line no-await-in-loop -- each page says where the next begins
    const page = await storage.accounts.list({ afterLogin, limit });
    holders.push(...page.filter(({ roles }) => roles.includes(role)).map(({ login }) => login));
    if (page.length < limit) return holders;
    afterLogin = page.at(-1)?.login;
  }
}

/** The role is gone. Throws OperationRefused: there is none, or users have it, who would get another of that name unasked. */
export async function removeRole(
  storage: Pick<Storage, 'roles' | 'accounts'>,
  caller: Caller,
  name: string,
): Promise<Work> {
  await knownRole(storage, name);
  const holders = await holdersOf(storage, name);
  if (holders.length > 0) {
    throw new OperationRefused(
      'role_in_use',
      `${name} stays: ${listed(holders)} ${holders.length === 1 ? 'has' : 'have'} it`,
    );
  }
  return { writes: [storage.roles.writes.remove(name)], events: [recordOf(caller, 'role.removed', name)] };
}
