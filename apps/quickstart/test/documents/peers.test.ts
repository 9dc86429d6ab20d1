import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { documentOf, type PeersReport, quotationOf } from '../../../../benchmarks/peers/report.ts';

const reports = globSync('benchmarks/reports/peers-*.json', { cwd: rootDirectory }).toSorted();
const read = (path: string): string => readFileSync(join(rootDirectory, path), 'utf8');

describe('the comparison with other servers', () => {
  it('the README quotes the figures of the newest report, with its date', () => {
    const newest = reports.at(-1);
    const quoted = /<!-- peers -->\n([\s\S]*)<!-- \/peers -->/u.exec(read('README.md'))?.[1];
    if (newest === undefined) {
      expect(quoted).toBe('');
      return;
    }
    const report = JSON.parse(read(newest)) as PeersReport;
    expect(report.peers.length).toBeGreaterThan(3);
    expect(quoted).toBe(`${quotationOf(report)}\n`);
    expect(quoted).toContain(report.date);
  });

  it('each report and its document say the same', () => {
    for (const path of reports) {
      const report = JSON.parse(read(path)) as PeersReport;
      expect(path).toContain(report.date);
      expect(read(path.replace(/json$/u, 'md'))).toBe(documentOf(report));
    }
  });
});
