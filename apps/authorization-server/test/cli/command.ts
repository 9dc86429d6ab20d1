/** The real `gatehouse` command, as a person starts it, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';

const bin = path.join(rootDirectory, 'node_modules/.bin');

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

/** Starts `node_modules/.bin/gatehouse` with the Node that is in the project; only `env` is set of GATEHOUSE_…. */
export function startCommand(args: readonly string[], env: Record<string, string>): ChildProcess {
  const cache = path.join(rootDirectory, 'node_modules/.cache/gatehouse-compile');
  const { HOME = '' } = process.env;
  return spawn(path.join(bin, 'gatehouse'), args, {
    env: { PATH: `${bin}:${process.env['PATH']}`, HOME, NODE_COMPILE_CACHE: cache, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs a command to its end. `input` goes to its standard input, which is then closed. */
export async function gatehouse(args: readonly string[], env: Record<string, string>, input = ''): Promise<Ran> {
  const started = performance.now();
  const child = startCommand(args, env);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, stdout, stderr, tookMs: performance.now() - started };
}
