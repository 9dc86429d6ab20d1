/** Claims as they are typed on a command line, `name=value`, by what the registry declares of them. */
import type { ClaimType, UserClaims } from './schema.ts';
import { claimValueFault } from './user-claims.ts';

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A string as it is, a list as JSON or with commas between its items, everything else as JSON. */
function valueOf(type: ClaimType, text: string): unknown {
  if (type === 'string') return text;
  if (type === 'list' && !text.startsWith('[')) return text === '' ? [] : text.split(',').map((item) => item.trim());
  return parsed(text);
}

/** The values by name, or what is wrong with the first that cannot be one. */
export function claimValues(
  declared: UserClaims,
  typed: readonly string[],
): { readonly values: Record<string, unknown> } | { readonly fault: string } {
  const values: Record<string, unknown> = {};
  for (const pair of typed) {
    const at = pair.indexOf('=');
    if (at < 1) return { fault: `${pair} is no claim: write name=value` };
    const [name, text] = [pair.slice(0, at), pair.slice(at + 1)];
    const claim = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (!claim) {
      const known = Object.keys(declared).join(', ') || 'none';
      return { fault: `there is no claim ${name}; users_policy.claims of the registry declares: ${known}` };
    }
    const value = valueOf(claim.type, text);
    const fault = claimValueFault(declared, name, value);
    if (fault !== undefined) return { fault: `the claim ${name} ${fault}` };
    values[name] = value;
  }
  return { values };
}
