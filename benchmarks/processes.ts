import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The root of the repository. */
export const ROOT: string = resolve(import.meta.dirname, '..');

/** A server under measurement, alone on the first core where `taskset` exists; the load comes from another. */
export interface MeasuredServer {
  readonly pid: number;
  /** CPU time used so far in milliseconds, undefined where /proc is missing. */
  cpuMs(): number | undefined;
  /** Resident memory in MB (10^6 bytes), undefined where /proc is missing. */
  residentMb(): number | undefined;
  stop(): Promise<void>;
}

/** Where a server runs: alone on the first core or on the first two, or where the system finds room, as in use. */
export type Place = 'first core' | 'first two cores' | 'anywhere';

/** A program and what it is told. */
export interface Command {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where it runs; the root of the repository unless told. */
  readonly folder?: string;
}

/** A server that may not be ready yet, with the end of what it logged. */
export type SpawnedServer = MeasuredServer & { said(): string; over(): boolean };

/** Starts `entry`, a path from the root, with Node. Does not wait. */
export function spawnServer(
  entry: string,
  env: Readonly<Record<string, string>>,
  place: Place = 'first core',
): SpawnedServer {
  return spawnCommand({ command: process.execPath, parameters: [join(ROOT, entry)], env }, place);
}

/** Starts any program. Does not wait. What it uses is the sum over itself and the processes below it. */
export function spawnCommand(
  { command, parameters, env, folder = ROOT }: Command,
  place: Place = 'first core',
): SpawnedServer {
  const log = join(tmpdir(), `gatehouse-bench-${randomUUID()}.log`);
  const output = openSync(log, 'w', 0o600);
  const cores = { 'first core': '0', 'first two cores': '0,1', anywhere: `0-${cpus().length - 1}` }[place];
  // Said for every place: without it a child would stay with this process, off the first core.
  const whole = [...(canPin() ? ['taskset', '-c', cores] : []), command, ...parameters];
  const child = spawn(whole[0]!, whole.slice(1), {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    // To a file, not a pipe: reading the logs is no part of what is measured.
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const pid = child.pid ?? -1;
  const ended = once(child, 'exit');
  const sum = (figure: (process: number) => number | undefined): number | undefined => {
    const figures = processesFrom(pid).map(figure);
    return figures[0] === undefined ? undefined : figures.reduce<number>((total, one) => total + (one ?? 0), 0);
  };
  return {
    pid,
    said: () => readFileSync(log, 'utf8').slice(-20_000),
    over: () => child.exitCode !== null || child.signalCode !== null,
    cpuMs: () => sum(cpuMsOf),
    residentMb: () => sum(residentMbOf),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 12_000);
      await ended;
      clearTimeout(timer);
      rmSync(log, { force: true });
    },
  };
}

/** Fields of /proc/PID/stat behind the name: state, parent and so on. */
const statOf = (pid: number): string[] | undefined =>
  readProc(pid, 'stat')
    ?.replace(/^.*\) /su, '')
    .split(' ');

function cpuMsOf(pid: number): number | undefined {
  const fields = statOf(pid);
  // utime and stime, in ticks of 10 ms on every Linux that Node runs on.
  return fields && (Number(fields[11]) + Number(fields[12])) * 10;
}

function residentMbOf(pid: number): number | undefined {
  const kb = /^VmRSS:\s+(\d+)/mu.exec(readProc(pid, 'status') ?? '')?.[1];
  return kb === undefined ? undefined : (Number(kb) * 1024) / 1e6;
}

/** A process and all below it. */
function processesFrom(root: number): number[] {
  const found = [root];
  // It grows while it is gone through.
  for (const pid of found) {
    for (const thread of threadsOf(pid)) {
      const children = readProc(pid, `task/${thread}/children`) ?? '';
      found.push(...children.split(' ').filter(Boolean).map(Number));
    }
  }
  return found;
}

/** Waits up to a minute unless told until `readyUrl` answers 200; looks every 5 ms, so that start times are exact. */
export async function waitUntilReady(server: SpawnedServer, readyUrl: string, limitMs = 60_000): Promise<void> {
  const limit = Date.now() + limitMs;
  while (Date.now() < limit) {
    if (server.over()) throw new Error(`a server ended at its start:\n${server.said()}`);
    const answer = await fetch(readyUrl).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await delay(5);
  }
  const said = server.said();
  await server.stop();
  throw new Error(`a server did not become ready:\n${said}`);
}

let pinnable: boolean | undefined;

/** For tests: nothing is measured, so servers and tests may run where there is room. */
export function neverPin(): void {
  pinnable = false;
}

/** Whether servers get a core of their own. Moves this process, the source of the load, off the first core. */
export function canPin(): boolean {
  if (pinnable !== undefined) return pinnable;
  const cores = availableParallelism();
  try {
    if (cores < 2) throw new Error('one core');
    execFileSync('taskset', ['-a', '-c', '-p', `1-${cores - 1}`, String(process.pid)], { stdio: 'ignore' });
    pinnable = true;
  } catch {
    pinnable = false;
  }
  return pinnable;
}

/** Moves this process, the source of the load, off the first two cores. There must be more. */
export function leaveFirstTwoCores(): void {
  if (canPin()) execFileSync('taskset', ['-a', '-c', '-p', `2-${cpus().length - 1}`, String(process.pid)]);
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
