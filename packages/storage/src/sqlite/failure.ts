/** What went wrong in a unit, as plain data that can cross from the writer thread. */
export type Failure =
  | { readonly kind: 'lost'; readonly statement: number }
  | { readonly kind: 'conflict'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string; readonly outcome: 'not-written' | 'unknown' }
  | { readonly kind: 'failed'; readonly message: string };

interface SqliteError {
  errcode?: number;
  errstr?: string;
  message?: string;
}

// Primary result codes, https://www.sqlite.org/rescode.html
const PERM = 3;
const BUSY = 5;
const LOCKED = 6;
const NOMEM = 7;
const READONLY = 8;
const INTERRUPT = 9;
const IOERR = 10;
const FULL = 13;
const CANTOPEN = 14;
const PROTOCOL = 15;
const NOLFS = 22;
const AUTH = 23;
const CORRUPT = 11;
const NOTADB = 26;
const UNAVAILABLE = new Set([
  PERM,
  BUSY,
  LOCKED,
  NOMEM,
  READONLY,
  INTERRUPT,
  IOERR,
  FULL,
  CANTOPEN,
  PROTOCOL,
  NOLFS,
  AUTH,
  CORRUPT,
  NOTADB,
]);
const CONSTRAINT_PRIMARYKEY = 1555;
const CONSTRAINT_UNIQUE = 2067;

/** Sorts an error of node:sqlite: unavailable, a taken unique value, or a programmer's mistake. */
export function failureOf(error: unknown): Failure {
  const { errcode = 0, errstr, message = String(error) } = error as SqliteError;
  if (UNAVAILABLE.has(errcode & 0xff)) {
    return {
      kind: 'unavailable',
      message: errstr && errstr !== message ? `${message} (${errstr})` : message,
      outcome: 'not-written',
    };
  }
  if (errcode === CONSTRAINT_UNIQUE || errcode === CONSTRAINT_PRIMARYKEY) return { kind: 'conflict', message };
  return { kind: 'failed', message };
}

/** Another process holds the lock: waiting a moment helps. */
export const isBusy = (error: unknown): boolean => (((error as SqliteError).errcode ?? 0) & 0xff) === BUSY;
