/**
 * Owns the checks of how the house is built: who may import whom, no circles, no room without a floor, and the few
 * rules about sources that no linter has. `npm run floors` runs them.
 */
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { AUTHORIZATION_SERVER_FLOORS, FLOOR_RULES, FOLDER_FLOORS } from './floor-rules.ts';
import { sourceFaults } from './source-rules.ts';

/** What was found: one line for each fault, and how many modules were seen. */
export interface FloorReport {
  readonly faults: readonly string[];
  readonly modules: number;
}

const SOURCES = ['{apps,packages}/*/{src,test}/**/*.ts', 'packages/*/*.ts', 'certs/*.ts', 'benchmarks/**/*.ts'];

/** Checks the tree below `root`. A module that the cruiser did not see is itself a fault: a blind check says nothing. */
export async function checkFloors(root: string): Promise<FloorReport> {
  const files = globSync(SOURCES, { cwd: root, exclude: ['**/node_modules/**'] }).toSorted();
  const { output } = await cruise(files, {
    baseDir: root,
    ruleSet: { forbidden: [...FLOOR_RULES] },
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
    ...homeless(files),
    ...sourceFaults(root, files),
  ];
  return { faults: [...new Set(faults)].toSorted(), modules: files.length };
}

function homeless(files: readonly string[]): string[] {
  const base = 'apps/authorization-server/src/';
  const unknown = (folder: string, layers: readonly (readonly string[])[]) => {
    const known = layers.flat();
    return files.filter(
      (file) => file.startsWith(base + folder) && !known.some((module) => file.startsWith(base + folder + module)),
    );
  };
  return [
    ...unknown('', AUTHORIZATION_SERVER_FLOORS),
    ...Object.entries(FOLDER_FLOORS).flatMap(([folder, layers]) => unknown(folder, layers)),
  ].map((file) => `stands on no floor (floor-rules.ts): ${file}`);
}

if (import.meta.main) {
  const { faults, modules } = await checkFloors(resolve(import.meta.dirname, '../../../..'));
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(`${modules} modules, ${faults.length} faults against the floors\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
