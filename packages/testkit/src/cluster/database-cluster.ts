import { randomBytes } from 'node:crypto';
import { lastOfLog, makePlace } from './daemon.ts';
import { type DatabaseNode, type OwnedNode, startNode } from './database-node.ts';
import { startEtcd } from './etcd.ts';
import { tcpProxy } from './haproxy.ts';
import { makeHome } from './home.ts';
import { type FailoverSettings, type Passwords, QUICK } from './patroni.ts';
import { startPooler } from './pooler.ts';
import { watchCluster } from './watched-cluster.ts';

/** etcd, three PostgreSQL servers under Patroni (one of them a synchronous standby), PgBouncer in transaction pooling before them. */
export interface DatabaseCluster {
  /** All three nodes in one URL, for a client that looks for the one that takes writes. */
  readonly url: string;
  /** The same database through PgBouncer, which reaches the primary through an HAProxy that asks Patroni's REST API. */
  readonly pooledUrl: string;
  readonly nodes: readonly DatabaseNode[];
  /** Where everything of it lies, until `stop`. */
  readonly folder: string;
  /** The one that holds the leader key and takes writes; waits until there is one. */
  primary(): Promise<DatabaseNode>;
  /** The one that confirms each commit; waits until there is one. */
  synchronousStandby(): Promise<DatabaseNode>;
  /** Waits until there is one primary, one synchronous standby, all three stream without lag, and PgBouncer reaches the primary. */
  settled(): Promise<void>;
  /** Planned: the synchronous standby becomes the primary. Resolves when it takes writes; throws when Patroni refuses. */
  switchover(): Promise<void>;
  /** Ends PgBouncer with all its connections and starts it again on the same port. */
  restartPooler(): Promise<void>;
  /** kill -9 of PgBouncer; `startPooler` brings it back on the same port. */
  killPooler(): Promise<void>;
  startPooler(): Promise<void>;
  /** The last that each process printed, for a run that failed. */
  logs(): string;
  /** Ends every process and removes all data. */
  stop(): Promise<void>;
}

/** What a test can ask for beyond the ordinary. */
export interface DatabaseClusterOptions {
  readonly failover?: Partial<FailoverSettings>;
}

/** Starts a fresh cluster and waits until it is settled. Give it back with `stop()`. */
export async function databaseCluster({ failover }: DatabaseClusterOptions = {}): Promise<DatabaseCluster> {
  const home = await makeHome();
  const stops: (() => Promise<void>)[] = [() => home.remove()];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).toReversed()) await one();
  };
  const passwords = makePasswords();
  const settings = { ...QUICK, ...failover };
  const logs: (() => string)[] = [];
  try {
    const etcd = await startEtcd(home.path);
    stops.push(() => etcd.stop());
    logs.push(() => lastOfLog(etcd.place));
    const nodes = await startNodes(home.path, etcd.port, passwords, settings);
    stops.push(async () => void (await Promise.all(nodes.map((node) => node.stop()))));
    logs.push(...nodes.map((node) => () => node.log()));
    const proxy = await tcpProxy(makePlace(home.path, 'haproxy'), {
      servers: nodes.map(({ name, port, restPort }) => ({ name, port, checkPort: restPort })),
      check: { method: 'OPTIONS', path: '/primary' },
      whenNotReady: 'cut',
    });
    stops.push(() => proxy.stop());
    logs.push(() => proxy.log());
    const pooler = await startPooler(home.path, { target: proxy.port, password: passwords.application });
    stops.push(() => pooler.stop());
    logs.push(() => pooler.log());
    const login = `postgres://gatehouse:${passwords.application}@`;
    const pooledUrl = `${login}127.0.0.1:${pooler.port}/gatehouse`;
    const watched = watchCluster(nodes, etcd, settings.synchronous);
    // Before that, a commit would wait.
    if (settings.synchronous) await watched.synchronousStandby();
    await createDatabase(await watched.primary(), passwords.application);
    const settled = (): Promise<void> => watched.settled(pooledUrl);
    await settled();
    return {
      url: `${login}${nodes.map(({ port }) => `127.0.0.1:${port}`).join()}/gatehouse?target_session_attrs=read-write`,
      pooledUrl,
      nodes,
      folder: home.path,
      primary: () => watched.primary(),
      synchronousStandby: () => watched.synchronousStandby(),
      settled,
      switchover: () => watched.switchover(),
      restartPooler: () => pooler.restart(),
      killPooler: () => pooler.kill(),
      startPooler: () => pooler.start(),
      logs: () => logs.map((log) => log()).join('\n----\n'),
      stop,
    };
  } catch (error) {
    const said = logs.map((log) => log()).join('\n----\n');
    await stop();
    throw new Error(`the cluster did not start:\n${said}`, { cause: error });
  }
}

function makePasswords(): Passwords {
  const [superuser = '', replication = '', application = '', control = ''] = Array.from({ length: 4 }, () =>
    randomBytes(16).toString('hex'),
  );
  return { superuser, replication, application, control };
}

async function startNodes(
  home: string,
  etcdPort: number,
  passwords: Passwords,
  failover: FailoverSettings,
): Promise<OwnedNode[]> {
  const starting = ['n1', 'n2', 'n3'].map((name) => startNode({ home, name, etcdPort, passwords, failover }));
  const started = await Promise.allSettled(starting);
  const nodes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.find((one) => one.status === 'rejected');
  if (!failed) return nodes;
  await Promise.all(nodes.map((node) => node.stop()));
  throw failed.reason;
}

async function createDatabase(primary: DatabaseNode, password: string): Promise<void> {
  await primary.ask(`create role gatehouse login password '${password}'`);
  await primary.ask('create database gatehouse owner gatehouse');
}
