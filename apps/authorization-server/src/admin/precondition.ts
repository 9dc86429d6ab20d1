/** Optimistic locking (RFC 9110, section 13.1.1): an object has an ETag, and who changes it says which one was seen. */
import { hash } from 'node:crypto';
import { Problem } from './problem.ts';

/** JSON with sorted members: equal objects have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** SHA-256 of a document, base64url; undefined for none. */
export const hashOf = (document: unknown): string | undefined =>
  document === undefined ? undefined : hash('sha256', canonical(document), 'base64url');

/** @param revision how often it was changed by operators */
export const etagOf = (revision: number, document: unknown): string =>
  `"${revision}.${hashOf(document)?.slice(0, 22)}"`;

/** Compares as strong validators. Throws Problem: 428 without, 412 when it is another. */
export function checkIfMatch(given: string | undefined, current: string | undefined): void {
  if (given === undefined) {
    throw new Problem(
      'precondition_required',
      'Send If-Match with the ETag that a GET of this object answered, so that nobody overwrites what another has changed.',
    );
  }
  const named = given.split(',').map((one) => one.trim());
  if (current === undefined) {
    throw new Problem('precondition_failed', 'There is none of that name. If-None-Match: * makes it.');
  }
  if (!named.includes(current)) {
    throw new Problem('precondition_failed', 'It was changed since you read it. Read it again, and decide anew.', {
      headers: { etag: current },
    });
  }
}

/** Compares `If-None-Match` of what makes a new object. Throws Problem. */
export function checkIfNoneMatch(given: string, isThere: boolean): void {
  if (given.trim() !== '*')
    throw new Problem('invalid_request', 'If-None-Match takes * here: make it if there is none.');
  if (isThere) throw new Problem('precondition_failed', 'There is one already. Read it, and replace it with If-Match.');
}

/** Somebody else was first, between the comparison and the commit. */
export const changedMeanwhile = (): Problem =>
  new Problem('precondition_failed', 'It was changed at this very moment. Read it again, and decide anew.');
