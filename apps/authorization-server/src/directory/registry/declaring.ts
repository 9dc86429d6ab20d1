/** Which registry files declare a client: removed from the database alone, it comes back with them. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { registryFiles } from './files.ts';

function declares(file: string, clientId: string): boolean {
  try {
    const { clients } = parse(readFileSync(file, 'utf8')) as { readonly clients?: unknown };
    return Array.isArray(clients) && clients.some((client: { client_id?: unknown }) => client.client_id === clientId);
  } catch {
    return false;
  }
}

/** Files that cannot be read, or are no registry, declare nothing. @param paths files and folders */
export function filesDeclaring(paths: readonly string[], clientId: string): string[] {
  return paths.flatMap((path) => {
    try {
      return registryFiles([path]).filter((file) => declares(file, clientId));
    } catch {
      return [];
    }
  });
}
