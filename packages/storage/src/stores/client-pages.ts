/** Pages of clients, and how the rows of clients are read with their secrets. */
import type { Row, Statement } from '@gatehouse/database';
import { type RawBuilder, sql } from 'kysely';
import { itemsOf } from './json-lists.ts';
import { beginsWith, bytewise, type PageOptions, pageStatement } from './keyset.ts';
import type { StoreContext } from './store-context.ts';

export interface ClientsTable {
  client_id: string;
  metadata: string;
  disabled: number;
  updated_at: number;
}

export interface ClientSecretsTable {
  client_id: string;
  sha256: Uint8Array;
  created_at: number;
  expires_at: number | null;
}

export interface ClientsTables {
  clients: ClientsTable;
  client_secrets: ClientSecretsTable;
}

/** Which clients, and in which order. */
export interface ClientPageOptions extends PageOptions {
  /** By `client_id`, or by name; a client without a name has its identifier for one. Letter case does not count in names (on SQLite that of A to Z). */
  readonly order: 'id' | 'name';
  /** How the identifier begins, or the name. */
  readonly prefix?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly descending?: boolean | undefined;
}

/**
 * What clients are sorted by when they are sorted by name; the index of the migration is over the same expression. PostgreSQL has no
 * text with a NUL in it, and refuses to take it out of JSON.
 */
export const clientName = (dialect: 'sqlite' | 'postgres'): RawBuilder<unknown> =>
  bytewise(
    dialect,
    dialect === 'sqlite'
      ? sql`lower(coalesce(metadata ->> '$.client_name', client_id))`
      : sql`lower(coalesce(replace(metadata, '\\u0000', '\\ufffd')::json ->> 'client_name', client_id))`,
  );

/** The statement of a page of clients. */
export function clientPageStatement(
  { db, dialect }: StoreContext<ClientsTables>,
  options: ClientPageOptions,
): Statement {
  const { order, prefix, disabled, descending } = options;
  const id = bytewise(dialect, sql.ref('client_id'));
  const key = order === 'id' ? id : clientName(dialect);
  let query = db.selectFrom('clients').selectAll('clients');
  if (disabled !== undefined) query = query.where('disabled', '=', disabled ? 1 : 0);
  if (prefix !== undefined) {
    query = query.where(
      order === 'id' ? beginsWith(key, prefix) : beginsWith(key, prefix, (value) => sql`lower(${value})`),
    );
  }
  return pageStatement(query, { key, id: order === 'id' ? undefined : id, descending }, options);
}

/** The statement of the secrets of those clients, the oldest of each first. */
export function secretsStatement({
  db,
  dialect,
  shape,
}: StoreContext<ClientsTables>): (rows: readonly Row[]) => Statement {
  const some = shape<{ ids: string }>((v) =>
    db
      .selectFrom('client_secrets')
      .selectAll()
      .where(sql<boolean>`client_id in (${itemsOf(dialect, v.ids)})`)
      .orderBy('created_at'),
  );
  return (rows) => some({ ids: JSON.stringify(rows.map((row) => row['client_id'])) });
}
