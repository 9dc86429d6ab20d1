/** A deployment as an operator has it, for tests of upgrades: the server as a process and the command line, on one database. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProgram } from '@gatehouse/testkit';
import { gatehouse } from '../cli/command.ts';
import { serverEnvironment } from '../server.ts';

export interface Place {
  /** An empty folder. */
  readonly directory: string;
  /** A SQLite file in the folder unless told. */
  readonly databaseUrl?: string | undefined;
  readonly registryFile: string;
  /** Files of the state directory, by their paths: what development mode made. */
  readonly state?: Readonly<Record<string, string>>;
  /** How far the clock of all programs is ahead of the machine's. */
  readonly aheadMs?: number;
}

export interface Deployment {
  /** Where the server listens, and its issuer unless `start` gave it another. */
  readonly url: string;
  /** Starts the server. It has no mail server: it shows mails at /development/mail. */
  start(settings?: Readonly<Record<string, string>>): Promise<void>;
  /** Runs a command and gives what it printed. Throws when it fails. */
  command(args: readonly string[], input?: string): Promise<unknown>;
  stop(): Promise<void>;
}

// By --require, since that reaches threads too.
const clock = path.join(import.meta.dirname, 'shifted-clock.ts');

export async function deploy({
  directory,
  databaseUrl,
  registryFile,
  state = {},
  aheadMs,
}: Place): Promise<Deployment> {
  for (const [name, text] of Object.entries(state)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600 });
  }
  const own = await serverEnvironment(directory);
  const env = {
    ...own,
    GATEHOUSE_REGISTRY_FILE: registryFile,
    ...(databaseUrl && { GATEHOUSE_DATABASE_URL: databaseUrl }),
    ...(aheadMs !== undefined && {
      CLOCK_AHEAD_MS: String(aheadMs),
      NODE_OPTIONS: `--disable-warning=ExperimentalWarning --require=${JSON.stringify(clock)}`,
    }),
  };
  let program: Awaited<ReturnType<typeof startProgram>> | undefined;
  return {
    url: own['GATEHOUSE_ISSUER'] as string,
    async start(settings = {}) {
      program = await startProgram({
        entry: 'apps/authorization-server/src/main.ts',
        env: { ...env, ...settings },
        readyUrl: `http://127.0.0.1:${own['GATEHOUSE_MANAGEMENT_PORT']}/readyz`,
      });
    },
    async command(args, input) {
      const { code, stdout, stderr } = await gatehouse([...args, '--json'], env, input);
      if (code !== 0) throw new Error(`gatehouse ${args.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as unknown;
    },
    async stop() {
      await program?.stop();
      program = undefined;
    },
  };
}
