/** Processor time of processes by thread, as the scheduler counts it: nanoseconds, where /proc/PID/stat has ticks of 10 ms. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresServer } from '@gatehouse/testkit';

/** Of one server in milliseconds, by what the threads are for. */
export interface ServerCpu {
  readonly mainMs: number;
  readonly writerMs: number;
  readonly hashMs: number;
  readonly sideMs: number;
}

function threads(
  pid: number,
): { readonly name: string; readonly ms: number; readonly main: boolean; readonly id: string }[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((id) => {
    try {
      const place = `/proc/${pid}/task/${id}`;
      const ms = Number(readFileSync(`${place}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
      return [{ name: readFileSync(`${place}/comm`, 'utf8').trim(), ms, main: id === String(pid), id }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

export function serverCpu(pid: number): ServerCpu {
  const sums = { mainMs: 0, writerMs: 0, hashMs: 0, sideMs: 0 };
  for (const { name, ms, main } of threads(pid)) {
    if (main) sums.mainMs += ms;
    else if (name === 'sqlite-writer') sums.writerMs += ms;
    else if (name === 'password-hash') sums.hashMs += ms;
    else sums.sideMs += ms;
  }
  return sums;
}

/** Of PostgreSQL with all its processes, in milliseconds. */
export function postgresCpu({ dataDirectory }: PostgresServer): number {
  const pids = [Number(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n', 1)[0])];
  let sum = 0;
  // It grows while it is gone through.
  for (const pid of pids) {
    try {
      for (const { ms, id } of threads(pid)) {
        sum += ms;
        const children = readFileSync(`/proc/${pid}/task/${id}/children`, 'utf8');
        pids.push(...children.split(' ').filter(Boolean).map(Number));
      }
    } catch {
      // It ended meanwhile.
    }
  }
  return sum;
}
