import type { Migration } from '@gatehouse/database';
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
    tools.db.schema.createIndex('unregistered_clients_host').on('unregistered_clients').columns(['host', 'client_id']),
    tools.db.schema.createIndex('unregistered_clients_removable').on('unregistered_clients').column('removable_at'),
    tools.db.schema.createIndex('unregistered_clients_network').on('unregistered_clients').columns(['kind', 'network']),
  ],
};
