/** Scopes of APIs as people type them: a line for each API, first its indicator, then its scopes. */
export type ApiScopes = Readonly<Record<string, readonly string[]>>;

export const linesOf = (scopes: ApiScopes): readonly string[] =>
  Object.entries(scopes).map(([indicator, names]) => [indicator, ...names].join(' '));

/** An API of two lines has the scopes of both. */
export function scopesOf(lines: readonly string[]): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of lines) {
    const [indicator = '', ...names] = line.split(/\s+/u);
    found.set(indicator, [...new Set([...(found.get(indicator) ?? []), ...names])]);
  }
  return Object.fromEntries(found);
}
