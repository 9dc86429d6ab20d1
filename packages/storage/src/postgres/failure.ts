import { ConflictError, LostRaceError, StorageUnavailableError } from '../errors.ts';

interface ServerError {
  code?: string;
  severity?: string;
  message?: string;
}

/** SQLSTATE classes and codes that mean the server cannot serve now (PostgreSQL 18, appendix A). */
const UNAVAILABLE_CLASSES = new Set(['08', '53', '57', '58', 'XX']);
const UNAVAILABLE_CODES = new Set([
  '25006', // read_only_sql_transaction: a standby, or a full disk on a managed service
  '25P03', // idle_in_transaction_session_timeout
  '55P03', // lock_not_available
  '28000', // invalid_authorization_specification: access was withdrawn while running
  '28P01', // invalid_password
  '3D000', // invalid_catalog_name
  '42501', // insufficient_privilege
]);
const RETRYABLE = new Set(['40001', '40P01']);
const UNIQUE_VIOLATION = '23505';

/** The SQLSTATE of an error that the server itself answered, else undefined: then the connection is to blame. */
export function sqlState(error: unknown): string | undefined {
  // The system's EPIPE looks like an SQLSTATE too; only the server's answers carry a severity.
  const { code, severity } = error as ServerError;
  return severity === undefined ? undefined : code;
}

/** The transaction was chosen to give way to another: running the same unit again is right. */
export const isRetryable = (error: unknown): boolean => RETRYABLE.has(sqlState(error) ?? '');

/** The connection broke or went silent; what was sent on it may or may not have been done. */
export const isConnectionFailure = (error: unknown): boolean => {
  if (error instanceof LostRaceError) return false;
  const state = sqlState(error);
  return state === undefined || state.startsWith('08') || state.startsWith('57P');
};

/** The error that callers see. */
export function raise(error: unknown, outcome: 'not-written' | 'unknown'): Error {
  if (error instanceof LostRaceError) return error;
  const state = sqlState(error);
  const message = (error as ServerError).message ?? String(error);
  if (state === UNIQUE_VIOLATION) return new ConflictError(`A value that must be unique is taken: ${message}`);
  if (state === undefined)
    return new StorageUnavailableError(message || (error as ServerError).code || 'no connection', outcome);
  if (RETRYABLE.has(state) || UNAVAILABLE_CODES.has(state) || UNAVAILABLE_CLASSES.has(state.slice(0, 2))) {
    return new StorageUnavailableError(`${message} (${state})`, isConnectionFailure(error) ? outcome : 'not-written');
  }
  return error as Error;
}
