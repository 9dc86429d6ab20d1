/** One command at a time renews a login: a refresh token that two use at once may end it (RFC 9700 section 4.14). */
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TryAgainError } from '../refused.ts';

/** Longer than a renewal may take. */
const abandonedMs = 30_000;
const pauseMs = 50;

/** Runs the work while no other process of this user holds the lock. What a killed process has left counts for 30 s. */
export async function withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`;
  await mkdir(path.dirname(lock), { recursive: true, mode: 0o700 });
  const endsAt = performance.now() + 2 * abandonedMs;
  while (!(await taken(lock))) {
    if (performance.now() > endsAt)
      throw new TryAgainError(`another command renews the login; remove ${lock} if none does`);
    await sleep(pauseMs);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const since = await stat(lock).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  if (Date.now() - since > abandonedMs) await rm(lock, { force: true });
  return false;
}
