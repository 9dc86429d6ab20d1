/** The snippets of README.md and its pages, run as they stand. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';

export const packageFolder = join(rootDirectory, 'packages/oauth-guard');
/** README.md and the pages that it leads to. */
export const readme = ['README.md', ...globSync('docs/*.md', { cwd: packageFolder }).toSorted()]
  .map((file) => readFileSync(join(packageFolder, file), 'utf8'))
  .join('\n');

/** Their code by the name in its first line. */
export const snippets: ReadonlyMap<string, string> = new Map(
  [...readme.matchAll(/```(?:js|ts)\n\/\/ (.+)\n([^]+?)```/g)].map(([, name, code]) => [
    name as string,
    code as string,
  ]),
);

/** The issuer that the snippets name. */
const SHOWN_ISSUER = 'https://login.example.com';

/** Runs a snippet with these names in scope, and another issuer in place of the one it names; gives back the names asked for. */
export async function runSnippet(
  name: string,
  issuer: string,
  scope: Readonly<Record<string, unknown>>,
  ...wanted: readonly string[]
): Promise<Record<string, unknown>> {
  const code = (snippets.get(name) as string).replaceAll(SHOWN_ISSUER, issuer);
  const AsyncFunction = (async () => undefined).constructor as new (
    ...parameters: string[]
  ) => (...values: unknown[]) => Promise<Record<string, unknown>>;
  const compiled = new AsyncFunction(...Object.keys(scope), `${code}; return { ${wanted.join(', ')} };`);
  return await compiled(...Object.values(scope));
}
