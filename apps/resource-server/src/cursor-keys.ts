/** The key that seals cursors in development: made once and kept beside the database, for all instances. */
import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @throws what the file system throws when the folder cannot be written */
export function developmentCursorKey(directory: string): string {
  const file = path.join(directory, 'resource-server-cursor.key');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Written whole under another name first: of several instances that start at once, one wins and none reads half a key.
  const draft = path.join(directory, `resource-server-cursor.${randomUUID()}`);
  writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, 'utf8');
}
