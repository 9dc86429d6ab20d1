import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { StorageSetupError, StorageUnavailableError } from '../errors.ts';
import {
  compareHistory,
  HISTORY_TABLE,
  type HistoryRow,
  type MigrationStatus,
  migrationSql,
} from '../migrations/history.ts';
import type { Migration } from '../migrations/migration.ts';
import { type Clients, clientsOf } from './clients.ts';
import { mustBeConfirmed, watchConfirmations } from './confirmation.ts';
import { isRetryable, raise, sqlState, verdictOn } from './failure.ts';
import { mustBeWritable, WRITABLE } from './server-watch.ts';
import { tlsFault } from './tls.ts';

const CONNECT_TIMEOUT_MS = 2000;
const MIGRATION_TIMEOUT_MS = 300_000;
const ATTEMPTS = 20;
/** `create table if not exists` is not safe against itself: two at once may collide in the catalogue. */
const CATALOGUE_COLLISIONS = new Set(['23505', '42P07', '42710']);
const UNDEFINED_TABLE = '42P01';
const SETUP_FAULTS = new Set(['28000', '28P01', '3D000', '42501', '3F000']);

/** Where the database is, and whom to trust there. */
export interface Place {
  readonly url: string;
  readonly caFile?: string | undefined;
}

async function withOne<T>(clients: Clients, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = new clients.Client({
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'gatehouse-migrate',
    query_timeout: MIGRATION_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  watchConfirmations(client);
  try {
    await client.connect();
    mustBeWritable((await client.query(`select ${WRITABLE}`)).rows[0]);
    const result = await work(client);
    mustBeConfirmed(client);
    return result;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Works on the first server that takes writes. */
export async function withClient<T>({ url, caFile }: Place, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const clients = clientsOf(url, caFile);
  let attempt = 1;
  for (let server = 1; ; server += 1) {
    try {
      return await withOne(clients, work);
    } catch (error) {
      if (error instanceof StorageSetupError || error instanceof StorageUnavailableError) throw error;
      if (isRetryable(error) && verdictOn(error) === 'keep' && attempt < ATTEMPTS) {
        attempt += 1;
        server -= 1;
        await sleep(Math.random() * 100);
        continue;
      }
      if (server < clients.servers && verdictOn(error) === 'drop-all') {
        clients.next();
        continue;
      }
      const fault = tlsFault(error);
      if (fault !== undefined) throw new StorageSetupError(`The database cannot be used: ${fault}`);
      if (SETUP_FAULTS.has(sqlState(error) ?? ''))
        throw new StorageSetupError(`The database refuses: ${(error as Error).message}`);
      throw raise(error, false);
    }
  }
}

async function history(client: ClientBase): Promise<HistoryRow[]> {
  try {
    return (await client.query<HistoryRow>('select version, name, applied_at from schema_migrations order by version'))
      .rows;
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE) return [];
    throw error;
  }
}

class Collision extends Error {}

async function createLock(client: ClientBase): Promise<void> {
  try {
    await client.query(HISTORY_TABLE);
    await client.query('create table if not exists schema_lock (id integer primary key)');
    await client.query('insert into schema_lock values (1) on conflict do nothing');
  } catch (error) {
    throw CATALOGUE_COLLISIONS.has(sqlState(error) ?? '')
      ? new Collision('Another start creates the same table', { cause: error })
      : error;
  }
}

async function migrateOnce(client: ClientBase, known: readonly Migration[]): Promise<number> {
  await client.query('begin');
  try {
    // A locked row, not an advisory lock: every product of the family has it.
    await client.query('select id from schema_lock where id = 1 for update');
    const { pending } = compareHistory(await history(client), known);
    for (const { version, name } of pending) {
      for (const text of migrationSql(known[version - 1] as Migration, 'postgres')) await client.query(text);
      await client.query('insert into schema_migrations values ($1, $2, $3)', [
        version,
        name,
        new Date().toISOString(),
      ]);
    }
    await client.query('commit');
    return pending.length;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** What the database has and lacks. @throws {StorageSetupError} newer or foreign schema */
export const postgresMigrationStatus = (place: Place, known: readonly Migration[]): Promise<MigrationStatus> =>
  withClient(place, async (client) => compareHistory(await history(client), known));

/**
 * Runs the missing migrations in one transaction; many processes may do so at once.
 * @returns how many this call ran
 * @throws {StorageSetupError} newer or foreign schema, or the server refuses the user
 */
export const migratePostgres = (place: Place, known: readonly Migration[]): Promise<number> =>
  withClient(place, async (client) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (compareHistory(await history(client), known).pending.length === 0) return 0;
        await createLock(client);
        return await migrateOnce(client, known);
      } catch (error) {
        if (!(error instanceof Collision || isRetryable(error)) || attempt === ATTEMPTS) throw error;
        await sleep(Math.random() * 100);
      }
    }
  });
