import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { rootDirectory } from '../src/index.ts';
import { faultsInCi, summarize } from '../src/report.ts';

const file = (tests: readonly { fullName: string; status: string }[], testExecError?: unknown) => ({
  testFilePath: join(rootDirectory, 'apps/x/test/x.test.ts'),
  testResults: tests,
  ...(testExecError === undefined ? {} : { testExecError }),
});

describe('the report of a run', () => {
  it('sorts tests by what became of them, and says why one was skipped', () => {
    const tests = [
      { fullName: 'a holds', status: 'passed' },
      { fullName: 'b holds', status: 'failed' },
      { fullName: 'browser [SKIP: no Chromium was found] c holds', status: 'pending' },
      { fullName: 'd holds', status: 'todo' },
    ];
    const { passed, failed, skipped } = summarize({ testResults: [file(tests)] });
    expect(passed).toEqual([{ file: 'apps/x/test/x.test.ts', name: 'a holds' }]);
    expect(failed.map(({ name }) => name)).toEqual(['b holds']);
    expect(skipped.map(({ name, reason }) => [name, reason])).toEqual([
      ['browser c holds', 'no Chromium was found'],
      ['d holds', undefined],
    ]);
  });

  it('counts a file that could not be run as a failure', () => {
    expect(summarize({ testResults: [file([], new Error('no such module'))] }).failed).toHaveLength(1);
  });

  it('is a failure in CI when a test was skipped or a claim has no proof, and only then', () => {
    const report = summarize({ testResults: [file([{ fullName: 'x AS-01: holds', status: 'passed' }])] });
    const claim = { name: 'AS-01', holds: 'it holds', file: 'apps/x/test/x.test.ts', test: 'AS-01: holds' };
    expect(faultsInCi(report, [claim])).toEqual([]);
    expect(faultsInCi({ ...report, passed: [] }, [claim])).toHaveLength(1);
    expect(faultsInCi({ ...report, skipped: report.passed }, [claim])).toHaveLength(1);
  });
});
