/** Before and after a run of tests: what all of its files share, because making it costs each file up to seconds. */
import { readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates } from '../../../certs/make.ts';
import { SHARED_CERTIFICATES } from './certificates.ts';
import { temporaryDirectory } from './directories.ts';
import { timesAreJudged } from './judged-times.ts';
import { prepareDataFolder, SHARED_POSTGRES } from './postgres-data.ts';

/** Many times what the files of all servers at one time take. */
const PLENTY_BYTES = 8 * 2 ** 30;
const MEMORY = '/dev/shm';

/** Whether Linux's folder in memory has plenty of room: databases there do not wait for a busy disk. */
function isRoomy(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= PLENTY_BYTES;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What runs that were killed left in memory. */
function removeLeftOvers(): void {
  for (const name of readdirSync(MEMORY)) {
    const pid = /^gatehouse-run-(\d+)-/u.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}

async function folder(isOfDatabases = false): Promise<string> {
  const isInMemory = isOfDatabases && !timesAreJudged && isRoomy();
  if (isInMemory) removeLeftOvers();
  const { path } = await (isInMemory
    ? temporaryDirectory(MEMORY, `gatehouse-run-${process.pid}-`)
    : temporaryDirectory());
  process.once('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Jest's `globalSetup`; it all goes when the process of the run ends. */
export default async function share(): Promise<void> {
  const [directory, databases] = await Promise.all([folder(), folder(true)]);
  await makeCertificates({ directory });
  process.env[SHARED_CERTIFICATES] = directory;
  prepareDataFolder(databases);
  process.env[SHARED_POSTGRES] = databases;
}
