import {
  compiler,
  type DatabaseDriver,
  type Dialect,
  type Row,
  type Sealer,
  type SqlValue,
  type Statement,
  shape,
} from '@gatehouse/database';
import type { Kysely } from 'kysely';

/**
 * What a store works with.
 * @typeParam Tables its tables, as Kysely types. Times are seconds since the epoch unless the name says otherwise, truth values
 * 0 or 1, JSON is text, and everything called sealed is an AES-256-GCM envelope.
 */
export interface StoreContext<Tables> {
  readonly dialect: Dialect;
  readonly driver: DatabaseDriver;
  readonly sealer: Sealer;
  /** Kysely as a builder of SQL; it runs nothing. */
  readonly db: Kysely<Tables>;
  readonly shape: <Values extends object>(
    build: Parameters<typeof shape<Values>>[1],
    options?: Parameters<typeof shape>[2],
  ) => ReturnType<typeof shape<Values>>;
  /** Seconds since the epoch. */
  readonly nowSeconds: () => number;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly read: (statement: Statement) => Promise<Row[]>;
}

/** PostgreSQL has no text with a NUL in it, so nothing can be found by one; asking would be an error there. */
const isUnstorable = (value: SqlValue): boolean => typeof value === 'string' && value.includes('\0');

/** @param clock gives milliseconds since the epoch */
export function storeContext<Tables>(
  driver: DatabaseDriver,
  sealer: Sealer,
  clock: () => number,
): StoreContext<Tables> {
  const { dialect } = driver;
  return {
    dialect,
    driver,
    sealer,
    db: compiler<Tables>(dialect),
    shape: (build, options) => shape(dialect, build, options),
    nowSeconds: () => Math.floor(clock() / 1000),
    nowMs: () => clock(),
    read: async ({ sql, parameters, byKey }) =>
      parameters.some(isUnstorable) ? [] : driver.read(sql, parameters, byKey),
  };
}
