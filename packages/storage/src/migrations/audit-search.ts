import type { Migration } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';

/**
 * By what audit records are searched for; see stores/audit-search.ts. Records of which there is one for each token have no entry in
 * these indexes: writing them costs what it did.
 */
export const auditSearchMigration: Migration = {
  name: 'audit-search',
  up: ({ db, dialect }) => {
    const member = (...path: string[]) =>
      dialect === 'sqlite'
        ? sql`(data ->> ${sql.lit(`$.${path.join('.')}`)})`
        : sql`(replace(data, '\\u0000', '\\ufffd')::json #>> ${sql.lit(`{${path.join(',')}}`)})`;
    const index = (name: string, columns: readonly RawBuilder<unknown>[], present: readonly RawBuilder<unknown>[]) => {
      const conditions = [
        sql`type not in ('token.issued', 'token.exchanged', 'assertion.accepted')`,
        ...present.map((column) => sql`${column} is not null`),
      ];
      return {
        compile: () =>
          sql`create index ${sql.ref(`audit_by_${name}`)} on audit (${sql.join([...columns, sql.ref('id')])})
            where ${sql.join(conditions, sql` and `)}`.compile(db),
      };
    };
    const optional = (name: string, ...columns: RawBuilder<unknown>[]) => index(name, columns, columns.slice(0, 1));
    return [
      index('time', [], []),
      index('type', [sql.ref('type')], []),
      optional('account', sql.ref('account_id')),
      optional('client', sql.ref('client_id')),
      optional('actor', member('actor', 'id')),
      optional('target', member('target', 'type'), member('target', 'id')),
      optional('request', member('request_id')),
    ];
  },
};
