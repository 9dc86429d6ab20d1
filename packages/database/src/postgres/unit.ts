import { hash } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { ClientBase, QueryResult } from 'pg';
import { LostRaceError } from '../errors.ts';
import { mustEachChangeOneRow } from '../statements/shapes.ts';
import type { Row, SqlValue, Statement, StatementResult } from '../statements/statement.ts';
import { sqlState } from './failure.ts';
import type { ServerRow } from './server-watch.ts';
import { sessionOf } from './session.ts';

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

/** A named prepared statement: parsed once on each connection. Without a name where names get lost on the way. */
export function run(
  client: ClientBase,
  sql: string,
  parameters: readonly SqlValue[],
  timeoutMs?: number,
): Promise<QueryResult<Row>> {
  const query = {
    ...(sessionOf(client).names && { name: nameOf(sql) }),
    text: sql,
    values: parameters as unknown[],
    ...(timeoutMs !== undefined && { query_timeout: timeoutMs }),
  };
  return client.query<Row>(query);
}

/**
 * Begins a transaction. Through a pooler that sets what protects it, and shows where it runs.
 * @throws an error like the server's own when that is not the server to use
 */
function begin(client: ClientBase, timeoutMs?: number): Promise<void> {
  const session = sessionOf(client);
  const query = { text: session.begin, ...(timeoutMs !== undefined && { query_timeout: timeoutMs }) };
  const begun = client.query(query as { text: string });
  if (!session.pooled) return begun as unknown as Promise<void>;
  // One result for each statement of the text.
  return (begun as unknown as Promise<QueryResult<ServerRow>[]>).then((results) =>
    session.check(results.at(-1)?.rows[0]),
  );
}

/**
 * Sends reads in one packet. Through a pooler they are one transaction, which shows where they run; one that fails fails those
 * after it with a code that asks for another attempt.
 */
export function runReads(
  client: ClientBase,
  reads: readonly { readonly sql: string; readonly parameters: readonly SqlValue[] }[],
  timeoutMs: number,
): Promise<QueryResult<Row>>[] {
  return asOnePacket(client, () => {
    const send = () => reads.map(({ sql, parameters }) => run(client, sql, parameters, timeoutMs));
    if (!sessionOf(client).pooled) return send();
    const begun = begin(client, timeoutMs);
    const running = send();
    const ended = client.query({ text: 'commit', query_timeout: timeoutMs } as { text: string });
    return running.map(async (answer) => (await Promise.all([answer, begun, ended]))[0]);
  });
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
 * @throws the failure of `begin`; that of `commit` when no statement failed
 */
async function sendTogether(
  client: ClientBase,
  statements: readonly Pick<Statement, 'sql' | 'parameters'>[],
  timeoutMs: number,
): Promise<PromiseSettledResult<QueryResult<Row>>[]> {
  const [first, last, ...running] = asOnePacket(client, () => {
    const begun = begin(client);
    const between = statements.map(({ sql, parameters }) => run(client, sql, parameters));
    return [begun, client.query({ text: 'commit', query_timeout: timeoutMs } as { text: string }), ...between] as const;
  });
  const [begun, committed, ...settled] = await Promise.allSettled([first, last, ...running]);
  if (begun.status === 'rejected') throw begun.reason;
  if (committed.status === 'rejected' && settled.every(({ status }) => status === 'fulfilled')) throw committed.reason;
  return settled;
}

async function pipelined(
  client: ClientBase,
  statements: readonly Statement[],
  timeoutMs: number,
): Promise<StatementResult[]> {
  const settled = await sendTogether(client, statements, timeoutMs);
  return settled.map((outcome, index) => {
    if (outcome.status === 'rejected') throw translate(outcome.reason, statements[index] as Statement);
    return toResult(outcome.value);
  });
}

/** A statement that is a transaction by itself. Through a pooler it needs to be begun and ended all the same, see `begin`. */
async function runAlone(
  client: ClientBase,
  statement: Pick<Statement, 'sql' | 'parameters'>,
  timeoutMs: number,
): Promise<QueryResult<Row>> {
  if (!sessionOf(client).pooled) return run(client, statement.sql, statement.parameters, timeoutMs);
  const [outcome] = await sendTogether(client, [statement], timeoutMs);
  if (outcome?.status !== 'fulfilled') throw outcome?.reason;
  return outcome.value;
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
  await begin(client, timeoutMs);
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
      await runAlone(client, one, timeoutMs);
    } catch (error) {
      throw translate(error, ...statements);
    }
    return statements.map(() => ({ rows: [], changes: 1 }));
  }
  if (!only || statements.length > 1) return pipelined(client, statements, timeoutMs);
  try {
    return [toResult(await runAlone(client, only, timeoutMs))];
  } catch (error) {
    throw translate(error, only);
  }
}
