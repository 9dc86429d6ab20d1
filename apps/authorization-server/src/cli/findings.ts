/** Findings of examinations, for people: each with a mark, and what to do below it. */
import type { Finding } from '../directory/checks/finding.ts';
import { coloured, type Style } from './colour.ts';
import { linesOfText } from './output.ts';

const marks: Readonly<Record<Finding['result'], readonly [mark: string, style: Style]>> = {
  ok: ['  ok     ', 'good'],
  warning: ['  warning', 'waiting'],
  fault: ['  FAULT  ', 'bad'],
  skipped: ['  skipped', 'quiet'],
};

export function printFindings(findings: readonly Finding[]): void {
  for (const { check, result, advice } of findings) {
    const [mark, style] = marks[result];
    const said = `${check}\n${advice === '' ? '' : `             ${advice}\n`}`;
    process.stdout.write(`${coloured(style, mark)}  ${linesOfText(said)}`);
  }
}
