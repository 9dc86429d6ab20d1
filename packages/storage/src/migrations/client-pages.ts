import type { Migration } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';

/** By what pages of clients are found in each order; see stores/client-pages.ts. */
export const clientPagesMigration: Migration = {
  name: 'client-pages',
  up: ({ db, dialect }) => {
    const isSqlite = dialect === 'sqlite';
    const id = isSqlite ? sql`client_id` : sql`(client_id) collate "C"`;
    const name = isSqlite
      ? sql`lower(coalesce(metadata ->> '$.client_name', client_id))`
      : sql`lower(coalesce(replace(metadata, '\\u0000', '\\ufffd')::json ->> 'client_name', client_id)) collate "C"`;
    const index = (called: string, ...columns: RawBuilder<unknown>[]) => ({
      compile: () => sql`create index ${sql.ref(`clients_by_${called}`)} on clients (${sql.join(columns)})`.compile(db),
    });
    const disabled = sql.ref('disabled');
    return [
      // SQLite compares bytes by itself: there the primary key serves.
      ...(isSqlite ? [] : [index('id', id)]),
      index('state_and_id', disabled, id),
      index('name', name, id),
      index('state_and_name', disabled, name, id),
    ];
  },
};
