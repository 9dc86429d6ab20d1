/** One page of a list: how long it may be, where it begins, and how to get the next one. */
import { HttpError } from '@gatehouse/http';
import type { Cursors } from './cursor.ts';

/** Entries on a page unless the caller asks for fewer or more. */
export const defaultLimit = 20;
/** Entries on a page at most; whoever asks for more gets this many. */
export const largestLimit = 100;

/** What a caller asked for, checked. */
export interface PageRequest {
  readonly limit: number;
  /** Where the page before ended; undefined for the first page. */
  readonly after: readonly string[] | undefined;
}

/** A list's page as the API answers it. */
export interface Page<View> {
  readonly items: readonly View[];
  /** Opaque; null on the last page. */
  readonly next_cursor: string | null;
}

/** The pages of one list for one caller. */
export interface Pages {
  /** Reads `limit` and `cursor`. @throws HttpError 400 */
  read(query: Readonly<Record<string, unknown>>): PageRequest;
  /** Makes the answer of one entry more than the limit, which says whether there is a next page. */
  answer<T, View>(
    found: readonly T[],
    limit: number,
    view: (entry: T) => View,
    positionOf: (entry: T) => readonly string[],
  ): Page<View>;
}

/**
 * @param list name of the list, which cursors are bound to
 * @param holder whoever gets the list and what decides its content, which cursors are bound to as well
 */
export function pagesOf(cursors: Cursors, list: string, holder: readonly string[]): Pages {
  const bound = JSON.stringify(holder);
  return {
    read(query) {
      const { limit, cursor } = query;
      if (limit !== undefined && (typeof limit !== 'string' || !/^[1-9][0-9]{0,8}$/.test(limit))) {
        throw new HttpError(
          400,
          'invalid_limit',
          `limit must be a whole number; at most ${largestLimit} are sent at once`,
        );
      }
      if (cursor !== undefined && typeof cursor !== 'string') throw invalidCursor();
      const after = cursor === undefined ? undefined : cursors.open(list, bound, cursor);
      if (cursor !== undefined && after === undefined) throw invalidCursor();
      return { limit: Math.min(limit === undefined ? defaultLimit : Number(limit), largestLimit), after };
    },
    answer(found, limit, view, positionOf) {
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const hasNext = found.length > limit && last !== undefined;
      return { items: items.map(view), next_cursor: hasNext ? cursors.seal(list, bound, positionOf(last)) : null };
    },
  };
}

function invalidCursor(): HttpError {
  return new HttpError(
    400,
    'invalid_cursor',
    'the cursor is not one that this API gave you for this list; begin without one',
  );
}
