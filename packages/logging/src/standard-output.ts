/** Standard output as the log of a service: a reader that is slow, gone, or a disk that is full stops nothing. */
import { type LineWriter, openLineWriter } from './line-writer.ts';

/** What became of the log so far. */
export interface LogFailures {
  /** Writes that failed. */
  readonly failures: number;
  /** Lines that nobody will ever read. */
  readonly lost: number;
}

const counted = { failures: 0, lost: 0 };
let output: LineWriter | undefined;

/** How often standard output failed in this process. */
export const logFailures = (): LogFailures => counted;

/** One for the process: several writers would mix their lines. */
export function standardOutput(): LineWriter {
  if (output) return output;
  let told = false;
  const tell = (error: unknown): void => {
    if (told) return;
    told = true;
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    process.stderr.write(`the log cannot be written to standard output (${reason}); lines wait, then are counted\n`);
  };
  output = openLineWriter({
    to: 1,
    onFailure(error) {
      counted.failures += 1;
      tell(error);
    },
    onRecovery() {
      if (told) process.stderr.write('the log is written to standard output again\n');
      told = false;
    },
    onLoss: (lines) => {
      counted.lost += lines;
    },
  });
  // Whoever reads neither stream must not end the service.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.on('exit', () => output?.flushSync());
  return output;
}
