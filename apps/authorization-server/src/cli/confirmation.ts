/** A question before something goes for good. */
import { createInterface } from 'node:readline/promises';
import { OperationRefused } from '../directory/operation-refused.ts';

/**
 * Says what breaks, and goes on when somebody types yes. Throws OperationRefused otherwise.
 * @param breaks a line each
 */
export async function confirmed(what: string, breaks: readonly string[], yes: boolean | undefined): Promise<void> {
  if (yes) return;
  process.stderr.write([...breaks, `this removes ${what}; type yes to go on: `].join('\n'));
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    for await (const line of lines) {
      if (line.trim() === 'yes') return;
      break;
    }
  } finally {
    lines.close();
  }
  throw new OperationRefused('not_confirmed', `nothing was removed: give --yes, or type yes`);
}
