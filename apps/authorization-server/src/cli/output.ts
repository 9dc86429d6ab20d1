/** What commands print: a table for people, one JSON document with --json, nothing that nobody asked for with --quiet. */
import { coloured, colouredCell } from './colour.ts';

export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What terminals take for commands, or for another direction, and JSON would leave as it is. */
const unescaped = /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu;

/** JSON that a terminal shows as text, whatever is in it. */
export const jsonOf = (document: unknown, indent?: number): string =>
  JSON.stringify(document, undefined, indent).replaceAll(
    unescaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Prints one JSON document. */
export const printJson = (document: unknown, indent?: number): void =>
  void process.stdout.write(`${jsonOf(document, indent)}\n`);

/** Rows as a table with a header, or as JSON. */
export function printRows(rows: readonly Record<string, unknown>[], options: OutputOptions): void {
  if (options.json) {
    printJson(rows);
    return;
  }
  if (options.quiet) return;
  const [first] = rows;
  if (!first) {
    process.stdout.write('nothing to show\n');
    return;
  }
  const names = Object.keys(first);
  const cells = rows.map((row) => names.map((name) => textOf(row[name])));
  const widths = names.map((name, column) => Math.max(name.length, ...cells.map((line) => line[column]!.length)));
  const lineOf = (line: readonly string[], colour: (name: string, text: string) => string) =>
    line
      .map((cell, column) => {
        const text = colour(names[column]!, cell);
        return line.slice(column + 1).some((later) => later !== '')
          ? `${text}${' '.repeat(widths[column]! - cell.length + 2)}`
          : text;
      })
      .join('');
  const lines = [
    lineOf(names, (_name, text) => coloured('heading', text)),
    ...cells.map((line) => lineOf(line, colouredCell)),
  ];
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/**
 * One sentence for people, or the document as JSON.
 * @param answer what is printed with --quiet too: a secret that is shown this once
 */
export function printDone(
  sentence: string,
  document: Record<string, unknown>,
  options: OutputOptions,
  answer?: string,
): void {
  if (options.json) printJson(document);
  else if (!options.quiet) process.stdout.write(`${linesOfText(sentence)}\n`);
  else if (answer !== undefined) process.stdout.write(`${answer}\n`);
}

/** `1 session`, `2 sessions`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What a terminal would take for a command, or for another direction of the rest of the line. */
const notText = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A cell of a table. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(notText, ' ');
}

/** Lines for people, of what may come from elsewhere: a server that is not ours, or what somebody called themselves. */
export const linesOfText = (text: string): string => text.split('\n').map(textOf).join('\n');
