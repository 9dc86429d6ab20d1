import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Identifiers of all processes of this machine (Linux). */
function everyProcess(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** A process and its children; each server process of PostgreSQL is a child of the first one, in a session of its own. */
export function withChildren(parent: number): number[] {
  const children = everyProcess().filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      return false;
    }
  });
  return [parent, ...children];
}

/** The processes whose working directory is the folder or lies in it, whoever started them. */
export function processesIn(folder: string): number[] {
  return everyProcess().filter((pid) => {
    try {
      const place = readlinkSync(`/proc/${pid}/cwd`);
      return place === folder || place.startsWith(`${folder}/`);
    } catch {
      return false;
    }
  });
}

/** Sends a signal to processes; those that ended by themselves meanwhile are passed over. */
export function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself meanwhile.
    }
  }
}
