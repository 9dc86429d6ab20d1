import type { Write } from '@gatehouse/database';
import { sql } from 'kysely';
import {
  type AccountInput,
  type AccountRecord,
  type AccountStatus,
  type ChangeValues,
  changeable,
  normalizeLogin,
  type PutValues,
  toAccount,
  toRow,
} from './account-rows.ts';
import { membershipShapes, rolesColumn } from './memberships.ts';
import type { StoreContext } from './store-context.ts';

/** People. */
export interface AccountStore {
  find(id: string): Promise<AccountRecord | undefined>;
  /** @param login in any spelling */
  findByLogin(login: string): Promise<AccountRecord | undefined>;
  /** At most two: more than one says that the address does not name a person. Letter case does not count. */
  findByEmail(email: string): Promise<AccountRecord[]>;
  /** By login; the next page starts after the last login of this one. */
  list(page?: { afterLogin?: string | undefined; limit?: number | undefined }): Promise<AccountRecord[]>;
  readonly writes: {
    /** Creates or replaces. `ConflictError` when the login belongs to another account. Status is `active` unless given. */
    put(account: AccountInput): Write;
    /**
     * Changes what an account says of a person, all at once. LostRaceError unless everything still is as it was read;
     * ConflictError when the login belongs to another account.
     */
    change(before: AccountRecord, after: Omit<AccountInput, 'id'>): Write;
    /** LostRaceError when there is no such account. */
    setStatus(id: string, status: AccountStatus): Write;
    /** Changes what people change themselves, and nothing else. LostRaceError when there is no such account. */
    setProfile(id: string, profile: { name: string; locale?: string | undefined }): Write;
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

const accountShapes = ({ db, dialect, shape }: StoreContext) => ({
  put: shape<PutValues>((v) =>
    db
      .insertInto('accounts')
      .values({
        id: v.id,
        login: v.login,
        name: v.name,
        email: v.email,
        email_verified: v.email_verified,
        department: v.department,
        locale: v.locale,
        roles: v.roles,
        claims: v.claims,
        status: v.status,
        created_at: v.created_at,
        updated_at: v.updated_at,
        expires_at: v.expires_at,
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          login: eb.ref('excluded.login'),
          name: eb.ref('excluded.name'),
          email: eb.ref('excluded.email'),
          email_verified: eb.ref('excluded.email_verified'),
          department: eb.ref('excluded.department'),
          locale: eb.ref('excluded.locale'),
          roles: eb.ref('excluded.roles'),
          claims: eb.ref('excluded.claims'),
          status: eb.ref('excluded.status'),
          updated_at: eb.ref('excluded.updated_at'),
          expires_at: eb.ref('excluded.expires_at'),
        })),
      ),
  ),
  change: shape<ChangeValues>(
    (v) =>
      changeable
        .reduce(
          (query, column) => query.where(column, 'is not distinct from', v[`was_${column}`]),
          db.updateTable('accounts').where('id', '=', v.id),
        )
        .set({ ...Object.fromEntries(changeable.map((column) => [column, v[column]])), updated_at: v.updated_at }),
    { guarded: true },
  ),
  setStatus: shape<{ id: string; status: string; updated_at: number }>(
    (v) => db.updateTable('accounts').set({ status: v.status, updated_at: v.updated_at }).where('id', '=', v.id),
    { guarded: true },
  ),
  setProfile: shape<{ id: string; name: string; locale: string | null; updated_at: number }>(
    (v) =>
      db
        .updateTable('accounts')
        .set({ name: v.name, locale: v.locale, updated_at: v.updated_at })
        .where('id', '=', v.id),
    { guarded: true },
  ),
  setClaims: shape<Pick<PutValues, 'id' | 'claims' | 'department' | 'updated_at'>>(
    (v) =>
      db
        .updateTable('accounts')
        .set({ claims: v.claims, department: v.department, updated_at: v.updated_at })
        .where('id', '=', v.id),
    { guarded: true },
  ),
  confirmEmail: shape<{ id: string; email: string; updated_at: number }>(
    (v) =>
      db
        .updateTable('accounts')
        .set({
          email_verified: sql.lit(1),
          status: sql.lit('active'),
          expires_at: sql.lit(null),
          updated_at: v.updated_at,
        })
        .where('id', '=', v.id)
        .where('email', '=', v.email)
        .where('status', '!=', sql.lit('disabled')),
    { guarded: true },
  ),
  changeEmail: shape<{ id: string; from: string; to: string; login: string; old_login: string; updated_at: number }>(
    (v) =>
      db
        .updateTable('accounts')
        .set((eb) => ({
          email: v.to,
          email_verified: sql.lit(1),
          login: eb.case().when('login', '=', v.old_login).then(v.login).else(eb.ref('login')).end(),
          updated_at: v.updated_at,
        }))
        .where('id', '=', v.id)
        .where(sql<string>`coalesce(email, '')`, '=', v.from)
        .where('status', '=', sql.lit('active')),
    { guarded: true },
  ),
  acceptTerms: shape<{ id: string; version: string; at: number }>(
    (v) => db.updateTable('accounts').set({ terms_version: v.version, terms_accepted_at: v.at }).where('id', '=', v.id),
    { guarded: true },
  ),
  removeUnconfirmed: shape<{ id: string }>(
    (v) =>
      db
        .deleteFrom('accounts')
        .where('id', '=', v.id)
        .where('status', '=', sql.lit('pending'))
        .where('expires_at', 'is not', null),
    { guarded: true },
  ),
  remove: shape<{ id: string }>((v) => db.deleteFrom('accounts').where('id', '=', v.id)),
  byId: shape<{ id: string }>((v) =>
    db.selectFrom('accounts').selectAll().select(rolesColumn(dialect).as('memberships')).where('id', '=', v.id),
  ),
  byLogin: shape<{ login: string }>((v) =>
    db.selectFrom('accounts').selectAll().select(rolesColumn(dialect).as('memberships')).where('login', '=', v.login),
  ),
  byEmail: shape<{ email: string }>((v) =>
    db
      .selectFrom('accounts')
      .selectAll()
      .select(rolesColumn(dialect).as('memberships'))
      .where(sql<string>`lower(email)`, '=', sql<string>`lower(${v.email})`)
      .limit(sql.lit(2)),
  ),
  page: shape<{ after: string; limit: number }>((v) =>
    db
      .selectFrom('accounts')
      .selectAll()
      .select(rolesColumn(dialect).as('memberships'))
      .where('login', '>', v.after)
      .orderBy('login')
      .limit(v.limit),
  ),
});

/** The store of accounts. */
export function accountStore(context: StoreContext): AccountStore {
  const shapes = accountShapes(context);
  const memberships = membershipShapes(context);
  const first = async (statement: ReturnType<typeof shapes.byId>): Promise<AccountRecord | undefined> => {
    const [row] = await context.read(statement);
    return row && toAccount(row);
  };
  return {
    find: (id) => first(shapes.byId({ id })),
    findByLogin: (login) => first(shapes.byLogin({ login: normalizeLogin(login) })),
    findByEmail: async (email) => (await context.read(shapes.byEmail({ email }))).map(toAccount),
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
            shapes.change(values, { model: 'accounts', key: before.id }),
            ...(row.roles === was.roles ? [] : memberships.set(row.id, row.roles)),
          ],
        };
      },
      setStatus: (id, status) => ({
        statements: [
          shapes.setStatus({ id, status, updated_at: context.nowSeconds() }, { model: 'accounts', key: id }),
        ],
      }),
      setProfile: (id, { name, locale }) => ({
        statements: [
          shapes.setProfile(
            { id, name, locale: locale ?? null, updated_at: context.nowSeconds() },
            { model: 'accounts', key: id },
          ),
        ],
      }),
      setClaims: (id, claims) => ({
        statements: [
          shapes.setClaims(
            {
              id,
              claims: JSON.stringify(claims),
              department: typeof claims['department'] === 'string' ? claims['department'] : null,
              updated_at: context.nowSeconds(),
            },
            { model: 'accounts', key: id },
          ),
        ],
      }),
      confirmEmail: (id, email) => ({
        statements: [
          shapes.confirmEmail({ id, email, updated_at: context.nowSeconds() }, { model: 'accounts', key: id }),
        ],
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
            { model: 'accounts', key: id },
          ),
        ],
      }),
      acceptTerms: (id, version) => ({
        statements: [shapes.acceptTerms({ id, version, at: context.nowSeconds() }, { model: 'accounts', key: id })],
      }),
      removeUnconfirmed: (id) => ({
        statements: [shapes.removeUnconfirmed({ id }, { model: 'accounts', key: id })],
      }),
      remove: (id) => ({ statements: [shapes.remove({ id })] }),
    },
  };
}
