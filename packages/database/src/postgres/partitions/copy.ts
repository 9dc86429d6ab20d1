/** The long steps of partitioning: copying what was there before, and comparing the two tables. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { StorageSetupError, StorageUnavailableError } from '../../errors.ts';
import { isRetryable, sqlState } from '../failure.ts';
import {
  batchSql,
  differencesSql,
  namesOf,
  nextGroupSql,
  type PartitionedTable,
  pageEndSql,
  shapeOf,
  type TableShape,
} from './statements.ts';

/** A batch takes about as long as this, and is followed by a rest of the same length. */
const BATCH_MS = 100;
/** A busy server takes long for few rows too: with fewer at once it would only never be done. */
const [FEWEST_ROWS, MOST_ROWS] = [500, 5000];
/** Where others hold rows, fewer of them are waited for at once. */
const FEWEST_LOCKED_ROWS = 50;
/** Rows that are compared as of one moment. */
const COMPARED_ROWS = 10_000;
const LOCK_WAIT_MS = 100;
const TRIES = 200;
const LOCK_NOT_AVAILABLE = '55P03';

type Tell = (step: 'copy' | 'compare', rows: number) => void;

interface Reached {
  after_group: string | null;
  after_id: Uint8Array | null;
  copied: string;
  done: boolean;
}

const begun = async (client: ClientBase, progress: string): Promise<Reached> =>
  (await client.query<Reached>(`select * from ${progress}`)).rows[0] as Reached;

/**
 * One batch as one transaction. It is not made durable by itself: what a crash forgets of it, it forgets together with how far it
 * got, and the change of names is durable with all that came before.
 */
async function batch(client: ClientBase, sql: string, parameters: unknown[]): Promise<{ rows: number }> {
  try {
    await client.query(
      `begin isolation level read committed; set local lock_timeout = ${LOCK_WAIT_MS}; set local synchronous_commit = off`,
    );
    const { rows } = await client.query<{ rows: number }>(sql, parameters);
    await client.query('commit');
    return rows[0] as { rows: number };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Copies all rows of one group, from where it was. */
async function copyGroup(
  client: ClientBase,
  copying: { sql: string; progress: string; group: string; limit: number; tell: Tell },
): Promise<number> {
  let { limit } = copying;
  let failures = 0;
  for (;;) {
    const reached = await begun(client, copying.progress);
    copying.tell('copy', Number(reached.copied));
    const from = reached.after_group === copying.group ? reached.after_id : null;
    const startedAt = performance.now();
    try {
      const { rows } = await batch(client, copying.sql, [copying.group, from ?? Buffer.alloc(0), limit]);
      failures = 0;
      const tookMs = performance.now() - startedAt;
      if (rows < limit) return limit;
      limit = Math.round(Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, limit * Math.min(2, BATCH_MS / tookMs))));
      await sleep(Math.min(tookMs, 4 * BATCH_MS));
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE && !isRetryable(error)) throw error;
      failures += 1;
      if (failures === TRIES) throw new StorageUnavailableError('rows stay locked by others', 'not-written', 'busy');
      limit = Math.max(FEWEST_LOCKED_ROWS, Math.round(limit / 2));
      await sleep(Math.random() * 200);
    }
  }
}

/** @throws {StorageSetupError} the copy is not like the table: nothing was changed */
async function compare(client: ClientBase, table: PartitionedTable, shape: TableShape, tell: Tell): Promise<void> {
  let from: [string, Uint8Array] = ['', Buffer.alloc(0)];
  for (let page = 0; ; page += 1) {
    tell('compare', page * COMPARED_ROWS);
    const { rows: ends } = await client.query(pageEndSql(table, shape.schema), [...from, COMPARED_ROWS - 1]);
    const end = ends[0] as { group: string; id: Uint8Array } | undefined;
    const until = end ? [end.group, end.id] : [];
    const { rows } = await client.query(differencesSql(table, shape, !end), [...from, ...until]);
    if (rows[0].differences !== 0)
      throw new StorageSetupError(
        `The copy differs from the table in ${rows[0].differences} rows, so it was not put to use: run it with --cancel, and report this`,
      );
    if (!end) return;
    from = [end.group, end.id];
  }
}

/** Copies, from where it was, what the trigger did not; then compares. @throws {StorageUnavailableError} rows stay locked */
export async function copyRows(client: ClientBase, table: PartitionedTable, tell: Tell): Promise<void> {
  const shape = (await shapeOf(client, table.name)) as TableShape;
  const { progress, copy } = namesOf(table.name, shape.schema);
  const sql = batchSql(table, shape);
  const nextGroup = nextGroupSql(table, shape.schema);
  const reached = await begun(client, progress);
  tell('copy', Number(reached.copied));
  let limit = 500;
  let group = reached.done ? undefined : (reached.after_group ?? (await client.query(nextGroup, [''])).rows[0]?.name);
  while (group !== undefined) {
    limit = await copyGroup(client, { sql, progress, group, limit, tell });
    group = (await client.query(nextGroup, [group])).rows[0]?.name;
  }
  await client.query(`update ${progress} set done = true`);
  await client.query(`analyze ${copy}`);
  await compare(client, table, shape, tell);
}
