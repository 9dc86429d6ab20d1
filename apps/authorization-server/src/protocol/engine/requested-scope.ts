/** The parameter `scope` (RFC 6749, section 3.3), which people write by hand. */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';

/** A refusal that names no scope. */
export const invalidScope = (description: string): errors.InvalidScope =>
  new errors.InvalidScope(description, undefined as never);

const illegal = /[^\x21\x23-\x5b\x5d-\x7e]/u;

/** A character that nobody sees in a message, by its code point. */
const named = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * Leaves each scope once, with one space between. More spaces, also at the ends, are tolerated; spaces alone are no scope.
 * Throws InvalidScope for every other character that cannot be part of a scope: tabs, line feeds and no-break spaces too.
 */
export function tidyScope(ctx: KoaContextWithOIDC): void {
  const params = ctx.oidc.params as Record<string, unknown>;
  const { scope } = params;
  if (typeof scope !== 'string') return;
  const scopes = scope.split(' ').filter((name) => name !== '');
  for (const name of scopes) {
    const character = illegal.exec(name)?.[0];
    if (character === undefined) continue;
    throw invalidScope(`scope contains the character ${named(character)}; scopes are separated by spaces (U+0020)`);
  }
  params['scope'] = scopes.length === 0 ? undefined : [...new Set(scopes)].join(' ');
}
