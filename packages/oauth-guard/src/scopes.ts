/** Scopes that imply others: who may write may read. */

import { isScopeToken } from './claims.ts';
import { scopeList } from './policy.ts';

/**
 * For each scope the narrower ones that it includes, for example `{ invoice_write: ['invoice_read'] }`.
 *
 * @example
 * const scopeHierarchy: ScopeHierarchy = { orders_write: ['orders_read'] };
 */
export type ScopeHierarchy = Readonly<Record<string, readonly string[]>>;

/**
 * Makes a function that gives a token's scopes with all that they imply, over any number of steps.
 *
 * @throws TypeError when a name is no scope
 */
export function scopeExpander(hierarchy: ScopeHierarchy): (scopes: readonly string[]) => ReadonlySet<string> {
  const implied = new Map<string, readonly string[]>();
  for (const [scope, narrower] of Object.entries(hierarchy)) {
    if (!isScopeToken(scope)) throw new TypeError(`scopeHierarchy: "${scope}" is not a scope`);
    implied.set(scope, scopeList(`scopeHierarchy.${scope}`, narrower));
  }
  return (scopes) => {
    // A set may grow while it is walked through; what was added is visited too, each scope once, so circles end.
    const effective = new Set(scopes);
    for (const held of effective) for (const narrower of implied.get(held) ?? []) effective.add(narrower);
    return effective;
  };
}
