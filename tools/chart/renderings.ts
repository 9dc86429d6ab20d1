/** What helm makes of the chart, kept so that tests read it where there is no helm. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs helm in the root of the repository, and gives what it printed. */
export type Render = (parameters: readonly string[]) => string;

/** The chart, from the root of the repository. */
export const CHART = 'deploy/helm/gatehouse';

/** Where renderings are kept. */
export const RENDERED = 'apps/quickstart/test/interop/kubernetes/rendered';

/** The chart that they are of. */
export const FINGERPRINT = `${RENDERED}/chart.sha256`;

/** What `helm template` gives for one of the examples of values. */
export const rendering = (render: Render, name: string): string =>
  render(['template', 'gatehouse', CHART, '--namespace', 'gatehouse', '--values', `${CHART}/examples/${name}.yaml`]);

/** A digest of all that a rendering depends on: the chart and the examples of values. */
export function chartDigest(root: string): string {
  const hash = createHash('sha256');
  const files = globSync(`${CHART}/{*.yaml,templates/*,examples/*.yaml}`, { cwd: root }).toSorted();
  for (const file of files) hash.update(`${file}\n${readFileSync(join(root, file), 'utf8')}\n`);
  return `${hash.digest('hex')}\n`;
}
