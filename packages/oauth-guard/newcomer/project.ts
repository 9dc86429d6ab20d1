/** A folder of its own outside of the repository, in which commands run as somebody else runs them. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What npm run sets for its children would make this npm work on this repository; proxies and authorities are the machine's. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:npm_|INIT_CWD$|NODE$|NODE_OPTIONS$)/iu.test(name)),
);

const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--ignore-scripts', '--prefer-offline'];

/** A new project. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'oauth-guard-newcomer-'));
  readonly #env: NodeJS.ProcessEnv;

  /** @param env added to what the machine has */
  constructor(env: Readonly<Record<string, string>> = {}) {
    this.#env = { ...inherited, NEXT_TELEMETRY_DISABLED: '1', ...env };
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), text);
    }
  }

  /** Runs a program to its end and gives what it wrote. @throws Error with all that it wrote when it fails */
  run(command: string, ...parameters: readonly string[]): string {
    try {
      return execFileSync(command, parameters, { cwd: this.folder, env: this.#env, stdio: 'pipe' }).toString();
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
      throw new Error(`${command} ${parameters.join(' ')}\n${stdout?.toString() ?? ''}${stderr?.toString() ?? ''}`, {
        cause: error,
      });
    }
  }

  npm(...parameters: readonly string[]): string {
    return this.run('npm', ...parameters, ...QUIET);
  }

  /** Starts a server and waits until it says that it is ready. @throws Error with all that it wrote when it ends before */
  async start(node: string, parameters: readonly string[]): Promise<ChildProcess> {
    const child = spawn(node, parameters, { cwd: this.folder, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        said += chunk.toString();
        if (/ready/iu.test(said)) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', reject).once('exit', () => reject(new Error(`${parameters.join(' ')}\n${said}`)));
    });
    return child;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ends a server and waits for its end. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
