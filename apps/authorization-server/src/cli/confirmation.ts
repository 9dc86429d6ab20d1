/** A question before something goes for good. */
import { createInterface } from 'node:readline/promises';
import { OperationRefused } from '../directory/operation-refused.ts';
import { linesOfText } from './output.ts';

/** One line of standard input, without spaces around it; nothing at its end. */
export async function typedLine(question: string): Promise<string> {
  process.stderr.write(linesOfText(question));
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    for await (const line of lines) return line.trim();
    process.stderr.write('\n');
    return '';
  } finally {
    lines.close();
  }
}

/**
 * Says what breaks, and goes on when somebody types yes. Throws OperationRefused otherwise.
 * @param act what is done: `this removes the role clerk`
 * @param breaks a line each
 */
export async function confirmed(act: string, breaks: readonly string[], yes: boolean | undefined): Promise<void> {
  if (yes || (await typedLine([...breaks, `${act}; type yes to go on: `].join('\n'))) === 'yes') return;
  throw new OperationRefused('not_confirmed', 'nothing was done: give --yes, or type yes');
}
