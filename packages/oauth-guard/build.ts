/**
 * Builds the package for publishing into `dist/`: JavaScript, types, a package.json with the real exports, README and licence.
 * Inside this repository everything runs on the sources; only what is published is built. Publish with `npm publish ./dist`.
 *
 * The code is published once, as CommonJS, and an ES module beside each entry hands out the same objects (docs/adr/0012).
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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
  module: 'commonjs',
  moduleResolution: 'bundler',
  verbatimModuleSyntax: false,
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
  exports: entries,
} = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Record<
  'name' | 'version' | 'description' | 'license',
  string
> & { readonly exports: Record<string, string> };
const published = {
  name,
  version,
  description,
  license,
  keywords: ['oauth2', 'access-token', 'jwt', 'express', 'middleware', 'dpop', 'rfc9068', 'resource-server', 'mcp'],
  type: 'commonjs',
  main: './index.js',
  types: './index.d.ts',
  exports: {} as Record<string, object>,
  sideEffects: false,
  engines: { node: '>=22.12' },
};
writeFileSync(join(out, 'package.json'), JSON.stringify(published));

const require = createRequire(import.meta.url);
for (const [entry, file] of Object.entries(entries)) {
  const built = file.replace('./src/', './').replace(/\.ts$/, '');
  const names = Object.keys(require(join(out, built)) as object);
  writeFileSync(join(out, `${built}.mjs`), `export { ${names.toSorted().join(', ')} } from '${built}.js';\n`);
  writeFileSync(join(out, `${built}.d.mts`), `export * from '${built}.js';\n`);
  published.exports[entry] = {
    import: { types: `${built}.d.mts`, default: `${built}.mjs` },
    default: { types: `${built}.d.ts`, default: `${built}.js` },
  };
}
writeFileSync(join(out, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
for (const file of globSync('{README,docs/*}.md', { cwd: source })) {
  mkdirSync(join(out, dirname(file)), { recursive: true });
  // Links that lead out of the package would lead nowhere.
  const text = readFileSync(join(source, file), 'utf8');
  writeFileSync(
    join(out, file),
    text.replaceAll(/\[([^\]]+)\]\((?:\.\.\/)+docs\/([^)#]+)[^)]*\)/gu, '$1 (docs/$2 of the repository)'),
  );
}
if (existsSync(join(root, 'LICENSE'))) copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
