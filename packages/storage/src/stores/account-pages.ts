/** Pages of accounts, for those who look for a user among a hundred thousand. */
import type { Statement } from '@gatehouse/database';
import { sql } from 'kysely';
import { type AccountStatus, type AccountsTables, normalizeLogin } from './account-rows.ts';
import { beginsWith, bytewise, type Keyset, type PageOptions, pageStatement } from './keyset.ts';
import { type MembershipsTables, rolesColumn } from './memberships.ts';
import type { StoreContext } from './store-context.ts';

/** Which accounts, and in which order. */
export type AccountPageOptions = PageOptions & {
  readonly status?: AccountStatus | undefined;
  /** Only those who have that role. */
  readonly role?: string | undefined;
  readonly descending?: boolean | undefined;
} & (
    | {
        readonly order: 'login';
        /** How the login begins, in any spelling. */
        readonly prefix?: string | undefined;
      }
    | {
        /** Without those who have no address. */
        readonly order: 'email';
        /** How the address begins. Letter case does not count; on SQLite that of the letters A to Z. */
        readonly prefix?: string | undefined;
      }
    | { readonly order: 'created' }
  );

/** The statement of a page of accounts. */
export function accountPageStatement(
  { db, dialect }: StoreContext<AccountsTables & MembershipsTables>,
  options: AccountPageOptions,
): Statement {
  const { order, status, role, descending } = options;
  const login = bytewise(dialect, sql.ref('login'));
  const email = bytewise(dialect, sql`lower(email)`);
  const id = sql.ref('accounts.id');
  let query = db.selectFrom('accounts').selectAll('accounts').select(rolesColumn(dialect).as('memberships'));
  if (status !== undefined) query = query.where('status', '=', status);
  if (role !== undefined) {
    query = query.where(
      sql<boolean>`exists (select 1 from memberships as held where held.account_id = accounts.id and held.role = ${role})`,
    );
  }
  const sorted = (keyset: Keyset): Statement => pageStatement(query, { ...keyset, descending }, options);
  if (order === 'created') return sorted({ key: sql.ref('created_at'), id });
  if (order === 'login') {
    if (options.prefix !== undefined) query = query.where(beginsWith(login, normalizeLogin(options.prefix)));
    return sorted({ key: login });
  }
  query =
    options.prefix === undefined
      ? query.where(sql<boolean>`${email} is not null`)
      : query.where(beginsWith(email, options.prefix, (value) => sql`lower(${value})`));
  return sorted({ key: email, id });
}
