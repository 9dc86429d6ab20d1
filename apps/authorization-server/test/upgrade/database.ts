/** A filled database of an earlier version, and what its users, clients and operators have in their hands. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { parse, stringify } from 'yaml';
import type { Holdings } from './fill.ts';

export type Dialect = 'sqlite' | 'postgres';

/** The folder of the version that made it. */
export const fixture = path.join(import.meta.dirname, '5c79a02');

export const registryFile = path.join(fixture, 'registry.yaml');
export const databaseFile = (dialect: Dialect): string => path.join(fixture, `${dialect}.br`);
export const holdingsFile = (dialect: Dialect): string => path.join(fixture, `${dialect}.json`);

/** Writes the registry as the operator has it for the upgrade, with the department declared as a claim, and gives its path. */
export async function upgradedRegistry(directory: string): Promise<string> {
  const document = parse(await readFile(registryFile, 'utf8')) as { people: { claims: Record<string, object> } };
  document.people.claims['department'] = {};
  const written = path.join(directory, 'registry.yaml');
  await writeFile(written, stringify(document));
  return written;
}

/** The SQLite file, or the SQL that restores it. */
export const databaseOf = async (dialect: Dialect): Promise<Buffer> =>
  brotliDecompressSync(await readFile(databaseFile(dialect)));

export const holdingsOf = async (dialect: Dialect): Promise<Holdings> =>
  JSON.parse(await readFile(holdingsFile(dialect), 'utf8')) as Holdings;
