import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createHashThreads,
  type HashOrder,
  HashThreadError,
  type HashThreads,
} from '../../../src/directory/accounts/hash-threads.ts';
import { createPasswordHasher, HashUnavailableError } from '../../../src/directory/accounts/password-hash.ts';

const order = (password = 'the password'): HashOrder => ({
  password: new TextEncoder().encode(password),
  salt: Buffer.alloc(16, 1),
  memory: 19_456,
  passes: 2,
  parallelism: 1,
  tagLength: 32,
});

/** The threads that are started from now on. */
function watchThreads() {
  const started: Worker[] = [];
  const ended: Promise<void>[] = [];
  const onThread = (message: unknown) => {
    const { worker } = message as { worker: Worker };
    started.push(worker);
    ended.push(new Promise((resolve) => worker.once('exit', () => resolve())));
  };
  subscribe('worker_threads', onThread);
  stopWatching = () => unsubscribe('worker_threads', onThread);
  return { started, ended };
}
let stopWatching = () => {};
let threads: HashThreads | undefined;
afterEach(() => {
  stopWatching();
  threads?.close();
});

/** The nice values of this process's threads of a name. */
const niceValues = (name: (comm: string) => boolean) =>
  readdirSync('/proc/self/task').flatMap((task) => {
    const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
    const [, comm = '', rest = ''] = /^\d+ \((.*)\) (.*)$/su.exec(stat) ?? [];
    return name(comm) ? [Number(rest.split(' ')[16])] : [];
  });

describe('OPS-09: threads of password hashes', () => {
  it('are started when a hash finds none free, and used again', async () => {
    const { started } = watchThreads();
    threads = createHashThreads();
    expect(started).toHaveLength(0);
    const tags = await Promise.all([threads.compute(order()), threads.compute(order())]);
    expect(tags[0]).toEqual(tags[1]);
    expect(await threads.compute(order('another'))).not.toEqual(tags[0]);
    expect(started).toHaveLength(2);
  });

  it('have a lower priority than the rest of the process, where threads have one', async () => {
    threads = createHashThreads();
    expect(await threads.compute(order())).toHaveLength(32);
    if (process.platform !== 'linux') return;
    const [lowest] = niceValues((name) => name !== 'password-hash').toSorted((a, b) => b - a);
    for (const nice of niceValues((name) => name === 'password-hash')) {
      expect(nice).toBe(Math.min(19, Number(lowest) + 5));
    }
    expect(niceValues((name) => name === 'password-hash').length).toBeGreaterThan(0);
  });

  it('AS-13: get the password alone, which the caller has no more', async () => {
    const { started } = watchThreads();
    threads = createHashThreads();
    const given = order();
    const computing = threads.compute(given);
    await computing;
    expect(given.password.byteLength).toBe(0);
    expect(JSON.stringify([process.argv, process.env, process.execArgv])).not.toContain('the password');
    expect(started).toHaveLength(1);
  });

  it('one that ends fails what it computed, and the next gets another', async () => {
    const { started } = watchThreads();
    threads = createHashThreads();
    const lost = threads.compute(order());
    void started[0]!.terminate();
    await expect(lost).rejects.toBeInstanceOf(HashThreadError);
    expect(await threads.compute(order())).toHaveLength(32);
    expect(started).toHaveLength(2);
  });

  it('one that ends while it has nothing to do is not asked again', async () => {
    const { started } = watchThreads();
    threads = createHashThreads();
    await threads.compute(order());
    await started[0]!.terminate();
    expect(await threads.compute(order())).toHaveLength(32);
    expect(started).toHaveLength(2);
  });

  it('an order that cannot be computed ends none', async () => {
    const { started } = watchThreads();
    threads = createHashThreads();
    await expect(threads.compute({ ...order(), tagLength: 1 })).rejects.toThrow(/tagLength/u);
    expect(await threads.compute(order())).toHaveLength(32);
    expect(started).toHaveLength(1);
  });

  it('an order that cannot be sent leaves its thread to the next', async () => {
    const { started } = watchThreads();
    threads = createHashThreads();
    const salt = new Uint8Array(16);
    structuredClone(salt, { transfer: [salt.buffer] });
    await expect(threads.compute({ ...order(), salt })).rejects.toThrow(/detached/u);
    expect(await threads.compute(order())).toHaveLength(32);
    expect(started).toHaveLength(1);
  });

  it('D15: end when they are closed, the one that computes after its answer', async () => {
    const { ended } = watchThreads();
    threads = createHashThreads();
    await Promise.all([threads.compute(order()), threads.compute(order())]);
    const last = threads.compute(order());
    threads.close();
    expect(await last).toHaveLength(32);
    await Promise.all(ended);
    expect(ended).toHaveLength(2);
  });

  it('AS-13: a hasher answers a lost thread as unavailable, says so, and goes on', async () => {
    const { started } = watchThreads();
    const told: HashThreadError[] = [];
    threads = createHashThreads();
    const hasher = createPasswordHasher({ concurrency: 1, queue: 1, threads, onThreadError: (e) => told.push(e) });
    const lost = hasher.hash('x');
    const next = hasher.hash('y');
    const outcome = lost.catch((error: unknown) => error);
    await Promise.resolve();
    void started[0]!.terminate();
    expect(await outcome).toBeInstanceOf(HashUnavailableError);
    expect(await next).toMatch(/^\$argon2id/u);
    expect([told.length, hasher.counts.computed]).toEqual([1, 1]);
  });
});
