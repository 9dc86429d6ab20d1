import { sql } from 'kysely';
import type { AccountsTable } from '../database/schema.ts';
import type { Row, Write } from '../database/statement.ts';
import type { Room } from './room.ts';

/** Whether a person may sign in. */
export type AccountStatus = 'pending' | 'active' | 'disabled';

/** A person. */
export interface AccountRecord {
  /** The subject identifier (`sub`). */
  readonly id: string;
  /** As `normalizeLogin` gives it; unique. */
  readonly login: string;
  readonly name?: string;
  readonly email?: string;
  readonly emailVerified: boolean;
  readonly department?: string;
  readonly locale?: string;
  readonly roles: readonly string[];
  /** Further claims, by name. */
  readonly claims: Record<string, unknown>;
  readonly status: AccountStatus;
  readonly createdAtSeconds: number;
  readonly updatedAtSeconds: number;
}

/** What a caller saves; times are set by the store, the login is normalised. */
export interface AccountInput {
  readonly id: string;
  readonly login: string;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly emailVerified?: boolean | undefined;
  readonly department?: string | undefined;
  readonly locale?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly claims?: Record<string, unknown> | undefined;
  readonly status?: AccountStatus | undefined;
}

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
    /** LostRaceError when there is no such account. */
    setStatus(id: string, status: AccountStatus): Write;
    /** Changes what people change themselves, and nothing else. LostRaceError when there is no such account. */
    setProfile(id: string, profile: { name: string; locale?: string | undefined }): Write;
    /** Removes the account and its credentials; its artefacts are ended by `artefacts.writes.destroyByAccount`. */
    remove(id: string): Write;
  };
}

/** One spelling for all that mean the same login: compatibility forms, letter case and width do not count. */
export const normalizeLogin = (login: string): string =>
  login.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').trim();

function toAccount(row: Row): AccountRecord {
  const { id, login, name, email, email_verified, department, locale, roles, claims, status, created_at, updated_at } =
    row as unknown as AccountsTable;
  return {
    id,
    login,
    ...(name !== null && { name }),
    ...(email !== null && { email }),
    emailVerified: email_verified === 1,
    ...(department !== null && { department }),
    ...(locale !== null && { locale }),
    roles: JSON.parse(roles) as string[],
    claims: JSON.parse(claims) as Record<string, unknown>,
    status: status as AccountStatus,
    createdAtSeconds: created_at,
    updatedAtSeconds: updated_at,
  };
}

function toRow(account: AccountInput, now: number): AccountsTable {
  return {
    id: account.id,
    login: normalizeLogin(account.login),
    name: account.name ?? null,
    email: account.email ?? null,
    email_verified: account.emailVerified ? 1 : 0,
    department: account.department ?? null,
    locale: account.locale ?? null,
    roles: JSON.stringify(account.roles ?? []),
    claims: JSON.stringify(account.claims ?? {}),
    status: account.status ?? 'active',
    created_at: now,
    updated_at: now,
  };
}

const accountShapes = ({ db, shape }: Room) => ({
  put: shape<AccountsTable>((v) =>
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
        })),
      ),
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
  remove: shape<{ id: string }>((v) => db.deleteFrom('accounts').where('id', '=', v.id)),
  byId: shape<{ id: string }>((v) => db.selectFrom('accounts').selectAll().where('id', '=', v.id)),
  byLogin: shape<{ login: string }>((v) => db.selectFrom('accounts').selectAll().where('login', '=', v.login)),
  byEmail: shape<{ email: string }>((v) =>
    db
      .selectFrom('accounts')
      .selectAll()
      .where(sql<string>`lower(email)`, '=', sql<string>`lower(${v.email})`)
      .limit(sql.lit(2)),
  ),
  page: shape<{ after: string; limit: number }>((v) =>
    db.selectFrom('accounts').selectAll().where('login', '>', v.after).orderBy('login').limit(v.limit),
  ),
});

/** The store of accounts. */
export function accountStore(room: Room): AccountStore {
  const shapes = accountShapes(room);
  const first = async (statement: ReturnType<typeof shapes.byId>): Promise<AccountRecord | undefined> => {
    const [row] = await room.read(statement);
    return row && toAccount(row);
  };
  return {
    find: (id) => first(shapes.byId({ id })),
    findByLogin: (login) => first(shapes.byLogin({ login: normalizeLogin(login) })),
    findByEmail: async (email) => (await room.read(shapes.byEmail({ email }))).map(toAccount),
    async list({ afterLogin = '', limit = 100 } = {}) {
      return (await room.read(shapes.page({ after: afterLogin, limit }))).map(toAccount);
    },
    writes: {
      put: (account) => ({ statements: [shapes.put(toRow(account, room.nowSeconds()))] }),
      setStatus: (id, status) => ({
        statements: [shapes.setStatus({ id, status, updated_at: room.nowSeconds() }, { model: 'accounts', key: id })],
      }),
      setProfile: (id, { name, locale }) => ({
        statements: [
          shapes.setProfile(
            { id, name, locale: locale ?? null, updated_at: room.nowSeconds() },
            { model: 'accounts', key: id },
          ),
        ],
      }),
      remove: (id) => ({ statements: [shapes.remove({ id })] }),
    },
  };
}
