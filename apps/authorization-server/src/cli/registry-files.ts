/** Registry files as commands read them. */
import type { Storage } from '@gatehouse/storage';
import { RegistryError } from '../directory/registry/faults.ts';
import { knownFrom } from '../directory/registry/known.ts';
import { loadRegistry } from '../directory/registry/load.ts';
import type { Registry } from '../directory/registry/schema.ts';
import type { Settings } from '../settings.ts';
import { withStorage } from './settings.ts';

type Mode = Pick<Settings, 'mode'>;

const onWarning = (line: string): void => void process.stderr.write(`gatehouse: warning: ${line}\n`);

/** Files beside what the database holds. Throws RegistryError with every fault. */
export const operatorsRegistry = async (
  paths: readonly string[],
  { mode }: Mode,
  storage: Storage,
): Promise<Registry> =>
  loadRegistry(paths, { passwordsAllowed: mode === 'development', known: await knownFrom(storage), onWarning });

/**
 * The same, without a need of a database: it is asked only about names that the files do not declare. Throws RegistryError with
 * every fault.
 */
export async function checkedRegistry(paths: readonly string[], { mode }: Mode): Promise<Registry> {
  try {
    return loadRegistry(paths, { passwordsAllowed: mode === 'development', onWarning });
  } catch (error) {
    if (!(error instanceof RegistryError && error.unresolved)) throw error;
    const found = await withStorage((storage) => knownFrom(storage), { migrate: false }).catch(() => undefined);
    if (!found) throw error;
    return loadRegistry(paths, { passwordsAllowed: mode === 'development', known: found });
  }
}
