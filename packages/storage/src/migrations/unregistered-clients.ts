import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';
import { table } from './table.ts';

/** Clients that no operator registered; see stores/unregistered-clients.ts. */
export const unregisteredClientsMigration: Migration = {
  name: 'unregistered-clients',
  up: (tools) => [
    table(
      tools,
      'unregistered_clients',
      {
        client_id: 'text',
        kind: 'text',
        host: 'text',
        metadata: 'text',
        created_at: 'integer',
        used_at: 'integer?',
        fetched_at: 'integer?',
        fresh_until: 'integer?',
        network: 'text?',
        management_sha256: 'bytes?',
        secret_sha256: 'bytes?',
        ceiling: 'text?',
        removable_at: 'integer',
      },
      ['client_id'],
    ),
    // With the use: hosts are listed with the last use of each by this index alone.
    tools.db.schema
      .createIndex('unregistered_clients_host')
      .on('unregistered_clients')
      .columns(['host', 'client_id', 'used_at']),
    tools.db.schema.createIndex('unregistered_clients_removable').on('unregistered_clients').column('removable_at'),
    tools.db.schema.createIndex('unregistered_clients_network').on('unregistered_clients').columns(['kind', 'network']),
    // Their grants alone: those of all other clients cost no further write. See stores/unregistered-grants.ts.
    {
      compile: () =>
        sql`create index artefacts_unregistered on artefacts (client_id, account_id, id, expires_at, destroyed_at)
          where model = 'Grant' and substr(client_id, 1, 4) in ('dyn_', 'http')`.compile(tools.db),
    },
  ],
};
