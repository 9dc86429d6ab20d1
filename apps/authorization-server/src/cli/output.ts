/** What commands print: a table for people, one JSON document with --json. */

/** Rows as a table with a header, or as JSON. */
export function printRows(rows: readonly Record<string, unknown>[], options: { json?: boolean }): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify(rows)}\n`);
    return;
  }
  const [first] = rows;
  if (!first) {
    process.stdout.write('nothing to show\n');
    return;
  }
  const names = Object.keys(first);
  const cells = [names, ...rows.map((row) => names.map((name) => textOf(row[name])))];
  const widths = names.map((_name, column) => Math.max(...cells.map((line) => (line[column] ?? '').length)));
  for (const line of cells) {
    process.stdout.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

/** One sentence for people, or the document as JSON. */
export function printDone(sentence: string, document: Record<string, unknown>, options: { json?: boolean }): void {
  process.stdout.write(options.json ? `${JSON.stringify(document)}\n` : `${sentence}\n`);
}

/** `1 session`, `2 sessions`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
