/**
 * A list of passwords that are known to be breached, which the operator brings: one SHA-1 in hexadecimal a line, in order, as
 * "Have I Been Pwned" gives it away (what follows the hash, such as `:3`, does not count). It may be larger than the memory:
 * it is searched where it lies.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

export interface BreachList {
  has(password: string): Promise<boolean>;
  close(): Promise<void>;
}

const hashLength = 40;
/** Longer than any line. */
const readBytes = 256;

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase();

async function read(file: FileHandle, position: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(readBytes), 0, readBytes, position);
  return buffer.toString('latin1', 0, bytesRead);
}

/** The first whole line that begins at or after the position; undefined behind the last. */
async function lineFrom(file: FileHandle, position: number): Promise<{ hash: string; end: number } | undefined> {
  const before = position === 0 ? '\n' : await read(file, position - 1);
  const newline = before.indexOf('\n');
  if (newline < 0) return undefined;
  const start = position === 0 ? 0 : position + newline;
  const text = await read(file, start);
  if (text.trim() === '') return undefined;
  const length = text.indexOf('\n');
  return { hash: text.slice(0, hashLength).toUpperCase(), end: start + (length < 0 ? text.length : length + 1) };
}

async function contains(file: FileHandle, size: number, hash: string): Promise<boolean> {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = await lineFrom(file, middle);
    if (line?.hash === hash) return true;
    if (line === undefined || line.hash > hash) high = middle;
    else low = line.end;
  }
  return false;
}

/** Opens a list. Rejects with a line that says what is wrong when it is none. */
export async function openBreachList(path: string): Promise<BreachList> {
  const file = await open(path, 'r');
  if (!/^[\dA-Fa-f]{40}(?:[:\r\n]|$)/u.test(await read(file, 0))) {
    await file.close();
    throw new TypeError(`${path} is no list of SHA-1 hashes, one a line and in order`);
  }
  return {
    async has(password) {
      // The list may have grown.
      const { size } = await file.stat();
      for (const form of new Set([password, password.normalize('NFKC')])) {
        if (await contains(file, size, sha1(form))) return true;
      }
      return false;
    },
    close: () => file.close(),
  };
}
