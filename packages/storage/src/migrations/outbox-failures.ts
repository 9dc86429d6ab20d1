import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** Why the last attempt to send something failed. */
export const outboxFailuresMigration: Migration = {
  name: 'outbox-failures',
  up: ({ db, types }) => [db.schema.alterTable('outbox').addColumn('last_failure', sql.raw(types.text))],
};
