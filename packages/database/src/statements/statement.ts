/** What both dialects can store in a parameter. Times are whole seconds, truth values 0 or 1. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** One row as the database gave it. */
export type Row = Record<string, unknown>;

/** The two families of SQL that are spoken. */
export type Dialect = 'sqlite' | 'postgres';

/** Says that a statement must change exactly one row, and what to tell when it did not. */
export interface Guard {
  readonly model: string;
  readonly key?: string | undefined;
  readonly grantId?: string | undefined;
}

/** Artefacts as a statement names them: one by its key, or all with a value in a column, of one model or of every model. */
export type Touched =
  | { readonly model: string; readonly id: Uint8Array }
  | { readonly column: 'grant_id' | 'account_id' | 'uid'; readonly of: string | Uint8Array; readonly model?: string };

/** One SQL statement, ready to run. */
export interface Statement {
  readonly sql: string;
  /** The bare change, where `sql` is wrapped around it so that it fails unless one row changes; see `shapes.ts`. */
  readonly change?: string | undefined;
  readonly parameters: readonly SqlValue[];
  /** Present: exactly one row must change, otherwise the whole unit is undone and LostRaceError thrown. */
  readonly guard?: Guard | undefined;
  /** Repeat until one pass changes nothing, so that rows which others commit meanwhile are caught too. */
  readonly untilNothingChanges?: boolean | undefined;
  /** Which artefacts it touches, for `inLockOrder`. */
  readonly touches?: Touched | undefined;
  /** It reads a few rows by their keys. */
  readonly byKey?: boolean | undefined;
  /** The rows of RETURNING are wanted. */
  readonly returnsRows?: boolean | undefined;
}

/** What a statement did. */
export interface StatementResult {
  readonly rows: readonly Row[];
  readonly changes: number;
}

/**
 * A write is data: made by pure functions, executed by `commit`, all of them or none.
 * That is why a retry just runs it again, and why no transaction stays open while code waits.
 */
export interface Write {
  readonly statements: readonly Statement[];
}

/** One database, opened: runs reads one at a time and units of work as one transaction each. */
export interface DatabaseDriver {
  readonly dialect: Dialect;
  /**
   * @param byKey it reads a few rows by their keys, so that such reads may wait for one another
   * @throws {StorageUnavailableError}
   */
  read(sql: string, parameters: readonly SqlValue[], byKey?: boolean): Promise<Row[]>;
  /**
   * Runs all statements as one transaction.
   * @throws {LostRaceError} a guard found no row; nothing was written
   * @throws {ConflictError} a unique value is taken; nothing was written
   * @throws {StorageUnavailableError}
   */
  execute(statements: readonly Statement[]): Promise<StatementResult[]>;
  /** Resolves when reads and writes both answer. @throws {StorageUnavailableError} */
  ping(): Promise<void>;
  close(): Promise<void>;
}
