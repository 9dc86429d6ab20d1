import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { unprivileged } from './account.ts';
import { temporaryDirectory } from './directories.ts';
import { timesAreJudged } from './judged-times.ts';
import { freePort } from './ports.ts';
import { findPostgres } from './postgres-binaries.ts';
import { newDataDirectory, SHARED_POSTGRES } from './postgres-data.ts';
import { signal, withChildren } from './processes.ts';

/** A real PostgreSQL server of the test's own: fresh, on a free port, with everything that happens to servers. */
export interface PostgresServer {
  /** URL of the database `postgres`, password included. */
  readonly url: string;
  readonly port: number;
  readonly dataDirectory: string;
  /** Makes an empty database and gives its URL. */
  newDatabase(): Promise<string>;
  /** Runs SQL as the superuser in the database `postgres`, each text by itself. */
  ask(...texts: string[]): Promise<void>;
  /** Ends it as told: `fast` rolls back, `immediate` does not even write a checkpoint, `kill9` ends all of its processes at once. It can be started again. */
  halt(how: 'fast' | 'immediate' | 'kill9'): Promise<void>;
  /** Starts it again after `halt`, same port, same data. */
  start(): Promise<void>;
  /** Stops every process of it in the middle of what it does (SIGSTOP); connections stay open and silent. */
  freeze(): void;
  /** Lets it go on after `freeze`. */
  thaw(): void;
  /**
   * Another server that follows this one (streaming replication) and takes no writes until `promote`. This one is stopped for
   * a moment to copy its data. Give the standby back with its own `stop()`.
   */
  standby(): Promise<PostgresServer>;
  /** Makes a standby the one that takes writes. */
  promote(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Settings of the server; the defaults are those of an installed one, durable, except in `npm test`: there `fsync` is off. */
export interface PostgresSettings {
  readonly settings?: Readonly<Record<string, string>>;
  /** Speaks TLS with this certificate and key, PEM files. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined;
}

/** A server whose data another one follows. */
interface Origin {
  readonly dataDirectory: string;
  readonly url: string;
}

/** Starts a fresh server. Give it back with `stop()`. */
export const postgres = (settings: PostgresSettings = {}): Promise<PostgresServer> => serve(settings);

async function serve({ settings = {}, tls }: PostgresSettings, origin?: Origin): Promise<PostgresServer> {
  const home = await temporaryDirectory(process.env[SHARED_POSTGRES]);
  const account = unprivileged();
  const libraries = join(home.path, 'lib');
  const dataDirectory = join(home.path, 'data');
  mkdirSync(libraries);
  if (account) for (const path of [home.path, libraries]) chownSync(path, account.uid, account.gid);
  const { folder, env } = findPostgres(libraries);
  const options = { ...account, cwd: home.path, env: { ...env, PATH: '/usr/bin:/bin', LC_ALL: 'C' } };
  const own = (path: string): void => {
    if (account) chownSync(path, account.uid, account.gid);
  };
  if (origin) {
    cpSync(origin.dataDirectory, dataDirectory, { recursive: true });
    writeFileSync(join(dataDirectory, 'standby.signal'), '');
    for (const path of ['.', ...readdirSync(dataDirectory, { recursive: true })])
      own(join(dataDirectory, String(path)));
    chmodSync(dataDirectory, 0o700);
  }
  const password =
    origin === undefined &&
    (await newDataDirectory({ home: home.path, directory: dataDirectory, initdb: join(folder, 'initdb') }, options));
  const port = await freePort();
  const url = origin
    ? origin.url.replace(/:\d+\/postgres$/, `:${port}/postgres`)
    : `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const tlsFiles = { certFile: join(home.path, 'server.pem'), keyFile: join(home.path, 'server.key') };
  if (tls) {
    for (const name of ['certFile', 'keyFile'] as const) {
      copyFileSync(tls[name], tlsFiles[name]);
      chmodSync(tlsFiles[name], 0o600);
      own(tlsFiles[name]);
    }
  }
  const given = Object.entries({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    max_connections: '200',
    // What a process wrote stays written when it is killed; only a power cut needs it on the disk, and no test makes one.
    ...(process.env[SHARED_POSTGRES] && !timesAreJudged && { fsync: 'off' }),
    ...(origin && { primary_conninfo: origin.url.replace(/\/postgres$/, ''), wal_retrieve_retry_interval: '200ms' }),
    ...(tls && { ssl: 'on', ssl_cert_file: tlsFiles.certFile, ssl_key_file: tlsFiles.keyFile }),
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

  let server: ChildProcess | undefined;
  const killAtExit = (): void => {
    if (server?.pid) signal(withChildren(server.pid), 'SIGKILL');
  };
  process.on('exit', killAtExit);

  async function start(): Promise<void> {
    const child = spawn(join(folder, 'postgres'), ['-D', dataDirectory, ...given], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = child;
    let log = '';
    await new Promise<void>((ready, failed) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        const said = log + text;
        if (/ready to accept (?:read-only )?connections/.test(said)) ready();
        // Who waited for it may have filled the log since.
        log = said.slice(-10_000);
      });
      child.once('exit', () => failed(new Error(`PostgreSQL did not start:\n${log}`)));
    });
  }

  async function end(name: NodeJS.Signals, everyone = false): Promise<void> {
    const child = server;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    // It begins no further one meanwhile.
    if (everyone) signal([child.pid], 'SIGSTOP');
    signal(everyone ? withChildren(child.pid) : [child.pid], name);
    await ended;
    server = undefined;
  }

  async function ask(...texts: string[]): Promise<void> {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      for (const text of texts) await client.query(text);
    } finally {
      await client.end();
    }
  }

  await start();
  let databases = 0;
  return {
    url,
    port,
    dataDirectory,
    async newDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      await ask(`create database ${name}`);
      return url.replace(/\/postgres$/, `/${name}`);
    },
    ask,
    halt: (how) => (how === 'kill9' ? end('SIGKILL', true) : end(how === 'fast' ? 'SIGINT' : 'SIGQUIT')),
    start,
    freeze: () => signal(withChildren(server?.pid ?? 0), 'SIGSTOP'),
    thaw: () => signal(withChildren(server?.pid ?? 0), 'SIGCONT'),
    async standby() {
      await end('SIGINT');
      const following = serve({ settings, tls }, { dataDirectory, url });
      const [standby] = await Promise.all([following, following.then(start, start)]);
      return standby;
    },
    promote: () => ask('select pg_promote()'),
    async stop() {
      if (server?.pid) signal(withChildren(server.pid), 'SIGCONT');
      await end('SIGQUIT');
      process.off('exit', killAtExit);
      await home.remove();
    },
  };
}
