/**
 * The audit stream: each record as a line of a file, beside the database. A file that cannot be written changes no
 * answer: the lines wait up to a bound, the log says so once, and the metrics count.
 */
import { accessSync, closeSync, constants, openSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type LineWriter, type Logger, openLineWriter } from '@gatehouse/logging';
import type { AuditFailures } from './failures.ts';

/** How often at most the log says that the stream fails, when it works in between. */
const SAY_EVERY_MS = 10_000;

/** Opens the file, now or as soon as that is possible. */
export function openAuditStream(path: string, logger: Logger, failures: AuditFailures): LineWriter {
  let said = false;
  let saidAt = -Infinity;
  let lost = 0;
  const say = (error: unknown) => {
    if (said || performance.now() - saidAt < SAY_EVERY_MS) return;
    said = true;
    saidAt = performance.now();
    logger.error({ err: error, file: path }, 'the audit stream cannot be written; records are in the database');
  };
  return openLineWriter({
    to: path,
    onFailure(error) {
      failures.stream();
      say(error);
    },
    onRecovery() {
      if (said) logger.warn({ file: path, lost }, 'the audit stream is written again');
      said = false;
      lost = 0;
    },
    onLoss(lines) {
      failures.streamLost(lines);
      lost += lines;
      say(new Error('more lines wait than are kept'));
    },
  });
}

const reason = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** Why a file for the audit stream could not be written at the moment, in words; undefined when it can. */
export function auditFileFault(path: string): string | undefined {
  const folder = dirname(path);
  try {
    if (!statSync(folder).isDirectory()) return `${folder} is no folder`;
  } catch (error) {
    return `the folder ${folder} cannot be reached (${reason(error)}); make it, the server does not`;
  }
  const file = statSync(path, { throwIfNoEntry: false });
  if (file?.isDirectory()) return `${path} is a folder; name a file in it`;
  try {
    accessSync(file ? path : folder, file ? constants.W_OK : constants.W_OK | constants.X_OK);
  } catch (error) {
    return `${file ? path : `the folder ${folder}`} is not writable for this user (${reason(error)})`;
  }
  if (file && !file.isFile()) return undefined;
  return statfsSync(folder).bavail === 0 ? `no space is left on the disk of ${folder}` : undefined;
}

/** Adds the lines of a command, which ends then. A line at a time goes whole into a file that servers write to as well. */
export function appendAuditLines(path: string, lines: string): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  // Opened to wait, a FIFO that nobody reads would hold the command up for ever.
  const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600);
  try {
    writeSync(file, lines);
  } finally {
    closeSync(file);
  }
}
