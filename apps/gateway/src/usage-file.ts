/**
 * The file of usage: one line for each caller and day, and what was added to it since the line before. Each instance of the gateway
 * writes a file of its own.
 */
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open, realpath, rename, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** Who is counted. */
export interface UsageCaller {
  readonly subject: string;
  /** The client whose access token it was. */
  readonly client_id?: string | undefined;
  /** The API key or service account. */
  readonly credential_id?: string | undefined;
}

/** One line of the file. */
export interface UsageLine extends UsageCaller {
  /** UTC, `2026-11-22`. */
  readonly day: string;
  readonly requests: number;
}

const line = z.object({
  day: z.iso.date(),
  requests: z.int().min(1),
  subject: z.string(),
  client_id: z.string().optional(),
  credential_id: z.string().optional(),
});

/** The lines of a file; a last line that a crash left half written is skipped. */
export async function* readUsage(file: string): AsyncGenerator<UsageLine> {
  const input = createReadStream(file);
  try {
    for await (const text of createInterface({ input })) {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        continue;
      }
      const read = line.safeParse(value);
      if (read.success) yield read.data;
    }
  } finally {
    input.destroy();
  }
}

/** By what a caller is told from others in a file. */
export const usageKey = ({ subject, client_id: client = '', credential_id: credential = '' }: UsageCaller): string =>
  `${subject}\n${client}\n${credential}`;

/** The file under its name: opened again when it was moved away or removed. */
export async function inPlace(handle: FileHandle | undefined, file: string): Promise<FileHandle> {
  if (handle !== undefined) {
    const [ours, named] = await Promise.all([handle.stat(), stat(file).catch(() => undefined)]);
    if (ours.ino === named?.ino && ours.dev === named.dev) return handle;
    await handle.close();
  }
  // Without a reader, a FIFO opened to wait would hold a thread up for ever.
  return open(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK, 0o600);
}

/** All of the lines or none: what a full disk took of them would be counted twice when they are written again. */
export async function appendWhole(handle: FileHandle, lines: readonly UsageLine[]): Promise<void> {
  const { size } = await handle.stat();
  try {
    // Begins on a line of its own, whatever a crash left behind.
    await handle.appendFile(`\n${lines.map((one) => JSON.stringify(one)).join('\n')}\n`);
    await handle.datasync();
  } catch (error) {
    await handle.truncate(size).catch(() => undefined);
    throw error;
  }
}

/**
 * Takes the lines of days before that one out of a file that nobody else writes to. A crash meanwhile loses none of the others.
 * @param day UTC, `2026-11-22`
 */
export async function forgetBefore(file: string, day: string): Promise<void> {
  // They are in the order of their days, so the first line tells whether there is anything to forget.
  for await (const first of readUsage(file)) {
    if (first.day >= day) return;
    break;
  }
  // The name may be a link: what it leads to is replaced, not the link.
  const target = await realpath(file);
  const next = `${target}.next`;
  const written = await open(next, 'w', 0o600);
  try {
    for await (const one of readUsage(file)) {
      if (one.day >= day) await written.write(`${JSON.stringify(one)}\n`);
    }
    await written.datasync();
  } finally {
    await written.close();
  }
  await rename(next, target);
}
