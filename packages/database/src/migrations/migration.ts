import type { Compilable, Kysely } from 'kysely';
import type { Dialect } from '../statements/statement.ts';

/** The column types that have another name in each dialect. */
export interface ColumnTypes {
  readonly text: 'text';
  readonly integer: 'integer' | 'bigint';
  readonly bytes: 'blob' | 'bytea';
}

/** What a migration builds its statements with. */
export interface MigrationTools {
  readonly dialect: Dialect;
  // A migration sees the tables as they are at its point in history, which no single type describes.
  // eslint-disable-next-line typescript/no-explicit-any
  readonly db: Kysely<any>;
  readonly types: ColumnTypes;
}

/** One step of the schema. Its place in the list is its number; a released one never changes. */
export interface Migration {
  readonly name: string;
  up(tools: MigrationTools): readonly Compilable[];
}

/** The column types of a dialect. */
export const columnTypes = (dialect: Dialect): ColumnTypes =>
  dialect === 'sqlite'
    ? { text: 'text', integer: 'integer', bytes: 'blob' }
    : { text: 'text', integer: 'bigint', bytes: 'bytea' };
