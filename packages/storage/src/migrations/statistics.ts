import type { Migration } from '@gatehouse/database';
import { table } from './table.ts';

/** How often what happened, and what clients use; see stores/statistics.ts and stores/client-usage.ts. */
export const statisticsMigration: Migration = {
  name: 'statistics',
  up: (tools) => [
    table(tools, 'statistics', { name: 'text', at: 'integer', count: 'integer' }, ['name', 'at']),
    tools.db.schema.createIndex('statistics_at').on('statistics').column('at'),
    table(
      tools,
      'client_usage',
      { client_id: 'text', kind: 'text', value: 'text', last_used_at: 'integer' },
      ['client_id', 'kind', 'value'],
      { parent: { column: 'client_id', table: 'clients', key: 'client_id' } },
    ),
  ],
};
