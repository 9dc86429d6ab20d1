import type { Migration } from '@gatehouse/database';

/** By what pages of the outbox, and of API keys and service accounts, are found. */
export const outboxPagesMigration: Migration = {
  name: 'outbox-pages',
  up: ({ db }) => [
    db.schema.createIndex('outbox_by_creation').on('outbox').columns(['created_at', 'id']),
    db.schema.createIndex('outbox_by_kind_and_creation').on('outbox').columns(['kind', 'created_at', 'id']),
    db.schema.createIndex('api_credentials_by_creation').on('api_credentials').columns(['kind', 'created_at', 'id']),
  ],
};
