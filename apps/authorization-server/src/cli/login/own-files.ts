/** Files that nobody else may read: written whole or not at all, and refused when others could have read them. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { RefusedError } from '../refused.ts';

/** `$XDG_STATE_HOME/gatehouse`; a path that is not absolute counts as not set. */
export function stateDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const { XDG_STATE_HOME: state = '', LOCALAPPDATA: local = '' } = env;
  if (path.isAbsolute(state)) return path.join(state, 'gatehouse');
  if (process.platform === 'win32' && path.isAbsolute(local)) return path.join(local, 'gatehouse');
  return path.join(homedir(), '.local/state/gatehouse');
}

/** Its content; nothing when there is none. Throws RefusedError when others may read it, or it is somebody else's. */
export async function readOwn(file: string): Promise<string | undefined> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new RefusedError(`cannot read ${file}: ${error.code}`);
  });
  if (!handle) return undefined;
  try {
    const { mode, uid } = await handle.stat();
    // Windows has no such modes: the folder is the user's alone there.
    if (process.platform !== 'win32' && ((mode & 0o077) !== 0 || uid !== process.getuid?.()))
      throw new RefusedError(
        `${file} is not for you alone (mode ${(mode & 0o777).toString(8)}): others may have read it. Remove it and sign in again`,
      );
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** A new file beside it, on the disk, of mode 0600. */
async function writeBeside(file: string, content: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${randomBytes(8).toString('hex')}`;
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return beside;
}

/** Replaces the file at once: whoever reads sees the old content or the new. */
export async function replaceOwn(file: string, content: string): Promise<void> {
  const beside = await writeBeside(file, content);
  await rename(beside, file).catch(async (error: unknown) => {
    await rm(beside, { force: true });
    throw error;
  });
}

/** Makes the file unless there is one already. */
export async function createOwn(file: string, content: string): Promise<void> {
  const beside = await writeBeside(file, content);
  try {
    await link(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(beside, { force: true });
  }
}
