/**
 * Draws docs/architecture.svg from the import graph: `npm run architecture`. With `--check` it draws nothing and fails when the
 * picture that is committed is another, or when the authorization server's folders have more arrows than they may.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Architecture, draw, type Row } from './architecture-picture.ts';
import { arrowsBetween, inAuthorizationServer, readImports, topModule } from './import-graph.ts';
import { AUTHORIZATION_SERVER_LAYERS, FOLDER_LAYERS, PACKAGE_LAYERS } from './layer-rules.ts';

/** As many arrows there may be between the folders (and the files beside them) of the authorization server. */
export const MOST_ARROWS = 50;

const PICTURE = 'docs/architecture.svg';

const moduleOf = (file: string): string | undefined => boxOf(topModule(file));

/** Reads it from the sources below `root`. */
export function readArchitecture(root: string): Architecture {
  const imports = readImports(root);
  const programs = globSync('apps/*/src/main.ts', { cwd: root })
    .map((file) => file.split(/[\\/]/u)[1] as string)
    .filter((name) => name !== 'authorization-server')
    .toSorted();
  const packages = PACKAGES.filter((name) => [...imports.keys()].some((file) => file.startsWith(`packages/${name}/`)));
  const boxes = [...new Set(AUTHORIZATION_SERVER_LAYERS.flat().map((name) => boxOf(name.replace('/', ''))))].filter(
    (name) => name !== undefined && [...imports.keys()].some((file) => moduleOf(file) === name),
  ) as string[];
  const ownerOf = (file: string): string | undefined => {
    const [kind, name] = file.split('/') as [string, string?];
    if (kind === 'packages') return name;
    return name === 'authorization-server' ? moduleOf(file) : name;
  };
  const used = arrowsBetween(imports, ownerOf);
  const row = (kind: Row['kind'], name: string): Row => ({
    name,
    kind,
    parts: kind === 'module' ? partsOf(name, imports) : [],
    packages: packages.filter((one) => used.some(([from, to]) => from === name && to === one)),
  });
  return {
    rows: [
      ...programs.map((name) => row('program', name)),
      ...boxes.map((name) => row('module', name)),
      ...packages.map((name) => row('package', name)),
    ],
    inside: arrowsBetween(imports, moduleOf),
    within: arrowsBetween(imports, (file) => innerFolder(file)).filter(
      ([from, to]) => from.split('/', 1)[0] === to.split('/', 1)[0],
    ),
  };
}

/** The packages that programs are built of, from the top down; those for tests and of other people's programs are left out. */
const PACKAGES = [
  'oauth-guard',
  ...Object.keys(PACKAGE_LAYERS)
    .filter((name) => name !== 'oauth-guard')
    .toSorted((a, b) => (PACKAGE_LAYERS[b]?.length ?? 0) - (PACKAGE_LAYERS[a]?.length ?? 0) || (a < b ? -1 : 1)),
];

/** Files beside the folders are drawn with the one that mounts everything; the entry point is the command line's. */
function boxOf(module: string | undefined): string | undefined {
  if (module === 'main.ts') return 'cli';
  return module?.endsWith('.ts') ? 'app.ts' : module;
}

function innerFolder(file: string): string | undefined {
  const inside = inAuthorizationServer(file)?.split('/') ?? [];
  return inside.length > 1 ? inside.slice(0, 2).join('/') : undefined;
}

/** What lies in a module, from the top down: its folders by layer, or those that there are. */
function partsOf(name: string, imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const inner = [...imports.keys()].map(innerFolder).filter((found) => found?.startsWith(`${name}/`));
  const present = new Set(inner.map((found) => found?.split('/')[1] as string).filter((part) => !part.endsWith('.ts')));
  const layers = FOLDER_LAYERS[`${name}/`];
  if (layers === undefined) {
    const folders = [...present].toSorted();
    return folders.length > 0 ? [folders] : [];
  }
  return layers
    .map((layer) => layer.map((part) => part.replace('/', '')).filter((part) => present.has(part)))
    .filter((layer) => layer.length > 0);
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const architecture = readArchitecture(root);
  const picture = draw(architecture);
  const faults: string[] = [];
  const arrows = arrowsBetween(readImports(root), topModule);
  if (arrows.length > MOST_ARROWS) {
    faults.push(`${arrows.length} arrows between the authorization server's folders, more than ${MOST_ARROWS}`);
  }
  if (!process.argv.includes('--check')) writeFileSync(join(root, PICTURE), picture);
  else if (readFileSync(join(root, PICTURE), 'utf8') !== picture) {
    faults.push(`${PICTURE} is not what the imports are; "npm run architecture" draws it again`);
  }
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(
    `${arrows.length} arrows between the authorization server's modules, ${architecture.within.length} inside them, ${faults.length} faults\n`,
  );
  process.exitCode = faults.length > 0 ? 1 : 0;
}
