import type { MigrationTools } from '@gatehouse/database';
import { type Compilable, type CreateTableBuilder, type RawBuilder, sql } from 'kysely';

/** What the columns of a table hold; a question mark allows NULL. */
export type Columns = Readonly<Record<string, 'text' | 'integer' | 'bytes' | 'text?' | 'integer?' | 'bytes?'>>;

/** Rows that go with a row of another table. */
export interface Parent {
  readonly column: string;
  readonly table: string;
  readonly key: string;
}

/**
 * A table from a list of columns.
 * @param storage what PostgreSQL is told of how its rows are kept
 */
export function table(
  { db, dialect, types }: MigrationTools,
  name: string,
  columns: Columns,
  primaryKey: readonly string[],
  { parent, storage = sql`` }: { parent?: Parent | undefined; storage?: RawBuilder<unknown> } = {},
): Compilable {
  let builder: CreateTableBuilder<string, string> = db.schema.createTable(name);
  for (const [column, kind] of Object.entries(columns)) {
    const type = types[kind.replace('?', '') as 'text' | 'integer' | 'bytes'];
    builder = builder.addColumn(column, sql.raw(type), (c) => (kind.endsWith('?') ? c : c.notNull()));
  }
  builder = builder.addPrimaryKeyConstraint(`${name}_pkey`, [...primaryKey]);
  if (parent) {
    const { column, key } = parent;
    builder = builder.addForeignKeyConstraint(`${name}_${column}_fkey`, [column], parent.table, [key], (c) =>
      c.onDelete('cascade'),
    );
  }
  return builder.modifyEnd(dialect === 'sqlite' ? sql`strict` : storage);
}
