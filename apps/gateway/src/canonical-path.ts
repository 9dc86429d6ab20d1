/**
 * One spelling of a path (GW-02): the same bytes decide which rule applies and go upstream. What different programs read
 * differently is refused instead of guessed.
 */
import { HttpError } from '@gatehouse/http';

/**
 * RFC 3986, section 3.3, and what the URL standard leaves as it is beside that (`^`, `|`, `[`, `]`); without `;` (path
 * parameters are dropped by some servers and kept by others).
 */
const PLAIN = /^\/(?:[\w.~!$&'()*+,=:@/^|[\]-]|%[\dA-Fa-f]{2})*$/u;
/** Encoded: slash, backslash, percent, NUL and the other control characters, semicolon, question mark, number sign. */
const ENCODED_TROUBLE = /%(?:2f|5c|25|[01][\da-f]|7f|3b|3f|23)/iu;
/** A query chooses no route, so it passes as it is: all that can stand in the head of a request, without a fragment. */
const QUERY = /^[\x21\x22\x24-\x7e]*$/u;

const refused = () =>
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

/**
 * Reads the target of a request.
 * @throws {HttpError} 400 when it could mean two things
 */
export function canonicalPath(target: string): CanonicalPath {
  const question = target.indexOf('?');
  const raw = question === -1 ? target : target.slice(0, question);
  const search = question === -1 ? '' : target.slice(question);
  if (!QUERY.test(search)) throw refused();
  // Most paths are plain: nothing encoded, nothing doubled, no dot at the beginning of a segment.
  if (!PLAIN.test(raw)) throw refused();
  if (!raw.includes('%') && !raw.includes('//') && !raw.includes('/.')) return { path: raw, search };
  if (ENCODED_TROUBLE.test(raw)) throw refused();
  const path = normalized(raw);
  if (path.includes('//') || /\/\.\.?(?:\/|$)/u.test(path)) throw refused();
  if (path.includes('%')) mustBeUtf8(path);
  return { path, search };
}

/** Overlong and broken encodings are read in several ways. */
function mustBeUtf8(path: string): void {
  try {
    decodeURIComponent(path);
  } catch {
    throw refused();
  }
}
