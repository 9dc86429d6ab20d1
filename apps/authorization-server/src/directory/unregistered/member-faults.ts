/** Sentences about members of metadata, for those who wrote them. What a schema says here goes after the name of the member. */
import { z } from 'zod';

/** @param most characters */
export const text = (most: number) =>
  z.string('must be a string').max(most, `is longer than ${most} characters, which is too long`);

/** Strings. @param most entries @param what more is to be said of them */
export const list = <Entry extends z.ZodType>(entry: Entry, most: number, what = '') =>
  z.array(entry, `must be an array of strings${what}`).max(most, `has more than ${most} entries, which are too many`);

/** Addresses. @param most entries */
export const addresses = (most: number) =>
  list(text(2048), most, ', each an address to be redirected to, such as https://agent.example/callback');

/** Keys of a client (RFC 7517, section 5). @param most keys */
export const keySet = <Key extends z.ZodType>(key: Key, most: number) =>
  z.object(
    {
      keys: z
        .array(key, 'must be an array of public keys')
        .min(1, 'has no key; at least one is needed')
        .max(most, `has more than ${most} keys, which are too many`),
    },
    'must be a set of public keys, an object with the member keys',
  );

/** A key of it, without a look at what it is. */
export const anyKey = z.looseObject(
  { kty: z.string('must be a string, the type of the key') },
  'must be a public key, an object with the member kty',
);

/** How a place is named, such as `jwks.keys[0].kty`. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('');

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce((inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step], value);

/** What is wrong with the members, as a sentence. @param colon what stands between the place and the rest of it */
export function sentenceOf(
  members: unknown,
  { path, message }: Pick<z.core.$ZodIssue, 'path' | 'message'>,
  colon = '',
): string {
  return `${placeOf(path)}${colon} ${at(members, path) === undefined ? 'is missing; it ' : ''}${message}`;
}
