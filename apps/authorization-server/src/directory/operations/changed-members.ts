/** What differs between a thing as it was and as it is declared. */
import { isDeepStrictEqual } from 'node:util';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Its members by their places, such as `registration.mode`; an array is one member. Empty when the whole is another one. */
export function changedMembers(before: unknown, after: unknown): string[] {
  if (!isObject(before) || !isObject(after)) return [];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (isDeepStrictEqual(old, now)) return [];
    const inside = changedMembers(old, now);
    return inside.length > 0 ? inside.map((member) => `${name}.${member}`) : [name];
  });
}
