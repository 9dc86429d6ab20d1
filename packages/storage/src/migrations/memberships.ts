import type { Migration } from '@gatehouse/database';
import { sql } from 'kysely';

/**
 * Roles become rows, and a department one of the claims that an operator may declare.
 *
 * Both columns stay for instances of the version before, which go on reading them; see `stores/account-rows.ts`. The list of
 * roles is brought to the form in which it is written from now on: each name once, in order, no spaces. Claims are put together
 * as text, because JSON functions of databases write spaces and orders of their own.
 */
export const membershipsMigration: Migration = {
  name: 'memberships',
  up: ({ db, dialect, types }) => {
    const isSqlite = dialect === 'sqlite';
    const text = sql.raw(types.text);
    const table = db.schema
      .createTable('memberships')
      .addColumn('account_id', text, (column) => column.notNull())
      .addColumn('role', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('memberships_pkey', ['account_id', 'role'])
      .addForeignKeyConstraint('memberships_account_id_fkey', ['account_id'], 'accounts', ['id'], (c) =>
        c.onDelete('cascade'),
      );
    const given = isSqlite
      ? sql`select distinct accounts.id, item.value from accounts, json_each(accounts.roles) as item`
      : sql`select distinct accounts.id, item.value from accounts cross join lateral json_array_elements_text(accounts.roles::json) as item(value)`;
    const list = isSqlite
      ? sql`select json_group_array(role order by role) from memberships where account_id = accounts.id`
      : sql`select '[' || string_agg(to_json(role)::text, ',' order by role collate "C") || ']' from memberships where account_id = accounts.id`;
    const department = isSqlite ? sql`json_quote(department)` : sql`to_json(department)::text`;
    return [
      isSqlite ? table.modifyEnd(sql`strict`) : table,
      db.insertInto('memberships').columns(['account_id', 'role']).expression(given),
      db
        .updateTable('accounts')
        .set({ roles: sql`(${list})` })
        .where('roles', '!=', sql.lit('[]')),
      db
        .updateTable('accounts')
        .set({
          claims: sql`case when claims = '{}' then '{' else substr(claims, 1, length(claims) - 1) || ',' end || '"department":' || ${department} || '}'`,
        })
        .where('department', 'is not', null)
        .where('claims', 'not like', sql.lit('%"department":%')),
    ];
  },
};
