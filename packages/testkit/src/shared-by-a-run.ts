/** Before and after a run of tests: what all of its files share, because making it costs each file up to seconds. */
import { rmSync } from 'node:fs';
import { makeCertificates } from '../../../certs/make.ts';
import { SHARED_CERTIFICATES } from './certificates.ts';
import { temporaryDirectory } from './directories.ts';
import { prepareDataFolder, SHARED_POSTGRES } from './postgres-data.ts';

async function folder(): Promise<string> {
  const { path } = await temporaryDirectory();
  process.once('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Jest's `globalSetup`; it all goes when the process of the run ends. */
export default async function share(): Promise<void> {
  const [directory, databases] = await Promise.all([folder(), folder()]);
  await makeCertificates({ directory });
  process.env[SHARED_CERTIFICATES] = directory;
  prepareDataFolder(databases);
  process.env[SHARED_POSTGRES] = databases;
}
