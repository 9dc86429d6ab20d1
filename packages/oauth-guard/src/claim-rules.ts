/** What a claim must be, as data; and the claim found by its name, or by the names on the way to it. */

import { isName } from './claims.ts';
import { isObject } from './json.ts';

/**
 * A value that a claim is compared with.
 *
 * @example
 * const departments: ClaimValue[] = ['Finance', 'Sales'];
 */
export type ClaimValue = string | number | boolean;

/**
 * What one claim must be: exactly a value, one of several, or a list that includes one or all of several.
 *
 * @example
 * const director: ClaimRule = { includesAny: ['director', 'auditor'] };
 */
export type ClaimRule =
  | ClaimValue
  | { readonly oneOf: readonly ClaimValue[] }
  | { readonly includesAny: readonly ClaimValue[] }
  | { readonly includesAll: readonly ClaimValue[] };

/**
 * A function that says whether the claims of a token keep a rule.
 *
 * @param name the name of a claim, or names joined by dots; the rule is about what stands at their end
 * @throws TypeError when the rule is wrong
 */
export function claimCheck(name: string, rule: ClaimRule): (payload: Readonly<Record<string, unknown>>) => boolean {
  if (name === '') throw new TypeError('claims: a claim has a name');
  const holds = valueCheck(name, rule);
  if (!name.includes('.')) return (payload) => Object.hasOwn(payload, name) && holds(payload[name]);
  const find = nestedClaim(name.split('.'));
  return (payload) => holds(find(payload));
}

/**
 * Names of claims contain dots themselves (`https://example.com/roles`, the client `my.api` in Keycloak's `resource_access`). So at
 * each step the longest name that is there is taken: a claim of exactly the given name comes before all others.
 */
function nestedClaim(parts: readonly string[]): (payload: Readonly<Record<string, unknown>>) => unknown {
  const names = parts.map((_, start) =>
    parts.slice(start).map((_part, shorter) => {
      const end = parts.length - shorter;
      return { name: parts.slice(start, end).join('.'), end };
    }),
  );
  return (payload) => {
    let value: unknown = payload;
    for (let start = 0; start < parts.length; ) {
      if (!isObject(value)) return undefined;
      const object = value;
      const step = (names[start] as (typeof names)[0]).find(({ name }) => Object.hasOwn(object, name));
      if (step === undefined) return undefined;
      value = object[step.name];
      start = step.end;
    }
    return value;
  };
}

function valueCheck(name: string, rule: ClaimRule): (value: unknown) => boolean {
  if (isClaimValue(rule)) return (value) => value === rule;
  const members = Object.entries(rule ?? {});
  const [kind, values] = members[0] ?? [];
  if (members.length !== 1 || !Array.isArray(values) || values.length === 0 || !values.every(isClaimValue)) {
    throw new TypeError(
      `claims.${name}: a rule is a value, or one of oneOf, includesAny and includesAll with at least one value`,
    );
  }
  if (kind === 'oneOf') return (value) => values.includes(value as ClaimValue);
  if (kind === 'includesAny') return (value) => Array.isArray(value) && values.some((wanted) => value.includes(wanted));
  if (kind === 'includesAll')
    return (value) => Array.isArray(value) && values.every((wanted) => value.includes(wanted));
  throw new TypeError(`claims.${name}: there is no rule "${kind}"`);
}

function isClaimValue(value: unknown): value is ClaimValue {
  return isName(value) || Number.isFinite(value) || typeof value === 'boolean';
}
