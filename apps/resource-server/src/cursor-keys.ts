/** The key that seals cursors in development: made once and kept beside the database, for all of its instances. */
import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';

/**
 * The key of the database that `databaseUrl` names. What is not a file has no place beside it, so its key lives as
 * long as this process: lists that users are reading begin anew after a restart.
 * @throws what the file system throws when the key cannot be kept
 */
export function developmentCursorKey(databaseUrl: string): string {
  const path = databaseUrl.replace(/^sqlite:/u, '');
  if (path === databaseUrl || path === ':memory:') return newKey();
  const file = `${path}.cursor-key`;
  // Written whole under another name first: of several instances that start at once, one wins and none reads half a key.
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, newKey(), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, 'utf8');
}

function newKey(): string {
  return randomBytes(32).toString('base64url');
}
