import type { Migration } from '@gatehouse/database';

/** By what the users who have a role are found. */
export const roleMembersMigration: Migration = {
  name: 'role-members',
  up: ({ db }) => [db.schema.createIndex('memberships_by_role').on('memberships').columns(['role', 'account_id'])],
};
