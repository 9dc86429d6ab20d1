import { eventually } from '../eventually.ts';
import { findPgBouncer } from '../needs.ts';
import { freePort } from '../ports.ts';
import { accepts } from './accepts.ts';
import { type Daemon, lastOfLog, makePlace, startDaemon } from './daemon.ts';

/** PgBouncer, pooling by transaction. */
export interface Pooler {
  readonly port: number;
  /** SIGTERM, which ends every connection at once, and a start on the same port. */
  restart(): Promise<void>;
  /** kill -9; nothing listens until `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  log(): string;
}

/** Starts PgBouncer below the folder, before the server on `target`. */
export async function startPooler(
  parent: string,
  { target, password }: { readonly target: number; readonly password: string },
): Promise<Pooler> {
  const command = findPgBouncer();
  if (command === undefined) throw new Error('pgbouncer was not found');
  const place = makePlace(parent, 'pgbouncer');
  const port = await freePort();
  const users = place.write('users.txt', `"gatehouse" "${password}"\n`);
  const file = place.write('pgbouncer.ini', configuration({ port, target, users }));
  let daemon: Daemon | undefined;
  async function start(): Promise<void> {
    const started = startDaemon(place, command as string, [file]);
    daemon = started;
    await eventually(() => !started.running() || accepts(port), { what: 'PgBouncer' });
    if (!started.running()) throw new Error(`PgBouncer ended:\n${lastOfLog(place)}`);
  }
  await start();
  return {
    port,
    async restart() {
      await daemon?.end('SIGTERM');
      await start();
    },
    kill: async () => daemon?.end('SIGKILL'),
    start,
    stop: async () => daemon?.end('SIGTERM'),
    log: () => lastOfLog(place),
  };
}

function configuration({ port, target, users }: { port: number; target: number; users: string }): string {
  return `[databases]
gatehouse = host=127.0.0.1 port=${target} dbname=gatehouse
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
max_client_conn = 1000
default_pool_size = 40
; After a failed connection the next attempt, in seconds; the default of 15 would be added to each failover.
server_login_retry = 0.2
server_connect_timeout = 3
server_lifetime = 600
server_check_delay = 5
server_fast_close = 1
; A query that has waited so long for a server ends with an error instead.
query_wait_timeout = 10
ignore_startup_parameters = extra_float_digits
log_connections = 0
log_disconnections = 0
`;
}
