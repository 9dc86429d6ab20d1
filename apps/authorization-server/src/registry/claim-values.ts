/** Claims as they are typed on a command line, `name=value`, by what the registry declares of them. */
import type { Registry } from './schema.ts';

type Declared = Registry['people']['claims'];

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The values by name, or what is wrong with the first that cannot be one. */
export function claimValues(
  declared: Declared,
  typed: readonly string[],
): { readonly values: Record<string, unknown> } | { readonly fault: string } {
  const values: Record<string, unknown> = {};
  for (const pair of typed) {
    const at = pair.indexOf('=');
    if (at < 1) return { fault: `${pair} is no claim: write name=value` };
    const [name, text] = [pair.slice(0, at), pair.slice(at + 1)];
    const type = Object.hasOwn(declared, name) ? declared[name]?.type : undefined;
    if (type === undefined) {
      const known = Object.keys(declared).join(', ') || 'none';
      return { fault: `there is no claim ${name}; people.claims of the registry declares: ${known}` };
    }
    const value = type === 'string' ? text : parsed(text);
    if (typeof value !== type) return { fault: `the claim ${name} must be a ${type}` };
    values[name] = value;
  }
  return { values };
}
