import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** Users are found by their address as well: when they sign in with it, and when they forgot their password. */
export const accountEmailMigration: Migration = {
  name: 'account-email',
  up: ({ db }) => [db.schema.createIndex('accounts_email').on('accounts').expression(sql`lower(email)`)],
};
