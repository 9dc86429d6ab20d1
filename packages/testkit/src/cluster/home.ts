import { chownSync } from 'node:fs';
import { unprivileged } from '../account.ts';
import { temporaryDirectory } from '../directories.ts';
import { processesIn, signal } from '../processes.ts';

/** A temporary folder in which daemons live; none of them outlives this process. */
export interface Home {
  readonly path: string;
  /** Kills what still runs there and removes the folder. */
  remove(): Promise<void>;
}

/** Makes a folder that the account of daemons can enter. */
export async function makeHome(): Promise<Home> {
  const { path, remove } = await temporaryDirectory();
  const account = unprivileged();
  if (account) chownSync(path, account.uid, account.gid);
  const killAll = (): void => signal(processesIn(path), 'SIGKILL');
  process.on('exit', killAll);
  return {
    path,
    async remove() {
      killAll();
      process.off('exit', killAll);
      await remove();
    },
  };
}
