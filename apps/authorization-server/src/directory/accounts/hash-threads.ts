/**
 * Threads that compute password hashes, one at a time each, with a lower priority than the thread that answers requests: where
 * both want the same core, a client that asks for a token does not wait for a user who signs in (OPS-09). A thread is started
 * when a hash finds none free, and kept: a second one costs its start, 30 ms, and it holds some 8 MB.
 */
import { Worker } from 'node:worker_threads';
import type { Argon2idCost } from './argon2id.ts';

/** What is computed. */
export interface HashOrder extends Argon2idCost {
  /** Moved to the thread, which overwrites it: empty for the caller afterwards. */
  readonly password: Uint8Array<ArrayBuffer>;
  readonly salt: Uint8Array;
  /** In bytes. */
  readonly tagLength: number;
}

export interface HashThreads {
  /** Rejects with HashThreadError, or with what is wrong in the order. */
  compute(order: HashOrder): Promise<Buffer>;
  /** Ends threads that have nothing to do now, and the others when they have finished. */
  close(): void;
}

/** No thread could be started, or it ended before it had an answer. The next order gets a new one. */
export class HashThreadError extends Error {
  override readonly name = 'HashThreadError';
}

/**
 * Plain JavaScript that imports nothing: a thread that reads TypeScript keeps its parser in memory, 15 MB. On Linux alone a
 * priority is one of a thread, and 0 the thread that asks; where a system refuses, hashes are computed all the same.
 */
const program = `
  const { argon2Sync } = require('node:crypto');
  const { getPriority, setPriority } = require('node:os');
  const { parentPort } = require('node:worker_threads');
  if (process.platform === 'linux') try { setPriority(0, Math.min(19, getPriority(0) + 5)); } catch {}
  parentPort.on('message', ({ password, salt, memory, passes, parallelism, tagLength }) => {
    try {
      const order = { message: password, nonce: salt, memory, passes, parallelism, tagLength };
      parentPort.postMessage({ tag: argon2Sync('argon2id', order) });
    } catch (error) {
      parentPort.postMessage({ error: error.message });
    } finally {
      password.fill(0);
    }
  });
`;

type Answer = { readonly tag: Uint8Array } | { readonly error: string };

interface HashThread {
  readonly worker: Worker;
  /** Settles the order that is computed. */
  settle: ((answer: Answer | HashThreadError) => void) | undefined;
}

function startWorker(): Worker {
  try {
    // Neither the environment nor the options of the process are for it.
    return new Worker(program, { eval: true, env: {}, execArgv: [], name: 'password-hash' });
  } catch (cause) {
    throw new HashThreadError('no thread that computes password hashes could be started', { cause });
  }
}

/** How many there are is up to the caller: as many as orders at once. */
export function createHashThreads(): HashThreads {
  const free: HashThread[] = [];
  let closed = false;

  const start = (): HashThread => {
    const worker = startWorker();
    const thread: HashThread = { worker, settle: undefined };
    let cause: unknown;
    worker.on('message', (answer: Answer) => thread.settle?.(answer));
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      const index = free.indexOf(thread);
      if (index !== -1) free.splice(index, 1);
      thread.settle?.(new HashThreadError('a thread that computes password hashes ended', { cause }));
    });
    return thread;
  };

  return {
    async compute(order) {
      const thread = free.pop() ?? start();
      return await new Promise((resolve, reject) => {
        thread.settle = (answer) => {
          thread.settle = undefined;
          if (answer instanceof HashThreadError) return reject(answer);
          // One that has nothing to do keeps no process alive.
          thread.worker.unref();
          if (closed) void thread.worker.terminate();
          else free.push(thread);
          if ('tag' in answer) resolve(Buffer.from(answer.tag));
          else reject(new TypeError(answer.error));
        };
        thread.worker.ref();
        try {
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
          thread.worker.postMessage(order, [order.password.buffer]);
        } catch (error) {
          thread.settle({ error: (error as Error).message });
        }
      });
    },
    close() {
      closed = true;
      for (const { worker } of free.splice(0)) void worker.terminate();
    },
  };
}
