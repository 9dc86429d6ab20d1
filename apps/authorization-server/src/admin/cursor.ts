/** Cursors of lists: sealed, so that callers neither read nor make them, and good for the list and the filters that gave them. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Problem } from './problem.ts';

const nonceBytes = 12;
const tagBytes = 16;

const keyOf = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'gatehouse admin cursor', 32));

/** Parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Entries of a page at most'),
  cursor: z.string().max(2000).optional().describe('From `next` of the page before'),
};

/** A page as it is answered. */
export const pageOf = <Entry extends z.ZodType>(entry: Entry) =>
  z.object({
    items: z.array(entry),
    next: z.string().optional().describe('The address of the next page; absent on the last one'),
  });

/**
 * Seals where the next page begins.
 * @param list the operation and its filters: the cursor opens for no other
 */
export function sealCursor(keys: readonly string[], list: string, place: unknown): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(keys[0] as string), nonce);
  cipher.setAAD(Buffer.from(list));
  const text = Buffer.concat([cipher.update(JSON.stringify(place), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
}

/** Where the page begins. Throws Problem for what was not sealed for this list. */
export function openCursor(keys: readonly string[], list: string, cursor: string): unknown {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length > nonceBytes + tagBytes && bytes.toString('base64url') === cursor) {
    for (const secret of keys) {
      const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(list));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
        return JSON.parse(text.toString('utf8'));
      } catch {
        // Sealed under another key, or not by us.
      }
    }
  }
  throw new Problem(
    'invalid_cursor',
    'The cursor was not given by this list with these filters. Begin again without it.',
    { faults: [{ parameter: 'cursor', detail: 'not a cursor of this list' }] },
  );
}

/** A place in a list that is sorted by a key, and by identifiers where it is the same. */
export interface Place {
  readonly key: string | number;
  readonly id: string;
}

/** The same of such a list; undefined without a cursor: the page is the first. */
export const openPlace = (keys: readonly string[], list: string, cursor: string | undefined): Place | undefined =>
  cursor === undefined ? undefined : (openCursor(keys, list, cursor) as Place);

/** The address of the next page: the same filters, and where it begins. */
export function nextAddress(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return `/admin/v1${path}?${search.toString()}`;
}
