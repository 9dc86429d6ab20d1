/** A real authorization server on a free port, for tests. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadSettings } from '@gatehouse/config';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { createLogger } from '@gatehouse/logging';
import type { ChangeKind, Storage, Write } from '@gatehouse/storage';
import { certificates, freePort, rootDirectory, temporaryDirectory, timesAreJudged } from '@gatehouse/testkit';
import { parse, stringify } from 'yaml';
import { type AuthorizationServer, createAuthorizationServer } from '../src/app.ts';
import type { OutboundRoute } from '../src/delivery/outbound/guard.ts';
import { type Settings, settingsDefinition } from '../src/settings.ts';
import type { Person } from './browser.ts';

export const api = 'https://localhost:3001';
export const billing = 'https://billing.localhost';
export const webAppRedirect = 'https://localhost:3003/callback';

/** The registry as written in the file, before anything is checked. */
export interface RegistryDocument {
  resources: Record<string, unknown>[];
  roles: Record<string, Record<string, string[]>>;
  clients: Record<string, unknown>[];
  users: Record<string, unknown>[];
}

export interface ServerOptions {
  readonly env?: Record<string, string>;
  /** Changes the development registry before the server reads it. */
  readonly registry?: (document: RegistryDocument) => void;
  readonly logLevel?: string;
  /** Where its requests to other servers go instead of to their names. */
  readonly outboundRoute?: OutboundRoute;
}

export interface TestServer {
  readonly issuer: string;
  readonly server: AuthorizationServer;
  /** The log so far, a line each. */
  readonly log: string[];
  readonly directory: string;
  readonly settings: Settings;
  /** How far the server's clock is ahead of the machine's; set it to let time pass. */
  aheadMs: number;
  /** Where the server's clock stands still, in milliseconds since the epoch: what is kept for a while stays kept. */
  stillAtMs: number | undefined;
  /** Commits writes to the registry's tables and waits until the server has seen them. */
  change(kind: ChangeKind, ...writes: Write[]): Promise<void>;
  /** What the audit holds, newest first, what still waits included. */
  audited(filter?: Parameters<Storage['audit']['list']>[0]): ReturnType<Storage['audit']['list']>;
  clientSecret(clientId: string): Promise<string>;
  person(login: string): Promise<Person>;
  /** Stops the server and starts it again on the same database and port, from now on with these settings. */
  restart(changes?: Partial<Settings>): Promise<void>;
  stop(): Promise<void>;
}

/** A further instance on the database of a server. */
export interface Instance {
  /** Where it listens; requests need the Host header of the issuer. */
  readonly url: string;
  readonly server: AuthorizationServer;
  stop(): Promise<void>;
}

/** The settings of a server of its own, as environment variables. */
export async function serverEnvironment(directory: string): Promise<Record<string, string>> {
  const certs = await certificates();
  trustAuthorities(certs.caFile);
  const port = await freePort();
  return {
    GATEHOUSE_ISSUER: `https://localhost:${port}`,
    GATEHOUSE_PORT: String(port),
    GATEHOUSE_MANAGEMENT_PORT: String(await freePort()),
    GATEHOUSE_TLS_CERT_FILE: certs.certFile('authorization-server'),
    GATEHOUSE_TLS_KEY_FILE: certs.keyFile('authorization-server'),
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: directory,
  };
}

/** Writes a changed development registry into the folder and gives its path. */
export async function writeRegistry(
  directory: string,
  change: (document: RegistryDocument) => void = () => undefined,
): Promise<string> {
  const file = path.join(rootDirectory, 'apps/authorization-server/registry/development.yaml');
  const document = parse(await readFile(file, 'utf8')) as RegistryDocument;
  // The demo API goes by claims of the development registry, whatever else a test declares.
  const { claims } = (document as unknown as { users_policy: { claims: object } }).users_policy;
  change(document);
  const changed = document as unknown as { users_policy: { claims?: object } };
  changed.users_policy = { ...changed.users_policy, claims: { ...claims, ...changed.users_policy.claims } };
  const written = path.join(directory, 'registry.yaml');
  await writeFile(written, stringify(document));
  return written;
}

/** What a hash costs where it does not matter, forty times less: a sixth of the processor time of these tests was theirs. */
const passwordHashCost = timesAreJudged ? undefined : { memory: 1024, passes: 1, parallelism: 1 };

/** Starts a server of its own database; what is started before is stopped by `stop`. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const { path: directory, remove } = await temporaryDirectory();
  const env = await serverEnvironment(directory);
  if (options.registry) env['GATEHOUSE_REGISTRY_FILE'] = await writeRegistry(directory, options.registry);
  const settings = loadSettings(settingsDefinition, { argv: [], env: { ...env, ...options.env } });
  let current = settings;
  const log: string[] = [];
  const logger = createLogger({
    program: 'authorization-server',
    level: (options.logLevel ?? 'info') as 'info',
    destination: { write: (line: string) => void log.push(line) },
  });
  const start = async () => {
    const started = await createAuthorizationServer(current, {
      logger,
      clock: () => test.stillAtMs ?? Date.now() + test.aheadMs,
      outboundRoute: options.outboundRoute,
      passwordHashCost,
    });
    await started.start();
    return started;
  };
  const halt = async () => {
    await server.service.stop();
    await server.close();
  };
  const secret = (kind: string, name: string) => readFile(path.join(directory, 'secrets', kind, name), 'utf8');
  const test: TestServer = {
    issuer: settings.issuer,
    get server() {
      return server;
    },
    log,
    directory,
    settings,
    aheadMs: 0,
    stillAtMs: undefined,
    async change(kind, ...writes) {
      const { storage } = server;
      const { promise, resolve } = Promise.withResolvers<void>();
      const stopListening = storage.onChange(kind, resolve);
      await storage.commit(writes);
      await promise;
      stopListening();
    },
    async audited(filter) {
      await server.audit.flush();
      return await server.storage.audit.list(filter);
    },
    clientSecret: (clientId) => secret('clients', clientId),
    person: async (login) => ({ login, password: await secret('users', login) }),
    async restart(changes = {}) {
      await halt();
      current = { ...current, ...changes };
      server = await start();
    },
    async stop() {
      await halt();
      await remove();
    },
  };
  let server = await start();
  return test;
}

/**
 * Starts a further instance beside the server, with its own port and its own connection to the same database.
 * @param options.aheadMs how far its clock is ahead of the server's
 * @param options.ports where it listens; absent: on free ones
 */
export async function startInstance(
  beside: TestServer,
  {
    aheadMs = 0,
    ports,
  }: { readonly aheadMs?: number; readonly ports?: Pick<Settings, 'port' | 'managementPort'> } = {},
): Promise<Instance> {
  const logger = createLogger({
    program: 'authorization-server',
    destination: { write: (line: string) => void beside.log.push(line) },
  });
  const { port, managementPort } = ports ?? { port: await freePort(), managementPort: await freePort() };
  const settings = { ...beside.settings, port, managementPort };
  const instance = await createAuthorizationServer(settings, {
    logger,
    clock: () => Date.now() + beside.aheadMs + aheadMs,
    passwordHashCost,
  });
  await instance.start();
  return {
    url: `https://localhost:${settings.port}`,
    server: instance,
    async stop() {
      await instance.service.stop();
      await instance.close();
    },
  };
}
