/** One API as a registry file would declare it, without a file: the claims that it names must be declared. */
import type { PlacedFault } from './faults.ts';
import { type KnownStorage, knownFrom } from './known.ts';
import { referenceFaults, withDeclared } from './references.ts';
import { emptyRegistry, type Registry } from './schema.ts';

/** Every fault that the entry has beyond its shape; the paths begin in the entry. */
export async function resourceEntryFaults(
  storage: KnownStorage,
  entry: Registry['resources'][number],
): Promise<PlacedFault[]> {
  const registry: Registry = { ...emptyRegistry, resources: [entry] };
  return referenceFaults(registry, withDeclared(await knownFrom(storage), registry)).map(({ path, ...fault }) => ({
    ...fault,
    path: path.slice(2),
  }));
}
