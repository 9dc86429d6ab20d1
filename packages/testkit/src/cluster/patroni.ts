import { dirname } from 'node:path';
import { findPostgresTool } from '../postgres-binaries.ts';

/** Name of the cluster in etcd. */
export const SCOPE = 'gatehouse';

/** Passwords of one cluster, made at random. They stand in files of mode 0600 and nowhere else. */
export interface Passwords {
  /** Of the superuser `postgres`. */
  readonly superuser: string;
  /** Of `replicator`, as whom standbys connect. */
  readonly replication: string;
  /** Of `gatehouse`, who owns the database of the same name and is no superuser. */
  readonly application: string;
  /** For what changes something in Patroni's REST API. */
  readonly control: string;
}

/** How soon Patroni notices, and what it gives up for it. */
export interface FailoverSettings {
  /** After so many seconds without a sign of life a primary has lost the leader key. */
  readonly ttlSeconds: number;
  readonly loopSeconds: number;
  /** After so many seconds without etcd a primary stops taking writes. */
  readonly retrySeconds: number;
  /** Without a standby that confirms, a commit waits (true) or is acknowledged all the same (false). */
  readonly strict: boolean;
  /** Off: a failover loses what the standby had not received yet. */
  readonly synchronous: boolean;
}

/** As quick as one machine allows: ttl is the loop and twice the retries, the least that Patroni's manual permits. */
export const QUICK: FailoverSettings = {
  ttlSeconds: 5,
  loopSeconds: 1,
  retrySeconds: 2,
  strict: true,
  synchronous: true,
};

/** Where one node of the cluster is. */
export interface NodePlace {
  readonly name: string;
  readonly folder: string;
  readonly port: number;
  readonly restPort: number;
  /** Way of this node to etcd, a port of its own. */
  readonly etcdPort: number;
}

/** Patroni's configuration file for one node; JSON is YAML. */
export function patroniConfiguration(place: NodePlace, passwords: Passwords, failover: FailoverSettings): string {
  const tool = findPostgresTool('pg_rewind');
  if (tool === undefined) throw new Error('no installed PostgreSQL was found (Debian: postgresql)');
  const host = '127.0.0.1';
  return JSON.stringify({
    scope: SCOPE,
    name: place.name,
    restapi: {
      listen: `${host}:${place.restPort}`,
      connect_address: `${host}:${place.restPort}`,
      authentication: { username: 'control', password: passwords.control },
    },
    // By the second version of etcd's API: with the third, Patroni before 3.0.3 takes the leader key back from a new primary when
    // its own PostgreSQL has hung for longer than the ttl, and what the new one acknowledged is lost.
    etcd: { proxy: `http://${host}:${place.etcdPort}` },
    bootstrap: {
      dcs: {
        ttl: failover.ttlSeconds,
        loop_wait: failover.loopSeconds,
        retry_timeout: failover.retrySeconds,
        maximum_lag_on_failover: 1_048_576,
        // A primary whose PostgreSQL died hands over at once; otherwise it would be started again first, for five minutes.
        primary_start_timeout: 0,
        synchronous_mode: failover.synchronous,
        synchronous_mode_strict: failover.synchronous && failover.strict,
        // Without slots a standby is there some 1.5 s sooner after a switchover: Patroni before 4.0 makes them after the promotion,
        // and drops that of a member which is away.
        postgresql: { use_pg_rewind: true, use_slots: false, parameters: parameters() },
      },
      initdb: [{ encoding: 'UTF8' }, 'no-locale', 'data-checksums', 'no-sync', { auth: 'scram-sha-256' }],
    },
    postgresql: {
      listen: `${host}:${place.port}`,
      connect_address: `${host}:${place.port}`,
      bin_dir: dirname(tool),
      data_dir: `${place.folder}/data`,
      pgpass: `${place.folder}/pgpass`,
      authentication: {
        superuser: { username: 'postgres', password: passwords.superuser },
        replication: { username: 'replicator', password: passwords.replication },
      },
      parameters: { unix_socket_directories: '' },
      pg_hba: [`host replication replicator ${host}/32 scram-sha-256`, `host all all ${host}/32 scram-sha-256`],
      basebackup: [{ checkpoint: 'fast' }, 'no-sync'],
      remove_data_directory_on_rewind_failure: true,
    },
    watchdog: { mode: 'off' },
  });
}

function parameters(): Record<string, string | number> {
  return {
    max_connections: 200,
    shared_buffers: '32MB',
    wal_log_hints: 'on',
    wal_keep_size: '128MB',
    password_encryption: 'scram-sha-256',
    // Shared memory as files of the data directory: a killed server leaves nothing behind outside of it.
    dynamic_shared_memory_type: 'mmap',
    // A peer that has gone silent is given up as soon as Patroni gives up a member.
    wal_sender_timeout: '5s',
    wal_receiver_timeout: '5s',
    wal_retrieve_retry_interval: '200ms',
    log_connections: 'off',
    log_line_prefix: '%m [%p] %a ',
  };
}
