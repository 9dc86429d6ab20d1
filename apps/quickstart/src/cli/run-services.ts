/**
 * Runs services as children: certificates, then the services, then what is said once all is up. Stops everything on Ctrl-C, when the
 * terminal is closed and when a service ends by itself.
 */
import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { makeCertificates } from '../../../../certs/make.ts';
import { type ChildProcesses, createChildProcesses } from '../child-processes.ts';
import { occupiedPorts } from '../ports.ts';
import type { ProgramPlan } from '../programs.ts';
import { withProgress } from '../progress.ts';
import { root, type Settings } from '../settings.ts';

/** npm hands a Ctrl-C on to a process that has already had it from the terminal; that repeat is no second wish. */
const REPEAT_MS = 2_000;

const startedInTerminal = process.stdin.isTTY || process.stdout.isTTY;

/** What is run. */
export interface RunOptions {
  /** What was typed. */
  readonly command: string;
  /** The authorization server first: the others ask it for its keys when they start. */
  readonly plans: readonly ProgramPlan[];
  readonly places: Pick<Settings, 'stateDirectory' | 'certificatesDirectory'>;
  /** What all are told beside the environment of this process, once it is known that they can start. */
  readonly env: () => Readonly<Record<string, string | undefined>>;
  /** What is said once all is up. @param shown a path as the user would type it */
  readonly report: (caFile: string, logDirectory: string, shown: (path: string) => string) => Promise<string>;
}

/** For users, line by line. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);

const shown = (path: string) => (path.startsWith(root) ? relative(process.cwd(), path) : path);

/** Runs them until this process is told to stop. Sets the exit code, or ends the process. */
export async function runServices({ command, plans, places, env: more, report }: RunOptions): Promise<void> {
  // A terminal or reader that is gone must not end this process before the others.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  const occupied = await occupiedPorts(plans, command);
  if (occupied.length > 0) {
    process.stderr.write(`${occupied.join('\n')}\n`);
    process.exitCode = 1;
    return;
  }
  const { stateDirectory, certificatesDirectory } = places;
  const { caFile, made } = await makeCertificates({ directory: certificatesDirectory });
  if (made.length > 0) say(`Made certificates in ${shown(certificatesDirectory)}: ${made.join(', ')}`);
  setDefaultCACertificates([...getCACertificates('default'), await readFile(caFile, 'utf8')]);

  const logDirectory = join(stateDirectory, 'logs');
  const compileCache = join(root, 'node_modules/.cache/gatehouse');
  const firstStart = !existsSync(compileCache);
  const env = {
    NODE_COMPILE_CACHE: compileCache,
    // As the services' own start scripts have it: memory of password hashes (19 MB each) goes back when they are done.
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '1048576',
    NODE_OPTIONS: '--max-semi-space-size=4',
    ...process.env,
    ...more(),
  };
  const children = createChildProcesses({
    root,
    env,
    logDirectory,
    onDeath: (why) => void life.end(1, why),
  });
  const life = endWithSignals(children);

  try {
    const [first, ...others] = plans;
    if (first && firstStart)
      await withProgress('Making the database and the demo users', say, makeDatabase({ ...env, ...first.env }));
    if (life.isEnding()) return;
    if (first) await withProgress(`Waiting for the ${first.title.toLowerCase()}`, say, children.start(first));
    await withProgress('Waiting for the others', say, Promise.all(others.map((plan) => children.start(plan))));
    if (life.isEnding()) return;
    say(await report(caFile, shown(logDirectory), shown));
  } catch (error) {
    if (!life.isEnding()) await life.end(1, Error.isError(error) ? error.message : String(error));
  }
}

interface Life {
  readonly isEnding: () => boolean;
  /** Stops all children, then ends this process. */
  end(code: number, why?: string): Promise<never>;
}

function endWithSignals(children: ChildProcesses): Life {
  let ending = 0;
  async function end(code: number, why?: string): Promise<never> {
    ending = Date.now();
    if (why) process.stderr.write(`${why}\n`);
    await withProgress('Stopping', say, children.stop());
    process.exit(code);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (signal === 'SIGHUP' && !terminalIsGone()) children.reload();
      else if (ending === 0) {
        say('Stopping everything.');
        void end(0);
      } else if (Date.now() - ending > REPEAT_MS) {
        children.kill();
      }
    });
  }
  return { isEnding: () => ending > 0, end };
}

/**
 * Also fills the compile cache: whoever compiles TypeScript keeps a parser in memory, and the server that stays should
 * not. What goes wrong is said by the server itself.
 */
async function makeDatabase(env: NodeJS.ProcessEnv): Promise<void> {
  const command = join(root, 'apps/authorization-server/bin/gatehouse.js');
  await promisify(execFile)(process.execPath, [command, 'registry', 'apply'], { cwd: root, env }).catch(
    () => undefined,
  );
}

/** Whether SIGHUP comes from a terminal that was closed, and with it whoever would press Ctrl-C. */
function terminalIsGone(): boolean {
  if (!startedInTerminal) return false;
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return false;
  } catch {
    return true;
  }
}
