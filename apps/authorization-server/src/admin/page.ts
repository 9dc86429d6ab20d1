/** Pages of lists that are short enough to be read as a whole. */
import type { AdminContext } from './context.ts';
import { nextAddress, openCursor, sealCursor } from './cursor.ts';

interface Listed<Entry> {
  /** The operation; a cursor opens for it alone. */
  readonly list: string;
  readonly path: string;
  readonly query: { readonly limit: number; readonly cursor?: string | undefined };
  /** By which they are sorted; never empty. */
  readonly keyOf: (entry: Entry) => string;
}

/** The page that the query asks for. @param all of them, in any order */
export function pageFrom<Entry>(
  { cursorKeys }: Pick<AdminContext, 'cursorKeys'>,
  { list, path, query: { limit, cursor }, keyOf }: Listed<Entry>,
  all: readonly Entry[],
): { readonly items: readonly Entry[]; readonly next: string | undefined } {
  const after = cursor === undefined ? '' : (openCursor(cursorKeys(), list, cursor) as string);
  const left = all.filter((entry) => keyOf(entry) > after).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const items = left.slice(0, limit);
  const last = items.at(-1);
  if (last === undefined || left.length <= limit) return { items, next: undefined };
  return { items, next: nextAddress(path, { limit, cursor: sealCursor(cursorKeys(), list, keyOf(last)) }) };
}
