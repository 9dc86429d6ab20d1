import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { rootDirectory } from './directories.ts';
import { REPORT_FILE, type TestRecord, type TestReport } from './report.ts';
import { missingProofs, readRequirements } from './requirements.ts';

interface JestResult {
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly testExecError?: unknown;
    readonly testResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

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
    const faults = [
      ...report.skipped.map(({ file, name }) => `skipped: ${file}: ${name}`),
      ...missingProofs(readRequirements(), report.passed),
    ];
    for (const fault of faults) process.stderr.write(`${fault}\n`);
    if (faults.length > 0) this.#fault = new Error(`${faults.length} faults beside the tests themselves`);
  }

  /** Jest ends with an error code when this gives an error. */
  getLastError(): Error | undefined {
    return this.#fault;
  }
}

function summarize({ testResults }: JestResult): TestReport {
  const passed: TestRecord[] = [];
  const failed: TestRecord[] = [];
  const skipped: TestRecord[] = [];
  for (const { testFilePath, testExecError, testResults: tests } of testResults) {
    const file = relative(rootDirectory, testFilePath).replaceAll('\\', '/');
    if (testExecError) failed.push({ file, name: 'the file itself' });
    for (const { fullName: name, status } of tests) {
      if (status === 'passed') passed.push({ file, name });
      else if (status === 'failed') failed.push({ file, name });
      else skipped.push(skippedRecord(file, name));
    }
  }
  return { node: process.version, passed, failed, skipped };
}

/** `skipUnless` writes the reason into the title of the block. */
function skippedRecord(file: string, name: string): TestRecord {
  const marked = / \[SKIP: (?<reason>[^\]]+)\]/u.exec(name);
  const reason = marked?.groups?.['reason'];
  return reason ? { file, name: name.replace(marked?.[0] ?? '', ''), reason } : { file, name };
}
