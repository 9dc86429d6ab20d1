import { ConflictError, LostRaceError, StorageUnavailableError } from '../errors.ts';
import type { Statement } from '../statements/statement.ts';
import type { Failure } from './failure.ts';

/** The error that callers see for a failure in a unit. */
export function raise(failure: Failure, unit: readonly Statement[]): Error {
  if (failure.kind === 'lost') {
    const guard = unit[failure.statement]?.guard;
    return new LostRaceError(guard?.model ?? 'row', guard?.key, guard?.grantId);
  }
  if (failure.kind === 'conflict') return new ConflictError(`A value that must be unique is taken: ${failure.message}`);
  if (failure.kind === 'unavailable')
    return new StorageUnavailableError(failure.message, failure.outcome, failure.reason);
  return new Error(failure.message);
}
