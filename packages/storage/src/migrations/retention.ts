import type { Migration } from '@gatehouse/database';

/** By what old audit records, and API keys that nobody can use any more, are found to be removed. */
export const retentionMigration: Migration = {
  name: 'retention',
  up: ({ db }) => [
    db.schema.createIndex('audit_at_ms').on('audit').column('at_ms'),
    ...['expires_at', 'revoked_at'].map((column) =>
      db.schema
        .createIndex(`api_credentials_${column}`)
        .on('api_credentials')
        .column(column)
        .where(column, 'is not', null),
    ),
  ],
};
