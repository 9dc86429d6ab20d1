/** Claims by name or by path, own members only: no claim is ever found on a prototype. */

import { isObject } from '../json.ts';
import type { ClaimPath } from './profile.ts';

/** A function that finds one claim. */
export type ClaimReader = (payload: Readonly<Record<string, unknown>>) => unknown;

/** Makes a reader of one claim. */
export function claimReader(path: ClaimPath): ClaimReader {
  if (typeof path === 'string') {
    // Asking whether a member is its own costs time on each token, so only names that every object inherits are asked about.
    if (path in {}) return (payload) => (Object.hasOwn(payload, path) ? payload[path] : undefined);
    return (payload) => payload[path];
  }
  return (payload) => {
    let value: unknown = payload;
    for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    return value;
  };
}

/** How a path is shown in a sentence. */
export function pathName(path: ClaimPath): string {
  return typeof path === 'string' ? path : path.join(' > ');
}
