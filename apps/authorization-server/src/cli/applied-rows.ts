/** What applying a registry came to, as rows. */
interface Entry {
  readonly kind: string;
  readonly name: string;
  readonly members: readonly string[];
}

/**
 * With the members that are others than they were, or that stay as operators want them; without the column where there are none.
 * @param left what the file says otherwise than users or operators do
 */
export function appliedRows(
  applied: readonly (Entry & { readonly change: string })[],
  left: readonly Entry[] = [],
): Record<string, string>[] {
  const all = [...applied, ...left.map((one) => ({ ...one, change: 'left alone' }))];
  const hasMembers = all.some(({ members }) => members.length > 0);
  return all.map(({ kind, name, change, members }) => ({
    kind,
    name,
    change,
    ...(hasMembers && { members: members.join(' ') }),
  }));
}
