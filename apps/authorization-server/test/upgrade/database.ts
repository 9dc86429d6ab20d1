/** A filled database of an earlier version, and what its users, clients and operators have in their hands. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Holdings } from './fill.ts';

export type Dialect = 'sqlite' | 'postgres';

/** The folder of the version that made it. */
export const fixture = path.join(import.meta.dirname, '5c79a02');

export const registryFile = path.join(fixture, 'registry.yaml');
export const databaseFile = (dialect: Dialect): string => path.join(fixture, `${dialect}.br`);
export const holdingsFile = (dialect: Dialect): string => path.join(fixture, `${dialect}.json`);

/** The SQLite file, or the SQL that restores it. */
export const databaseOf = async (dialect: Dialect): Promise<Buffer> =>
  brotliDecompressSync(await readFile(databaseFile(dialect)));

export const holdingsOf = async (dialect: Dialect): Promise<Holdings> =>
  JSON.parse(await readFile(holdingsFile(dialect), 'utf8')) as Holdings;
