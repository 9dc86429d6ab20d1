/** A registry that is no file: one that came over the network. What it names must be in it, or in the database. */
import { adminApiFaults, withBuiltIn } from './admin-api.ts';
import { duplicateFaults } from './compose.ts';
import type { PlacedFault } from './faults.ts';
import { type KnownStorage, knownFrom } from './known.ts';
import { productionFaults } from './production.ts';
import { referenceFaults, withDeclared } from './references.ts';
import { emptyRegistry, type Registry, registrySchema } from './schema.ts';

/** What it declares. Users are added and changed by themselves, by rules of their own. */
export const registryDocument = registrySchema.omit({ users: true });
export type RegistryDocument = Omit<Registry, 'users'>;

/** Every fault beyond its shape. */
export async function documentFaults(
  storage: KnownStorage,
  issuer: string,
  document: RegistryDocument,
): Promise<PlacedFault[]> {
  const registry: Registry = { ...emptyRegistry, ...document };
  const known = withDeclared(withBuiltIn(await knownFrom(storage), issuer), registry);
  return [
    ...referenceFaults(registry, known),
    ...adminApiFaults(registry, issuer),
    ...productionFaults(registry),
    ...duplicateFaults([{ file: '', registry }]).map(({ place, message }) => ({ path: [place], message })),
  ];
}
