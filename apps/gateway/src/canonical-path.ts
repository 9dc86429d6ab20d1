/**
 * One spelling of a path (GW-02): the same bytes decide which rule applies and go upstream. What different software reads
 * differently is refused instead of guessed.
 */
import { HttpError } from '@gatehouse/http';

/**
 * RFC 3986, section 3.3, and what the URL standard leaves as it is beside that (`^`, `|`, `[`, `]`); without `;` (path
 * parameters are dropped by some servers and kept by others).
 */
const PLAIN = /^\/(?:[\w.~!$&'()*+,=:@/^|[\]-]|%[\dA-Fa-f]{2})*$/u;
/** Encoded: NUL and the other control characters. */
const ENCODED_CONTROL = /%(?:[01][\da-f]|7f)/iu;
/** Encoded: slash, backslash, percent, semicolon, question mark, number sign. */
const ENCODED_SEPARATOR = /%(?:2f|5c|25|3b|3f|23)/iu;
/** A query chooses no route, so it passes as it is: all that can stand in the head of a request, without a fragment. */
const QUERY = /^[\x21\x22\x24-\x7e]*$/u;

/** What is said of a path that cannot be decided about. */
export const ambiguousPath = (): HttpError =>
  new HttpError(
    400,
    'ambiguous_path',
    'The path of this request could be read in more than one way; write it plainly.',
  );

/** Encoded letters, digits and `-._~` mean themselves (RFC 3986, section 6.2.2.2); the rest of an encoding is upper case. */
const normalized = (path: string) =>
  path.replaceAll(/%([\dA-Fa-f]{2})/gu, (encoded, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/u.test(character) ? character : encoded.toUpperCase();
  });

/** A path and its query, in one spelling. */
export interface CanonicalPath {
  readonly path: string;
  /** As it was sent, with its question mark; empty when there is none. */
  readonly search: string;
}

/** True when separators are encoded in a canonical path: only its route can tell what that means. */
export const hasEncodedSeparator = (path: string): boolean => path.includes('%') && ENCODED_SEPARATOR.test(path);

/**
 * Reads the target of a request.
 * @param isForRouter leaves encoded separators to the router, which refuses them where no route allows them
 * @throws {HttpError} 400 when it could mean two things
 */
export function canonicalPath(target: string, isForRouter = false): CanonicalPath {
  const question = target.indexOf('?');
  const raw = question === -1 ? target : target.slice(0, question);
  const search = question === -1 ? '' : target.slice(question);
  if (!QUERY.test(search)) throw ambiguousPath();
  // Most paths are plain: nothing encoded, nothing doubled, no dot at the beginning of a segment.
  if (!PLAIN.test(raw)) throw ambiguousPath();
  if (!raw.includes('%') && !raw.includes('//') && !raw.includes('/.')) return { path: raw, search };
  if (ENCODED_CONTROL.test(raw) || (!isForRouter && ENCODED_SEPARATOR.test(raw))) throw ambiguousPath();
  const path = normalized(raw);
  if (path.includes('//') || /\/\.\.?(?:\/|$)/u.test(path)) throw ambiguousPath();
  if (path.includes('%')) mustBeUtf8(path);
  return { path, search };
}

/** Overlong and broken encodings are read in several ways. */
function mustBeUtf8(path: string): void {
  try {
    decodeURIComponent(path);
  } catch {
    throw ambiguousPath();
  }
}
