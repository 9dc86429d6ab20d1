import type { Migration } from '@gatehouse/database';
import { table } from './table.ts';

/** Initial access tokens of dynamic client registration; see stores/registration-tokens.ts. */
export const registrationTokensMigration: Migration = {
  name: 'registration-tokens',
  up: (tools) => [
    table(
      tools,
      'registration_tokens',
      {
        id: 'text',
        sha256: 'bytes',
        label: 'text',
        ceiling: 'text?',
        uses_left: 'integer',
        made_by: 'text',
        created_at: 'integer',
        expires_at: 'integer',
      },
      ['id'],
    ),
    tools.db.schema.createIndex('registration_tokens_sha256').unique().on('registration_tokens').column('sha256'),
    tools.db.schema.createIndex('registration_tokens_expires_at').on('registration_tokens').column('expires_at'),
  ],
};
