/** Which files a registry is made of: those that are named, and those of the folders that are named. */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Fault, RegistryError } from './faults.ts';

const isRegistryFile = (name: string): boolean => /\.(?:ya?ml|json)$/u.test(name) && !name.startsWith('.');

/** The files of a folder in the order of their names. */
function filesOf(folder: string): string[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && isRegistryFile(entry.name))
    .map(({ name }) => name);
  return names.toSorted((one, other) => (one < other ? -1 : 1)).map((name) => join(folder, name));
}

/**
 * Each path is a file or a folder; of a folder count its *.yaml, *.yml and *.json. A file that is named twice is read once.
 * Throws RegistryError with every path that cannot be read.
 */
export function registryFiles(paths: readonly string[]): string[] {
  const faults: Fault[] = [];
  const found = new Map<string, string>();
  for (const path of paths) {
    try {
      const files = statSync(path).isDirectory() ? filesOf(path) : [path];
      if (files.length === 0)
        faults.push({ file: path, place: '', message: 'the folder has no *.yaml, *.yml or *.json' });
      for (const file of files) if (!found.has(resolve(file))) found.set(resolve(file), file);
    } catch (error) {
      faults.push({ file: path, place: '', message: `cannot be read: ${(error as Error).message.split('\n')[0]}` });
    }
  }
  if (faults.length > 0) throw new RegistryError(faults);
  return [...found.values()];
}
