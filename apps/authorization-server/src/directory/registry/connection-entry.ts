/** One connection as a registry file would declare it, without a file: what it names must be in the database. */
import type { ConnectionEntry } from '../connections/schema.ts';
import type { PlacedFault } from './faults.ts';
import { type KnownStorage, knownFrom } from './known.ts';
import { referenceFaults } from './references.ts';
import { emptyRegistry } from './schema.ts';

/** Every fault that the entry has beyond its shape; the paths begin in the entry. */
export async function connectionEntryFaults(storage: KnownStorage, entry: ConnectionEntry): Promise<PlacedFault[]> {
  const known = await knownFrom(storage);
  return referenceFaults({ ...emptyRegistry, connections: [entry] }, known)
    .filter(({ path: [section] }) => section === 'connections')
    .map(({ path, ...fault }) => ({ ...fault, path: path.slice(2) }));
}
