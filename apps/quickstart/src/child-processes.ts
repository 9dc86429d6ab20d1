import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProgramPlan } from './programs.ts';

/** Services drain for up to 10 seconds; whoever takes longer is killed. */
const STOP_MS = 12_000;
const START_MS = 30_000;

/** New at each start; each line goes to the end, so that the file may be emptied while it is written (logrotate's copytruncate). */
const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = constants;
const NEW_LOG = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;

/** What the children need to know. */
export interface ChildProcessesOptions {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where each service's output goes, as NAME.log. */
  readonly logDirectory: string;
  /** Called once, when a service ends that nobody asked to; `report` says which, how, and its last words. */
  readonly onDeath: (report: string) => void;
}

/** The services as children of this process. */
export interface ChildProcesses {
  /** Starts one and waits until it is ready. Throws when it ends before or takes longer than 30 seconds. */
  start(plan: ProgramPlan): Promise<void>;
  /** Asks all to stop, waits, and kills who stays. Never throws. */
  stop(): Promise<void>;
  /** Has all that are ready read their files again. */
  reload(): void;
  /** Kills all at once. */
  kill(): void;
}

/** Makes an empty set of child processes. */
export function createChildProcesses({ root, env, logDirectory, onDeath }: ChildProcessesOptions): ChildProcesses {
  const children = new Map<string, ChildProcess>();
  const ready = new Set<ChildProcess>();
  let stopping = false;
  mkdirSync(logDirectory, { recursive: true, mode: 0o700 });

  function launch(plan: ProgramPlan): ChildProcess {
    const log = openSync(join(logDirectory, `${plan.name}.log`), NEW_LOG, 0o600);
    const child = spawn(process.execPath, [join(root, plan.entry)], {
      cwd: root,
      env: { ...env, ...plan.env },
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl-C reaches the whole group of a terminal, and a service that gets it both from there
      // and from here takes the second for "stop at once".
      detached: true,
    });
    closeSync(log);
    children.set(plan.name, child);
    child.once('exit', (code, signal) => {
      children.delete(plan.name);
      if (stopping) return;
      stopping = true;
      onDeath(`${plan.title} ended (${signal ?? `exit code ${code}`})\n${lastWords(logDirectory, plan.name)}`);
    });
    return child;
  }

  function signalAll(signal: NodeJS.Signals): void {
    for (const child of children.values()) child.kill(signal);
  }

  return {
    async start(plan) {
      if (stopping) return;
      const child = launch(plan);
      const limit = Date.now() + START_MS;
      while (children.get(plan.name) === child) {
        const answer = await fetch(plan.readyUrl, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
        await answer?.body?.cancel();
        if (answer?.status === 200) {
          ready.add(child);
          return;
        }
        if (Date.now() > limit)
          throw new Error(
            `${plan.title} is not ready after ${START_MS / 1000} s\n${lastWords(logDirectory, plan.name)}`,
          );
        await delay(20);
      }
    },
    async stop() {
      stopping = true;
      const ended = Promise.all([...children.values()].map((child) => once(child, 'exit')));
      signalAll('SIGTERM');
      const timer = setTimeout(() => signalAll('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    },
    reload() {
      for (const child of children.values()) if (ready.has(child)) child.kill('SIGHUP');
    },
    kill() {
      stopping = true;
      signalAll('SIGKILL');
    },
  };
}

function lastWords(logDirectory: string, name: string): string {
  const file = join(logDirectory, `${name}.log`);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12);
  return [...lines.map((line) => `  ${line}`), `  (${file})`].join('\n');
}
