/** Where profiles are kept. A profile is known by issuer and subject together. */
import type { Database } from '@gatehouse/database';
import type { Tables, UserRow } from '../database.ts';
import type { User, UserChanges } from './user.ts';

/** The port that the routes need. */
export interface UserStore {
  find(issuer: string, subject: string): Promise<User | undefined>;
  /** The profiles of one issuer by subject, those after `after` only. */
  list(issuer: string, page: { after: string | undefined; limit: number }): Promise<readonly User[]>;
  /**
   * Changes a profile and gives it as it is then.
   * @param otherwise the profile to begin with when none is stored; without it nothing is stored and undefined given
   */
  change(issuer: string, subject: string, changes: UserChanges, otherwise?: User): Promise<User | undefined>;
  /** Removes a profile and gives what it was; undefined when there was none. */
  remove(issuer: string, subject: string): Promise<User | undefined>;
}

/** @param nowSeconds wall clock in seconds */
export function createUserStore(database: Database<Tables>, nowSeconds: () => number): UserStore {
  const { db } = database;
  return {
    async find(issuer, subject) {
      const query = db.selectFrom('users').selectAll().where('issuer', '=', issuer).where('subject', '=', subject);
      const [row] = await query.execute();
      return row && userFrom(row);
    },

    async list(issuer, { after, limit }) {
      const all = db.selectFrom('users').selectAll().where('issuer', '=', issuer);
      const some = after === undefined ? all : all.where('subject', '>', after);
      return (await some.orderBy('subject').limit(limit).execute()).map(userFrom);
    },

    async change(issuer, subject, changes, otherwise) {
      const now = nowSeconds();
      const changed = { ...givenOf(changes), updated_at: now };
      const update = db.updateTable('users').set(changed).where('issuer', '=', issuer).where('subject', '=', subject);
      if (otherwise === undefined) return onlyRow(await database.commit([update.returningAll()]));
      const { name, email, phone, department } = otherwise;
      const insert = db
        .insertInto('users')
        .values({ issuer, subject, name, email, phone, department, created_at: now, ...changed })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet(changed));
      return onlyRow(await database.commit([insert.returningAll()]));
    },

    async remove(issuer, subject) {
      const query = db.deleteFrom('users').where('issuer', '=', issuer).where('subject', '=', subject);
      return onlyRow(await database.commit([query.returningAll()]));
    },
  };
}

/** The fields that the caller named. `undefined` is "not named"; `null` empties a field. */
function givenOf(changes: UserChanges): Partial<Pick<UserRow, 'name' | 'email' | 'phone'>> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function onlyRow([result]: readonly { readonly rows: readonly Record<string, unknown>[] }[]): User | undefined {
  const [row] = result?.rows ?? [];
  return row && userFrom(row as unknown as UserRow);
}

function userFrom(row: UserRow): User {
  return {
    issuer: row.issuer,
    subject: row.subject,
    name: row.name,
    email: row.email,
    phone: row.phone,
    department: row.department,
    createdAtSeconds: row.created_at,
    updatedAtSeconds: row.updated_at,
  };
}
