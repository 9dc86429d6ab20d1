/**
 * How many requests each caller sent on each day (UTC), for bills and quotas. Counted in memory and written to a file every few
 * seconds: what a crash loses is what came since the last write, never more; an orderly stop loses nothing. Each line of the file
 * is what was added since the line before, so that several files, one of each instance, are added up by reading them all.
 */
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** Who is counted. */
export interface UsageCaller {
  readonly subject: string;
  /** The client whose access token it was. */
  readonly client_id?: string | undefined;
  /** The API key or service account. */
  readonly credential_id?: string | undefined;
}

/** One line of the file. */
export interface UsageLine extends UsageCaller {
  /** UTC, `2026-11-22`. */
  readonly day: string;
  readonly requests: number;
}

/** How it counts. */
export interface UsageOptions {
  /** Without it counts live in memory alone, for the quota. */
  readonly file?: string | undefined;
  /** What a crash may lose at most. */
  readonly flushMs: number;
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

const line = z.object({
  day: z.iso.date(),
  requests: z.int().min(1),
  subject: z.string(),
  client_id: z.string().optional(),
  credential_id: z.string().optional(),
});

/** The lines of a file; a last line that a crash left half written is skipped. */
export async function* readUsage(file: string): AsyncGenerator<UsageLine> {
  for await (const text of createInterface({ input: createReadStream(file) })) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      continue;
    }
    const read = line.safeParse(value);
    if (read.success) yield read.data;
  }
}

/** By what a caller is told from others in a file. */
export const usageKey = ({ subject, client_id: client = '', credential_id: credential = '' }: UsageCaller): string =>
  `${subject}\n${client}\n${credential}`;

interface Entry {
  readonly caller: UsageCaller;
  /** On the running day. */
  requests: number;
  /** Of these are not in the file yet. */
  unwritten: number;
}

/** The file under its name: opened again when it was moved away or removed. */
async function inPlace(handle: FileHandle | undefined, file: string): Promise<FileHandle> {
  if (handle !== undefined) {
    const [ours, named] = await Promise.all([handle.stat(), stat(file).catch(() => undefined)]);
    if (ours.ino === named?.ino && ours.dev === named.dev) return handle;
    await handle.close();
  }
  // Without a reader, a FIFO opened to wait would hold a thread up for ever.
  return open(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK, 0o600);
}

/** All of the lines or none: what a full disk took of them would be counted twice when they are written again. */
async function appendWhole(handle: FileHandle, lines: readonly UsageLine[]): Promise<void> {
  const { size } = await handle.stat();
  try {
    // Begins on a line of its own, whatever a crash left behind.
    await handle.appendFile(`\n${lines.map((one) => JSON.stringify(one)).join('\n')}\n`);
    await handle.datasync();
  } catch (error) {
    await handle.truncate(size).catch(() => undefined);
    throw error;
  }
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
export function createUsage({ file, flushMs, quota, clock, onFailure, onRecovery }: UsageOptions): Usage {
  let entries = new Map<string, Entry>();
  let before = new Map<string, number>();
  let endsAtMs = 0;
  let day = '';
  let unwritten: UsageLine[] = [];
  let handle: FileHandle | undefined;
  let failing = false;
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
  const flush = () => (writing = writing.then(write));
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
