/** Who imports whom in the programs and packages, read from the sources: types count as much as values. */
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Two module names, the importing one first. */
export type Arrow = readonly [from: string, to: string];

const IMPORT = /(?:from|import)\s*\(?'(\.\.?\/[^']+|@gatehouse\/[\w-]+)[^']*'/gu;
const SOURCES = '{apps,packages}/*/src/**/*.ts';

/** The sources below `root`, each with the files and packages (`packages/<name>`) that it imports. */
export function readImports(root: string): ReadonlyMap<string, readonly string[]> {
  const files = globSync(SOURCES, { cwd: root, exclude: ['**/node_modules/**'] }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  return new Map(
    files.toSorted().map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const targets = [...text.matchAll(IMPORT)].map(([, target = '']) =>
        target.startsWith('@gatehouse/')
          ? target.replace('@gatehouse/', 'packages/')
          : posix.normalize(posix.join(posix.dirname(file), target)),
      );
      return [file, targets] as const;
    }),
  );
}

/** The arrows between modules, sorted, each once; `moduleOf` names the module of a file, undefined for what is left out. */
export function arrowsBetween(
  imports: ReadonlyMap<string, readonly string[]>,
  moduleOf: (file: string) => string | undefined,
): Arrow[] {
  const found = new Map<string, Arrow>();
  for (const [file, targets] of imports) {
    const from = moduleOf(file);
    for (const target of targets) {
      const to = moduleOf(target);
      if (from !== undefined && to !== undefined && from !== to) found.set(`${from} ${to}`, [from, to]);
    }
  }
  return [...found.keys()].toSorted().map((key) => found.get(key) as Arrow);
}

const AUTHORIZATION_SERVER = 'apps/authorization-server/src/';

/** The part of a path below the authorization server's sources. */
export const inAuthorizationServer = (file: string): string | undefined =>
  file.startsWith(AUTHORIZATION_SERVER) ? file.slice(AUTHORIZATION_SERVER.length) : undefined;

/** The authorization server's folders and the files beside them. */
export const topModule = (file: string): string | undefined => inAuthorizationServer(file)?.split('/', 1)[0];

/** The folder in which a file of the authorization server lies, `.` for those beside the folders. */
export const folder = (file: string): string | undefined => {
  const inside = inAuthorizationServer(file);
  return inside === undefined ? undefined : posix.dirname(inside);
};
