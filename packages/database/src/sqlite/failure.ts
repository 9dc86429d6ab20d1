import type { UnavailableReason } from '../errors.ts';

/** What went wrong in a unit, as plain data that can cross from the writer thread. */
export type Failure =
  | { readonly kind: 'lost'; readonly statement: number }
  | { readonly kind: 'conflict'; readonly message: string }
  | {
      readonly kind: 'unavailable';
      readonly reason: UnavailableReason;
      readonly message: string;
      readonly outcome: 'not-written' | 'unknown';
    }
  | { readonly kind: 'failed'; readonly message: string };

interface SqliteError {
  errcode?: number;
  errstr?: string;
  message?: string;
}

/** Primary result codes that mean it cannot serve now, https://www.sqlite.org/rescode.html */
const UNAVAILABLE: ReadonlyMap<number, UnavailableReason> = new Map([
  [3, 'refused'], // SQLITE_PERM
  [5, 'busy'], // SQLITE_BUSY
  [6, 'busy'], // SQLITE_LOCKED
  [7, 'full'], // SQLITE_NOMEM
  [8, 'read-only'], // SQLITE_READONLY
  [9, 'busy'], // SQLITE_INTERRUPT
  [10, 'unreachable'], // SQLITE_IOERR
  [11, 'unreachable'], // SQLITE_CORRUPT
  [13, 'full'], // SQLITE_FULL
  [14, 'unreachable'], // SQLITE_CANTOPEN
  [15, 'busy'], // SQLITE_PROTOCOL
  [22, 'full'], // SQLITE_NOLFS
  [23, 'refused'], // SQLITE_AUTH
  [26, 'unreachable'], // SQLITE_NOTADB
]);
const BUSY = 5;
const CONSTRAINT_PRIMARYKEY = 1555;
const CONSTRAINT_UNIQUE = 2067;

/** Sorts an error of node:sqlite: unavailable, a taken unique value, or a programmer's mistake. */
export function failureOf(error: unknown): Failure {
  const { errcode = 0, errstr, message = String(error) } = error as SqliteError;
  const reason = UNAVAILABLE.get(errcode & 0xff);
  if (reason) {
    return {
      kind: 'unavailable',
      reason,
      message: errstr && errstr !== message ? `${message} (${errstr})` : message,
      outcome: 'not-written',
    };
  }
  if (errcode === CONSTRAINT_UNIQUE || errcode === CONSTRAINT_PRIMARYKEY) return { kind: 'conflict', message };
  return { kind: 'failed', message };
}

/** Another process holds the lock: waiting a moment helps. */
export const isBusy = (error: unknown): boolean => (((error as SqliteError).errcode ?? 0) & 0xff) === BUSY;
