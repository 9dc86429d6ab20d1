import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** API keys and service accounts; see stores/api-credentials.ts. */
export const apiCredentialsMigration: Migration = {
  name: 'api-credentials',
  up: ({ db, dialect, types }) => {
    const [text, integer] = [sql.raw(types.text), sql.raw(types.integer)];
    const table = db.schema
      .createTable('api_credentials')
      .addColumn('id', text, (column) => column.notNull())
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('login', text)
      .addColumn('sha256', sql.raw(types.bytes), (column) => column.notNull())
      .addColumn('account_id', text)
      .addColumn('scopes', text, (column) => column.notNull())
      .addColumn('claims', text, (column) => column.notNull())
      .addColumn('created_at', integer, (column) => column.notNull())
      .addColumn('expires_at', integer)
      .addColumn('revoked_at', integer)
      .addColumn('last_used_at', integer)
      .addPrimaryKeyConstraint('api_credentials_pkey', ['id'])
      .addForeignKeyConstraint('api_credentials_account_id_fkey', ['account_id'], 'accounts', ['id'], (key) =>
        key.onDelete('cascade'),
      );
    const index = (column: string) =>
      db.schema.createIndex(`api_credentials_${column}`).on('api_credentials').column(column);
    return [
      dialect === 'sqlite' ? table.modifyEnd(sql`strict`) : table,
      index('sha256').unique(),
      index('login').unique(),
      index('account_id'),
    ];
  },
};
