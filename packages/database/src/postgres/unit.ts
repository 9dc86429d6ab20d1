import { hash } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { ClientBase, QueryResult } from 'pg';
import { LostRaceError } from '../errors.ts';
import { mustEachChangeOneRow } from '../statements/shapes.ts';
import type { Row, SqlValue, Statement, StatementResult } from '../statements/statement.ts';
import { sqlState } from './failure.ts';

const INVALID_TEXT_REPRESENTATION = '22P02';
const MAX_PASSES = 100;
const names = new Map<string, string>();

/** One name for one text in every process, so that a pooler which shares server connections never mixes them up. */
function nameOf(sql: string): string {
  let name = names.get(sql);
  if (name === undefined) {
    name = `gh_${hash('sha256', sql).slice(0, 20)}`;
    names.set(sql, name);
  }
  return name;
}

/** A named prepared statement: parsed once on each connection. */
export function run(
  client: ClientBase,
  sql: string,
  parameters: readonly SqlValue[],
  timeoutMs?: number,
): Promise<QueryResult<Row>> {
  const query = {
    name: nameOf(sql),
    text: sql,
    values: parameters as unknown[],
    ...(timeoutMs !== undefined && { query_timeout: timeoutMs }),
  };
  return client.query<Row>(query);
}

const toResult = ({ rows, rowCount }: QueryResult<Row>): StatementResult => ({ rows, changes: rowCount ?? 0 });

/** A guard that found no row fails inside the database, see `shapes.ts`. */
function translate(error: unknown, ...statements: readonly Statement[]): unknown {
  if (sqlState(error) !== INVALID_TEXT_REPRESENTATION) return error;
  const lost = /lost race ?(\d*)/u.exec((error as Error).message);
  const guard = lost ? statements[Number(lost[1])]?.guard : undefined;
  return guard ? new LostRaceError(guard.model, guard.key, guard.grantId) : error;
}

const together = new Map<string, string>();
/** Each number makes texts of its own, which every connection keeps, and a server takes 1664 columns and 65,535 parameters in one. */
const mostTogether = 16;

/** One statement for all, where each changes one row that no other changes: nothing has to be begun and ended then. */
function asOne(statements: readonly Statement[]): Statement | undefined {
  const rows = new Set<string>();
  for (const { change, guard, touches } of statements) {
    if (change === undefined || !guard || !touches || !('id' in touches)) return undefined;
    rows.add(`${touches.model} ${Buffer.from(touches.id).toString('latin1')}`);
  }
  if (rows.size < statements.length) return undefined;
  const key = statements.map(({ sql }) => nameOf(sql)).join(' ');
  let sql = together.get(key);
  if (sql === undefined) {
    const counts = statements.map(({ parameters }) => parameters.length);
    sql = mustEachChangeOneRow(
      statements.map(({ change }) => change as string),
      counts,
    );
    together.set(key, sql);
  }
  return { sql, parameters: statements.flatMap(({ parameters }) => parameters) };
}

/** Sends what `send` asks in one packet and one system call. */
export function asOnePacket<Result>(client: ClientBase, send: () => Result): Result {
  const stream = (client as { connection?: { stream?: Writable } }).connection?.stream;
  stream?.cork();
  try {
    return send();
  } finally {
    stream?.uncork();
  }
}

/**
 * Sends begin, all statements and commit at once and waits once: one round trip whatever the unit holds. When a statement
 * fails the server refuses the rest, and turns the commit into a rollback.
 */
async function pipelined(
  client: ClientBase,
  statements: readonly Statement[],
  timeoutMs: number,
): Promise<StatementResult[]> {
  const [begin, commit, ...running] = asOnePacket(client, () => {
    const first = client.query('begin');
    const between = statements.map(({ sql, parameters }) => run(client, sql, parameters));
    return [first, client.query({ text: 'commit', query_timeout: timeoutMs } as { text: string }), ...between] as const;
  });
  const [begun, committed, ...settled] = await Promise.allSettled([begin, commit, ...running]);
  if (begun.status === 'rejected') throw begun.reason;
  for (const [index, outcome] of settled.entries()) {
    if (outcome.status === 'rejected') throw translate(outcome.reason, statements[index] as Statement);
  }
  if (committed.status === 'rejected') throw committed.reason;
  return settled.map((outcome) => toResult((outcome as PromiseFulfilledResult<QueryResult<Row>>).value));
}

/** Each pass sees what was committed before it began, so a pass that changes nothing proves that nothing is left. */
async function repeat(client: ClientBase, { sql, parameters }: Statement, timeoutMs: number): Promise<StatementResult> {
  let changes = 0;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const { rowCount } = await run(client, sql, parameters, timeoutMs);
    if (!rowCount) return { rows: [], changes };
    changes += rowCount;
  }
  throw Object.assign(new Error('Rows kept appearing while they were being ended'), {
    code: '40001',
    severity: 'ERROR',
  });
}

async function stepwise(
  client: ClientBase,
  statements: readonly Statement[],
  timeoutMs: number,
): Promise<StatementResult[]> {
  const query = (text: string): Promise<unknown> =>
    client.query({ text, query_timeout: timeoutMs } as { text: string });
  await query('begin');
  const results: StatementResult[] = [];
  for (const statement of statements) {
    try {
      if (statement.untilNothingChanges) results.push(await repeat(client, statement, timeoutMs));
      else results.push(toResult(await run(client, statement.sql, statement.parameters, timeoutMs)));
    } catch (error) {
      // When the connection itself is gone the server rolls back; the first error is the one that counts.
      await query('rollback').catch(() => undefined);
      throw translate(error, statement);
    }
  }
  await query('commit');
  return results;
}

/**
 * Runs a unit of work as one transaction. @throws {LostRaceError} or what the driver throws
 * @param joins whether the server lets one statement change a table more than once
 */
export async function runUnit(
  client: ClientBase,
  statements: readonly Statement[],
  timeoutMs: number,
  joins: boolean,
): Promise<StatementResult[]> {
  const [only] = statements;
  if (statements.some(({ untilNothingChanges }) => untilNothingChanges)) return stepwise(client, statements, timeoutMs);
  const isSome = statements.length > 1 && statements.length <= mostTogether;
  const one = joins && isSome ? asOne(statements) : undefined;
  if (one) {
    try {
      await run(client, one.sql, one.parameters, timeoutMs);
    } catch (error) {
      throw translate(error, ...statements);
    }
    return statements.map(() => ({ rows: [], changes: 1 }));
  }
  if (!only || statements.length > 1) return pipelined(client, statements, timeoutMs);
  try {
    return [toResult(await run(client, only.sql, only.parameters, timeoutMs))];
  } catch (error) {
    throw translate(error, only);
  }
}
