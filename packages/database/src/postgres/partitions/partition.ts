/**
 * Partitions a table by hash while applications use it. A copy with partitions is made beside it, and a trigger that writes each change
 * of the table into the copy in the same transaction; what was there before is copied in small batches; the two are compared; then the
 * copy takes the table's name. What was reached is kept in the database, so it goes on after it was ended at any moment.
 *
 * Locks on the table: making the trigger waits for writes under way and holds up others for as long (share row exclusive), the change
 * of names waits for everything under way and holds up everything (access exclusive). Both wait for at most LOCK_WAIT_MS, do their
 * work in milliseconds, and try again later when they did not get it. A batch keeps its rows from being deleted, and from nothing else.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { StorageSetupError, StorageUnavailableError } from '../../errors.ts';
import { isRetryable, sqlState } from '../failure.ts';
import { type Place, withClient } from '../migrate.ts';
import { serverOf } from '../product.ts';
import { copyRows } from './copy.ts';
import {
  copySql,
  dropCopySql,
  namesOf,
  obstaclesOf,
  type PartitionedTable,
  shapeOf,
  swapSql,
  type TableShape,
} from './statements.ts';

/** The longest that anybody waits behind a lock of this. */
const LOCK_WAIT_MS = 150;
const LOCK_TRIES = 100;
const LOCK_NOT_AVAILABLE = '55P03';
const DISK_FULL = '53100';
/** A table or another object is there already, or is not there any more; two that are made at once may also collide in the catalogue. */
const MET_ANOTHER_RUN = new Set(['42P07', '42P01', '42710', '42704', '42723', '42883', '23505']);
const LEAST_SERVER = 130_000;
const MIGRATED = 'The schema was migrated meanwhile: run it with --cancel, and then again';

/** A copy that is being made, or was left. */
export interface PartitioningUnderWay {
  readonly partitions: number;
  readonly copiedRows: number;
}

/** How a table stands, and what keeps it from being partitioned. */
export interface PartitionStatus {
  /** 0: it is one table. */
  readonly partitions: number;
  readonly rows: number;
  readonly bytes: number;
  readonly underWay: PartitioningUnderWay | undefined;
  /** The table from before, which has yet to be removed. */
  readonly hasOld: boolean;
}

/** What is told while it runs. */
export interface PartitionProgress {
  readonly step: 'prepare' | 'copy' | 'compare' | 'switch' | 'remove';
  readonly rows: number;
  readonly of: number;
}

export type OnPartitionProgress = (progress: PartitionProgress) => void;

interface Begun {
  readonly partitions: number;
  readonly schema_version: number;
  readonly copied: string;
}

/** Runs statements as one transaction that waits for a lock only shortly. */
async function briefly(client: ClientBase, texts: readonly string[]): Promise<void> {
  await client.query('begin isolation level read committed');
  try {
    await client.query(`set local lock_timeout = ${LOCK_WAIT_MS}`);
    await client.query('set local statement_timeout = 30000');
    for (const text of texts) await client.query(text);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Who has held a lock on the table for longest, in words. */
async function holderOf(client: ClientBase, live: string): Promise<string> {
  const { rows } = await client.query<{ holder: string }>(
    `select format('process %s (%s) has been in a transaction for %s s', a.pid, coalesce(nullif(a.application_name, ''), 'no name'),
        extract(epoch from now() - a.xact_start)::int) as holder
      from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.relation = to_regclass($1) and l.granted and a.pid <> pg_backend_pid() order by a.xact_start limit 1`,
    [live],
  );
  return rows[0] ? `; ${rows[0].holder}` : '';
}

/** @throws {StorageUnavailableError} the lock was not to be had */
async function locked(client: ClientBase, live: string, texts: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await briefly(client, texts);
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE && !isRetryable(error)) throw error;
      if (attempt === LOCK_TRIES)
        throw new StorageUnavailableError(
          `the lock on the table was not to be had in ${LOCK_TRIES} tries${await holderOf(client, live)}. Run the command again: it goes on where it was`,
          'not-written',
          'busy',
        );
      // Those who waited behind this get their turn.
      await sleep(100 + Math.random() * 400);
    }
  }
}

/** No migration runs at the same time, and none ran since that version was read. */
const unmigrated = (known: number): string[] => [
  'select id from schema_lock where id = 1 for update',
  `do $$ begin
    if (select max(version) from schema_migrations) <> ${known} then raise 'the schema was migrated meanwhile'; end if;
  end $$`,
];
const version = async (client: ClientBase): Promise<number> =>
  Number((await client.query('select coalesce(max(version), 0) as version from schema_migrations')).rows[0].version);

async function begunOf(client: ClientBase, progress: string): Promise<Begun | undefined> {
  const exists = (await client.query('select to_regclass($1) is not null as exists', [progress])).rows[0].exists;
  return exists ? (await client.query<Begun>(`select * from ${progress}`)).rows[0] : undefined;
}

async function existing(client: ClientBase, table: PartitionedTable): Promise<TableShape> {
  const shape = await shapeOf(client, table.name);
  if (!shape) throw new StorageSetupError('There is no schema yet: run "gatehouse migrate up" first');
  return shape;
}

async function statusOn(client: ClientBase, table: PartitionedTable): Promise<PartitionStatus> {
  const { schema, partitions, rows, bytes } = await existing(client, table);
  const names = namesOf(table.name, schema);
  const begun = await begunOf(client, names.progress);
  return {
    partitions,
    rows,
    bytes,
    underWay: begun && { partitions: begun.partitions, copiedRows: Number(begun.copied) },
    hasOld: (await shapeOf(client, names.before)) !== undefined,
  };
}

async function mustBePostgres(place: Place): Promise<void> {
  const { product } = await serverOf(place);
  if (product !== 'postgresql')
    throw new StorageSetupError(
      `${product === 'cockroachdb' ? 'CockroachDB' : 'YugabyteDB'} divides tables by itself: there is nothing to do`,
    );
}

/** @throws {StorageSetupError} a sentence for each thing that is in the way */
async function mustBePossible(client: ClientBase, table: PartitionedTable): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  const obstacles = await obstaclesOf(client, table);
  if ((rows[0]?.version ?? 0) < LEAST_SERVER) obstacles.unshift('the server is older than PostgreSQL 13');
  if (obstacles.length > 0) throw new StorageSetupError(`Nothing was done: ${obstacles.join('; ')}`);
}

/** Takes up what was begun, or begins. @returns whether there is anything to do */
async function prepare(client: ClientBase, table: PartitionedTable, count: number): Promise<boolean> {
  const shape = await existing(client, table);
  const { live, progress } = namesOf(table.name, shape.schema);
  const begun = await begunOf(client, progress);
  if (begun && begun.partitions !== count)
    throw new StorageSetupError(
      `A change to ${begun.partitions} partitions is under way: finish it with --by ${begun.partitions}, or drop it with --cancel`,
    );
  if (begun && begun.schema_version !== (await version(client))) throw new StorageSetupError(MIGRATED);
  if (begun) return true;
  if (Math.max(1, shape.partitions) === count) return false;
  await mustBePossible(client, table);
  const current = await version(client);
  await locked(client, live, [
    ...unmigrated(current),
    ...(await copySql(client, table, shape, count)),
    `insert into ${progress} values (${count}, ${current}, null, null, 0, false)`,
  ]);
  return true;
}

/** @throws {StorageSetupError} the schema was migrated meanwhile, so the copy is not like the table any more */
async function replace(client: ClientBase, table: PartitionedTable): Promise<void> {
  const { schema } = await existing(client, table);
  const { live, progress } = namesOf(table.name, schema);
  const begun = await begunOf(client, progress);
  // Another run of the command was faster.
  if (!begun) return;
  if (begun.schema_version !== (await version(client))) throw new StorageSetupError(MIGRATED);
  await locked(client, live, [
    ...unmigrated(begun.schema_version),
    `lock table ${live} in access exclusive mode`,
    ...(await swapSql(client, table, schema)),
  ]);
}

async function removeOld(client: ClientBase, table: PartitionedTable): Promise<void> {
  const { schema } = await existing(client, table);
  const { before } = namesOf(table.name, schema);
  await locked(client, before, [`drop table if exists ${before}`]);
}

async function cancelOn(client: ClientBase, table: PartitionedTable): Promise<boolean> {
  const { schema } = await existing(client, table);
  const { live, progress } = namesOf(table.name, schema);
  if (!(await begunOf(client, progress))) return false;
  await locked(client, live, dropCopySql(table, schema));
  return true;
}

/** What a table needs before it is partitioned, without doing anything. @throws {StorageSetupError} it cannot be done here */
export const examinePartitioning = async (place: Place, table: PartitionedTable): Promise<PartitionStatus> => {
  await mustBePostgres(place);
  return withClient(place, async (client) => {
    const status = await statusOn(client, table);
    await mustBePossible(client, table);
    return status;
  });
};

/** How a table stands; undefined when there is none yet. */
export const partitionStatus = (place: Place, table: PartitionedTable): Promise<PartitionStatus | undefined> =>
  withClient(place, async (client) => ((await shapeOf(client, table.name)) ? statusOn(client, table) : undefined));

/** Drops a copy that was begun, and leaves the table as it is. @returns false: none was begun */
export const cancelPartitioning = (place: Place, table: PartitionedTable): Promise<boolean> =>
  withClient(place, (client) => cancelOn(client, table));

/** Copies; a disk that becomes full is given its room back. */
async function copyAll(
  client: ClientBase,
  table: PartitionedTable,
  tell: Parameters<typeof copyRows>[2],
): Promise<void> {
  try {
    await copyRows(client, table, tell);
  } catch (error) {
    if (sqlState(error) !== DISK_FULL) throw error;
    await cancelOn(client, table);
    throw new StorageSetupError(
      `The database's disk is full; the copy was dropped, and the table is as it was: ${(error as Error).message}`,
    );
  }
}

async function partitionOn(
  client: ClientBase,
  table: PartitionedTable,
  count: number,
  onProgress: OnPartitionProgress,
): Promise<boolean> {
  const { hasOld, rows } = await statusOn(client, table);
  const tell = (step: PartitionProgress['step'], done = 0): void => onProgress({ step, rows: done, of: rows });
  tell('prepare');
  if (hasOld) await removeOld(client, table);
  if (!(await prepare(client, table, count))) return hasOld;
  await copyAll(client, table, tell);
  tell('switch');
  await replace(client, table);
  tell('remove');
  await removeOld(client, table);
  return true;
}

/**
 * Partitions the table, or goes on with it.
 * @param count of partitions; 1 makes one table of it again
 * @returns false: there was nothing to do
 * @throws {StorageSetupError} one line that says why it cannot be done; nothing was changed
 * @throws {StorageUnavailableError} run again, it goes on where it was
 */
export const partition = async (
  place: Place,
  table: PartitionedTable,
  count: number,
  onProgress: OnPartitionProgress,
): Promise<boolean> => {
  await mustBePostgres(place);
  return withClient(place, async (client) => {
    try {
      return await partitionOn(client, table, count, onProgress);
    } catch (error) {
      if (!MET_ANOTHER_RUN.has(sqlState(error) ?? '')) throw error;
      throw new StorageSetupError(
        `Another run of this command changed something at the same time; "gatehouse migrate status" shows how the table is: ${(error as Error).message}`,
      );
    }
  });
};
