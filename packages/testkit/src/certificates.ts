import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates } from '../../../certs/make.ts';
import { temporaryDirectory } from './directories.ts';

/** Fresh development certificates of this process, with the files' paths by program (see certs/make.ts). */
export interface TestCertificates {
  readonly directory: string;
  readonly caFile: string;
  certFile(program: string): string;
  keyFile(program: string): string;
}

let made: Promise<TestCertificates> | undefined;

/** Makes the development certificates in a temporary folder, once per process; the folder goes when the process ends. */
export function certificates(): Promise<TestCertificates> {
  made ??= make();
  return made;
}

async function make(): Promise<TestCertificates> {
  const { path: directory } = await temporaryDirectory();
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const { caFile } = await makeCertificates({ directory });
  return {
    directory,
    caFile,
    certFile: (program) => join(directory, `${program}.pem`),
    keyFile: (program) => join(directory, `${program}.key`),
  };
}
