/** What a write would change, for `Prefer: dry-run`. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { operations } from '../directory/operations/operations.ts';
import type { Plan } from './operation.ts';

/** One member that would be another: absent before, it is new; absent after, it is gone. */
export const change = z.object({
  pointer: z.string().describe('JSON pointer into the object (RFC 6901)'),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

/** The answer to a dry run. */
export const preview = z
  .object({
    dry_run: z.literal(true),
    operation: z.string().optional().describe('What would be done; absent: nothing, all is as asked for'),
    changes: z.array(change),
    ends: z.array(z.string()).describe('What would end with it'),
    counts: z.record(z.string(), z.number().int()).describe('How much of each kind would end'),
    tells: z.array(z.string()).describe('Mails to the user, and applications that are told'),
    audited: z.array(z.string()).describe('Events that would be recorded'),
    notes: z.array(z.string()),
  })
  .meta({ id: 'Preview' });

type Value = z.output<typeof change>;
type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Members that differ, as deep as both are objects. */
export function differences(before: unknown, after: unknown, pointer = ''): Value[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isMembers(before) || !isMembers(after)) {
    return [{ pointer, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
    differences(before[name], after[name], `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

/** What the plan would do. */
export async function previewOf(plan: Plan): Promise<z.output<typeof preview>> {
  const said = plan.operation === undefined ? undefined : operations[plan.operation];
  return {
    dry_run: true,
    operation: plan.operation,
    changes: differences(plan.before ?? {}, plan.after ?? {}),
    ends: [...(plan.ends ?? said?.ends ?? [])],
    counts: said === undefined ? {} : ((await plan.counts?.()) ?? {}),
    tells: [...(plan.tells ?? said?.tells ?? [])],
    audited: [...new Set(plan.work.events.map(({ event }) => event))],
    notes: [...(plan.notes ?? [])],
  };
}
