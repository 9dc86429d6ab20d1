/**
 * Builds the package for publishing into `dist/`: JavaScript, types, a package.json with the real exports, README and licence.
 * Inside this repository everything runs on the sources; only what is published is built. Publish with `npm publish ./dist`.
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const source = import.meta.dirname;
const root = join(source, '../..');
const { values } = parseArgs({ options: { out: { type: 'string', default: join(source, 'dist') } } });
const out = values.out;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const compilerOptions = {
  rootDir: join(source, 'src'),
  outDir: out,
  noEmit: false,
  declaration: true,
  allowImportingTsExtensions: false,
  rewriteRelativeImportExtensions: true,
  skipLibCheck: false,
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
};
const project = join(out, 'tsconfig.json');
writeFileSync(
  project,
  JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: [join(source, 'src')] }),
);
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--project', project], {
  stdio: 'inherit',
});
rmSync(project);

const {
  name,
  version,
  description,
  license,
  type,
  exports: doors,
  dependencies,
} = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Record<
  'name' | 'version' | 'description' | 'license' | 'type',
  string
> &
  Record<'exports' | 'dependencies', Record<string, string>>;
const published = {
  name,
  version,
  description,
  license,
  keywords: ['oauth2', 'access-token', 'jwt', 'express', 'middleware', 'dpop', 'rfc9068', 'resource-server', 'mcp'],
  type,
  exports: Object.fromEntries(
    Object.entries(doors).map(([door, file]) => {
      const built = file.replace('./src/', './').replace(/\.ts$/, '');
      return [door, { types: `${built}.d.ts`, default: `${built}.js` }];
    }),
  ),
  dependencies: Object.fromEntries(
    Object.entries(dependencies).map(([dependency, exact]) => [dependency, `^${exact}`]),
  ),
  sideEffects: false,
  engines: { node: '>=22.12' },
};
writeFileSync(join(out, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
copyFileSync(join(source, 'README.md'), join(out, 'README.md'));
if (existsSync(join(root, 'LICENSE'))) copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
