/** Reads that were made and can be made again, to see whether they would still give the same. */
import { isDeepStrictEqual } from 'node:util';
import type { DatabaseDriver, Row, SqlValue } from './statements/statement.ts';

/** A read that was made, and what it gave. */
export interface ObservedRead {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
  readonly byKey?: boolean | undefined;
  readonly rows: readonly Row[];
}

/** Every read of a database, as one observer sees it. */
export interface ObservedReads {
  /** Calls back after each read from now on, in the asynchronous context of the read; one observer at a time. */
  observe(observer: (read: ObservedRead) => void): void;
  /** Makes the reads again. @returns whether each gave the same rows @throws {StorageUnavailableError} */
  areRepeated(reads: readonly ObservedRead[]): Promise<boolean>;
}

const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return typeof a === 'object' && isDeepStrictEqual(a, b);
};

const isSameRow = (a: Row, b: Row | undefined): boolean => {
  if (!b) return false;
  for (const column in a) if (!isSame(a[column], b[column])) return false;
  return true;
};

/** Has the reads of a driver observed. */
export function observeReads<Driver extends DatabaseDriver>(driver: Driver): { driver: Driver; reads: ObservedReads } {
  let observer: ((read: ObservedRead) => void) | undefined;
  const read: DatabaseDriver['read'] = async (sql, parameters, byKey) => {
    const rows = await driver.read(sql, parameters, byKey);
    observer?.({ sql, parameters, byKey, rows });
    return rows;
  };
  return {
    driver: Object.assign(Object.create(driver) as Driver, { read }),
    reads: {
      observe(callback) {
        observer = callback;
      },
      async areRepeated(reads) {
        const now = await Promise.all(reads.map(({ sql, parameters, byKey }) => driver.read(sql, parameters, byKey)));
        return reads.every(({ rows }, index) => {
          const found = now[index] as Row[];
          return rows.length === found.length && rows.every((row, at) => isSameRow(row, found[at]));
        });
      },
    },
  };
}
