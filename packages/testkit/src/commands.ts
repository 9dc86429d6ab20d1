import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Looks a command up on the PATH, and where Debian puts servers; undefined when it is not there. */
export function findCommand(name: string): string | undefined {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return undefined;
}
