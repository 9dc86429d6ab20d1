/**
 * Where a list goes on: opaque cursors that nobody but this server can make. A cursor is bound to the list and to the
 * caller it was handed to, so it neither can be changed nor carried to another user's list.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes and opens cursors. */
export interface Cursors {
  /** Packs `position` for the caller `holder` of `list`. */
  seal(list: string, holder: string, position: readonly string[]): string;
  /** The position, or undefined when the cursor was not made by `seal` with the same list and holder. */
  open(list: string, holder: string, cursor: string): readonly string[] | undefined;
}

const longestCursor = 1024;

/**
 * @param keys at least one secret of 32 characters or more; the first seals, all open, so that keys can be changed
 *   without breaking lists that users are reading
 * @throws TypeError when there is no key or one is short
 */
export function createCursors(keys: readonly string[]): Cursors {
  const [current] = keys;
  if (current === undefined || keys.some((key) => key.length < 32)) {
    throw new TypeError('createCursors: at least one key is needed, each of 32 characters or more');
  }
  return {
    seal(list, holder, position) {
      const body = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${body}.${tag(current, list, holder, body).toString('base64url')}`;
    },
    open(list, holder, cursor) {
      if (cursor.length > longestCursor) return undefined;
      const [body, mark, ...rest] = cursor.split('.');
      if (body === undefined || mark === undefined || rest.length > 0) return undefined;
      // Base64url has several spellings of the same bytes; only the one that seal() writes is taken.
      const given = Buffer.from(mark, 'base64url');
      if (given.length !== 32 || given.toString('base64url') !== mark) return undefined;
      if (!keys.some((key) => timingSafeEqual(given, tag(key, list, holder, body)))) return undefined;
      return JSON.parse(Buffer.from(body, 'base64url').toString()) as string[];
    },
  };
}

function tag(key: string, list: string, holder: string, body: string): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(['cursor', list, holder, body]))
    .digest();
}
