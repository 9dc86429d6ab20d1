import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unprivileged } from './account.ts';
import { temporaryDirectory } from './directories.ts';
import { findPgBouncer } from './needs.ts';
import { freePort } from './ports.ts';

/** A real PgBouncer of the test's own, in front of a PostgreSQL server. */
export interface PgBouncer {
  readonly port: number;
  /** The URL of a database, through the pooler. */
  through(url: string): string;
  /** Ends it with every connection and starts it again on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Its configuration; pooling of transactions unless told otherwise. */
export type PgBouncerSettings = Readonly<Record<string, string | number>>;

/**
 * Starts one. Give it back with `stop()`.
 * @param server URL of any database of the server; every database of it is reached, by the user in it
 */
export async function pgbouncer(server: string, settings: PgBouncerSettings = {}): Promise<PgBouncer> {
  const command = findPgBouncer();
  if (command === undefined) throw new Error('no PgBouncer was found');
  const home = await temporaryDirectory();
  const runsAs = unprivileged();
  const { username, password, hostname, port: serverPort } = new URL(server);
  const port = await freePort();
  const file = (name: string, text: string): string => {
    const path = join(home.path, name);
    writeFileSync(path, text, { mode: 0o600 });
    if (runsAs) chownSync(path, runsAs.uid, runsAs.gid);
    return path;
  };
  if (runsAs) chownSync(home.path, runsAs.uid, runsAs.gid);
  const options = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: file('users', `"${username}" "${decodeURIComponent(password)}"\n`),
    pool_mode: 'transaction',
    default_pool_size: 20,
    max_client_conn: 500,
    server_login_retry: 1,
    ...settings,
  };
  const lines = Object.entries(options).map(([name, value]) => `${name} = ${value}`);
  const configuration = file(
    'pgbouncer.ini',
    `[databases]\n* = host=${hostname} port=${serverPort}\n[pgbouncer]\n${lines.join('\n')}\n`,
  );

  let running: ChildProcess | undefined;
  const killAtExit = (): void => void running?.kill('SIGKILL');
  process.on('exit', killAtExit);

  async function start(): Promise<void> {
    const child = spawn(command as string, [configuration], { ...runsAs, stdio: ['ignore', 'ignore', 'pipe'] });
    running = child;
    let log = '';
    await new Promise<void>((ready, failed) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        log = (log + text).slice(-10_000);
        if (log.includes('process up')) ready();
      });
      child.once('error', failed);
      child.once('exit', () => failed(new Error(`PgBouncer did not start:\n${log}`)));
    });
  }

  async function end(): Promise<void> {
    const child = running;
    running = undefined;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    // SIGINT waits for transactions; nobody has any left here.
    child.kill('SIGTERM');
    await ended;
  }

  await start();
  return {
    port,
    through: (url) => url.replace(/@[^/]+\//, `@127.0.0.1:${port}/`),
    async restart() {
      await end();
      await start();
    },
    async stop() {
      await end();
      process.off('exit', killAtExit);
      await home.remove();
    },
  };
}
