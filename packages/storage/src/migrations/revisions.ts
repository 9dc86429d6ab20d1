import type { Migration } from '@gatehouse/database';
import { table } from './table.ts';

/** How often operators changed a thing; see stores/revisions.ts. */
export const revisionsMigration: Migration = {
  name: 'revisions',
  up: (tools) => [table(tools, 'revisions', { type: 'text', id: 'text', revision: 'integer' }, ['type', 'id'])],
};
