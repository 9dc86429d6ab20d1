/** Before and after a run of tests: what all of its files share, because making it costs each file up to seconds. */
import { rmSync, statfsSync } from 'node:fs';
import { makeCertificates } from '../../../certs/make.ts';
import { SHARED_CERTIFICATES } from './certificates.ts';
import { temporaryDirectory } from './directories.ts';
import { timesAreJudged } from './judged-times.ts';
import { prepareDataFolder, SHARED_POSTGRES } from './postgres-data.ts';

/** Of what the files of all servers at one time take, many times over. */
const PLENTY_BYTES = 8 * 2 ** 30;

/** Linux's folder in memory, where there is plenty of it: databases there do not wait for a busy disk. */
function memory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize < PLENTY_BYTES || timesAreJudged ? undefined : '/dev/shm';
  } catch {
    return undefined;
  }
}

async function folder(within?: string): Promise<string> {
  const { path } = await temporaryDirectory(within);
  process.once('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Jest's `globalSetup`; it all goes when the process of the run ends. */
export default async function share(): Promise<void> {
  const [directory, databases] = await Promise.all([folder(), folder(memory())]);
  await makeCertificates({ directory });
  process.env[SHARED_CERTIFICATES] = directory;
  prepareDataFolder(databases);
  process.env[SHARED_POSTGRES] = databases;
}
