/**
 * An API of one's own beside `npm start`, with a real token: the first steps of README.md as they stand, but for the ports, which
 * are free ones, and the folder of the clone.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type Project, stop } from './project.ts';

const root = join(import.meta.dirname, '../../..');
const PORTS = ['GATEHOUSE', 'API', 'GATEWAY', 'WEB'].flatMap((name) => [`${name}_PORT`, `${name}_MANAGEMENT_PORT`]);

/** The clone, started with `npm start` in a state of its own. */
export class Clone {
  readonly #env: NodeJS.ProcessEnv;
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(folder: string, env: NodeJS.ProcessEnv, child: ChildProcess) {
    this.#folder = folder;
    this.#env = env;
    this.#child = child;
  }

  /** @throws Error with all that it wrote when it ends before it runs */
  static async start(folder: string): Promise<Clone> {
    const own = Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_OPTIONS$)/iu.test(name));
    const ports = await Promise.all(PORTS.map(async (name) => [name, String(await freePort())] as const));
    const env = {
      ...Object.fromEntries([...own, ...ports]),
      QUICKSTART_STATE_DIRECTORY: join(folder, 'state'),
      QUICKSTART_CERTIFICATES_DIRECTORY: join(folder, 'certs'),
      GATEHOUSE_STATE_DIRECTORY: join(folder, 'state'),
    };
    const child = spawn(process.execPath, ['apps/quickstart/src/main.ts'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Gatehouse is running')) resolve();
      });
      child.once('exit', () => reject(new Error(said)));
    });
    return new Clone(folder, env, child);
  }

  get issuer(): string {
    return `https://localhost:${this.#env['GATEHOUSE_PORT']}`;
  }

  get caFile(): string {
    return join(this.#folder, 'certs/ca.pem');
  }

  /** Commands as they are typed in the clone, but for npx, which takes its time; a file that they write goes into its state. */
  type(commands: string): void {
    const database = `sqlite:${join(this.#folder, 'state/authorization-server.sqlite')}`;
    const env = { ...this.#env, GATEHOUSE_DATABASE_URL: database, GATEHOUSE_ISSUER: this.issuer };
    const script = commands
      .replaceAll('npx --no gatehouse', 'bin/gatehouse')
      .replaceAll('--secret-file ', `--secret-file ${this.#folder}/`);
    execFileSync('bash', ['-euc', script], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  }

  secretOf(client: string): string {
    return readFileSync(join(this.#folder, `${client}.secret`), 'utf8').trim();
  }

  stop(): Promise<void> {
    return stop(this.#child);
  }
}

/** @param shown gives a block of README.md by its first line */
export async function protectOwnApi(
  project: Project,
  clone: Clone,
  shown: (firstLine: string) => string,
): Promise<string> {
  clone.type(
    shown("npx --no gatehouse resources add https://orders.localhost --name Orders --scope 'orders_read=See orders'"),
  );
  clone.type(
    shown(
      'npx --no gatehouse clients add orders-api --kind api --resource https://orders.localhost --secret-file orders-api.secret',
    ),
  );
  const port = await freePort();
  const server = shown('// server.js')
    .replace("'https://localhost:3000'", `'${clone.issuer}'`)
    .replace('app.listen(3004)', `app.listen(${port}, () => console.log('ready'))`);
  project.write({ 'package.json': '{"type":"module"}', 'server.js': server });
  return `http://localhost:${port}/orders`;
}

/** The token of README's curl, by the same request. */
export function tokenOf(project: Project, clone: Clone): string {
  const { caFile, issuer } = clone;
  const user = `orders-script:${clone.secretOf('orders-script')}`;
  const form = 'grant_type=client_credentials&resource=https://orders.localhost&scope=orders_read';
  const answer = project.run('curl', '-sS', '--cacert', caFile, '-u', user, '-d', form, `${issuer}/token`);
  return (JSON.parse(answer) as { access_token: string }).access_token;
}
