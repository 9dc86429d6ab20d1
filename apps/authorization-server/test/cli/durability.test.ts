/** What `gatehouse doctor` and a start say of a PostgreSQL that may lose what it acknowledged. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSealer, openStorage } from '@gatehouse/storage';
import {
  eventually,
  freePort,
  type PgBouncer,
  type PostgresServer,
  pgbouncer,
  postgres,
  skipUnless,
  type TemporaryDirectory,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { durabilityFindings, losesCommits } from '../../src/directory/checks/durability.ts';
import { databaseFinding } from '../../src/directory/checks/stored.ts';
import { startServer } from '../server.ts';
import { gatehouse } from './command.ts';

const key = Buffer.alloc(32, 7);

/** The findings of a database, a line each. */
async function look(url: string, databaseStorageIsDurable = false): Promise<string[]> {
  const storage = await openStorage({ url, sealer: createSealer([key]) });
  const found = durabilityFindings(await storage.durability(), { databaseStorageIsDurable });
  await storage.close();
  return found.map(({ result, check, advice }) => `${result}: ${check}: ${advice}`);
}
/** Settings of the server count a moment after they were changed. */
const lookFor = (url: string, pattern: RegExp): Promise<string> =>
  eventually(async () => (await look(url)).find((line) => pattern.test(line)));

skipUnless('postgres', 'pgbouncer')('a PostgreSQL that may lose what it acknowledged', () => {
  let database: PostgresServer;
  let standby: PostgresServer;
  let pooler: PgBouncer;
  let directory: TemporaryDirectory;
  /** As the application's own user, who is no superuser. */
  let url: string;
  beforeAll(async () => {
    [database, directory] = await Promise.all([postgres({ settings: { fsync: 'on' } }), temporaryDirectory()]);
    const owned = await database.newDatabase();
    const name = new URL(owned).pathname.slice(1);
    await database.ask("create role gatehouse login password 'own'", `alter database ${name} owner to gatehouse`);
    url = `postgres://gatehouse:own@127.0.0.1:${database.port}/${name}`;
    standby = await database.standby();
    pooler = await pgbouncer(url);
  });
  afterAll(async () => {
    await pooler?.stop();
    await standby?.stop();
    await database?.stop();
    await directory?.remove();
  });

  const set = (...settings: readonly string[]) =>
    database.ask(...settings.map((text) => `alter system set ${text}`), 'select pg_reload_conf()');
  const bothHosts = () => url.replace('/test_', `,127.0.0.1:${standby.port}/test_`);

  it('without a synchronous standby: several hosts and a pooler are faults, one host with standbys a warning', async () => {
    expect(await lookFor(url, /^warning/u)).toMatch(
      /^warning: standbys of the database follow asynchronously \(1\): if one of them takes over, that loses acknowledged/u,
    );
    expect(await look(pooler.through(url))).toContainEqual(
      expect.stringMatching(/^fault: standbys of the database follow asynchronously \(1\): a failover loses/u),
    );
    expect(await look(bothHosts())).toEqual([
      'ok: PostgreSQL writes through to its disk (fsync, full_page_writes): ',
      'ok: commits are durable when they are acknowledged (synchronous_commit: on): ',
      expect.stringMatching(
        /^fault: the database URL names 2 hosts, and no standby is synchronous: a failover loses acknowledged revocations and rotations: .* synchronous_mode_strict: true/u,
      ),
    ]);
  });

  it('one that is synchronous is fine, as far as the user is told; one that has gone is a fault, beside what still works', async () => {
    await set("synchronous_standby_names = '*'");
    expect(await lookFor(bothHosts(), /synchronous_standby_names: \*/u)).toMatch(
      /^ok: .*which follow is told to members of pg_monitor \("grant pg_monitor to" this user\): $/u,
    );
    await database.ask('grant pg_monitor to gatehouse');
    expect(await lookFor(bothHosts(), /: \*\), and 1 does; 0 more follow/u)).toMatch(/^ok: /u);
    const storage = await openStorage({ url, sealer: createSealer([key]) });
    await set("synchronous_standby_names = 'nobody'");
    expect(await lookFor(bothHosts(), /nobody/u)).toMatch(/^fault: .*none follows, so every write waits/u);
    const found = await eventually(async () => {
      const finding = await databaseFinding(storage);
      return finding.result === 'fault' && finding;
    });
    expect(found).toMatchObject({
      result: 'fault',
      check: 'database (postgres) takes no writes',
    });
    await storage.close();
    await set("synchronous_standby_names = ''");
  });

  it('says what Gatehouse does with a synchronous_commit that waits for no disk, and that a pooler stands between', async () => {
    await database.ask('alter role gatehouse set synchronous_commit = off');
    expect((await look(url))[1]).toMatch(/synchronous_commit: off for this user, raised to "on" by Gatehouse/u);
    await database.ask('alter role gatehouse reset synchronous_commit');
    const through = (await look(pooler.through(url))).at(-1);
    expect(through).toMatch(/^ok: .*through a pooler \(pool_mode: transaction\): .* polled for/u);
    const sessions = await pgbouncer(url, { pool_mode: 'session' });
    const inSessions = await look(sessions.through(url));
    await sessions.stop();
    expect(inSessions.at(-1)).toMatch(/^ok: .*through a pooler \(pool_mode: session\): /u);
  });

  it('a start with several hosts and no synchronous standby says so, once', async () => {
    const server = await startServer({ env: { GATEHOUSE_DATABASE_URL: bothHosts() } });
    await server.stop();
    const said = server.log.filter((line) => line.includes('"reason":"no_synchronous_standby"'));
    expect(said).toEqual([expect.stringMatching(/names 2 hosts, and no standby is synchronous: a failover loses/u)]);
  });

  it('with fsync or full_page_writes off production does not start', async () => {
    expect(losesCommits({ fsync: false, fullPageWrites: false }, { databaseStorageIsDurable: false })).toMatchObject({
      result: 'fault',
      check: 'PostgreSQL runs with fsync=off and full_page_writes=off',
    });
    await set('full_page_writes = off');
    const check = 'PostgreSQL runs with full_page_writes=off';
    expect(await lookFor(url, /writes=off/u)).toMatch(/^fault: PostgreSQL runs with full_page_writes=off: /u);
    expect((await look(url, true))[0]).toBe(`ok: ${check}, and its storage is said to keep writes by itself: `);
    const registry = path.join(directory.path, 'registry.yaml');
    writeFileSync(registry, 'resources: []\n');
    const port = await freePort();
    const env = {
      GATEHOUSE_MODE: 'production',
      GATEHOUSE_ISSUER: `https://localhost:${port}`,
      GATEHOUSE_PORT: String(port),
      GATEHOUSE_MANAGEMENT_PORT: String(await freePort()),
      GATEHOUSE_TLS: 'false',
      GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1/32',
      GATEHOUSE_DATABASE_URL: url,
      GATEHOUSE_ENCRYPTION_KEYS: key.toString('base64url'),
      GATEHOUSE_REGISTRY_FILE: registry,
    };
    const started = await gatehouse(['serve'], env);
    expect(started.stderr).toMatch(/^gatehouse: PostgreSQL runs with full_page_writes=off: a power cut/mu);
    expect(started.code).toBe(1);
  });
});
