/**
 * How many requests each caller sent on each day (UTC), for bills and quotas. Counted in memory and written to a file every few
 * seconds: what a crash loses is what came since the last write, never more; an orderly stop loses nothing. Each line of the file
 * is what was added since the line before, so that several files, one of each instance, are added up by reading them all.
 */
import { type FileHandle, stat } from 'node:fs/promises';
import {
  appendWhole,
  forgetBefore,
  inPlace,
  readUsage,
  type UsageCaller,
  type UsageLine,
  usageKey,
} from './usage-file.ts';

/** How it counts. */
export interface UsageOptions {
  /** Without it counts live in memory alone, for the quota. */
  readonly file?: string | undefined;
  /** What a crash may lose at most. */
  readonly flushMs: number;
  /** Days that counts stay in the file; 0: for ever. */
  readonly keptDays: number;
  /** Requests of one caller on one day; 0: as many as they like. */
  readonly quota: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Called at each write that fails, with whether the one before failed too; what it would have written is kept. */
  readonly onFailure: (error: unknown, again: boolean) => void;
  /** Called when a write succeeds after one that failed. */
  readonly onRecovery: () => void;
}

/** What is left of a day. */
export interface DayLeft {
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly isOver: boolean;
}

/** The counter. */
export interface Usage {
  /** Reads what was counted today before a restart. */
  readonly load: () => Promise<void>;
  /** Counts a request, or refuses to when the day's quota is used up. Undefined when there is no quota. */
  count(key: string, caller: UsageCaller): DayLeft | undefined;
  /** Writes what is not written yet. Never rejects. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const dayMs = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

interface Entry {
  readonly caller: UsageCaller;
  /** On the running day. */
  requests: number;
  /** Of these are not in the file yet. */
  unwritten: number;
}

/** One line for each caller and day, so that what waits for a disk does not grow with the time it waits. */
function addedUp(lines: readonly UsageLine[]): UsageLine[] {
  const sums = new Map<string, UsageLine>();
  for (const one of lines) {
    const key = `${one.day}\n${usageKey(one)}`;
    sums.set(key, { ...one, requests: one.requests + (sums.get(key)?.requests ?? 0) });
  }
  return [...sums.values()];
}

/** Makes it. */
export function createUsage({ file, flushMs, keptDays, quota, clock, onFailure, onRecovery }: UsageOptions): Usage {
  let entries = new Map<string, Entry>();
  let before = new Map<string, number>();
  let endsAtMs = 0;
  let day = '';
  let unwritten: UsageLine[] = [];
  let handle: FileHandle | undefined;
  let failing = false;
  /** Days that are over the retention may be in the file: looked at once a day. */
  let oldMayBeThere = false;
  let writing = Promise.resolve();

  const gather = () => {
    for (const entry of entries.values()) {
      if (entry.unwritten > 0) unwritten.push({ day, ...entry.caller, requests: entry.unwritten });
      entry.unwritten = 0;
    }
  };
  const turnPage = (nowMs: number) => {
    if (file !== undefined) gather();
    entries = new Map();
    if (day !== '') before = new Map();
    day = dayOf(nowMs);
    endsAtMs = (Math.floor(nowMs / dayMs) + 1) * dayMs;
    oldMayBeThere = keptDays > 0;
  };
  const write = async () => {
    gather();
    const lines = unwritten;
    if (file === undefined || lines.length === 0) return;
    unwritten = [];
    try {
      handle = await inPlace(handle, file);
      await appendWhole(handle, lines);
      if (failing) onRecovery();
      failing = false;
    } catch (error) {
      onFailure(error, failing);
      failing = true;
      unwritten = addedUp([...lines, ...unwritten]);
      await handle?.close().catch(() => undefined);
      handle = undefined;
    }
  };
  const forget = async () => {
    if (file === undefined || !oldMayBeThere) return;
    oldMayBeThere = false;
    try {
      await forgetBefore(file, dayOf(clock() - keptDays * dayMs));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') onFailure(error, failing);
    }
  };
  const flush = () => (writing = writing.then(write).then(forget));
  const timer = setInterval(() => void flush(), flushMs).unref();

  return {
    async load() {
      if (file === undefined) return;
      turnPage(clock());
      try {
        if (!(await stat(file)).isFile()) throw new Error(`The usage file ${file} is no regular file.`);
        for await (const one of readUsage(file)) {
          if (one.day === day) before.set(usageKey(one), (before.get(usageKey(one)) ?? 0) + one.requests);
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    },
    count(key, caller) {
      const nowMs = clock();
      if (nowMs >= endsAtMs) turnPage(nowMs);
      let entry = entries.get(key);
      if (entry === undefined) {
        entry = { caller, requests: before.get(usageKey(caller)) ?? 0, unwritten: 0 };
        entries.set(key, entry);
      }
      const isOver = quota > 0 && entry.requests >= quota;
      if (!isOver) {
        entry.requests += 1;
        entry.unwritten += 1;
      }
      if (quota === 0) return undefined;
      return { remaining: quota - entry.requests, resetSeconds: Math.ceil((endsAtMs - nowMs) / 1000), isOver };
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
      await handle?.close();
    },
  };
}
