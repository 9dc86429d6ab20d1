import type { ChangeLog, Shape, SqlValue } from '@gatehouse/database';
import { sql } from 'kysely';
import type { StoreContext } from './store-context.ts';

/** A store with what the rest must know of its tables. The list of all is `stores.ts`; everything else follows from it. */
export interface StoreDeclaration<Name extends string, Store> {
  /** Its member of `Storage`. */
  readonly name: Name;
  readonly open: (context: StoreContext, changes: ChangeLog) => Store;
  /** Columns that hold sealed values. */
  readonly sealed?: readonly SealedColumn[];
  /** What is to be removed when it is over. */
  readonly garbage?: readonly Garbage[];
}

/** One sealed column and how its rows are named. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key. */
  readonly keys: readonly string[];
  row(values: Readonly<Record<string, SqlValue>>): string;
}

/** The kinds of rows that garbage collection removes. */
export type GarbageKind =
  | 'artefacts'
  | 'counters'
  | 'clientSecrets'
  | 'revocations'
  | 'outbox'
  | 'accounts'
  | 'apiCredentials'
  | 'audit';

/** The moment before which rows are over, and how many are removed at once. */
export interface GarbageValues {
  readonly before: number;
  readonly limit: number;
}

/** Rows that are over at some time. */
export interface Garbage {
  /** As the report calls them. */
  readonly kind: GarbageKind;
  /**
   * Removes some. One instance may still overlap with another whose lease ran out: rows that somebody holds are left to the next
   * round.
   */
  readonly remove: (context: StoreContext) => Shape<GarbageValues>;
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
export const skipLocked = ({ dialect }: StoreContext) => (dialect === 'postgres' ? sql`for update skip locked` : sql``);

/** Keeps the name a literal. */
export const declareStore = <const Name extends string, Store>(
  declaration: StoreDeclaration<Name, Store>,
): StoreDeclaration<Name, Store> => declaration;
