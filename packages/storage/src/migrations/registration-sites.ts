import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/** The wider network of clients that registered themselves; see stores/unregistered-clients.ts. */
export const registrationSitesMigration: Migration = {
  name: 'registration-sites',
  up: ({ db, types }) => [
    db.schema.alterTable('unregistered_clients').addColumn('site', sql.raw(types.text)),
    db.schema
      .createIndex('unregistered_clients_site')
      .on('unregistered_clients')
      .column('site')
      .where('site', 'is not', null),
  ],
};
