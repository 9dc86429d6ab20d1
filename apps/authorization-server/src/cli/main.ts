/** The `gatehouse` command: thin, over the same modules as the server, each loaded when a command needs it. */
import { coloured } from './colour.ts';

/**
 * Runs one command and, when it fails, ends the process with what the failure means.
 * @param argv the words after the program's name
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', forgetClosedPipe);
  try {
    await run(argv);
  } catch (error) {
    const { CommanderError } = await import('commander');
    if (error instanceof CommanderError) {
      // commander has said what is wrong; 0 is --help and --version
      return end(error.exitCode === 0 ? 0 : 64);
    }
    const [{ failureOf }, { linesOfText }] = await Promise.all([import('./failure.ts'), import('./output.ts')]);
    const failure = failureOf(error);
    for (const line of failure.lines)
      process.stderr.write(`${coloured('bad', 'gatehouse:', process.stderr)} ${linesOfText(line)}\n`);
    await end(failure.exitCode);
  }
}

/** A server stays in memory for long: without flags it is started by no command line, whose modules would stay with it. */
async function run(argv: readonly string[]): Promise<void> {
  if (argv.length === 1 && argv[0] === 'serve') {
    const { serve } = await import('./serve.ts');
    await serve([]);
    return;
  }
  const [{ dashedIdentifierLast }, { createProgram }] = await Promise.all([
    import('./dashed-identifier.ts'),
    import('./program.ts'),
  ]);
  await createProgram().parseAsync(dashedIdentifierLast(argv), { from: 'user' });
}

const written = (stream: NodeJS.WriteStream) => new Promise<void>((resolve) => void stream.write('', () => resolve()));

/** What was written to a pipe that is read slowly would be lost with the process. */
async function end(exitCode: number): Promise<void> {
  await Promise.all([written(process.stdout), written(process.stderr)]);
  process.exit(exitCode);
}

/** `gatehouse users list | head` reads no further: the command does what it was asked, and ends as it would have. */
function forgetClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
