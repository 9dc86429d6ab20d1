/** What is declared of APIs and roles. */
import { isDeepStrictEqual } from 'node:util';
import type { Storage } from '@gatehouse/storage';
import type { Declared } from './clients.ts';
import { type Caller, eventOf, nothing } from './work.ts';

type Definition = Readonly<Record<string, unknown>>;

/** Makes an API, or what is there as declared. Tokens that are out there stay as they are until they expire. */
export async function declareResource(
  { resources }: Pick<Storage, 'resources'>,
  caller: Caller,
  { indicator, definition }: { readonly indicator: string; readonly definition: Definition },
): Promise<Declared> {
  const stored = await resources.find(indicator);
  if (stored && isDeepStrictEqual(stored.definition, definition)) return { ...nothing, change: undefined };
  const change = stored ? 'changed' : 'added';
  return {
    change,
    writes: [resources.writes.put({ indicator, definition })],
    events: [
      eventOf(caller, stored ? 'resource.changed' : 'resource.added', { target: { type: 'resource', id: indicator } }),
    ],
  };
}

/** Makes a role, or what is there as declared. */
export async function declareRole(
  { roles }: Pick<Storage, 'roles'>,
  caller: Caller,
  { name, definition }: { readonly name: string; readonly definition: Definition },
): Promise<Declared> {
  const stored = await roles.find(name);
  if (stored && isDeepStrictEqual(stored.definition, definition)) return { ...nothing, change: undefined };
  const change = stored ? 'changed' : 'added';
  return {
    change,
    writes: [roles.writes.put({ name, definition })],
    events: [eventOf(caller, stored ? 'role.changed' : 'role.added', { target: { type: 'role', id: name } })],
  };
}
