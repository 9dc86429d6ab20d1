import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** When an upstream provider last vouched for the user of a session, and which sessions began by a connection. */
export const federationVouchedMigration: Migration = {
  name: 'federation-vouched',
  up: ({ db, types }) => [
    db.schema.alterTable('upstream_sessions').addColumn('vouched_at', sql.raw(types.integer)),
    db.schema
      .createIndex('upstream_sessions_connection')
      .on('upstream_sessions')
      .columns(['connection', 'session_uid']),
  ],
};
