import { Client } from 'pg';
import { eventually } from '../eventually.ts';
import type { OwnedNode } from './database-node.ts';
import type { Etcd } from './etcd.ts';
import { SCOPE } from './patroni.ts';

/** What is known of a cluster: who leads, who confirms, and whether all is well. */
export interface WatchedCluster {
  primary(): Promise<OwnedNode>;
  synchronousStandby(): Promise<OwnedNode>;
  /** @param pooledUrl the database through PgBouncer, which has to have found the primary too */
  settled(pooledUrl: string): Promise<void>;
  switchover(): Promise<void>;
}

/** A node that comes back may copy everything anew, on a machine with much else to do. */
const SETTLING_MS = 180_000;

/** Both are needed: a node that wrote more than the primary has streams too, without lag, until Patroni rewinds it. */
const CURRENT_POSITION = `select pg_current_wal_flush_lsn()::text as lsn,
  ('x' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8))::bit(32)::int as timeline`;

/**
 * Asks etcd, which alone knows who leads, and the servers themselves.
 * @param synchronous whether there has to be a synchronous standby
 */
export function watchCluster(nodes: readonly OwnedNode[], etcd: Etcd, synchronous: boolean): WatchedCluster {
  const named = (name: string | null | undefined): OwnedNode | undefined => nodes.find((node) => node.name === name);

  async function nowPrimary(): Promise<OwnedNode | undefined> {
    const leader = named(await etcd.value(`/service/${SCOPE}/leader`));
    const [row] = (await leader?.ask('select pg_is_in_recovery() as recovering')) ?? [];
    return row?.['recovering'] === false ? leader : undefined;
  }

  async function nowSynchronousStandby(): Promise<OwnedNode | undefined> {
    const sync = JSON.parse((await etcd.value(`/service/${SCOPE}/sync`)) ?? '{}') as { sync_standby?: string | null };
    const standby = named(sync.sync_standby);
    const primary = standby && (await nowPrimary());
    const rows = await primary?.ask(
      `select 1 from pg_stat_replication where application_name = $1 and state = 'streaming' and sync_state = 'sync'`,
      [standby?.name],
    );
    return rows?.length === 1 ? standby : undefined;
  }

  /** Throws what is not as it should be, the reason that a wait which ends without success shows. */
  async function mustBeSettled(pooledUrl: string): Promise<true> {
    const primary = await nowPrimary();
    if (!primary) throw new Error('no node holds the leader key and takes writes');
    if (synchronous && !(await nowSynchronousStandby()))
      throw new Error('etcd and the primary name no synchronous standby alike');
    const [position] = await primary.ask(CURRENT_POSITION);
    await eventually(
      async () => {
        const rows = await primary.ask(
          `select 1 from pg_stat_replication where state = 'streaming' and replay_lsn >= $1::pg_lsn`,
          [position?.['lsn']],
        );
        return rows.length === nodes.length - 1;
      },
      { what: 'standbys without lag', timeoutMs: 3000 },
    );
    for (const standby of nodes.filter((node) => node !== primary)) {
      const [received] = await standby.ask(`select received_tli from pg_stat_wal_receiver where status = 'streaming'`);
      if (received?.['received_tli'] !== position?.['timeline'])
        throw new Error(`${standby.name} is not on the timeline of the primary`);
    }
    if ((await portBehind(pooledUrl)) !== primary.port) throw new Error('PgBouncer does not lead to the primary');
    return true;
  }

  const primary = (): Promise<OwnedNode> => eventually(nowPrimary, { what: 'a primary' });
  const synchronousStandby = (): Promise<OwnedNode> =>
    eventually(nowSynchronousStandby, { what: 'a synchronous standby' });
  return {
    primary,
    synchronousStandby,
    async settled(pooledUrl) {
      await eventually(() => mustBeSettled(pooledUrl), {
        what: 'a settled cluster',
        intervalMs: 100,
        timeoutMs: SETTLING_MS,
      });
    },
    async switchover() {
      const leader = await primary();
      const candidate = synchronous ? await synchronousStandby() : nodes.find((node) => node !== leader)!;
      const body = { leader: leader.name, candidate: candidate.name };
      const { status, text } = await leader.control('POST', '/switchover', body, 60_000);
      if (status !== 200) throw new Error(`Patroni refused the switchover: ${status} ${text}`);
      await eventually(async () => (await nowPrimary()) === candidate, { what: 'the new primary' });
    },
  };
}

/** Port of the server that answers behind PgBouncer. */
async function portBehind(pooledUrl: string): Promise<unknown> {
  const client = new Client({ connectionString: pooledUrl, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query('select inet_server_port() as port');
    return (rows as { port: unknown }[])[0]?.port;
  } finally {
    void client.end().catch(() => undefined);
  }
}
