/**
 * Writes lines for as long as a service runs: its log, an audit stream. Whatever becomes of the file or the reader,
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
export const openLineWriter = (options: LineWriterOptions): LineWriter => new WaitingLines(options);

class WaitingLines implements LineWriter {
  readonly #options: LineWriterOptions;
  readonly #maxWaiting: number;
  readonly #retryMs: number;
  /** The descriptor that was open already. */
  readonly #given: number | undefined;
  #waiting: string[] = [];
  #length = 0;
  #fd: number | undefined;
  #lookedAt = performance.now();
  /** So many lines are being written. */
  #inFlight = 0;
  /** What was written ends with a part of a line. */
  #broken = false;
  #failing = false;
  #closed = false;
  #reopening = false;
  #retry: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;

  constructor(options: LineWriterOptions) {
    const { to, maxWaiting = 4 * 1024 * 1024, retryMs = 1000 } = options;
    this.#options = options;
    this.#maxWaiting = maxWaiting;
    this.#retryMs = retryMs;
    this.#given = typeof to === 'number' ? to : undefined;
    this.#fd = this.#given;
    if (this.#given === undefined) this.#start();
  }

  get isFailing(): boolean {
    return this.#failing;
  }

  write(line: string): void {
    if (this.#closed || this.#length + line.length > this.#maxWaiting) {
      this.#options.onLoss(1);
      return;
    }
    this.#waiting.push(line);
    this.#length += line.length;
    if (!this.#failing) this.#start();
  }

  reopen(): void {
    if (this.#closed || this.#given !== undefined) return;
    this.#reopening = true;
    this.#start();
  }

  flush(done: () => void): void {
    if (this.#working === undefined) done();
    else void this.#working.finally(done);
  }

  flushSync(): void {
    const lines = this.#waiting.slice(this.#inFlight);
    if (this.#fd === undefined || this.#failing || lines.length === 0) return;
    try {
      let bytes: Uint8Array = Buffer.from(lines.join(''));
      while (bytes.length > 0) bytes = bytes.subarray(writeSync(this.#fd, bytes));
      this.#waiting = this.#waiting.slice(0, this.#inFlight);
    } catch {
      // The process ends, and there is nobody left to tell.
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.race([this.#finish(), sleep(CLOSE_MS)]);
    if (this.#waiting.length > 0) this.#options.onLoss(this.#waiting.length);
    this.#waiting = [];
  }

  readonly #start = (): void => {
    clearTimeout(this.#retry);
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      if (!this.#failing && !this.#closed && (this.#waiting.length > 0 || this.#reopening)) this.#start();
    });
  };

  async #work(): Promise<void> {
    try {
      do {
        const opened = await this.#usable();
        if (this.#waiting.length > 0) await this.#append(opened, this.#waiting.slice(0, LINES_AT_ONCE));
      } while (this.#waiting.length > 0);
      if (this.#failing) this.#options.onRecovery();
      this.#failing = false;
    } catch (error) {
      this.#failing = true;
      await this.#leave();
      this.#options.onFailure(error);
      if (!this.#closed) this.#retry = setTimeout(this.#start, this.#retryMs).unref();
    }
  }

  async #usable(): Promise<number> {
    if (this.#given !== undefined) return this.#given;
    if (this.#fd !== undefined && (this.#reopening || performance.now() - this.#lookedAt >= LOOK_MS)) {
      this.#lookedAt = performance.now();
      const inPlace = await this.#isInPlace(this.#fd);
      if (!inPlace) this.#broken = false;
      if (!inPlace || this.#reopening) await this.#leave();
    }
    this.#reopening = false;
    this.#fd ??= await files.open(String(this.#options.to), FLAGS, 0o600);
    return this.#fd;
  }

  async #isInPlace(opened: number): Promise<boolean> {
    const path = String(this.#options.to);
    const [ours, there] = await Promise.all([files.fstat(opened), named(path).catch(() => undefined)]);
    return ours.ino === there?.ino && ours.dev === there.dev;
  }

  async #leave(): Promise<void> {
    if (this.#given !== undefined || this.#fd === undefined) return;
    const left = this.#fd;
    this.#fd = undefined;
    await files.close(left).catch(() => undefined);
  }

  async #append(opened: number, lines: readonly string[]): Promise<void> {
    const bytes = Buffer.from(`${this.#broken ? '\n' : ''}${lines.join('')}`);
    let written = 0;
    this.#inFlight = lines.length;
    try {
      while (written < bytes.length) {
        try {
          written += (await files.write(opened, bytes, written)).bytesWritten;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || this.#closed) throw error;
          await sleep(SLOW_READER_MS, undefined, { ref: false });
        }
      }
    } finally {
      this.#inFlight = 0;
      this.#forget(bytes.subarray(0, written), lines);
    }
  }

  /** What was written as whole lines waits no longer; the rest of a line is written again, on a line of its own. */
  #forget(written: Buffer, lines: readonly string[]): void {
    if (written.length === 0) return;
    const end = written.lastIndexOf(NEW_LINE) + 1;
    let whole = 0;
    for (let at = this.#broken ? 1 : 0; whole < lines.length; whole += 1) {
      at += Buffer.byteLength(lines[whole] as string);
      if (at > end) break;
    }
    this.#broken = end < written.length;
    for (const line of this.#waiting.splice(0, whole)) this.#length -= line.length;
  }

  async #finish(): Promise<void> {
    await this.#working;
    clearTimeout(this.#retry);
    if (this.#waiting.length > 0) await this.#work();
    await this.#leave();
  }
}
