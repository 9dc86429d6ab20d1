import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trustAuthorities } from '@gatehouse/http';
import { certificates, freePort, type Program, spawnProgram, temporaryDirectory } from '@gatehouse/testkit';

/** The whole product as `npm start` runs it, on ports and in folders of its own. */
export interface Product {
  readonly issuer: string;
  readonly api: string;
  readonly gateway: string;
  readonly webApp: string;
  readonly caFile: string;
  /** Folder of the certificates. */
  readonly certificates: string;
  readonly state: string;
  readonly program: Program;
  /** What it was started with. */
  readonly env: Readonly<Record<string, string>>;
  secretOf(clientId: string): Promise<string>;
  passwordOf(login: string): Promise<string>;
  /** Ctrl-C, and the folder removed. Gives the exit code. */
  stop(): Promise<number>;
}

/** Last line of the block that `npm start` prints. */
export const BLOCK_ENDS = /^Logs are in .*$/mu;

/** Ports and folders for one product. */
export async function productEnvironment(state: string): Promise<Record<string, string>> {
  const { directory } = await certificates();
  const env: Record<string, string> = {
    QUICKSTART_STATE_DIRECTORY: state,
    QUICKSTART_CERTIFICATES_DIRECTORY: directory,
  };
  for (const prefix of ['GATEHOUSE', 'API', 'GATEWAY', 'WEB']) {
    env[`${prefix}_PORT`] = String(await freePort());
    env[`${prefix}_MANAGEMENT_PORT`] = String(await freePort());
  }
  return env;
}

/** Starts `npm start`'s program, waits for its block, and makes this process trust its certificates. */
export async function startProduct(extra: Readonly<Record<string, string>> = {}): Promise<Product> {
  const { path: state, remove } = await temporaryDirectory();
  const env = { ...(await productEnvironment(state)), ...extra };
  const { caFile, directory } = await certificates();
  trustAuthorities(caFile);
  const program = spawnProgram({ entry: 'apps/quickstart/src/main.ts', env });
  try {
    await program.printed(BLOCK_ENDS, 40_000);
  } catch (error) {
    if (!program.over()) await program.stop();
    await remove();
    throw error;
  }
  const secret = (kind: string, name: string) => readFile(join(state, 'secrets', kind, name), 'utf8');
  return {
    issuer: `https://localhost:${env['GATEHOUSE_PORT']}`,
    api: `https://localhost:${env['API_PORT']}`,
    gateway: `https://localhost:${env['GATEWAY_PORT']}`,
    webApp: `https://localhost:${env['WEB_PORT']}`,
    caFile,
    certificates: directory,
    state,
    program,
    env,
    secretOf: (clientId) => secret('clients', clientId),
    passwordOf: (login) => secret('users', login),
    async stop() {
      const code = program.over() ? ((await program.ended) ?? -1) : await program.stop();
      await remove();
      return code;
    },
  };
}
