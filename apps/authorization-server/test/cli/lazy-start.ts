/** What a start of the `gatehouse` command costs: the modules that it loads, and its processor time. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { rootDirectory, startProgram } from '@gatehouse/testkit';

/** Loaded before the command: says at its end, in one line on standard error, what was loaded and how long it took. */
const observer = `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(JSON.stringify({ loaded, processorMs: (user + system) / 1000 }));
});`;
const observing = `--import=data:text/javascript,${encodeURIComponent(observer)}`;

export interface Start {
  /** Paths below the project's folder, without what Node brings. */
  readonly modules: readonly string[];
  readonly processorMs: number;
}

/** Runs the command to its end. Throws when it fails. */
export async function startOf(args: readonly string[], env: Record<string, string> = {}): Promise<Start> {
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [observing, path.join(rootDirectory, 'apps/authorization-server/bin/gatehouse.js'), ...args],
    { env: { PATH: process.env['PATH'], ...env } },
  );
  return observed(stderr);
}

/** The same of a server that is stopped as soon as it is ready, and has had `requests`. */
export async function startOfServer(
  env: Record<string, string>,
  readyUrl: string,
  requests: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Start> {
  const program = await startProgram({
    entry: 'apps/authorization-server/src/main.ts',
    env: { ...env, NODE_OPTIONS: observing },
    readyUrl,
  });
  try {
    await requests();
  } finally {
    await program.stop();
  }
  return observed(program.stderr());
}

function observed(stderr: string): Start {
  const { loaded, processorMs } = JSON.parse(stderr) as { loaded: string[]; processorMs: number };
  const root = `file://${rootDirectory}/`;
  return { modules: loaded.filter((url) => url.startsWith(root)).map((url) => url.slice(root.length)), processorMs };
}
