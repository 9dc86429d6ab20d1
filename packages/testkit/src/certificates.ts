import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './directories.ts';

/** Fresh development certificates of this process, with the files' paths by program (see certs/make.ts). */
export interface TestCertificates {
  readonly directory: string;
  readonly caFile: string;
  certFile(program: string): string;
  keyFile(program: string): string;
}

let made: Promise<TestCertificates> | undefined;

/** Names the folder of the certificates that a whole run of tests shares (shared-by-a-run.ts). */
export const SHARED_CERTIFICATES = 'TESTKIT_CERTIFICATES';

/** The development certificates of this run of tests; else made in a temporary folder that goes when the process ends. */
export function certificates(): Promise<TestCertificates> {
  made ??= make();
  return made;
}

function make(): Promise<TestCertificates> {
  const shared = process.env[SHARED_CERTIFICATES];
  return shared === undefined ? ownCertificates() : Promise.resolve(filesIn(shared));
}

/** Certificates of an authority of their own, for tests of who is not trusted: what one file of tests trusts, later ones may trust too. */
export async function ownCertificates({
  hostnames = [],
}: {
  /** Further names that they are good for. */
  readonly hostnames?: readonly string[];
} = {}): Promise<TestCertificates> {
  const { makeCertificates } = await import('../../../certs/make.ts');
  const { path: directory } = await temporaryDirectory();
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  await makeCertificates({ directory, hostnames });
  return filesIn(directory);
}

const filesIn = (directory: string): TestCertificates => ({
  directory,
  caFile: join(directory, 'ca.pem'),
  certFile: (program) => join(directory, `${program}.pem`),
  keyFile: (program) => join(directory, `${program}.key`),
});
