import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSettings } from '@gatehouse/config';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { certificates, freePort, type Program, spawnProgram, temporaryDirectory } from '@gatehouse/testkit';
import { parse, stringify } from 'yaml';
import { originsOf } from '../src/programs.ts';
import { registryFor } from '../src/registry.ts';
import { settingsDefinition } from '../src/settings.ts';

/** The whole product as `npm start` runs it, on ports and in folders of its own. */
export interface Product {
  readonly issuer: string;
  readonly api: string;
  readonly gateway: string;
  readonly webApp: string;
  readonly console: string;
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
  for (const prefix of ['GATEHOUSE', 'API', 'GATEWAY', 'WEB', 'CONSOLE']) {
    env[`${prefix}_PORT`] = String(await freePort());
    env[`${prefix}_MANAGEMENT_PORT`] = String(await freePort());
  }
  return env;
}

/** One more API, as far as the authorization server has to know it. */
export interface AnotherResource {
  readonly indicator: string;
  readonly name: string;
  /** Each scope with a sentence about it. */
  readonly scopes: Readonly<Record<string, string>>;
  /** Who may have all of its scopes. */
  readonly clients: readonly string[];
  readonly roles: readonly string[];
}

/** The registry as written in its file. */
export interface RegistryDocument {
  readonly resources: object[];
  readonly roles: Record<string, Record<string, string[]>>;
  readonly clients: {
    readonly client_id: string;
    readonly scopes: Record<string, string[]>;
    redirect_uris?: string[];
  }[];
}

/** Changes the registry that the product starts with. */
export type ChangeRegistry = (registry: RegistryDocument) => void;

const defaults = loadSettings(settingsDefinition, { argv: [], env: {} });

/** The development registry, changed, for programs that listen where `env` says. Gives its path. */
async function registryWith(change: ChangeRegistry, env: Record<string, string>, state: string): Promise<string> {
  const file = registryFor(originsOf(env), { ...defaults, stateDirectory: state }, undefined)!;
  const registry = parse(await readFile(file, 'utf8')) as RegistryDocument;
  change(registry);
  await writeFile(file, stringify(registry));
  return file;
}

function addResource(registry: RegistryDocument, added: AnotherResource): void {
  const { indicator, name, scopes, clients, roles } = added;
  // The default for clients that name no scope, as some do.
  registry.resources.push({ indicator, name, scopes, default_scopes: Object.keys(scopes) });
  for (const role of roles) registry.roles[role]![indicator] = Object.keys(scopes);
  for (const client of registry.clients) {
    if (clients.includes(client.client_id)) client.scopes[indicator] = Object.keys(scopes);
  }
}

/** Starts `npm start`'s program, waits for its block, and makes this process trust its certificates. */
export async function startProduct(
  extra: Readonly<Record<string, string>> = {},
  changed?: AnotherResource | ChangeRegistry,
): Promise<Product> {
  const { path: state, remove } = await temporaryDirectory();
  const env: Record<string, string> = { ...(await productEnvironment(state)), ...extra };
  if (changed) {
    const change: ChangeRegistry =
      typeof changed === 'function' ? changed : (registry) => addResource(registry, changed);
    env['QUICKSTART_DEMO_REGISTRY_FILE'] = await registryWith(change, env, state);
  }
  const { caFile, directory } = await certificates();
  trustAuthorities(caFile);
  const program = spawnProgram({ entry: 'apps/quickstart/src/main.ts', env });
  try {
    await program.printed(BLOCK_ENDS, 150_000);
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
    console: `https://localhost:${env['CONSOLE_PORT']}`,
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
