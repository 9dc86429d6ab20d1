import { sql } from 'kysely';
import { type AccountsTables, type ChangeValues, changeable, type PutValues } from './account-rows.ts';
import { rolesColumn } from './memberships.ts';
import type { StoreContext } from './store-context.ts';

/** Writing a whole account, and removing it; each compiled once. */
export const accountRowShapes = ({ db, shape }: StoreContext<AccountsTables>) => ({
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
});

/** Writing a part of an account; each compiled once. */
export const accountPartShapes = ({ db, shape }: StoreContext<AccountsTables>) => ({
  setStatus: shape<{ id: string; from: string; to: string; updated_at: number }>(
    (v) =>
      db
        .updateTable('accounts')
        .set({ status: v.to, updated_at: v.updated_at })
        .where('id', '=', v.id)
        .where('status', '=', v.from),
    { guarded: true },
  ),
  setProfile: shape<
    Record<'id' | 'name', string> & Record<'was_name' | 'locale' | 'was_locale', string | null> & { updated_at: number }
  >(
    (v) =>
      db
        .updateTable('accounts')
        .set({ name: v.name, locale: v.locale, updated_at: v.updated_at })
        .where('id', '=', v.id)
        .where('name', 'is not distinct from', v.was_name)
        .where('locale', 'is not distinct from', v.was_locale)
        .where('status', '=', sql.lit('active')),
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
});

/** The reads of the account store, each compiled once. */
export function accountReadShapes({ db, dialect, shape }: StoreContext<AccountsTables>) {
  const withRoles = () => db.selectFrom('accounts').selectAll().select(rolesColumn(dialect).as('memberships'));
  return {
    byId: shape<{ id: string }>((v) => withRoles().where('id', '=', v.id), { byKey: true }),
    byLogin: shape<{ login: string }>((v) => withRoles().where('login', '=', v.login)),
    byEmail: shape<{ email: string }>((v) =>
      withRoles().where(sql<string>`lower(email)`, '=', sql<string>`lower(${v.email})`).limit(sql.lit(2)),
    ),
    count: shape<object>(() => db.selectFrom('accounts').select((eb) => eb.fn.countAll().as('count'))),
    page: shape<{ after: string; limit: number }>((v) =>
      withRoles().where('login', '>', v.after).orderBy('login').limit(v.limit),
    ),
  };
}
