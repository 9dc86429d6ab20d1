import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Reads a file as text, or undefined when there is none. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The EC P-256 private key in `file`, made when there is none. A key is written once and never replaced, so two
 * starts at once end with the same key: the second to arrive reads what the first has put there.
 * Throws when the file holds something else.
 */
export function keepPrivateKey(file: string): KeyObject {
  if (readIfThere(file) === undefined) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const draft = writeDraft(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  let key: KeyObject;
  try {
    key = createPrivateKey(readFileSync(file));
  } catch {
    throw new Error(`${file} holds no private key. Delete it and a new one is made.`);
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error(`${file} is not an EC P-256 key. Delete it and a new one is made.`);
  }
  return key;
}

/** Puts `content` under the name `file` in one step, so that no reader ever sees half of it. */
export function replaceFile(file: string, content: string): void {
  renameSync(writeDraft(file, content, 0o644), file);
}

function writeDraft(file: string, content: string, mode: number): string {
  const draft = join(dirname(file), `.${basename(file)}.${randomUUID()}`);
  const descriptor = openSync(draft, 'wx', mode);
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return draft;
}
