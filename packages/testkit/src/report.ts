import { join, relative } from 'node:path';
import { rootDirectory } from './directories.ts';
import { missingProofs, type Requirement, type TestRecord } from './requirements.ts';

/** What `reports/tests.json` holds after a run of the whole suite. */
export interface TestReport {
  readonly node: string;
  readonly passed: readonly TestRecord[];
  readonly failed: readonly TestRecord[];
  readonly skipped: readonly TestRecord[];
}

/** Where the report of a whole run lies. */
export const REPORT_FILE: string = join(rootDirectory, 'reports/tests.json');

/** The part of what Jest tells at the end that the report is made of. */
export interface JestResult {
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly testExecError?: unknown;
    readonly testResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Turns Jest's result into the report. A file that could not be run counts as a failed test. */
export function summarize({ testResults }: JestResult): TestReport {
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

/** What makes a run in CI fail although no test did: a skipped test, or a claim whose test did not run and pass. */
export function faultsInCi(report: TestReport, requirements: readonly Requirement[]): readonly string[] {
  return [
    ...report.skipped.map(({ file, name }) => `skipped: ${file}: ${name}`),
    ...missingProofs(requirements, report.passed),
  ];
}
