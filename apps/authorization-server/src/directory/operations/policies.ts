/** What is declared of all users, and the look of all pages. */
import { isDeepStrictEqual } from 'node:util';
import type { Storage } from '@gatehouse/storage';
import { changedMembers } from './changed-members.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

/** The work, and what became of the policy. */
export interface DeclaredPolicy extends Work {
  readonly change: 'added' | 'changed' | 'removed' | undefined;
  /** Which members are others than they were, of what was changed. */
  readonly members?: readonly string[] | undefined;
}

/**
 * Makes a policy as declared: terms of use, a claim, the roles of who registers, the look of pages.
 * @param definition null: there is none any more
 */
export async function declarePolicy(
  { policies }: Pick<Storage, 'policies'>,
  caller: Caller,
  { name, definition }: { readonly name: string; readonly definition: unknown },
): Promise<DeclaredPolicy> {
  const stored = (await policies.list()).find((one) => one.name === name);
  if (isDeepStrictEqual(stored?.definition ?? null, definition)) return { ...nothing, change: undefined };
  const events = [eventOf(caller, 'policy.changed', { target: { type: 'policy', id: name } })];
  if (definition === null) return { change: 'removed', writes: [policies.writes.remove(name)], events };
  return {
    change: stored ? 'changed' : 'added',
    members: changedMembers(stored?.definition, definition),
    writes: [policies.writes.put({ name, definition })],
    events,
  };
}
