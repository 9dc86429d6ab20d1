/** What is declared of roles: which scopes of which APIs they give to users. */
import { isDeepStrictEqual } from 'node:util';
import type { AccountRecord, PageKey, Storage } from '@gatehouse/storage';
import type { AuditEvent } from '../audit/events.ts';
import { OperationRefused } from '../operation-refused.ts';
import { type ChangeDependencies, changeUser } from './change-user.ts';
import { changedMembers } from './changed-members.ts';
import type { Declared } from './clients.ts';
import type { Commit } from './commit.ts';
import { isDotSegment } from './dot-segment.ts';
import { knownScopes, listed, type Scopes } from './known-scopes.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

type Definition = Readonly<Record<string, unknown>>;
type RoleStorage = Pick<Storage, 'roles' | 'resources'>;

interface NamedScopes {
  readonly name: string;
  readonly scopes: Scopes;
}

export interface DeclaredRole extends Declared {
  /** What the role gives now: scopes by API. */
  readonly definition: Definition;
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
    members: changedMembers(stored?.definition, definition),
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

/** Throws OperationRefused. */
export function checkRoleName(name: string): void {
  if (/^[\x21-\x7e]{1,100}$/u.test(name) && !isDotSegment(name)) return;
  throw new OperationRefused(
    'invalid_role',
    'the name of a role is 1 to 100 letters, digits and signs without blanks, and neither . nor ..',
  );
}

/** A new role. Throws OperationRefused: it is there already, or an API or scope is not. */
export async function addRole(
  storage: RoleStorage,
  caller: Caller,
  { name, scopes }: NamedScopes,
): Promise<DeclaredRole> {
  checkRoleName(name);
  if (await storage.roles.find(name)) {
    throw new OperationRefused(
      'role_exists',
      `there is a role ${name} already: "gatehouse roles show ${name}" shows it, "gatehouse roles grant ${name} --scope …" gives it more`,
    );
  }
  const definition = await knownScopes(storage, scopes);
  return { ...(await declareRole(storage, caller, { name, definition })), definition };
}

/** The scopes of a role with some more, and without some. */
export function withScopes(before: Scopes, given: Scopes, taken: Scopes): Record<string, string[]> {
  const definition: Record<string, string[]> = {};
  for (const indicator of new Set([...Object.keys(before), ...Object.keys(given)])) {
    const names = new Set([...(before[indicator] ?? []), ...(given[indicator] ?? [])]);
    for (const name of taken[indicator] ?? []) names.delete(name);
    if (names.size > 0 || !Object.hasOwn(taken, indicator)) definition[indicator] = [...names];
  }
  return definition;
}

/**
 * The role gives some scopes too, and others no more. Tokens from now on say so; those that are out there carry what they carry until
 * they expire, ten minutes at most.
 */
export async function changeRoleScopes(
  storage: RoleStorage,
  caller: Caller,
  { name, grant = {}, revoke = {} }: { readonly name: string; readonly grant?: Scopes; readonly revoke?: Scopes },
): Promise<DeclaredRole> {
  const before = await knownRole(storage, name);
  const definition = withScopes(before, await knownScopes(storage, grant), await knownScopes(storage, revoke));
  return { ...(await declareRole(storage, caller, { name, definition })), definition };
}

/** The role gives these scopes and no others. */
export async function replaceRole(
  storage: RoleStorage,
  caller: Caller,
  { name, scopes }: NamedScopes,
): Promise<DeclaredRole> {
  await knownRole(storage, name);
  const definition = await knownScopes(storage, scopes);
  return { ...(await declareRole(storage, caller, { name, definition })), definition };
}

/** Those who have the role, by login. */
async function* usersOf({ accounts }: Pick<Storage, 'accounts'>, role: string): AsyncGenerator<AccountRecord> {
  let after: PageKey | undefined;
  do {
    const page = await accounts.page({ order: 'login', role, after, limit: 500 });
    yield* page.items;
    after = page.next;
  } while (after);
}

/** Logins of the users who have the role, by login. */
export async function holdersOf(storage: Pick<Storage, 'accounts'>, role: string): Promise<string[]> {
  const logins: string[] = [];
  for await (const { login } of usersOf(storage, role)) logins.push(login);
  return logins;
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

/**
 * Takes the role from all who have it: their tokens end, and they stay signed in. One user after the other, each in a commit of
 * their own, so that a role of many is taken from many in the end. LostRaceError when somebody changes one of them at this moment.
 */
export async function takeRoleFromUsers(
  parts: ChangeDependencies & { readonly commit: Commit },
  caller: Caller,
  name: string,
): Promise<void> {
  for await (const before of usersOf(parts.storage, name)) {
    const roles = before.roles.filter((role) => role !== name);
    await parts.commit(await changeUser(parts, caller, { before, change: { roles } }));
  }
}
