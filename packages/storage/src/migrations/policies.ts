import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** What holds for all users, and the look of all pages; see stores/policies.ts. */
export const policiesMigration: Migration = {
  name: 'policies',
  up: ({ db, dialect, types }) => {
    const table = db.schema
      .createTable('policies')
      .addColumn('name', sql.raw(types.text), (column) => column.notNull())
      .addColumn('definition', sql.raw(types.text), (column) => column.notNull())
      .addPrimaryKeyConstraint('policies_pkey', ['name']);
    return [dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table];
  },
};
