/** Registry files as commands read them. */
import type { Storage } from '@gatehouse/storage';
import { filesDeclaring, type Section } from '../directory/registry/declaring.ts';
import { RegistryError } from '../directory/registry/faults.ts';
import { knownFrom } from '../directory/registry/known.ts';
import { loadRegistry } from '../directory/registry/load.ts';
import type { Registry } from '../directory/registry/schema.ts';
import type { Settings } from '../settings.ts';
import { withStorage } from './settings.ts';

type Server = Pick<Settings, 'mode' | 'issuer'>;

const onWarning = (line: string): void => void process.stderr.write(`gatehouse: warning: ${line}\n`);

/** Says of what registry files declare that they undo the change when a server starts, or somebody applies them. */
export function warnOfFile({ registryFile }: Settings, section: Section, name: string): void {
  for (const file of filesDeclaring(registryFile, section, name)) {
    onWarning(
      `${file} declares ${name}, and the next start of a server makes it again as the file says; change the file, too`,
    );
  }
}

/** Files beside what the database holds. Throws RegistryError with every fault. */
export const operatorsRegistry = async (
  paths: readonly string[],
  { mode, issuer }: Server,
  storage: Storage,
): Promise<Registry> =>
  loadRegistry(paths, { passwordsAllowed: mode === 'development', known: await knownFrom(storage), issuer, onWarning });

/** What the database holds; undefined when there is none that can be asked. */
const stored = () => withStorage((storage) => knownFrom(storage), { migrate: false }).catch(() => undefined);

/**
 * The same, without a need of a database: it is asked only where the files alone are faulty or doubtful. Throws RegistryError
 * with every fault.
 */
export async function checkedRegistry(paths: readonly string[], { mode, issuer }: Server): Promise<Registry> {
  const passwordsAllowed = mode === 'development';
  const warnings: string[] = [];
  try {
    const registry = loadRegistry(paths, { passwordsAllowed, issuer, onWarning: (line) => void warnings.push(line) });
    const known = warnings.length > 0 ? await stored() : undefined;
    if (known) return loadRegistry(paths, { passwordsAllowed, known, issuer, onWarning });
    for (const line of warnings) onWarning(line);
    return registry;
  } catch (error) {
    if (!(error instanceof RegistryError && error.unresolved)) throw error;
    const known = await stored();
    if (!known) throw error;
    return loadRegistry(paths, { passwordsAllowed, known, issuer, onWarning });
  }
}
