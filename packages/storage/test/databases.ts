import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  type PostgresServer,
  type PostgresSettings,
  postgres,
  skipUnless,
  type TemporaryDirectory,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { Client } from 'pg';
import { createSealer, openStorage, type Storage, type StorageOptions } from '../src/index.ts';

/** A database to test against, of one dialect. */
export interface TestDatabases {
  readonly dialect: 'sqlite' | 'postgres';
  /** The URL of an empty database. */
  readonly fresh: () => Promise<string>;
  /** Opens a storage that is closed after the test; on a fresh database unless a URL is given. */
  readonly open: (options?: Partial<StorageOptions>) => Promise<Storage>;
  /** The key of `open`'s sealer, in hex. */
  readonly key: string;
}

const KEY = randomBytes(32);

/** A random identifier, as long as the real ones. */
export const newId = (): string => randomBytes(32).toString('base64url');

/** A moment so many seconds from now. */
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** @param emptied a database without rows, which nobody but the storage that is opened gets to know; its schema may be there already */
function opener(emptied: () => Promise<string>): TestDatabases['open'] {
  const opened: Storage[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((storage) => storage.close()));
  });
  return async (options = {}) => {
    const storage = await openStorage({
      url: options.url ?? (await emptied()),
      sealer: createSealer([KEY]),
      // A busy machine is no outage; the tests of outages ask for the short time of the programs.
      statementTimeoutMs: 15_000,
      ...options,
    });
    opened.push(storage);
    return storage;
  };
}

/** Runs the block against SQLite files in a folder of their own. */
export function onSqlite(body: (databases: TestDatabases & { readonly directory: () => string }) => void): void {
  describeSqlite('on SQLite', () => {
    let directory: TemporaryDirectory;
    let count = 0;
    beforeAll(async () => {
      directory = await temporaryDirectory();
    });
    afterAll(() => directory.remove());
    const fresh = async (): Promise<string> => {
      count += 1;
      return `sqlite:${join(directory.path, `${count}.sqlite`)}`;
    };
    body({ dialect: 'sqlite', fresh, open: opener(fresh), key: KEY.toString('hex'), directory: () => directory.path });
  });
}

const describeSqlite = skipUnless();

const EMPTY = `do $$ declare t text; begin
  set local session_replication_role = 'replica';
  for t in select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname not like 'schema\\_%'
  loop execute format('delete from %I', t); end loop;
end $$`;

/**
 * Databases that are used again, emptied: to make one and its schema takes most of a second, and to delete its rows milliseconds.
 * Those who get one hand it to a storage and to nothing else, so that its schema stays as it is.
 */
export function usedAgain(fresh: () => Promise<string>): () => Promise<string> {
  const inUse: string[] = [];
  const free: string[] = [];
  beforeEach(() => {
    free.push(...inUse.splice(0));
  });
  return async () => {
    const used = free.pop();
    const url = used ?? (await fresh());
    inUse.push(url);
    if (used === undefined) return url;
    const client = new Client({ connectionString: used });
    await client.connect();
    try {
      await client.query(EMPTY);
    } finally {
      await client.end();
    }
    return url;
  };
}

/** Runs the block against a PostgreSQL server of its own. */
export function onPostgres(
  body: (databases: TestDatabases & { readonly server: () => PostgresServer }) => void,
  settings?: PostgresSettings,
): void {
  skipUnless('postgres')('on PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await postgres(settings);
    });
    afterAll(() => server?.stop());
    const fresh = (): Promise<string> => server.newDatabase();
    body({
      dialect: 'postgres',
      fresh,
      open: opener(usedAgain(fresh)),
      key: KEY.toString('hex'),
      server: () => server,
    });
  });
}

/** Runs the same tests against both. */
export function onEveryDatabase(body: (databases: TestDatabases) => void): void {
  onSqlite(body);
  onPostgres(body);
}
