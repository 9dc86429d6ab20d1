/**
 * Encoded separators in a path. Services and what stands before them decode once, twice or in part, take a backslash for a
 * slash, drop what follows a semicolon, end the path at a question mark. Whichever of these is the case, the route that was
 * chosen must be the one that a service would choose by what it reads: else it would be a way round a more exact route.
 */
import { ambiguousPath } from './canonical-path.ts';

/** Nobody means a path that was encoded more often. */
const MOST_DECODINGS = 4;
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL_OR_UNICODE = /[\0-\x1f\x7f]|%u[\da-f]{4}/iu;

/** A canonical path decoded until nothing is left to decode: it holds every separator that any reading of it has. */
function decodedWholly(path: string): string {
  let text = path;
  for (let times = 0; times <= MOST_DECODINGS; times += 1) {
    let next: string;
    try {
      next = text.replaceAll(/(?:%[\dA-Fa-f]{2})+/gu, (encoded) => decodeURIComponent(encoded));
    } catch {
      // Overlong or broken, at whatever depth.
      throw ambiguousPath();
    }
    if (CONTROL_OR_UNICODE.test(next)) throw ambiguousPath();
    if (next === text) return text;
    text = next;
  }
  throw ambiguousPath();
}

const tokensOf = (text: string) => text.split(/[/\\;?#]/u).filter((token) => token !== '');

/** Whether a reading of the tokens may begin with these segments. After a semicolon it may leave out any of them. */
function mayBegin(certain: readonly string[], droppable: readonly string[], segments: readonly string[]): boolean {
  if (certain.some((token, index) => index < segments.length && token !== segments[index])) return false;
  let from = 0;
  for (const segment of segments.slice(certain.length)) {
    const found = droppable.indexOf(segment, from);
    if (found === -1) return false;
    from = found + 1;
  }
  return true;
}

/**
 * Decides about a canonical path with encoded separators on a route that allows them.
 * @param prefix of the route, with its slash at the end
 * @param moreExact the segments, after that prefix, of every route below it
 * @throws {HttpError} 400 when some reading of it leaves the route, or belongs to a more exact one
 */
export function checkEncodedPath(path: string, prefix: string, moreExact: readonly (readonly string[])[]): void {
  const rest = decodedWholly(path).slice(prefix.length);
  if (tokensOf(rest).some((token) => token === '.' || token === '..')) throw ambiguousPath();
  const [before = '', ...after] = rest.split(';');
  // A parameter ends at the next slash that its reader knows: what comes first is never a segment, all the rest may be one.
  const droppable = after.flatMap((part) => tokensOf(part.replace(/^[^/\\]*/u, '')));
  if (moreExact.some((segments) => mayBegin(tokensOf(before), droppable, segments))) throw ambiguousPath();
}
