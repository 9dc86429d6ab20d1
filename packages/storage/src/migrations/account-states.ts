import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** Accounts that users register and nobody confirms expire; and which terms a user accepted. */
export const accountStatesMigration: Migration = {
  name: 'account-states',
  up: ({ db, types }) => [
    db.schema.alterTable('accounts').addColumn('expires_at', sql.raw(types.integer)),
    db.schema.alterTable('accounts').addColumn('terms_version', sql.raw(types.text)),
    db.schema.alterTable('accounts').addColumn('terms_accepted_at', sql.raw(types.integer)),
    db.schema.createIndex('accounts_expires_at').on('accounts').column('expires_at'),
  ],
};
