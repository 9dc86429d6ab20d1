/**
 * Changes the sources that decide about tokens, one small mistake at a time, and counts the mistakes that the tests notice.
 * `node packages/oauth-guard/mutation/run.ts [policy challenge dpop verify-jwt]` takes minutes for each; report.md keeps the result.
 * Stryker brings 150 packages, so it is no dependency of the repository: its pinned version is installed into a temporary folder.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSION = '10.0.0';
const root = join(import.meta.dirname, '../../..');

/** Each source, and the tests that are about it. */
const TESTS: Readonly<Record<string, string>> = {
  policy: 'policy',
  challenge: 'challenge',
  dpop: '{dpop,dpop-settings}',
  'verify-jwt': '{verify-jwt,known-headers,forgery/forgery}',
};

const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(TESTS);
for (const name of chosen) if (TESTS[name] === undefined) throw new Error(`there are ${Object.keys(TESTS).join(', ')}`);
const folder = mkdtempSync(join(tmpdir(), 'oauth-guard-mutation-'));

try {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const packages = [`@stryker-mutator/core@${VERSION}`, `@stryker-mutator/jest-runner@${VERSION}`];
  execFileSync('npm', ['install', '--ignore-scripts', ...packages], { cwd: folder, stdio: 'ignore' });
  for (const name of chosen) mutate(name);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function mutate(name: string): void {
  const config = join(folder, `${name}.json`);
  writeFileSync(
    config,
    JSON.stringify({
      testRunner: 'jest',
      plugins: [join(folder, 'node_modules/@stryker-mutator/jest-runner/dist/src/index.js')],
      testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      jest: {
        projectType: 'custom',
        enableFindRelatedTests: false,
        config: {
          testEnvironment: 'node',
          transform: {},
          extensionsToTreatAsEsm: ['.ts'],
          moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
          testMatch: [`<rootDir>/packages/oauth-guard/test/${TESTS[name]}.test.ts`],
        },
      },
      mutate: [`packages/oauth-guard/src/${name}.ts`],
      // Only what these tests need is copied; without the tsconfig Stryker does not ask for TypeScript's own API.
      ignorePatterns: [
        '{apps,benchmarks,certs,coverage,docs,.gatehouse,tsconfig.json}',
        'packages/{config,http,logging,storage,testkit}',
        'packages/oauth-guard/dist',
      ],
      coverageAnalysis: 'perTest',
      concurrency: 1,
      timeoutMS: 20_000,
      thresholds: { break: 85 },
      tempDirName: join(folder, `sandbox-${name}`),
      reporters: ['clear-text'],
      clearTextReporter: { allowColor: false, logTests: false },
    }),
  );
  const stryker = join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  execFileSync(process.execPath, [stryker, 'run', config], { cwd: root, stdio: 'inherit' });
}
