/** The `gatehouse` command: thin, over the same rooms as the server. */
import { CommanderError } from 'commander';
import { failureOf } from './failure.ts';
import { createProgram } from './program.ts';

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // commander has said what is wrong; 0 is --help and --version
    process.exit(error.exitCode === 0 ? 0 : 64);
  }
  const failure = failureOf(error);
  for (const line of failure.lines) process.stderr.write(`gatehouse: ${line}\n`);
  process.exit(failure.exitCode);
}
