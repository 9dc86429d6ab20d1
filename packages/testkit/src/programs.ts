import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rootDirectory } from './directories.ts';

/** How to start a program of this repository. */
export interface ProgramOptions {
  /** Path of the entry file, from the root of the repository. */
  readonly entry: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Address that answers 200 once the program is ready: the management port's /readyz. */
  readonly readyUrl: string;
  /** How long it may take to become ready, a minute by default. */
  readonly timeoutMs?: number;
  /** Working directory, the root of the repository by default. */
  readonly cwd?: string;
}

/** A program that runs, and the ways to end it. */
export interface Program {
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Whether the process has ended. */
  over(): boolean;
  /** Settles when the process has ended: its exit code, or null after a signal. */
  readonly ended: Promise<number | null>;
  /** Waits until the standard output matches; throws when the process ends first or after `timeoutMs`. */
  printed(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>;
  /** SIGTERM, then waits; throws (and kills) when it takes longer than a minute. Gives the exit code. */
  stop(): Promise<number>;
  /** SIGKILL, as a power cut would. */
  kill9(): Promise<void>;
}

const STOP_MS = 60_000;

/** Starts a program and waits until it is ready. Throws with its output when it ends before that. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const program = spawnProgram(options);
  try {
    await ready(program, options.readyUrl, options.timeoutMs ?? 60_000);
  } catch (error) {
    await program.kill9();
    throw error;
  }
  return program;
}

/** Starts a program without waiting for anything. */
export function spawnProgram(options: Omit<ProgramOptions, 'readyUrl' | 'timeoutMs'>): Program {
  const child = spawn(process.execPath, [join(rootDirectory, options.entry), ...(options.args ?? [])], {
    cwd: options.cwd ?? rootDirectory,
    env: { ...inherited(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child);
}

/** Runs a program to its end and gives what it printed. Throws when it takes longer than `timeoutMs` (a minute). */
export async function runProgram(
  options: Omit<ProgramOptions, 'readyUrl'>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const program = spawnProgram(options);
  const timer = setTimeout(() => void program.kill9(), options.timeoutMs ?? 60_000);
  const code = await program.ended;
  clearTimeout(timer);
  return { code, stdout: program.stdout(), stderr: program.stderr() };
}

function inherited(): Record<string, string> {
  const { PATH = '', HOME = '', CI = '' } = process.env;
  const cache = join(rootDirectory, 'node_modules/.cache/gatehouse-compile');
  return { PATH, HOME, ...(CI && { CI }), NODE_COMPILE_CACHE: cache };
}

function watch(child: ChildProcess): Program {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const program: Program = {
    pid: child.pid ?? -1,
    stdout: () => stdout,
    stderr: () => stderr,
    over: () => child.exitCode !== null || child.signalCode !== null,
    ended,
    async printed(pattern, timeoutMs = 60_000) {
      const limit = Date.now() + timeoutMs;
      for (;;) {
        const match = pattern.exec(stdout);
        if (match) return match;
        if (program.over()) throw new Error(said('it ended', program));
        const leftMs = limit - Date.now();
        if (leftMs <= 0) throw new Error(said(`nothing like ${String(pattern)} in time`, program));
        const waited = new AbortController();
        const { signal } = waited;
        await Promise.race([once(child.stdout!, 'data', { signal }), ended, delay(leftMs, undefined, { signal })]);
        waited.abort();
      }
    },
    async stop() {
      child.kill('SIGTERM');
      const abort = new AbortController();
      const late = delay(STOP_MS, 'late' as const, { signal: abort.signal });
      const code = await Promise.race([ended, late]);
      if (code === 'late') {
        await program.kill9();
        throw new Error(said('it did not stop after SIGTERM', program));
      }
      abort.abort();
      late.catch(() => undefined);
      return code ?? -1;
    },
    async kill9() {
      child.kill('SIGKILL');
      await ended;
    },
  };
  return program;
}

async function ready(program: Program, url: string, timeoutMs: number): Promise<void> {
  const limit = Date.now() + timeoutMs;
  while (Date.now() < limit) {
    if (program.over()) throw new Error(said('it ended before it was ready', program));
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await delay(20);
  }
  throw new Error(said(`not ready after ${timeoutMs} ms`, program));
}

function said(what: string, program: Program): string {
  return `${what}\n--- stdout\n${program.stdout()}\n--- stderr\n${program.stderr()}`;
}
