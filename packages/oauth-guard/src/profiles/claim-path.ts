/** Claims by name or by path, own members only: no claim is ever found on a prototype. */

import { isObject } from '../json.ts';
import type { ClaimPath } from './profile.ts';

/** A function that finds one claim. */
export type ClaimReader = (payload: Readonly<Record<string, unknown>>) => unknown;

/** Makes a reader of one claim. */
export function claimReader(path: ClaimPath): ClaimReader {
  if (typeof path === 'string') return (payload) => (Object.hasOwn(payload, path) ? payload[path] : undefined);
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
