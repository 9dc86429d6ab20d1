/** Writes what was planned, beside what is there and never over it. */
import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RefusedError } from '../failure.ts';
import type { PlannedFile } from './planned-files.ts';

/**
 * Writes all or, when one of them is there already, none.
 * @param owner whom they shall belong to; absent: to whoever runs this
 * @throws RefusedError
 */
export function writeFiles(
  directory: string,
  files: readonly PlannedFile[],
  owner?: { readonly uid: number; readonly gid: number },
): void {
  const there = files.filter(({ path: file }) => existsSync(file)).map(({ path: file }) => file);
  if (there.length > 0) {
    const are = there.length === 1 ? 'is there' : 'are there';
    throw new RefusedError(
      `${there.join(', ')} ${are} already; nothing was written. Move them away, or choose another --directory`,
    );
  }
  const own = (file: string): void => {
    if (owner) chownSync(file, owner.uid, owner.gid);
  };
  try {
    const folders = new Set([directory, ...files.map(({ path: file }) => path.dirname(file))]);
    for (const folder of folders) {
      if (existsSync(folder)) continue;
      mkdirSync(folder, { recursive: true, mode: folder === directory ? 0o750 : 0o700 });
      own(folder);
    }
    for (const { path: file, content, mode } of files) {
      // Fails where somebody made it in between, a link too.
      writeFileSync(file, content, { mode, flag: 'wx' });
      own(file);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new RefusedError(
      `${message}. Run it as an account that may write to ${directory}, or choose another --directory`,
    );
  }
}
