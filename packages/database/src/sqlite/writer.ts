import { once } from 'node:events';
import { getCompileCacheDir } from 'node:module';
import { Worker } from 'node:worker_threads';
import { StorageUnavailableError } from '../errors.ts';
import type { Statement, StatementResult } from '../statements/statement.ts';
import { type Outcome, runBatch } from './batch.ts';
import type { SqliteConnection, SqliteConnectionOptions } from './connection.ts';
import { type Failure, failureOf } from './failure.ts';
import { raise } from './raise.ts';
import type { UnitMessage, WriterAnswer, WriterMessage } from './writer-thread.ts';

/** Where a SQLite driver sends its units of work. */
export interface Writer {
  execute(unit: readonly Statement[]): Promise<StatementResult[]>;
  /** Resolves when the first unit can be taken at once. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly unit: readonly Statement[];
  readonly timer: NodeJS.Timeout;
  readonly resolve: (results: StatementResult[]) => void;
  readonly reject: (error: Error) => void;
}

// A worker has no origin; the rule is about windows.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const send = (thread: Worker, message: WriterMessage): void => thread.postMessage(message);

/** Each thread has a compile cache of its own; without it the thread would keep a TypeScript parser in memory, 15 MB. */
const bootstrap = `
  const { workerData } = require('node:worker_threads');
  if (workerData.compileCache) require('node:module').enableCompileCache(workerData.compileCache);
  import(workerData.entry);
`;

/** Starts the thread of a database. */
function startThread(options: SqliteConnectionOptions): Worker {
  const entry = new URL('./writer-thread.ts', import.meta.url).href;
  const workerData = { ...options, entry, compileCache: getCompileCacheDir() };
  return new Worker(bootstrap, { eval: true, workerData, name: 'sqlite-writer' });
}

/** A database in memory has one connection, which cannot be shared with a thread; there is no disk to wait for either. */
export function inlineWriter(connection: SqliteConnection): Writer {
  return {
    execute(unit) {
      let outcome: Outcome | undefined;
      try {
        [outcome] = runBatch(connection, [unit]);
      } catch (error) {
        outcome = { failure: failureOf(error) };
      }
      if (outcome && 'results' in outcome) return Promise.resolve(outcome.results);
      return Promise.reject(raise(outcome?.failure as Failure, unit));
    },
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/**
 * Hands units to the writer thread and waits at most `timeoutMs` for each answer. The units of one turn of the event loop go together:
 * they cost one message, one transaction and one sync.
 * A unit whose answer came too late may have been written: the outcome is unknown.
 */
export function threadedWriter(options: { path: string; busyTimeoutMs: number; timeoutMs: number }): Writer {
  const { path, busyTimeoutMs, timeoutMs } = options;
  const waiting = new Map<number, Waiting>();
  let gathered: UnitMessage[] = [];
  let nextId = 0;
  let worker: Worker | undefined;
  let closed = false;

  const settle = (id: number, act: (entry: Waiting) => void): void => {
    const entry = waiting.get(id);
    if (!entry) return;
    waiting.delete(id);
    clearTimeout(entry.timer);
    if (waiting.size === 0) worker?.unref();
    act(entry);
  };

  const start = (): Worker => {
    const thread = startThread({ path, busyTimeoutMs });
    const gone = (reason: string): void => {
      if (worker === thread) worker = undefined;
      for (const id of waiting.keys())
        settle(id, ({ reject }) => reject(new StorageUnavailableError(reason, 'unknown')));
    };
    thread.on('message', (answer: WriterAnswer) => {
      if (answer === 'ready') return;
      for (const { id, outcome } of answer) {
        settle(id, ({ unit, resolve, reject }) =>
          'results' in outcome ? resolve(outcome.results) : reject(raise(outcome.failure, unit)),
        );
      }
    });
    thread.on('error', (error) => gone(`the writer thread failed: ${(error as Error).message}`));
    thread.on('exit', () => gone('the writer thread ended'));
    return thread;
  };

  /** A unit that cannot be cloned for the thread is refused alone. */
  const post = (units: readonly UnitMessage[]): void => {
    try {
      worker ??= start();
      worker.ref();
      send(worker, units);
    } catch (error) {
      if (units.length > 1) for (const unit of units) post([unit]);
      else for (const { id } of units) settle(id, ({ reject }) => reject(error as Error));
    }
  };

  const flush = (): void => {
    const units = gathered;
    gathered = [];
    if (units.length > 0) post(units);
  };

  return {
    execute(unit) {
      if (closed) return Promise.reject(new StorageUnavailableError('it is closed'));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          settle(id, () =>
            reject(new StorageUnavailableError(`no answer from the disk within ${timeoutMs} ms`, 'unknown')),
          );
        }, timeoutMs);
        waiting.set(id, { unit, timer, resolve, reject });
        gathered.push({ id, unit, deadline: Date.now() + timeoutMs });
        if (gathered.length === 1) setImmediate(flush);
      });
    },
    async ready() {
      worker ??= start();
      const thread = worker;
      thread.ref();
      await once(thread, 'message');
      if (waiting.size === 0) thread.unref();
    },
    async close() {
      if (closed) return;
      closed = true;
      flush();
      const thread = worker;
      if (!thread) return;
      const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
      thread.ref();
      send(thread, 'close');
      const stuck = setTimeout(() => void thread.terminate(), timeoutMs * 2);
      await ended;
      clearTimeout(stuck);
    },
  };
}
