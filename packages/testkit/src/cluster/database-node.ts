import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { eventually } from '../eventually.ts';
import { type Forwarder, forwarder } from '../forwarder.ts';
import { freePort } from '../ports.ts';
import { processesIn, signal } from '../processes.ts';
import { lastOfLog, makePlace, requireCommand, startDaemon } from './daemon.ts';
import { type FailoverSettings, type Passwords, patroniConfiguration } from './patroni.ts';

/** One PostgreSQL server and the Patroni that looks after it, and what can happen to them. */
export interface DatabaseNode {
  readonly name: string;
  readonly port: number;
  /** Port of Patroni's REST API. */
  readonly restPort: number;
  /** This node alone, as the application. */
  readonly url: string;
  /** This node alone, as the superuser, database `postgres`. */
  readonly superuserUrl: string;
  /** kill -9 of Patroni and of every process of PostgreSQL: the machine is gone, its disk stays. */
  kill(): Promise<void>;
  /** kill -9 of PostgreSQL alone; Patroni stays and sees it. */
  killDatabase(): Promise<void>;
  /** Starts it again after `kill`. It rejoins by itself; resolves when Patroni answers. */
  start(): Promise<void>;
  /** Removes the data of a node that was killed: the disk is gone too, and `start` copies a new one. */
  loseDisk(): void;
  /** SIGSTOP, in the middle of what they do, of all processes or of PostgreSQL's alone; connections stay open and silent. */
  freeze(what?: 'all' | 'database'): void;
  /** SIGCONT, after `freeze`. */
  thaw(): void;
  /** Its way to etcd is cut, and with it nothing else; see `Forwarder.cut`. */
  cutFromEtcd(how?: 'reset' | 'silent'): void;
  reachEtcd(): void;
  /** Asks this server as the superuser, over a connection of its own, and gives the rows. Throws when it does not answer in 2 s. */
  ask(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

/** A node as the cluster handles it. */
export interface OwnedNode extends DatabaseNode {
  /** Calls Patroni's REST API; gives the status and the text. */
  control(method: string, path: string, body?: object, timeoutMs?: number): Promise<{ status: number; text: string }>;
  log(): string;
  stop(): Promise<void>;
}

interface NodeOptions {
  readonly home: string;
  readonly name: string;
  readonly etcdPort: number;
  readonly passwords: Passwords;
  readonly failover: FailoverSettings;
}

/** Starts Patroni for one node, which makes or copies its data. Resolves when its REST API answers. */
export async function startNode({ home, name, etcdPort, passwords, failover }: NodeOptions): Promise<OwnedNode> {
  const place = makePlace(home, name);
  const wayToEtcd: Forwarder = await forwarder(etcdPort);
  const [port, restPort] = [await freePort(), await freePort()];
  const file = place.write(
    'patroni.yml',
    patroniConfiguration({ name, folder: place.folder, port, restPort, etcdPort: wayToEtcd.port }, passwords, failover),
  );
  const data = `${place.folder}/data`;
  const superuserUrl = `postgres://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`;

  async function control(method: string, path: string, body?: object, timeoutMs = 2000) {
    const answer = await fetch(`http://127.0.0.1:${restPort}${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`control:${passwords.control}`).toString('base64')}` },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: answer.status, text: await answer.text() };
  }

  async function start(): Promise<void> {
    const patroni = startDaemon(place, requireCommand('patroni'), [file]);
    await eventually(async () => !patroni.running() || (await control('GET', '/liveness')), {
      what: `Patroni of ${name}`,
    });
    if (!patroni.running()) throw new Error(`Patroni of ${name} ended:\n${lastOfLog(place)}`);
  }

  async function killIn(folder: string): Promise<void> {
    await eventually(
      () => {
        const pids = processesIn(folder);
        signal(pids, 'SIGKILL');
        return pids.length === 0;
      },
      { what: `the end of ${name}`, intervalMs: 5 },
    );
  }

  await start();
  return {
    name,
    port,
    restPort,
    url: `postgres://gatehouse:${passwords.application}@127.0.0.1:${port}/gatehouse`,
    superuserUrl,
    kill: () => killIn(place.folder),
    killDatabase: () => killDatabase(data),
    start,
    loseDisk() {
      removeSharedMemory(data);
      rmSync(data, { recursive: true, force: true });
    },
    freeze(what = 'all') {
      const folder = what === 'all' ? place.folder : data;
      // A process that is stopped starts no other, so the second look finds what the first one missed.
      for (let look = 0; look < 2; look += 1) signal(processesIn(folder), 'SIGSTOP');
    },
    thaw: () => signal(processesIn(place.folder), 'SIGCONT'),
    cutFromEtcd: (how = 'reset') => wayToEtcd.cut(how),
    reachEtcd: () => wayToEtcd.mend(),
    ask: (sql, values) => askOnce(superuserUrl, sql, values),
    control,
    log: () => lastOfLog(place),
    async stop() {
      signal(processesIn(place.folder), 'SIGCONT');
      // Not Patroni's own way, which waits for a checkpoint and for standbys: the data is thrown away.
      await killIn(place.folder);
      removeSharedMemory(data);
      await wayToEtcd.close();
    },
  };
}

/** A server that was killed leaves a segment of 56 bytes, whose identifier ends the seventh line of its `postmaster.pid`. */
function removeSharedMemory(data: string): void {
  try {
    const id = readFileSync(`${data}/postmaster.pid`, 'utf8').split('\n')[6]?.trim().split(/\s+/)[1];
    if (id !== undefined) execFileSync('ipcrm', ['--shmem-id', id], { stdio: 'ignore' });
  } catch {
    // It never ran, or removed the segment itself.
  }
}

/** Ends PostgreSQL's processes of one moment; Patroni may start new ones meanwhile, which stay. */
async function killDatabase(data: string): Promise<void> {
  const pids = processesIn(data);
  signal(pids, 'SIGKILL');
  while (processesIn(data).some((pid) => pids.includes(pid))) await delay(5);
}

async function askOnce(url: string, sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql, [...values])).rows as Record<string, unknown>[];
  } finally {
    // A frozen server would let `end()` wait.
    void client.end().catch(() => undefined);
  }
}
