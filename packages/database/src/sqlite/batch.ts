import type { Statement, StatementResult } from '../statements/statement.ts';
import type { SqliteConnection } from './connection.ts';
import { type Failure, failureOf } from './failure.ts';

/** What became of one unit of work. */
export type Outcome = { readonly results: StatementResult[] } | { readonly failure: Failure };

class Lost {
  readonly statement: number;
  constructor(statement: number) {
    this.statement = statement;
  }
}

function runStatement(connection: SqliteConnection, { sql, parameters, returnsRows }: Statement): StatementResult {
  const prepared = connection.prepare(sql);
  if (returnsRows) {
    const rows = prepared.all(...(parameters as never[]));
    return { rows, changes: rows.length };
  }
  return { rows: [], changes: Number(prepared.run(...(parameters as never[])).changes) };
}

function runUnit(connection: SqliteConnection, unit: readonly Statement[]): Outcome {
  connection.prepare('savepoint unit').run();
  try {
    const results = unit.map((statement, index) => {
      const result = runStatement(connection, statement);
      if (statement.guard && result.changes !== 1) throw new Lost(index);
      return result;
    });
    connection.prepare('release unit').run();
    return { results };
  } catch (error) {
    // A full disk or an I/O error may have ended the whole transaction already; then the batch fails as one.
    if (!connection.database.isTransaction) throw error;
    connection.prepare('rollback to unit').run();
    connection.prepare('release unit').run();
    return { failure: error instanceof Lost ? { kind: 'lost', statement: error.statement } : failureOf(error) };
  }
}

/**
 * Group commit: every unit in one transaction with one sync to the disk at its end, each behind its own savepoint,
 * so that a lost race undoes only its own unit.
 * @throws what SQLite throws when the transaction as a whole cannot be begun or committed; then nothing was written
 */
export function runBatch(connection: SqliteConnection, units: readonly (readonly Statement[])[]): Outcome[] {
  connection.prepare('begin immediate').run();
  try {
    const outcomes = units.map((unit) => runUnit(connection, unit));
    connection.prepare('commit').run();
    return outcomes;
  } catch (error) {
    if (connection.database.isTransaction) connection.prepare('rollback').run();
    throw error;
  }
}
