import type { ClientBase } from 'pg';
import { clientsOf } from './clients.ts';
import { type Place, withClient } from './migrate.ts';
import { type PoolMode, poolModeOf } from './pool-mode.ts';
import { isPooled } from './session.ts';

/** Servers that stream from the one that takes writes, those of logical replication and of copies left out. */
export interface Standbys {
  readonly count: number;
  /** How many of them have every commit; undefined: only members of pg_monitor and superusers are told. */
  readonly synchronous: number | undefined;
}

/** What keeps commits on a PostgreSQL server, as an ordinary user of it may see. */
export interface Durability {
  /** How many servers the URL names. */
  readonly hosts: number;
  /** A pooler stands between. */
  readonly pooled: boolean;
  /** How the pooler shares connections; undefined: there is none, or it did not show. */
  readonly poolMode: PoolMode | undefined;
  readonly fsync: boolean;
  readonly fullPageWrites: boolean;
  /** As server, database and user have it; sessions of this package raise `off` and `local` to `on`. */
  readonly synchronousCommit: string;
  /** Empty: commits wait for no standby. */
  readonly synchronousStandbyNames: string;
  /** Undefined: the server does not tell this user. */
  readonly standbys: Standbys | undefined;
}

const SETTINGS = `select current_setting('fsync') = 'on' as fsync,
  current_setting('full_page_writes') = 'on' as full_page_writes,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('synchronous_standby_names') as synchronous_standby_names,
  pg_backend_pid() as pid`;
const STANDBYS = `select count(*)::int as count, count(sync_state)::int as told,
  count(*) filter (where sync_state in ('sync', 'quorum'))::int as synchronous
  from pg_stat_replication as standby
  where state is distinct from 'backup' and not exists (
    select from pg_replication_slots where active_pid = standby.pid and slot_type = 'logical')`;

const standbysOf = (client: ClientBase): Promise<Standbys | undefined> =>
  client.query<{ count: number; told: number; synchronous: number }>(STANDBYS).then(
    ({ rows: [row] }) => row && { count: row.count, synchronous: row.told === row.count ? row.synchronous : undefined },
    () => undefined,
  );

/**
 * Asks the server that takes writes, on a connection of its own.
 * @throws {StorageUnavailableError} it does not answer
 */
export const durabilityOf = (place: Place): Promise<Durability> =>
  withClient(place, async (client) => {
    const row = (await client.query(SETTINGS)).rows[0] as Record<string, unknown>;
    const standbys = await standbysOf(client);
    const pooled = isPooled(client, row);
    return {
      hosts: clientsOf(place.url, place.caFile).servers,
      pooled,
      poolMode: pooled ? await poolModeOf(place, client) : undefined,
      fsync: row['fsync'] === true,
      fullPageWrites: row['full_page_writes'] === true,
      synchronousCommit: String(row['synchronous_commit']),
      synchronousStandbyNames: String(row['synchronous_standby_names']),
      standbys,
    };
  });
