import type { ChangeLog, Dialect, Shape, SqlValue } from '@gatehouse/database';
import { sql } from 'kysely';
import type { StoreContext } from './store-context.ts';

/** A store with what the rest must know of its tables. The list of all is `tables.ts`; everything else follows from it. */
export interface StoreDeclaration<Name extends string, Store, Kind extends string, Tables> {
  /** Its member of `Storage`. */
  readonly name: Name;
  readonly open: (context: StoreContext<Tables>, changes: ChangeLog) => Store;
  /** Columns that hold sealed values. */
  readonly sealed?: readonly SealedColumn[];
  /** What is to be removed when it is over. */
  readonly garbage?: readonly Garbage<Kind, Tables>[];
}

/** One sealed column and how its rows are named. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key. */
  readonly keys: readonly string[];
  row(values: Readonly<Record<string, SqlValue>>): string;
}

/** The moment before which rows are over, and how many are removed at once. */
export interface GarbageValues {
  readonly before: number;
  readonly limit: number;
}

/** Rows that are over at some time. */
export interface Garbage<Kind extends string, Tables> {
  /** As the report calls them. */
  readonly kind: Kind;
  /**
   * Removes some. One instance may still overlap with another whose lease ran out: rows that somebody holds are left to the next
   * round.
   */
  readonly remove: (context: StoreContext<Tables>) => Shape<GarbageValues>;
  /** The moment before which rows are over, in the unit of their column; undefined: none is. */
  readonly before: (times: GarbageTimes) => number | undefined;
}

export interface GarbageTimes {
  readonly nowSeconds: number;
  /** What expired before then is taken for expired by every instance, whatever its clock. */
  readonly surelyExpiredSeconds: number;
  /** Audit records older than this go. */
  readonly auditKeptSeconds: number | undefined;
}

/** Most rows are over once they have surely expired. */
export const onceExpired = ({ surelyExpiredSeconds }: GarbageTimes): number => surelyExpiredSeconds;

/** The end of a query for rows to be removed: with PostgreSQL, without those that somebody holds. */
export const skipLocked = ({ dialect }: { readonly dialect: Dialect }) =>
  dialect === 'postgres' ? sql`for update skip locked` : sql``;

/**
 * How rows of a table are removed whose time is over.
 * @param key the primary key
 * @param column the time; it has an index
 */
export const removeBy =
  (table: string, key: string, column = 'expires_at') =>
  <Tables>(context: StoreContext<Tables>): Shape<GarbageValues> =>
    context.shape(({ before, limit }) => {
      const over = sql`select ${sql.ref(key)} from ${sql.table(table)} where ${sql.ref(column)} < ${before}
        limit ${limit} ${skipLocked(context)}`;
      return {
        compile: () => sql`delete from ${sql.table(table)} where ${sql.ref(key)} in (${over})`.compile(context.db),
      };
    });

/** Keeps the names literal. */
export const declareStore = <const Name extends string, Store, Tables, const Kind extends string = never>(
  declaration: StoreDeclaration<Name, Store, Kind, Tables>,
): StoreDeclaration<Name, Store, Kind, Tables> => declaration;
