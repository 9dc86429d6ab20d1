import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** What was revoked before it expired; see stores/revocations.ts. */
export const revocationsMigration: Migration = {
  name: 'revocations',
  up: ({ db, dialect, types }) => {
    const table = db.schema
      .createTable('revocations')
      .addColumn('id', sql.raw(types.bytes), (column) => column.notNull())
      .addColumn('version', sql.raw(types.integer), (column) => column.notNull())
      .addColumn('stamp', sql.raw(types.text), (column) => column.notNull())
      .addColumn('before_at', sql.raw(types.integer))
      .addColumn('expires_at', sql.raw(types.integer), (column) => column.notNull())
      .addPrimaryKeyConstraint('revocations_pkey', ['id']);
    return [
      dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table,
      db.schema.createIndex('revocations_version').on('revocations').column('version'),
      db.schema.createIndex('revocations_expires_at').on('revocations').column('expires_at'),
    ];
  },
};
