import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** Passkeys; see stores/passkeys.ts. */
export const passkeysMigration: Migration = {
  name: 'passkeys',
  up: ({ db, dialect, types }) => {
    const [text, integer, bytes] = [sql.raw(types.text), sql.raw(types.integer), sql.raw(types.bytes)];
    const table = db.schema
      .createTable('passkeys')
      .addColumn('id', bytes, (column) => column.notNull())
      .addColumn('account_id', text, (column) => column.notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('sealed_data', bytes, (column) => column.notNull())
      .addColumn('sign_count', integer, (column) => column.notNull())
      .addColumn('backup_eligible', integer, (column) => column.notNull())
      .addColumn('backed_up', integer, (column) => column.notNull())
      .addColumn('created_at', integer, (column) => column.notNull())
      .addColumn('last_used_at', integer)
      .addPrimaryKeyConstraint('passkeys_pkey', ['id'])
      .addForeignKeyConstraint('passkeys_account_id_fkey', ['account_id'], 'accounts', ['id'], (key) =>
        key.onDelete('cascade'),
      );
    return [
      dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table,
      db.schema.createIndex('passkeys_account_id').on('passkeys').column('account_id'),
    ];
  },
};
