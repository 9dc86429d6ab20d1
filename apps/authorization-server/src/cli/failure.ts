/** Errors → lines and exit codes: 1 refused or failed, 64 wrong usage, 75 try again, 78 configuration. */
import { AdminRefused } from '@gatehouse/admin-client';
import { SettingsError } from '@gatehouse/config';
import { ListenError } from '@gatehouse/http/listen-error';
import { SealError, type SealFault, StorageSetupError, StorageUnavailableError } from '@gatehouse/storage';
import { OperationRefused } from '../directory/operation-refused.ts';
import { RegistryError } from '../directory/registry/faults.ts';
import { RefusedError, TryAgainError, UsageError } from './refused.ts';

export { RefusedError, UsageError } from './refused.ts';

export interface Failure {
  readonly exitCode: 1 | 64 | 75 | 78;
  readonly lines: readonly string[];
}

/** Refusals of values that nobody could mean, whatever the database holds: as wrong as an option that there is not. */
const mistyped = new Set(['email_invalid', 'locale_invalid', 'login_invalid', 'name_missing']);

/** What a command prints and how it ends. What nobody foresaw keeps its stack. */
export function failureOf(error: unknown): Failure {
  if (error instanceof SettingsError) {
    return { exitCode: 78, lines: error.faults.map(({ name, message }) => `${name}: ${message}`) };
  }
  if (error instanceof RegistryError) return { exitCode: 78, lines: error.faults };
  if (error instanceof UsageError) return { exitCode: 64, lines: [error.message] };
  if (error instanceof TryAgainError) return { exitCode: 75, lines: [error.message] };
  if (error instanceof StorageUnavailableError) {
    return {
      exitCode: 75,
      lines: [
        `${error.message}. Does the database that GATEHOUSE_DATABASE_URL names run, and is it reached from here?`,
      ],
    };
  }
  if (error instanceof SealError) return { exitCode: 78, lines: [`${error.message}. ${sealAdvice(error)}`] };
  if (error instanceof AdminRefused && mistyped.has(error.code)) return { exitCode: 64, lines: [error.message] };
  if (error instanceof AdminRefused && error.code === 'reason_required') {
    return { exitCode: 64, lines: ['say why, for the audit: --reason TEXT'] };
  }
  if (error instanceof AdminRefused && error.code === 'unavailable') return { exitCode: 75, lines: [error.message] };
  const foreseen = [RefusedError, StorageSetupError, ListenError].some((kind) => error instanceof kind);
  const code = (error as { code?: unknown } | undefined)?.code;
  if (error instanceof OperationRefused && mistyped.has(error.code)) return { exitCode: 64, lines: [error.message] };
  if (foreseen || typeof code === 'string') return { exitCode: 1, lines: [(error as Error).message] };
  return { exitCode: 1, lines: [(error as Error)?.stack ?? String(error)] };
}

/** What to do about values that cannot be opened. */
export const sealAdvice = ({ missingKeyId }: { readonly missingKeyId: string | undefined }): string =>
  missingKeyId === undefined
    ? 'Restore it from a backup'
    : 'Add that key to GATEHOUSE_ENCRYPTION_KEYS, after the first; in development put the file encryption.key back into the state directory';

/** Values that cannot be opened, in words. */
export const saidOfFault = ({ table, column, missingKeyId, count, rows }: SealFault): string =>
  missingKeyId === undefined
    ? `${count} in ${table}.${column} altered or moved (${rows.join(', ')}${rows.length < count ? ', …' : ''})`
    : `${count} in ${table}.${column} need the key ${missingKeyId}`;
