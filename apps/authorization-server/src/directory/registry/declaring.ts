/** Which registry files declare an entry: changed or removed in the database alone, it is made again as they say. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { registryFiles } from './files.ts';

/** Where entries stand, and what they are called. */
export type Section = 'resources' | 'roles' | 'connections' | 'clients';
const names = { resources: 'indicator', connections: 'name', clients: 'client_id' } as const;

function declares(file: string, section: Section, name: string): boolean {
  try {
    const entries = (parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>)[section] as object;
    if (section === 'roles') return Object.hasOwn(entries, name);
    return (entries as Record<string, unknown>[]).some((entry) => entry[names[section]] === name);
  } catch {
    return false;
  }
}

/**
 * Files that cannot be read, or are no registry, declare nothing.
 * @param paths files and folders
 * @param name indicator of a resource, name of a role, client_id
 */
export function filesDeclaring(paths: readonly string[], section: Section, name: string): string[] {
  return paths.flatMap((path) => {
    try {
      return registryFiles([path]).filter((file) => declares(file, section, name));
    } catch {
      return [];
    }
  });
}
