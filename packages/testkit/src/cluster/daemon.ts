import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Account, unprivileged } from '../account.ts';
import { findCommand } from '../commands.ts';

/** A folder of one daemon: its files belong to the account that it runs as, and nobody else reads them. */
export interface Place {
  readonly folder: string;
  readonly account: Account | undefined;
  /** Writes a file (mode 0600) and gives its path. */
  write(name: string, text: string): string;
}

/** A program of the operating system that runs until it is told to stop, and can be started again. */
export interface Daemon {
  readonly pid: number;
  running(): boolean;
  /** Sends the signal and waits until the process is gone, whatever it had to finish; after `STOP_MS` it is killed. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const STOP_MS = 20_000;

/** Makes a folder below one that the account can enter. */
export function makePlace(parent: string, name: string): Place {
  const account = unprivileged();
  const folder = join(parent, name);
  const own = (path: string): void => {
    if (account) chownSync(path, account.uid, account.gid);
  };
  mkdirSync(folder, { mode: 0o700 });
  own(folder);
  return {
    folder,
    account,
    write(file, text) {
      const path = join(folder, file);
      writeFileSync(path, text, { mode: 0o600 });
      own(path);
      return path;
    },
  };
}

/** Looks a program of the operating system up; its absence is a fault, for tests have asked for it before. */
export function requireCommand(name: string): string {
  const file = findCommand(name);
  if (file === undefined) throw new Error(`${name} was not found`);
  return file;
}

/** Starts a program in its folder; what it prints goes to the file `log` there. */
export function startDaemon(place: Place, command: string, args: readonly string[]): Daemon {
  const log = openSync(join(place.folder, 'log'), 'a', 0o600);
  // Where this process is killed, nothing of its `exit` runs: the kernel then asks the daemon to end.
  const setpriv = findCommand('setpriv');
  const [file, before] = setpriv ? [setpriv, ['--pdeathsig', 'TERM', command]] : [command, []];
  const child = spawn(file, [...before, ...args], {
    ...place.account,
    cwd: place.folder,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', HOME: place.folder, TMPDIR: place.folder },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = once(child, 'exit');
  ended.catch(() => undefined);
  const running = (): boolean => !hasEnded(child);
  return {
    pid: child.pid ?? -1,
    running,
    async end(name) {
      if (!running()) return;
      child.kill(name);
      const abort = new AbortController();
      const late = delay(STOP_MS, 'late', { signal: abort.signal }).catch(() => undefined);
      if ((await Promise.race([ended, late])) === 'late') {
        child.kill('SIGKILL');
        await ended;
      }
      abort.abort();
    },
  };
}

/** What a daemon has printed, the last part of it. */
export function lastOfLog(place: Place, characters = 6000): string {
  try {
    return readFileSync(join(place.folder, 'log'), 'utf8').slice(-characters);
  } catch {
    return '';
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
