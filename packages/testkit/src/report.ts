import { join } from 'node:path';
import { rootDirectory } from './directories.ts';

/** One test: its file from the root of the repository, its full name, and why it was skipped if it was. */
export interface TestRecord {
  readonly file: string;
  readonly name: string;
  readonly reason?: string;
}

/** What `reports/tests.json` holds after a run of the whole suite. */
export interface TestReport {
  readonly node: string;
  readonly passed: readonly TestRecord[];
  readonly failed: readonly TestRecord[];
  readonly skipped: readonly TestRecord[];
}

/** Where the report of a whole run lies. */
export const REPORT_FILE: string = join(rootDirectory, 'reports/tests.json');
