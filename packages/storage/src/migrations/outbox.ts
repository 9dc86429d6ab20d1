import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** What is still to be sent to the outside; see stores/outbox.ts. */
export const outboxMigration: Migration = {
  name: 'outbox',
  up: ({ db, dialect, types }) => {
    const table = db.schema
      .createTable('outbox')
      .addColumn('id', sql.raw(types.text), (column) => column.notNull())
      .addColumn('kind', sql.raw(types.text), (column) => column.notNull())
      .addColumn('sealed_payload', sql.raw(types.bytes), (column) => column.notNull())
      .addColumn('attempts', sql.raw(types.integer), (column) => column.notNull())
      .addColumn('due_at', sql.raw(types.integer), (column) => column.notNull())
      .addColumn('created_at', sql.raw(types.integer), (column) => column.notNull())
      .addColumn('expires_at', sql.raw(types.integer), (column) => column.notNull())
      .addPrimaryKeyConstraint('outbox_pkey', ['id']);
    return [
      dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table,
      db.schema.createIndex('outbox_due_at').on('outbox').column('due_at'),
      db.schema.createIndex('outbox_expires_at').on('outbox').column('expires_at'),
    ];
  },
};
