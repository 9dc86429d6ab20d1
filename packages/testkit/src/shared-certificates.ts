/** Before and after a run of tests: certificates that all of its files share, because making them costs each file a part of a second. */
import { rmSync } from 'node:fs';
import { makeCertificates } from '../../../certs/make.ts';
import { SHARED_CERTIFICATES } from './certificates.ts';
import { temporaryDirectory } from './directories.ts';

/** Jest's `globalSetup`; they go when the process of the run ends. */
export default async function shareCertificates(): Promise<void> {
  const { path: directory } = await temporaryDirectory();
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  await makeCertificates({ directory });
  process.env[SHARED_CERTIFICATES] = directory;
}
