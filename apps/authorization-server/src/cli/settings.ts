/** Settings and database of a command. */
import { loadSettings } from '@gatehouse/config';
import { createLogger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import { openDatabase } from '../database.ts';
import { operatorLines } from '../directory/audit/operator.ts';
import { appendAuditLines } from '../directory/audit/stream.ts';
import { type Settings, settingsDefinition } from '../settings.ts';

/** The settings from environment and file. Throws SettingsError. */
export const commandSettings = (): Settings => loadSettings(settingsDefinition, { argv: [], env: process.env });

/**
 * Runs the work with the database open and closes it whatever happens.
 * @param options.migrate bring the schema up to date first; true unless told otherwise
 */
export async function withStorage<Result>(
  work: (storage: Storage, settings: Settings) => Promise<Result>,
  { migrate = true }: { migrate?: boolean } = {},
): Promise<Result> {
  const settings = commandSettings();
  const logger = createLogger({ program: 'gatehouse', level: 'error' });
  const storage = await openDatabase(settings, { logger, clock: Date.now, migrate });
  try {
    const result = await work(storage, settings);
    if (settings.auditFile) report(settings.auditFile, operatorLines(storage));
    return result;
  } finally {
    await storage.close();
  }
}

/** What is done is done, and recorded in the database: that the stream cannot be written is a warning. */
function report(auditFile: string, lines: string): void {
  if (lines === '') return;
  try {
    appendAuditLines(auditFile, lines);
  } catch (error) {
    const { message } = error as Error;
    process.stderr.write(`gatehouse: warning: the record is in the database but not in ${auditFile}: ${message}\n`);
  }
}

/** A secret from standard input: the first line, without its end. Throws when there is none. */
export async function secretFromStdin(what: string): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write(`${what}: type it and press Enter (it is shown)\n`);
  let input = '';
  for await (const chunk of process.stdin) {
    input += String(chunk);
    if (input.includes('\n') || input.length > 4096) break;
  }
  const [line = ''] = input.split(/\r?\n/u);
  if (line.length > 4096) throw Object.assign(new Error(`${what} is longer than 4096 characters`), { code: 'refused' });
  if (line === '') throw Object.assign(new Error(`${what} is empty; give it on standard input`), { code: 'refused' });
  return line;
}
