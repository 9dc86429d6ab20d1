/** What an account is, and how a row holds it. */
import type { Dialect, Row } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';
import { rolesColumn } from './memberships.ts';

interface AccountsTable {
  id: string;
  login: string;
  name: string | null;
  email: string | null;
  email_verified: number;
  /** Read by instances of the version before: the claim of that name. */
  department: string | null;
  locale: string | null;
  /** The memberships as a list, for instances of the version before; what they write counts for accounts without memberships. */
  roles: string;
  claims: string;
  status: string;
  created_at: number;
  updated_at: number;
  expires_at: number | null;
  terms_version: string | null;
  terms_accepted_at: number | null;
}

/** The accounts. */
export interface AccountsTables {
  accounts: AccountsTable;
}

/** Whether a user may sign in. */
export type AccountStatus = 'pending' | 'active' | 'disabled';

/** A user. */
export interface AccountRecord {
  /** The subject identifier (`sub`). */
  readonly id: string;
  /** As `normalizeLogin` gives it; unique. */
  readonly login: string;
  readonly name?: string;
  readonly email?: string;
  readonly emailVerified: boolean;
  readonly locale?: string;
  readonly roles: readonly string[];
  /** Further claims, by name. */
  readonly claims: Record<string, unknown>;
  readonly status: AccountStatus;
  readonly createdAtSeconds: number;
  readonly updatedAtSeconds: number;
  /** Of an account that somebody registered and nobody confirmed: it ends then, and may be replaced before. */
  readonly expiresAtSeconds?: number;
  /** The terms that the user accepted last. */
  readonly terms?: { readonly version: string; readonly acceptedAtSeconds: number };
}

/** What a caller saves; times are set by the store, the login is normalised. */
export interface AccountInput {
  readonly id: string;
  readonly login: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly emailVerified?: boolean | undefined;
  readonly locale?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly claims?: Record<string, unknown> | undefined;
  readonly status?: AccountStatus | undefined;
  readonly expiresAtSeconds?: number | undefined;
}

/** One spelling for all that mean the same login: compatibility forms, letter case and width do not count. */
export const normalizeLogin = (login: string): string =>
  login.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').trim();

/** A row of accounts with what `rolesColumn` adds. */
type AccountRow = AccountsTable & { readonly memberships: string };

/** An account without memberships has none, or was just made by an instance of the version before, which knows the list alone. */
function rolesOf({ memberships, roles }: AccountRow): string[] {
  const rows = JSON.parse(memberships) as string[];
  return rows.length > 0 ? rows : (JSON.parse(roles) as string[]);
}

/** Each name once, in order, as the database gives them back. */
const rolesList = (roles: readonly string[]): string => JSON.stringify([...new Set(roles)].toSorted());

/** The account of a row. */
export function toAccount(row: Row): AccountRecord {
  const account = row as unknown as AccountRow;
  const { id, login, name, email, email_verified, locale, claims, status } = account;
  const { created_at, updated_at, expires_at, terms_version, terms_accepted_at } = account;
  return {
    id,
    login,
    ...(name !== null && { name }),
    ...(email !== null && { email }),
    emailVerified: email_verified === 1,
    ...(locale !== null && { locale }),
    roles: rolesOf(account),
    claims: JSON.parse(claims) as Record<string, unknown>,
    status: status as AccountStatus,
    createdAtSeconds: created_at,
    updatedAtSeconds: updated_at,
    ...(expires_at !== null && { expiresAtSeconds: expires_at }),
    ...(terms_version !== null && { terms: { version: terms_version, acceptedAtSeconds: terms_accepted_at ?? 0 } }),
  };
}

/** What `toAccount` reads of a row. */
const accountColumns = [
  'id',
  'login',
  'name',
  'email',
  'email_verified',
  'locale',
  'roles',
  'claims',
  'status',
  'created_at',
  'updated_at',
  'expires_at',
  'terms_version',
  'terms_accepted_at',
] as const satisfies readonly (keyof AccountsTable)[];

/**
 * The account of an id, as JSON: a column for a query of another table, so that both are read together.
 * @param id the column that holds the id
 */
export function accountColumn(dialect: Dialect, id: RawBuilder<unknown>): RawBuilder<string | null> {
  const members = accountColumns.map((column) => sql`${sql.lit(column)}, ${sql.ref(`accounts.${column}`)}`);
  // As text, as `toAccount` has it: JSON within JSON would be taken apart.
  members.push(sql`'memberships', ${rolesColumn(dialect)} || ''`);
  const object = sql.raw(dialect === 'sqlite' ? 'json_object' : 'json_build_object');
  return sql`(select cast(${object}(${sql.join(members)}) as text) from accounts where accounts.id = ${id})`;
}

/** The account that `accountColumn` gave. */
export const accountOfColumn = (json: string): AccountRecord => toAccount(JSON.parse(json) as Row);

/** A whole row, without what only the user sets. */
export type PutValues = Omit<AccountsTable, 'terms_version' | 'terms_accepted_at'>;

/** What `change` compares and writes. */
export const changeable = [
  'login',
  'name',
  'email',
  'email_verified',
  'department',
  'locale',
  'roles',
  'claims',
  'status',
  'expires_at',
] as const;
type Changeable = (typeof changeable)[number];
/** The row before and after. */
export type ChangeValues = Pick<PutValues, Changeable | 'id' | 'updated_at'> & {
  readonly [column in Changeable as `was_${column}`]: PutValues[column];
};

/** The row of an account; times are set by the caller's clock. */
export function toRow(account: AccountInput, now: number): PutValues {
  const department = account.claims?.['department'];
  return {
    id: account.id,
    login: normalizeLogin(account.login),
    name: account.name ?? null,
    email: account.email ?? null,
    email_verified: account.emailVerified ? 1 : 0,
    department: typeof department === 'string' ? department : null,
    locale: account.locale ?? null,
    roles: rolesList(account.roles ?? []),
    claims: JSON.stringify(account.claims ?? {}),
    status: account.status ?? 'active',
    created_at: now,
    updated_at: now,
    expires_at: account.expiresAtSeconds ?? null,
  };
}
