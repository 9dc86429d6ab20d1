/** Pages of a list by keyset: each begins after the last row of the one before, found by an index however far down the list it is. */
import type { Dialect, Row, SqlValue, Statement } from '@gatehouse/database';
import { type Compilable, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';

/** Where a page ended: what its last row is sorted by, and the row's identifier. */
export interface PageKey {
  readonly key: string | number;
  /** Empty where no two rows are sorted by the same; base64url where it is bytes. */
  readonly id: string;
}

/** What every page is asked for. */
export interface PageOptions {
  /** The `next` of the page before; left out: the first page. */
  readonly after?: PageKey | undefined;
  /** Rows on the page at most. */
  readonly limit: number;
}

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** There is more: the `after` of the next page. */
  readonly next?: PageKey;
}

/** What a list is sorted by. The index that serves it ends with these expressions, in this order. */
export interface Keyset {
  readonly key: RawBuilder<unknown>;
  /** What decides between rows with the same key; left out: there are none. */
  readonly id?: RawBuilder<unknown> | undefined;
  readonly descending?: boolean | undefined;
}

/**
 * Text as bytes compare it, whatever the locale of the database: only then a prefix is a range of an index. SQLite compares text so
 * by itself.
 */
export const bytewise = (dialect: Dialect, text: RawBuilder<unknown>): RawBuilder<unknown> =>
  dialect === 'postgres' ? sql`${text} collate "C"` : text;

/** The condition that a text begins so. @param key what `bytewise` gives @param prefix a value, or an expression over one */
export const beginsWith = (
  key: RawBuilder<unknown>,
  prefix: string,
  spelled: (value: RawBuilder<string>) => RawBuilder<string> = (value) => value,
): RawBuilder<boolean> => {
  // Nothing is sorted after the last character of Unicode.
  const [first, last] = [prefix, `${prefix}\u{10ffff}`].map((value) => spelled(sql`${value}`));
  return sql<boolean>`${key} >= ${first} and ${key} < ${last}`;
};

/** The statement of one page, with one row more than it shows, so that it is known whether there is another. */
export function pageStatement<Tables, From extends keyof Tables, Columns>(
  query: SelectQueryBuilder<Tables, From, Columns>,
  { key, id, descending = false }: Keyset,
  {
    after,
    limit,
  }: { readonly after?: { readonly key: SqlValue; readonly id: SqlValue } | undefined; readonly limit: number },
): Statement {
  const direction = descending ? 'desc' : 'asc';
  const beyond = sql.raw(descending ? '<' : '>');
  let page = query
    .select([sql`${key}`.as('page_key'), sql`${id ?? sql.lit('')}`.as('page_id')])
    .orderBy(key, direction)
    .limit(limit + 1);
  if (id) page = page.orderBy(id, direction);
  if (after && id) {
    // The first condition says nothing new: it is the one by which an index finds the beginning.
    page = page
      .where(sql<boolean>`${key} ${beyond}= ${after.key}`)
      .where(sql<boolean>`(${key} ${beyond} ${after.key} or ${id} ${beyond} ${after.id})`);
  } else if (after) {
    page = page.where(sql<boolean>`${key} ${beyond} ${after.key}`);
  }
  return statementOf(page);
}

/** A query that is put together anew each time, as a statement. */
export function statementOf(query: Compilable): Statement {
  const { sql: text, parameters } = query.compile();
  return { sql: text, parameters: parameters as SqlValue[] };
}

const textOf = (id: unknown): string =>
  id instanceof Uint8Array ? Buffer.from(id).toString('base64url') : (id as string);

/** The page of the rows that `pageStatement` gave. */
export function pageOf<Item>(rows: readonly Row[], limit: number, toItem: (row: Row) => Item): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(toItem),
    ...(last && { next: { key: last['page_key'] as PageKey['key'], id: textOf(last['page_id']) } }),
  };
}
