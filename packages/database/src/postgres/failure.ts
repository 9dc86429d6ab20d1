import { ConflictError, LostRaceError, StorageUnavailableError, type UnavailableReason } from '../errors.ts';
import { tlsFault } from './tls.ts';

interface ServerError {
  code?: string;
  severity?: string;
  message?: string;
}

/** What becomes of the connection that an error came over: it serves on, it is given up, or it and all that are as old. */
export type Verdict = 'keep' | 'drop' | 'drop-all';

interface Meaning {
  readonly reason: UnavailableReason;
  readonly verdict: Verdict;
  /** The unit was undone, and may succeed when it is run again at once, on a new connection where the verdict says so. */
  readonly again?: boolean;
}

const gone: Meaning = { reason: 'unreachable', verdict: 'drop-all' };

/** SQLSTATE codes that mean the server cannot serve now (PostgreSQL 18, appendix A). */
const codes: Readonly<Record<string, Meaning>> = {
  // The server was demoted, or its address leads to another one now: the sockets are healthy, and all of them are useless.
  '25006': { reason: 'read-only', verdict: 'drop-all', again: true },
  '25P02': { reason: 'busy', verdict: 'keep', again: true }, // in_failed_sql_transaction: a read before it in the packet failed
  '25P03': { reason: 'busy', verdict: 'drop' }, // idle_in_transaction_session_timeout
  '25P04': { reason: 'busy', verdict: 'drop' }, // transaction_timeout
  '26000': { reason: 'busy', verdict: 'drop', again: true }, // a pooler changed the server behind it: it knows no statement of ours
  '28000': { reason: 'refused', verdict: 'drop' }, // invalid_authorization_specification: access was withdrawn while running
  '28P01': { reason: 'refused', verdict: 'drop' }, // invalid_password
  '3D000': { reason: 'refused', verdict: 'drop' }, // invalid_catalog_name
  '40001': { reason: 'busy', verdict: 'keep', again: true }, // serialization_failure, and conflicts with recovery
  '40003': { reason: 'unreachable', verdict: 'drop' }, // statement_completion_unknown: CockroachDB, when a range moves during a commit
  '40P01': { reason: 'busy', verdict: 'keep', again: true }, // deadlock_detected
  '42501': { reason: 'refused', verdict: 'drop' }, // insufficient_privilege
  '42P05': { reason: 'busy', verdict: 'drop', again: true }, // the opposite of 26000
  '53100': { reason: 'full', verdict: 'keep' }, // disk_full
  '53200': { reason: 'full', verdict: 'drop' }, // out_of_memory
  '53300': { reason: 'busy', verdict: 'drop' }, // too_many_connections
  '53400': { reason: 'full', verdict: 'keep' }, // configuration_limit_exceeded
  '55000': { reason: 'read-only', verdict: 'drop-all' }, // object_not_in_prerequisite_state: recovery is in progress
  '55P03': { reason: 'busy', verdict: 'keep' }, // lock_not_available
  '57014': { reason: 'busy', verdict: 'keep' }, // query_canceled: statement_timeout
};

/** Classes of SQLSTATE, for what the table of codes does not name. */
const classes: Readonly<Record<string, Meaning>> = {
  '08': gone, // connection_exception
  '53': { reason: 'full', verdict: 'drop' }, // insufficient_resources
  '57': gone, // operator_intervention: shut down, crashed, starting
  '58': { reason: 'unreachable', verdict: 'drop' }, // system_error
  XX: { reason: 'unreachable', verdict: 'drop' }, // internal_error
};

const UNIQUE_VIOLATION = '23505';
const FEATURE_NOT_SUPPORTED = '0A000';

/** The SQLSTATE of an error that the server itself answered, else undefined: then the connection is to blame. */
export function sqlState(error: unknown): string | undefined {
  // The system's EPIPE looks like an SQLSTATE too; only the server's answers carry a severity.
  const { code, severity } = error as ServerError;
  return severity === undefined ? undefined : code;
}

/** Undefined: the error is about the statement, not about the server. */
function meaningOf(error: unknown): Meaning | undefined {
  if (error instanceof LostRaceError) return undefined;
  const state = sqlState(error);
  if (state === undefined) return tlsFault(error) === undefined ? gone : { reason: 'refused', verdict: 'drop-all' };
  // Somebody migrated a table: what this connection prepared before does not fit any more.
  const stale = state === FEATURE_NOT_SUPPORTED && (error as ServerError).message?.includes('cached plan');
  if (stale) return { reason: 'busy', verdict: 'drop', again: true };
  return codes[state] ?? classes[state.slice(0, 2)];
}

/** It says nothing of the server, nor of the connection: another statement may succeed. */
export const isAboutStatement = (error: unknown): boolean => meaningOf(error) === undefined;

/** The server undid the transaction for a reason that is not the unit's own: running the same unit again is right. */
export const isRetryable = (error: unknown): boolean => meaningOf(error)?.again === true;

/** Whether the connection that an error came over may be used again. */
export const verdictOn = (error: unknown): Verdict => meaningOf(error)?.verdict ?? 'keep';

const COMPLETION_UNKNOWN = '40003';

/** Nothing was answered to it, or the server ended the connection while it was at it, or it does not know: it may have been done. */
const mayBeDone = (error: unknown): boolean => {
  const state = sqlState(error);
  const { severity = '' } = error as ServerError;
  return state === undefined || state === COMPLETION_UNKNOWN || /^(?:FATAL|PANIC)$/.test(severity);
};

/**
 * The error that callers see.
 * @param sent the unit was sent to the server
 */
export function raise(error: unknown, sent: boolean): Error {
  if (error instanceof LostRaceError) return error;
  const state = sqlState(error);
  const message = tlsFault(error) ?? ((error as ServerError).message || (error as ServerError).code || 'no connection');
  if (state === UNIQUE_VIOLATION) return new ConflictError(`A value that must be unique is taken: ${message}`);
  const meaning = meaningOf(error);
  if (!meaning) return error as Error;
  const detail = state === undefined ? message : `${message} (${state})`;
  return new StorageUnavailableError(detail, sent && mayBeDone(error) ? 'unknown' : 'not-written', meaning.reason);
}
