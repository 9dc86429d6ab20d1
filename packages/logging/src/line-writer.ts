/**
 * Writes lines for as long as a program runs: its log, an audit stream. Whatever becomes of the file or the reader,
 * nothing here throws or blocks: lines wait in memory, up to a bound, while they cannot be written, and each is written whole.
 */
import { close, constants, fstat, open, stat, write, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Where lines go, and who hears what became of them. */
export interface LineWriterOptions {
  /** A path, which is opened and found again after it was moved away, or a descriptor that is open already. */
  readonly to: string | number;
  /** Characters that may wait; lines beyond are lost. Default 4 Mi. */
  readonly maxWaiting?: number;
  /** Milliseconds until what failed is tried again. Default 1000. */
  readonly retryMs?: number;
  /** Called at each try that fails. */
  readonly onFailure: (error: unknown) => void;
  /** Called when everything that waited is written after a failure. */
  readonly onRecovery: () => void;
  /** Lines that were not written and never will be. */
  readonly onLoss: (lines: number) => void;
}

/** The writer. */
export interface LineWriter {
  /** What was tried last did not succeed. */
  readonly isFailing: boolean;
  /** @param line ends with a line feed */
  write(line: string): void;
  /** Opens the path again. It is found out within a second of the next line too. */
  reopen(): void;
  /** Calls back when nothing waits, or cannot be written at the moment. */
  flush(done: () => void): void;
  /** Writes at once what waits, for a process that ends; gives up at the first failure. */
  flushSync(): void;
  /** Writes what waits, if it can within a second. */
  close(): Promise<void>;
}

/** Without a reader, a FIFO opened for writing alone would hold a thread up for ever: it fails instead. */
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
const LINES_AT_ONCE = 512;
const LOOK_MS = 1000;
const SLOW_READER_MS = 20;
const CLOSE_MS = 1000;
const NEW_LINE = 10;

const files = { open: promisify(open), write: promisify(write), close: promisify(close), fstat: promisify(fstat) };
const named = promisify(stat);

/** Opens it, now or when that becomes possible. */
export function openLineWriter(options: LineWriterOptions): LineWriter {
  const { to, maxWaiting = 4 * 1024 * 1024, retryMs = 1000, onFailure, onRecovery, onLoss } = options;
  const given = typeof to === 'number' ? to : undefined;
  let waiting: string[] = [];
  let length = 0;
  let fd = given;
  let lookedAt = performance.now();
  /** So many lines are being written. */
  let inFlight = 0;
  /** What was written ends with a part of a line. */
  let broken = false;
  let failing = false;
  let closed = false;
  let reopening = false;
  let retry: NodeJS.Timeout | undefined;
  let working: Promise<void> | undefined;

  async function isInPlace(opened: number): Promise<boolean> {
    const [ours, there] = await Promise.all([files.fstat(opened), named(String(to)).catch(() => undefined)]);
    return ours.ino === there?.ino && ours.dev === there.dev;
  }

  async function leave(): Promise<void> {
    if (given !== undefined || fd === undefined) return;
    const left = fd;
    fd = undefined;
    await files.close(left).catch(() => undefined);
  }

  async function usable(): Promise<number> {
    if (given !== undefined) return given;
    if (fd !== undefined && (reopening || performance.now() - lookedAt >= LOOK_MS)) {
      lookedAt = performance.now();
      const inPlace = await isInPlace(fd);
      if (!inPlace) broken = false;
      if (!inPlace || reopening) await leave();
    }
    reopening = false;
    fd ??= await files.open(String(to), FLAGS, 0o600);
    return fd;
  }

  async function append(opened: number, lines: readonly string[]): Promise<void> {
    const bytes = Buffer.from(`${broken ? '\n' : ''}${lines.join('')}`);
    let written = 0;
    inFlight = lines.length;
    try {
      while (written < bytes.length) {
        try {
          written += (await files.write(opened, bytes, written)).bytesWritten;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || closed) throw error;
          await sleep(SLOW_READER_MS, undefined, { ref: false });
        }
      }
    } finally {
      inFlight = 0;
      forget(bytes.subarray(0, written), lines);
    }
  }

  /** What was written as whole lines waits no longer; the rest of a line is written again, on a line of its own. */
  function forget(written: Buffer, lines: readonly string[]): void {
    if (written.length === 0) return;
    const end = written.lastIndexOf(NEW_LINE) + 1;
    let whole = 0;
    for (let at = broken ? 1 : 0; whole < lines.length; whole += 1) {
      at += Buffer.byteLength(lines[whole] as string);
      if (at > end) break;
    }
    broken = end < written.length;
    for (const line of waiting.splice(0, whole)) length -= line.length;
  }

  async function work(): Promise<void> {
    try {
      do {
        const opened = await usable();
        if (waiting.length > 0) await append(opened, waiting.slice(0, LINES_AT_ONCE));
      } while (waiting.length > 0);
      if (failing) onRecovery();
      failing = false;
    } catch (error) {
      failing = true;
      await leave();
      onFailure(error);
      if (!closed) retry = setTimeout(start, retryMs).unref();
    }
  }

  function start(): void {
    clearTimeout(retry);
    working ??= work().finally(() => {
      working = undefined;
      if (!failing && !closed && (waiting.length > 0 || reopening)) start();
    });
  }

  async function finish(): Promise<void> {
    await working;
    clearTimeout(retry);
    if (waiting.length > 0) await work();
    await leave();
  }

  if (given === undefined) start();
  return {
    get isFailing() {
      return failing;
    },
    write(line) {
      if (closed || length + line.length > maxWaiting) {
        onLoss(1);
        return;
      }
      waiting.push(line);
      length += line.length;
      if (!failing) start();
    },
    reopen() {
      if (closed || given !== undefined) return;
      reopening = true;
      start();
    },
    flush(done) {
      if (working === undefined) done();
      else void working.finally(done);
    },
    flushSync() {
      const lines = waiting.slice(inFlight);
      if (fd === undefined || failing || lines.length === 0) return;
      try {
        let bytes: Uint8Array = Buffer.from(lines.join(''));
        while (bytes.length > 0) bytes = bytes.subarray(writeSync(fd, bytes));
        waiting = waiting.slice(0, inFlight);
      } catch {
        // The process ends, and there is nobody left to tell.
      }
    },
    async close() {
      closed = true;
      await Promise.race([finish(), sleep(CLOSE_MS)]);
      if (waiting.length > 0) onLoss(waiting.length);
      waiting = [];
    },
  };
}
