import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { faultsInCi, type JestResult, REPORT_FILE, summarize } from './report.ts';
import { readRequirements } from './requirements.ts';

interface JestConfig {
  readonly testPathPatterns?: { readonly patterns: readonly string[] };
  readonly testNamePattern?: string;
  readonly runTestsByPath?: boolean;
  readonly onlyChanged?: boolean;
  readonly shard?: unknown;
}

/**
 * A Jest reporter. After a run of the whole suite it writes `reports/tests.json`; it prints each skipped test with its
 * reason; and with CI=true it fails the run when a test was skipped or a requirement's test did not run and pass.
 */
export default class Reporter {
  readonly #whole: boolean;
  #fault: Error | undefined;

  constructor(config: JestConfig) {
    const { testPathPatterns, testNamePattern, runTestsByPath, onlyChanged, shard } = config;
    this.#whole =
      (testPathPatterns?.patterns.length ?? 0) === 0 && !testNamePattern && !runTestsByPath && !onlyChanged && !shard;
  }

  /** Removes the report of an earlier run, so that nobody reads it as this one's. */
  onRunStart(): void {
    if (this.#whole) rmSync(REPORT_FILE, { force: true });
  }

  /** Called by Jest with everything that ran. */
  onRunComplete(_contexts: unknown, result: JestResult): void {
    const report = summarize(result);
    for (const { file, name, reason } of report.skipped) {
      process.stderr.write(`SKIP ${file}: ${name}${reason ? ` (${reason})` : ''}\n`);
    }
    if (!this.#whole) return;
    mkdirSync(dirname(REPORT_FILE), { recursive: true });
    writeFileSync(REPORT_FILE, `${JSON.stringify(report, undefined, 1)}\n`);
    if (process.env['CI'] !== 'true') return;
    const faults = faultsInCi(report, readRequirements());
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    if (faults.length > 0) this.#fault = new Error(`${faults.length} faults beside the tests themselves`);
  }

  /** Jest ends with an error code when this gives an error. */
  getLastError(): Error | undefined {
    return this.#fault;
  }
}
