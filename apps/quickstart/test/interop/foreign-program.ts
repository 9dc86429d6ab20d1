/** Programs that are not ours: started as their documentation says, and ended. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, findCommand } from '@gatehouse/testkit';

const run = promisify(execFile);
const PREPARE = '"npm run interop:prepare" has not built it';

export const APACHE_MODULES = '/usr/lib/apache2/modules';

/** How a program is started. */
export interface Command {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A program that runs. */
export interface Running {
  readonly url: string;
  /** What it printed so far. */
  printed(): string;
  stop(): Promise<void>;
}

/** Why a program that needs this file cannot be run here, or undefined when it can. */
export const missing = (file: string, reason = PREPARE): string | undefined => (existsSync(file) ? undefined : reason);

/** The same for Apache with mod_auth_openidc. */
export const missingApache = (): string | undefined =>
  missing(
    join(APACHE_MODULES, 'mod_auth_openidc.so'),
    'no mod_auth_openidc was found (Debian: libapache2-mod-auth-openidc)',
  ) ?? (findCommand('apache2') ? undefined : 'no apache2 was found');

/** What Java is told for a program that does not live long enough to be optimized. */
export const SHORT_LIVED_JAVA = '-XX:TieredStopAtLevel=1';

/** What Java is told: that it lives shortly, and that it trusts the authority of our certificates. */
export async function javaTrust(folder: string, caFile: string): Promise<readonly string[]> {
  const store = join(folder, 'authorities.p12');
  const password = ['-storepass', 'changeit', '-storetype', 'PKCS12'];
  await run('keytool', [
    `-J${SHORT_LIVED_JAVA}`,
    '-importcert',
    '-noprompt',
    '-file',
    caFile,
    '-keystore',
    store,
    ...password,
  ]);
  return [SHORT_LIVED_JAVA, `-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit'];
}

/**
 * Starts a program in a new folder and waits until `url` answers, whatever it says. Throws with what the program printed
 * when it does not within `timeoutMs` (a minute unless told).
 */
export async function startForeign(
  name: string,
  folder: string,
  url: string,
  makeCommand: () => Promise<Command>,
  timeoutMs?: number,
): Promise<Running> {
  mkdirSync(folder);
  const { command, parameters, env } = await makeCommand();
  const { PATH = '' } = process.env;
  const child = spawn(command, parameters, { cwd: folder, env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  const asked = async () => isOver(child) || (await answers(url));
  const ready = await eventually(asked, timeoutMs === undefined ? {} : { timeoutMs }).catch(() => false);
  if (!ready || isOver(child)) {
    child.kill('SIGKILL');
    throw new Error(`${name} does not answer:\n${printed}`);
  }
  return {
    url,
    printed: () => printed,
    async stop() {
      child.kill('SIGTERM');
      // A script such as that of Keycloak hands the first signal on, and would leave its program behind at the second.
      const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
      await ended;
      clearTimeout(late);
    },
  };
}

const isOver = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer !== undefined;
}
