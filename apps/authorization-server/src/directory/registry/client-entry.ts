/** One client as a registry file would declare it, without a file: what it names must be in the database. */
import type { z } from 'zod';
import type { clientEntry } from '../clients/schema.ts';
import type { PlacedFault } from './faults.ts';
import { type KnownStorage, knownFrom } from './known.ts';
import { storedPolicies } from './policies.ts';
import { productionFaults } from './production.ts';
import { referenceFaults } from './references.ts';
import { emptyRegistry } from './schema.ts';

export type ClientEntry = z.output<typeof clientEntry>;

/** Every fault that the entry has beyond its shape; the paths begin in the entry. */
export async function clientEntryFaults(storage: KnownStorage, entry: ClientEntry): Promise<PlacedFault[]> {
  const [known, { branding }] = await Promise.all([knownFrom(storage), storedPolicies(storage)]);
  const registry = { ...emptyRegistry, branding, clients: [{ ...entry, client_secrets: [] }] };
  return [...referenceFaults(registry, known), ...productionFaults(registry)]
    .filter(({ path: [section] }) => section === 'clients')
    .map(({ path, ...fault }) => ({ ...fault, path: path.slice(2) }));
}
