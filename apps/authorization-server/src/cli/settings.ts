/** Settings and database of a command. */
import { userInfo } from 'node:os';
import { loadSettings } from '@gatehouse/config';
import { createLogger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import { openDatabase } from '../database.ts';
import { createAudit } from '../directory/audit/audit.ts';
import { appendAuditLines } from '../directory/audit/stream.ts';
import { type Commit, createCommit } from '../directory/operations/commit.ts';
import type { Caller } from '../directory/operations/work.ts';
import { type Settings, settingsDefinition } from '../settings.ts';
import { namesServer } from './named-server.ts';
import { UsageError } from './refused.ts';

/** The settings from environment and file. Throws SettingsError. */
export const commandSettings = (): Settings => loadSettings(settingsDefinition, { argv: [], env: process.env });

/** Who runs a command, and how what it does is committed. */
export interface Operator {
  readonly caller: Caller;
  readonly commit: Commit;
}

/**
 * Runs the work with the database open and closes it whatever happens. Throws UsageError when a server elsewhere was named: a command
 * must not do here what was meant for there.
 * @param options.migrate bring the schema up to date first; true by default
 */
export async function withStorage<Result>(
  work: (storage: Storage, settings: Settings, operator: Operator) => Promise<Result>,
  { migrate = true }: { migrate?: boolean } = {},
): Promise<Result> {
  if (namesServer()) {
    throw new UsageError(
      'this command works on the machine of the server, on the database beside it: leave out --server, and unset GATEHOUSE_SERVER',
    );
  }
  const settings = commandSettings();
  const logger = createLogger({ program: 'gatehouse', level: 'error' });
  const storage = await openDatabase(settings, { logger, clock: Date.now, migrate });
  try {
    return await work(storage, settings, operatorOf(storage, settings));
  } finally {
    await storage.close();
  }
}

/** A running server looks into the outbox by itself. */
function operatorOf(storage: Storage, { auditFile, operator }: Settings): Operator {
  const audit = createAudit({
    storage,
    clock: Date.now,
    stream: auditFile ? { write: (line) => report(auditFile, line) } : undefined,
  });
  return {
    caller: { actor: { type: 'operator', id: operator ?? systemUser() } },
    commit: createCommit({ storage, audit, wake: () => undefined }),
  };
}

/** The account of the operating system; a container may run under a number that has no name. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}

/** What is done is done, and recorded in the database: that the stream cannot be written is a warning. */
function report(auditFile: string, line: string): void {
  try {
    appendAuditLines(auditFile, line);
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
