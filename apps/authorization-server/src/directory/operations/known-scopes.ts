/** Scopes that are asked for by name: whether there is such an API, and whether it has them. */
import type { Storage } from '@gatehouse/storage';
import { OperationRefused } from '../operation-refused.ts';

export type Scopes = Readonly<Record<string, readonly string[]>>;

const withoutSlash = (indicator: string) => indicator.replace(/\/$/u, '');

/** Names in a sentence, so many at most. */
export function listed(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown || 'none';
}

/** The API as it is stored, found with a slash at its end or without. Throws OperationRefused, which names those there are. */
export async function knownResource(storage: Pick<Storage, 'resources'>, indicator: string) {
  const all = await storage.resources.list();
  const found = all.find((one) => withoutSlash(one.indicator) === withoutSlash(indicator));
  if (found) return found;
  throw new OperationRefused(
    'unknown_resource',
    `there is no resource ${indicator}; there are: ${listed(all.map((one) => one.indicator))}. "gatehouse resources add" declares one`,
  );
}

/** The same scopes with each API in its registered spelling. Throws OperationRefused for what there is not. */
export async function knownScopes(
  storage: Pick<Storage, 'resources'>,
  scopes: Scopes,
): Promise<Record<string, string[]>> {
  const known: Record<string, string[]> = {};
  for (const [wanted, names] of Object.entries(scopes)) {
    // eslint-disable-next-line no-await-in-loop -- a handful, and the first that is unknown ends it
    const { indicator, definition } = await knownResource(storage, wanted);
    const there = Object.keys(definition['scopes'] ?? {});
    const missing = names.find((name) => !there.includes(name));
    if (missing !== undefined) {
      throw new OperationRefused('unknown_scope', `${indicator} has no scope ${missing}; it has: ${listed(there)}`);
    }
    known[indicator] = [...new Set([...(known[indicator] ?? []), ...names])];
  }
  return known;
}
