import type { Migration } from '@gatehouse/database';
import { table } from './table.ts';

/** Requests that were answered, by their keys; see stores/idempotency.ts. */
export const idempotencyMigration: Migration = {
  name: 'idempotency',
  up: (tools) => [
    table(
      tools,
      'idempotency',
      { id: 'bytes', request_sha256: 'bytes', status: 'integer', sealed_answer: 'bytes', expires_at: 'integer' },
      ['id'],
    ),
    tools.db.schema.createIndex('idempotency_expires_at').on('idempotency').column('expires_at'),
  ],
};
