/** A report for people: grouped by subject, what fails first, within 80 columns. */

import type { Subject } from '../../directory/checks/profiles/report.ts';
import type { ProfileFinding, Result } from '../../directory/checks/profiles/rule.ts';
import { coloured, type Style } from '../colour.ts';
import { textOf } from '../output.ts';

const columns = 80;
/** Where the names of rules begin, and where what is said of them. */
const ruleAt = 17;
const valueAt = 41;
/** The order of what is said of a subject. */
const ranks: Readonly<Record<Result, number>> = { fails: 0, holds: 2, tested: 3, not_checked: 4, not_applicable: 5 };
const styles: Readonly<Record<Result, Style>> = {
  fails: 'bad',
  holds: 'good',
  tested: 'quiet',
  not_checked: 'quiet',
  not_applicable: 'quiet',
};

const rankOf = ({ result, level }: ProfileFinding): number =>
  ranks[result] + (result === 'fails' && level !== 'MUST' ? 1 : 0);
const failuresOf = ({ findings }: Subject): readonly ProfileFinding[] =>
  findings.filter(({ result }) => result === 'fails');
const worst = (subject: Subject): number => Math.min(9, ...failuresOf(subject).map(rankOf));

/** Words in lines of so many columns; a word that is longer has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function printLines(text: string, at: number, style?: Style): void {
  for (const line of wrapped(textOf(text), columns - at)) {
    process.stdout.write(`${' '.repeat(at)}${style ? coloured(style, line) : line}\n`);
  }
}

function printFinding({ result, level, rule, section, requirement, value, advice }: ProfileFinding): void {
  const isWarning = result === 'fails' && level !== 'MUST';
  const word = result === 'fails' && !isWarning ? 'FAILS' : result;
  const mark = coloured(isWarning ? 'waiting' : styles[result], word.padEnd(7));
  const head = `  ${mark} ${level.padEnd(6)} ${rule}`;
  if (result === 'fails') {
    const shown = textOf(value);
    const fits = ruleAt + rule.length + 2 + shown.length <= columns;
    process.stdout.write(fits ? `${head}: ${shown}\n` : `${head}:\n`);
    if (!fits) printLines(shown, ruleAt);
    printLines(requirement, ruleAt);
    printLines(advice, ruleAt);
    printLines(section, ruleAt, 'quiet');
    return;
  }
  const [first = '', ...further] = wrapped(textOf(value), columns - valueAt);
  const padding = ' '.repeat(Math.max(2, valueAt - ruleAt - rule.length));
  process.stdout.write(`${head}${padding}${first}\n`);
  for (const line of further) printLines(line, valueAt);
}

/** Rules of which there is nothing to say but their names. */
function printNames(findings: readonly ProfileFinding[], result: Result, what: string): void {
  const names = findings.filter((one) => one.result === result).map(({ rule }) => rule);
  if (names.length > 0) printLines(`${what}: ${names.join(', ')}`, 2, 'quiet');
}

/** @param onlyFailing what holds is left out */
export function printSubjects(
  subjects: readonly Subject[],
  { specification, onlyFailing }: { readonly specification: string; readonly onlyFailing: boolean },
): void {
  const shown = onlyFailing ? subjects.filter((subject) => failuresOf(subject).length > 0) : subjects;
  if (!onlyFailing) process.stdout.write(`${specification}\n`);
  for (const subject of shown.toSorted((a, b) => worst(a) - worst(b))) {
    const { kind, id, findings } = subject;
    process.stdout.write(`\n${coloured('heading', `${kind} ${textOf(id)}`)}\n`);
    const told = findings.filter(({ result }) => result !== 'not_checked' && result !== 'not_applicable');
    const listed = onlyFailing ? failuresOf(subject) : told;
    for (const finding of listed.toSorted((a, b) => rankOf(a) - rankOf(b))) printFinding(finding);
    if (onlyFailing) continue;
    printNames(findings, 'not_checked', 'not asked, --probe does');
    printNames(findings, 'not_applicable', 'does not apply');
  }
  const isTold = (result: Result) =>
    !onlyFailing && shown.some(({ findings }) => findings.some((one) => one.result === result));
  if (isTold('tested')) {
    process.stdout.write('\n');
    printLines('tested: nothing that is stored decides it; tests of this version show it (docs/requirements.md)', 0);
  }
}
