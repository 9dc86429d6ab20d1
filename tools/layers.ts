/**
 * The checks of how the code is laid out: who may import whom, no circles, no module outside the layers, and the few rules
 * about sources that no linter has. `npm run layers` runs them.
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { handlerFaults } from './handler-rules.ts';
import { AUTHORIZATION_SERVER_LAYERS, FOLDER_LAYERS, LAYER_RULES } from './layer-rules.ts';
import { sourceFaults } from './source-rules.ts';

/** What was found: one line for each fault, and how many modules were seen. */
export interface LayerReport {
  readonly faults: readonly string[];
  readonly modules: number;
}

const SOURCES = ['{apps,packages}/*/{src,test}/**/*.ts', 'packages/*/*.ts', 'certs/*.ts', '{benchmarks,tools}/**/*.ts'];

/** Checks the tree below `root`. A module that the cruiser did not see is itself a fault: a blind check says nothing. */
export async function checkLayers(root: string): Promise<LayerReport> {
  const files = globSync(SOURCES, { cwd: root, exclude: ['**/node_modules/**'] }).toSorted();
  const { output } = await cruise(files, {
    baseDir: root,
    ruleSet: { forbidden: [...LAYER_RULES] },
    validate: true,
    // TypeScript 7 has no API that the cruiser could parse with.
    parser: 'swc',
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  });
  const { modules, summary } = output as ICruiseResult;
  const seen = new Set(modules.map(({ source }) => source));
  const faults = [
    ...summary.violations.map(({ rule, from, to, cycle }) => {
      const target = cycle ? cycle.map(({ name }) => name).join(' → ') : to;
      return `${rule.name}: ${from} → ${target}`;
    }),
    ...files.filter((file) => !seen.has(file)).map((file) => `not seen by the check: ${file}`),
    ...modules.flatMap(({ source, dependencies }) =>
      dependencies.filter((d) => d.couldNotResolve).map((d) => `cannot be resolved: ${source} → ${d.module}`),
    ),
    ...withoutLayer(files),
    ...sourceFaults(root, files),
    ...handlerFaults(root, files),
  ];
  return { faults: [...new Set(faults)].toSorted(), modules: files.length };
}

function withoutLayer(files: readonly string[]): string[] {
  const base = 'apps/authorization-server/src/';
  const unknown = (folder: string, layers: readonly (readonly string[])[]) => {
    const known = layers.flat();
    return files.filter(
      (file) => file.startsWith(base + folder) && !known.some((module) => file.startsWith(base + folder + module)),
    );
  };
  return [
    ...unknown('', AUTHORIZATION_SERVER_LAYERS),
    ...Object.entries(FOLDER_LAYERS).flatMap(([folder, layers]) => unknown(folder, layers)),
  ].map((file) => `in no layer (layer-rules.ts): ${file}`);
}

if (import.meta.main) {
  const { faults, modules } = await checkLayers(resolve(import.meta.dirname, '..'));
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(`${modules} modules, ${faults.length} faults against the layers\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
