/** Who has which role: a row each. The roles of an account are read with the account, in the same statement. */

import type { Dialect, Statement } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';
import { itemsOf } from './json-lists.ts';
import type { StoreContext } from './store-context.ts';

/** Who has which role. */
export interface MembershipsTables {
  memberships: { account_id: string; role: string };
}

/** The roles of the account of the row, as a JSON list in the order of their names: a column for a query of accounts. */
export const rolesColumn = (dialect: Dialect): RawBuilder<string> =>
  dialect === 'sqlite'
    ? sql<string>`(select json_group_array(role order by role) from memberships where account_id = accounts.id)`
    : sql<string>`(select coalesce(json_agg(role order by role collate "C"), '[]')::text from memberships where account_id = accounts.id)`;

/** What brings the rows of an account to a list. They belong after a statement that holds the row of the account. */
export function membershipShapes({ dialect, shape, db }: StoreContext<MembershipsTables>) {
  type Values = { account_id: string; roles: string };
  const remove = shape<Values>((v) =>
    db
      .deleteFrom('memberships')
      .where('account_id', '=', v.account_id)
      .where(sql<boolean>`role not in (${itemsOf(dialect, v.roles)})`),
  );
  const add = shape<Values>((v) =>
    db
      .insertInto('memberships')
      .columns(['account_id', 'role'])
      .expression(
        sql`select cast(${v.account_id} as text), value from (${itemsOf(dialect, v.roles)}) as given where true`,
      )
      .onConflict((conflict) => conflict.doNothing()),
  );
  return {
    /** @param roles a JSON list of names, each once */
    set: (accountId: string, roles: string): Statement[] => {
      const values = { account_id: accountId, roles };
      return [remove(values), add(values)];
    },
  };
}
