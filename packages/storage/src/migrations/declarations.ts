import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** What a registry file said when it was last applied; see stores/declarations.ts. */
export const declarationsMigration: Migration = {
  name: 'declarations',
  up: ({ db, dialect, types }) => {
    const table = db.schema
      .createTable('declarations')
      .addColumn('id', sql.raw(types.bytes), (column) => column.notNull())
      .addColumn('data', sql.raw(types.text), (column) => column.notNull())
      .addPrimaryKeyConstraint('declarations_pkey', ['id']);
    return [dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table];
  },
};
