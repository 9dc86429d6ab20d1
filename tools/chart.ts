/**
 * Writes what helm (`npm run kubernetes:prepare`) makes of the chart in `deploy/helm`: the plain manifests, and the renderings that tests
 * read. `npm run chart` writes them, tests compare. The schema of the chart's values is one of the references.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PLAIN, plainManifests } from './chart/plain-manifests.ts';
import { chartDigest, FINGERPRINT, RENDERED, rendering } from './chart/renderings.ts';

/** Where helm is, once it was built. */
export const helmCommand = join(resolve(import.meta.dirname, '..'), 'node_modules/.cache/gatehouse-kubernetes/helm');

/** What helm makes of the chart, by path from the root of the repository. Throws with what helm says. */
export function renderedFiles(root: string): ReadonlyMap<string, string> {
  const render = (parameters: readonly string[]): string =>
    execFileSync(helmCommand, parameters, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return new Map([
    ...plainManifests(render),
    ...['small', 'production'].map((name): [string, string] => [`${RENDERED}/${name}.yaml`, rendering(render, name)]),
    [FINGERPRINT, chartDigest(root)],
  ]);
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const files = renderedFiles(root);
  for (const folder of [`${PLAIN}/servers`, `${PLAIN}/migrations`, RENDERED]) {
    rmSync(join(root, folder), { recursive: true, force: true });
  }
  for (const [file, content] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}
