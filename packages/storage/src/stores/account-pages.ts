/** Pages of accounts, for those who look for a user among a hundred thousand. */
import type { Statement } from '@gatehouse/database';
import { sql } from 'kysely';
import { type AccountStatus, type AccountsTables, normalizeLogin } from './account-rows.ts';
import { beginsWith, bytewise, type Keyset, type PageOptions, pageStatement, statementOf } from './keyset.ts';
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

/** Of a role that more users have, enough are met soon in any order; fewer than that are sorted instead. */
const FEW = 2000;

type Context = StoreContext<AccountsTables & MembershipsTables>;

/** The statement that says of a role whether only a few users have it: fewer rows than `few`. */
export const roleStatement = ({ db }: Context, role: string): { statement: Statement; few: number } => ({
  statement: statementOf(db.selectFrom('memberships').select(sql.lit(1).as('one')).where('role', '=', role).limit(FEW)),
  few: FEW,
});

/**
 * The statement of a page of accounts.
 * @param isRare only a few users have the role that is asked for
 */
export function accountPageStatement(context: Context, options: AccountPageOptions, isRare = false): Statement {
  const { db, dialect } = context;
  const { order, status, role, descending } = options;
  const login = bytewise(dialect, sql.ref('login'));
  const email = bytewise(dialect, sql`lower(email)`);
  const id = sql.ref('accounts.id');
  const held = db.selectFrom('memberships as held').where('held.role', '=', role ?? '');
  // SQLite keeps to the order of a cross join: here the few who have the role come first.
  const withRole = () => held.crossJoin('accounts').whereRef('accounts.id', '=', 'held.account_id');
  const all = isRare && role !== undefined ? withRole() : db.selectFrom('accounts');
  let query = all.selectAll('accounts').select(rolesColumn(dialect).as('memberships'));
  if (status !== undefined) query = query.where('status', '=', status);
  if (role !== undefined && !isRare) {
    query = query.where((eb) =>
      eb.exists(held.whereRef('held.account_id', '=', sql`accounts.id`).select(sql.lit(1).as('one'))),
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
