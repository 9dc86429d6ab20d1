/** Requests → what handlers get. All faults at once, each with its place. */
import type { z } from 'zod';
import { type FaultOfRequest, Problem } from './problem.ts';

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((one) => `/${String(one).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Issues of a union stand inside it. */
function faultsOf(issues: readonly z.core.$ZodIssue[], place: 'body' | 'parameter'): FaultOfRequest[] {
  return issues.map(({ path, message }) =>
    place === 'body'
      ? { pointer: pointerOf(path), detail: message }
      : { parameter: String(path[0] ?? ''), detail: message },
  );
}

/** Parameters as their schema says. Repeated ones come as a list. Throws Problem. */
export function parseParameters<Schema extends z.ZodType>(
  schema: Schema,
  given: Record<string, unknown>,
): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error.issues, 'parameter');
  throw new Problem('invalid_request', sentenceOf(faults), { faults });
}

/** The body as its schema says. Throws Problem. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error.issues, 'body');
  throw new Problem('invalid_request', sentenceOf(faults), { faults });
}

/** Refuses a body for what its schema could not see. Throws Problem. */
export function checkPlaced(
  found: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): void {
  if (found.length === 0) return;
  const faults = found.map(({ path, message }) => ({ pointer: pointerOf(path), detail: message }));
  throw new Problem('invalid_request', sentenceOf(faults), { faults });
}

function sentenceOf(faults: readonly FaultOfRequest[]): string {
  const [first] = faults;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more: see errors)` : '';
  return `${first?.pointer ?? first?.parameter ?? ''}: ${first?.detail}${more}`;
}

/** Parameters of the query, a repeated one as a list. */
export function queryOf(search: URLSearchParams): Record<string, unknown> {
  const given: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    given[name] = values.length === 1 ? values[0] : values;
  }
  return given;
}
