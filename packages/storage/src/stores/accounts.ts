import type { Write } from '@gatehouse/database';
import { sql } from 'kysely';
import { type AccountPageOptions, accountPageStatement, roleStatement } from './account-pages.ts';
import {
  type AccountInput,
  type AccountRecord,
  type AccountStatus,
  type AccountsTables,
  type ChangeValues,
  changeable,
  normalizeLogin,
  toAccount,
  toRow,
} from './account-rows.ts';
import { accountPartShapes, accountReadShapes, accountRowShapes } from './account-statements.ts';
import { type Page, pageOf } from './keyset.ts';
import { type MembershipsTables, membershipShapes } from './memberships.ts';
import type { StoreContext } from './store-context.ts';
import { declareStore, onceExpired, skipLocked } from './store-declaration.ts';

/** What users change themselves. */
export interface Profile {
  readonly name: string;
  readonly locale?: string | undefined;
}

/** Users. */
export interface AccountStore {
  find(id: string): Promise<AccountRecord | undefined>;
  /** @param login in any spelling */
  findByLogin(login: string): Promise<AccountRecord | undefined>;
  /** At most two: more than one says that the address does not name a user. Letter case does not count. */
  findByEmail(email: string): Promise<AccountRecord[]>;
  /** A page of those who are looked for. */
  page(options: AccountPageOptions): Promise<Page<AccountRecord>>;
  /** How many there are, whatever their status; it reads an index from end to end. */
  count(): Promise<number>;
  /** By login; the next page starts after the last login of this one. */
  list(page?: { afterLogin?: string | undefined; limit?: number | undefined }): Promise<AccountRecord[]>;
  readonly writes: {
    /** Creates or replaces. `ConflictError` when the login belongs to another account. Status is `active` unless given. */
    put(account: AccountInput): Write;
    /**
     * Changes what an account says of a user, all at once. LostRaceError unless everything still is as it was read;
     * ConflictError when the login belongs to another account.
     */
    change(before: AccountRecord, after: Omit<AccountInput, 'id'>): Write;
    /** LostRaceError unless the account has the status that it was read with. */
    setStatus(id: string, change: { from: AccountStatus; to: AccountStatus }): Write;
    /**
     * Changes what users change themselves, and nothing else. LostRaceError unless that still is as it was read, and the account
     * active.
     */
    setProfile(id: string, change: { from: Partial<Profile>; to: Profile }): Write;
    /** Further claims as they are from now on. LostRaceError when there is no such account. */
    setClaims(id: string, claims: Record<string, unknown>): Write;
    /**
     * The address was proved: it is confirmed from now on, and a pending account active. LostRaceError unless the account still
     * has that address and is not disabled.
     */
    confirmEmail(id: string, email: string): Write;
    /**
     * Another address, which was proved; the login follows when it was the old one. LostRaceError unless the address is still the
     * old one and the account is not disabled; ConflictError when the new login belongs to another account.
     */
    changeEmail(id: string, change: { from: string | undefined; to: string }): Write;
    /** LostRaceError when there is no such account. */
    acceptTerms(id: string, version: string): Write;
    /** Removes an account that was registered and never confirmed. LostRaceError when it is confirmed, or not there. */
    removeUnconfirmed(id: string): Write;
    /** Removes the account and its credentials; its artefacts are ended by `artefacts.writes.destroyByAccount`. */
    remove(id: string): Write;
  };
}

const guard = (key: string) => ({ model: 'accounts', key });

/** The store of accounts. */
export function accountStore(context: StoreContext<AccountsTables & MembershipsTables>): AccountStore {
  const shapes = { ...accountReadShapes(context), ...accountRowShapes(context), ...accountPartShapes(context) };
  const memberships = membershipShapes(context);
  const first = async (statement: ReturnType<typeof shapes.byId>): Promise<AccountRecord | undefined> => {
    const [row] = await context.read(statement);
    return row && toAccount(row);
  };
  return {
    find: (id) => first(shapes.byId({ id })),
    findByLogin: (login) => first(shapes.byLogin({ login: normalizeLogin(login) })),
    findByEmail: async (email) => (await context.read(shapes.byEmail({ email }))).map(toAccount),
    async page(options) {
      const { role, limit } = options;
      const { statement, few } = roleStatement(context, role ?? '');
      const isRare = role !== undefined && (await context.read(statement)).length < few;
      return pageOf(await context.read(accountPageStatement(context, options, isRare)), limit, toAccount);
    },
    count: async () => Number((await context.read(shapes.count({})))[0]?.['count'] ?? 0),
    async list({ afterLogin = '', limit = 100 } = {}) {
      return (await context.read(shapes.page({ after: afterLogin, limit }))).map(toAccount);
    },
    writes: {
      put(account) {
        const row = toRow(account, context.nowSeconds());
        return { statements: [shapes.put(row), ...memberships.set(row.id, row.roles)] };
      },
      change(before, after) {
        // The list as it was read: an instance of the version before may have written it in another order.
        const was = { ...toRow(before, 0), roles: JSON.stringify(before.roles) };
        const row = toRow({ ...after, id: before.id }, context.nowSeconds());
        const values = {
          ...row,
          ...Object.fromEntries(changeable.map((column) => [`was_${column}`, was[column]])),
        } as unknown as ChangeValues;
        return {
          statements: [
            shapes.change(values, guard(before.id)),
            ...(row.roles === was.roles ? [] : memberships.set(row.id, row.roles)),
          ],
        };
      },
      setStatus: (id, { from, to }) => ({
        statements: [shapes.setStatus({ id, from, to, updated_at: context.nowSeconds() }, guard(id))],
      }),
      setProfile(id, { from, to }) {
        const was = { was_name: from.name ?? null, was_locale: from.locale ?? null };
        const now = { name: to.name, locale: to.locale ?? null, updated_at: context.nowSeconds() };
        return { statements: [shapes.setProfile({ id, ...was, ...now }, guard(id))] };
      },
      setClaims: (id, claims) => ({
        statements: [
          shapes.setClaims(
            {
              id,
              claims: JSON.stringify(claims),
              department: typeof claims['department'] === 'string' ? claims['department'] : null,
              updated_at: context.nowSeconds(),
            },
            guard(id),
          ),
        ],
      }),
      confirmEmail: (id, email) => ({
        statements: [shapes.confirmEmail({ id, email, updated_at: context.nowSeconds() }, guard(id))],
      }),
      changeEmail: (id, { from = '', to }) => ({
        statements: [
          shapes.changeEmail(
            {
              id,
              from,
              to,
              login: normalizeLogin(to),
              old_login: normalizeLogin(from),
              updated_at: context.nowSeconds(),
            },
            guard(id),
          ),
        ],
      }),
      acceptTerms: (id, version) => ({
        statements: [shapes.acceptTerms({ id, version, at: context.nowSeconds() }, guard(id))],
      }),
      removeUnconfirmed: (id) => ({
        statements: [shapes.removeUnconfirmed({ id }, guard(id))],
      }),
      remove: (id) => ({ statements: [shapes.remove({ id })] }),
    },
  };
}

export const accounts = declareStore({
  name: 'accounts',
  open: accountStore,
  garbage: [
    {
      kind: 'accounts',
      before: onceExpired,
      remove: (context) =>
        context.shape((v) =>
          context.db
            .deleteFrom('accounts')
            .where('status', '=', sql.lit('pending'))
            .where(
              'id',
              'in',
              context.db
                .selectFrom('accounts as expired')
                .select('expired.id')
                .where('expired.expires_at', '<', v.before)
                .limit(v.limit)
                .modifyEnd(skipLocked(context)),
            ),
        ),
    },
  ],
});
