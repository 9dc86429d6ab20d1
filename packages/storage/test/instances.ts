import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { afterEach } from '@jest/globals';
import { Client } from 'pg';
import type { Order, Report } from './programs/instance.ts';
import type { PlainWrite, UnitOutcome } from './programs/unit.ts';

/** Another process with the same database open. */
export interface Instance {
  readonly pid: number;
  /** Commits the units at the same moment. Rejects when the process dies before it answers. */
  commit(units: readonly (readonly PlainWrite[])[]): Promise<readonly UnitOutcome[]>;
  find(model: string, id: string): Promise<Report>;
  /** SIGKILL. */
  kill9(): Promise<void>;
  /** After `kill9`: waits until the database server has done or dropped everything that was on its way. */
  settled(): Promise<void>;
}

/** A server goes on with what it has received; the connections of the dead end when it is through. */
async function connectionsEnd(url: string, name: string): Promise<void> {
  for (;;) {
    const client = new Client({ connectionString: url, query_timeout: 2000, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query('select 1 from pg_stat_activity where application_name = $1', [name]);
      if (rows.length === 0) return;
    } catch {
      // The server itself may be on its way back.
    } finally {
      await client.end().catch(() => undefined);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const PROGRAM = join(import.meta.dirname, 'programs/instance.ts');
const COMPILE_CACHE = join(rootDirectory, 'node_modules/.cache/gatehouse-compile');
const running = new Set<ChildProcess>();

/** Ends after each test what it started. */
export function endInstancesAfterEach(): void {
  afterEach(async () => {
    await Promise.all(
      [...running].map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }),
    );
    running.clear();
  });
}

/** Starts another process on the database and waits until it has opened it. */
export async function startInstance(url: string, key: string): Promise<Instance> {
  const name = `instance-${randomUUID()}`;
  const onServer = url.startsWith('postgres');
  const child = fork(PROGRAM, [onServer ? `${url}?application_name=${name}` : url, key], {
    execArgv: [],
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
    serialization: 'advanced',
  });
  running.add(child);
  const ended = once(child, 'exit');
  let seq = 0;
  const waiting = new Map<number, { resolve: (report: Report) => void; reject: (error: Error) => void }>();
  const opened = new Promise<void>((resolve, reject) => {
    waiting.set(-1, { resolve: () => resolve(), reject });
  });
  child.on('message', (report: Report) => {
    waiting.get(report.seq)?.resolve(report);
    waiting.delete(report.seq);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the instance died'));
    waiting.clear();
  });
  await opened;
  const ask = (order: (seq: number) => Order): Promise<Report> => {
    seq += 1;
    const mine = seq;
    return new Promise((resolve, reject) => {
      if (!child.connected) return reject(new Error('the instance died'));
      waiting.set(mine, { resolve, reject });
      return child.send(order(mine), (error) => error && reject(error));
    });
  };
  return {
    pid: child.pid!,
    commit: async (units) => (await ask((n) => ({ seq: n, commit: units }))).outcomes!,
    find: (model, id) => ask((n) => ({ seq: n, find: { model, id } })),
    async kill9() {
      child.kill('SIGKILL');
      await ended;
    },
    settled: async () => (onServer ? connectionsEnd(url, name) : undefined),
  };
}
