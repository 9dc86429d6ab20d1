import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The root of the repository. */
export const rootDirectory: string = resolve(import.meta.dirname, '../../..');

/** A new empty folder, and a way to remove it with everything in it. */
export interface TemporaryDirectory {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Makes a folder (mode 0700), in the system's place for temporary files unless another place is given. */
export async function temporaryDirectory(
  within: string = tmpdir(),
  prefix = 'gatehouse-test-',
): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(within, prefix));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
