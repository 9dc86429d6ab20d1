/** The files of a new PostgreSQL server: made by initdb, or copied from those that a run of tests made once. */
import { execFile, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.ts';
import { unprivileged } from './account.ts';

/** Names the folder of a run's servers, with a data directory to copy and its password (shared-by-a-run.ts). */
export const SHARED_POSTGRES = 'TESTKIT_POSTGRES';

const run = promisify(execFile);

function writePassword(file: string, account: Account | undefined): string {
  const password = randomBytes(16).toString('hex');
  writeFileSync(file, password, { mode: 0o600 });
  if (account) chownSync(file, account.uid, account.gid);
  return password;
}

/** Makes an empty folder ready to keep a data directory: the server's account owns it. */
export function prepareDataFolder(folder: string): void {
  const account = unprivileged();
  writePassword(join(folder, 'password'), account);
  if (account) chownSync(folder, account.uid, account.gid);
}

/**
 * Makes a data directory. Those of one run are copies: the same password, and the same system identifier, as if restored from
 * one backup.
 * @param home an empty folder of the server's account
 * @returns the password of the user `postgres`
 */
export async function newDataDirectory(
  { home, directory, initdb }: { readonly home: string; readonly directory: string; readonly initdb: string },
  options: Pick<SpawnOptions, 'uid' | 'gid' | 'cwd' | 'env'>,
): Promise<string> {
  const shared = process.env[SHARED_POSTGRES];
  const kept = shared && join(shared, 'data');
  const passwordFile = join(shared ?? home, 'password');
  const password = shared ? readFileSync(passwordFile, 'utf8') : writePassword(passwordFile, unprivileged());
  if (kept && existsSync(kept)) {
    await run('cp', ['-Rp', kept, directory], options);
    return password;
  }
  await run(
    initdb,
    [
      '--pgdata',
      directory,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
    ],
    options,
  );
  if (kept) {
    // Whole from the moment it has its name; another file of tests may have been faster, and its own is as good.
    const copy = `${kept}-${randomBytes(8).toString('hex')}`;
    await run('cp', ['-Rp', directory, copy], options);
    await rename(copy, kept).catch(() => undefined);
  }
  return password;
}
