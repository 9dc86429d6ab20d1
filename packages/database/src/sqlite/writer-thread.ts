/**
 * The thread that owns the write connection. It takes every unit that waits in its queue into one transaction; while the
 * disk syncs, the next units gather. A slow disk blocks this thread and never the event loop of the application.
 */
import { flushCompileCache } from 'node:module';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Statement } from '../statements/statement.ts';
import { type Outcome, runBatch } from './batch.ts';
import { connect, type SqliteConnection, type SqliteConnectionOptions } from './connection.ts';
import { failureOf } from './failure.ts';

/** A unit on its way to the writer. */
export interface UnitMessage {
  readonly id: number;
  readonly unit: readonly Statement[];
  /** Milliseconds since the epoch; nobody waits for the answer after that. */
  readonly deadline: number;
}

/** Units that were gathered, or `close` to end the thread after what was queued before. */
export type WriterMessage = readonly UnitMessage[] | 'close';

/** One answer for each unit of a batch; `ready` once, when the thread listens. */
export type WriterAnswer = 'ready' | readonly { readonly id: number; readonly outcome: Outcome }[];

const BATCH_LIMIT = 256;

function work(port: NonNullable<typeof parentPort>, options: SqliteConnectionOptions): void {
  let connection: SqliteConnection | undefined;
  const reset = (): void => {
    try {
      connection?.close();
    } catch {
      // It is being given up; the next batch opens a fresh one.
    }
    connection = undefined;
  };

  const outcomes = (units: readonly (readonly Statement[])[]): Outcome[] => {
    try {
      connection ??= connect(options);
      return runBatch(connection, units);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'unavailable') reset();
      return units.map(() => ({ failure }));
    }
  };

  const run = (batch: readonly UnitMessage[]): void => {
    const now = Date.now();
    const wanted = batch.filter(({ deadline }) => deadline > now);
    if (wanted.length === 0) return;
    const done = outcomes(wanted.map(({ unit }) => unit));
    const answer: WriterAnswer = wanted.map(({ id }, index) => ({ id, outcome: done[index] as Outcome }));
    port.postMessage(answer);
  };

  port.on('message', (first: WriterMessage) => {
    const batch: UnitMessage[] = [];
    let message: WriterMessage | undefined = first;
    while (message !== undefined && message !== 'close') {
      batch.push(...message);
      message =
        batch.length < BATCH_LIMIT ? (receiveMessageOnPort(port)?.message as WriterMessage | undefined) : undefined;
    }
    if (batch.length > 0) run(batch);
    if (message === 'close') {
      reset();
      port.close();
    }
  });
  // A program that gives back what its start left behind exposes it, so that its threads do the same: 4 MB of this one.
  if (globalThis.gc) {
    flushCompileCache();
    globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }
  port.postMessage('ready' satisfies WriterAnswer);
}

if (parentPort) work(parentPort, workerData as SqliteConnectionOptions);
