import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  baselineFile,
  compare,
  keepBaseline,
  linesOf,
  readBaseline,
} from '../../../../benchmarks/regressions/baseline.ts';

const machine = { arch: 'x64', cpu: 'AMD EPYC 7B13 (64-Core)', cores: 2, node: 24 };

let place: TemporaryDirectory;
beforeEach(async () => {
  place = await temporaryDirectory();
});
afterEach(() => place.remove());

describe('the comparison of hot paths with a baseline', () => {
  it('names what costs more than a tenth more, and nothing else', () => {
    const before = { slower: 2, almost: 2, equal: 2, faster: 2 };
    const now = { slower: 2.22, almost: 2.19, equal: 2, faster: 1.5 };
    const comparisons = compare(before, now);
    const verdicts = comparisons.map(({ path, verdict }) => `${path}: ${verdict}`);
    expect(verdicts).toEqual(['slower: worse', 'almost: same', 'equal: same', 'faster: better']);
    expect(linesOf(comparisons)).toEqual([
      'slower: 2.22 (2.00 in the baseline, +11 %) WORSE',
      'almost: 2.19 (2.00 in the baseline, +9 %)',
      'equal: 2.00 (2.00 in the baseline, +0 %)',
      'faster: 1.50 (2.00 in the baseline, −25 %) BETTER',
    ]);
  });

  it('tells a path that the baseline does not know, and refuses to pass over one that was not measured', () => {
    expect(linesOf(compare({}, { gateway: 1.5 }))).toEqual(['gateway: 1.50, not in the baseline']);
    expect(() => compare({ gateway: 1.5, refresh: 5 }, { gateway: 1.5 })).toThrow(
      'not measured, though the baseline has it: refresh',
    );
  });

  it('keeps a baseline for each kind of machine, and has none for another', () => {
    const folder = place.path;
    const file = baselineFile(folder, machine);
    expect(file).toBe(join(folder, 'x64-amd-epyc-7b13-64-core-2-cores-node-24.json'));
    const baseline = { machine, date: '2026-11-29', costs: { gateway: 1.5 } };
    keepBaseline(file, baseline);
    expect(readBaseline(file)).toEqual(baseline);
    const others = [{ arch: 'arm64' }, { cpu: 'Intel Xeon' }, { cores: 4 }, { node: 26 }];
    for (const other of others) {
      expect(readBaseline(baselineFile(folder, { ...machine, ...other }))).toBeUndefined();
    }
  });

  it.each(['{}', '{"costs": {}}', '{"costs": {"gateway": 0}}', '{"costs": {"gateway": "fast"}}'])(
    'takes no file without costs for a baseline: %s',
    (text) => {
      const file = join(place.path, 'none.json');
      writeFileSync(file, text);
      expect(() => readBaseline(file)).toThrow('is no baseline: it has no costs above 0');
    },
  );

  it('the committed baselines are named after their machines', () => {
    const folder = join(rootDirectory, 'benchmarks/baselines');
    const files = globSync('*.json', { cwd: folder }).map((name) => join(folder, name));
    expect(files).toEqual(files.map((file) => baselineFile(folder, readBaseline(file)!.machine)));
  });
});
