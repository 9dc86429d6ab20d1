import type { Migration } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';

/** By what pages of accounts are found in each order; see stores/account-pages.ts. */
export const accountPagesMigration: Migration = {
  name: 'account-pages',
  up: ({ db, dialect }) => {
    const bytewise = (text: RawBuilder<unknown>) => (dialect === 'postgres' ? sql`(${text}) collate "C"` : text);
    const index = (name: string, ...columns: RawBuilder<unknown>[]) => ({
      compile: () => sql`create index ${sql.ref(`accounts_by_${name}`)} on accounts (${sql.join(columns)})`.compile(db),
    });
    const id = sql.ref('id');
    const status = sql.ref('status');
    const created = sql.ref('created_at');
    const login = bytewise(sql.ref('login'));
    const email = bytewise(sql`lower(email)`);
    return [
      // SQLite compares bytes by itself: there the unique index serves.
      ...(dialect === 'postgres' ? [index('login', login)] : []),
      index('status_and_login', status, login),
      index('email', email, id),
      index('status_and_email', status, email, id),
      index('creation', created, id),
      index('status_and_creation', status, created, id),
    ];
  },
};
