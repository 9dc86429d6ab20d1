import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Place, ROOT, type SpawnedServer, spawnServer, waitUntilReady } from './processes.ts';

/** The resource of the development registry: the audience of every token here. */
export const RESOURCE = 'https://localhost:3001';

/** What the image, `npm start` and the programs’ own start scripts set. */
export const START_SCRIPT = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '1048576',
  NODE_OPTIONS: '--max-semi-space-size=4',
  NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/gatehouse'),
};

/** One of the programs under measurement. */
export interface MeasuredProgram {
  readonly server: SpawnedServer;
  /** Where it answers. Plain HTTP: what it is compared with does no TLS either. */
  readonly origin: string;
  /** Where its metrics are; empty for a reference. */
  readonly managementOrigin: string;
  readonly state: string;
  /** From the start of the process until it was ready. */
  readonly readyMs: number;
  /** Stops it and removes its databases. */
  stop(): Promise<void>;
}

/** Starts an authorization server on an empty database, or on the one in `state`. */
export async function startAuthorizationServer(
  options: { state?: string; env?: Record<string, string>; place?: Place } = {},
): Promise<MeasuredProgram> {
  const { state = newState(), env, place } = options;
  const [port, managementPort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const settings = { ...authorizationServerSettings(port, managementPort, state), ...env };
  return await startProgram('authorization-server', managementPort, state, origin, settings, place);
}

/** What an authorization server is told: plain HTTP, everything below `state`, on SQLite. */
export const authorizationServerSettings = (port: number, managementPort: number, state: string) => ({
  GATEHOUSE_ISSUER: `http://localhost:${port}`,
  GATEHOUSE_TLS: 'false',
  GATEHOUSE_PORT: String(port),
  GATEHOUSE_MANAGEMENT_PORT: String(managementPort),
  GATEHOUSE_STATE_DIRECTORY: state,
  GATEHOUSE_DATABASE_URL: `sqlite:${join(state, 'authorization-server.sqlite')}`,
});

/** Starts a resource server that trusts `issuer`, on an empty database. Its limit on requests is off. */
export async function startResourceServer(
  issuer: string,
  env: Record<string, string> = {},
  place: Place = 'first core',
): Promise<MeasuredProgram> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const state = newState();
  const settings = {
    API_ISSUER: issuer,
    API_PUBLIC_ORIGIN: origin,
    API_AUDIENCE: RESOURCE,
    API_TLS: 'false',
    API_PORT: String(port),
    API_MANAGEMENT_PORT: String(managementPort),
    API_RATE_LIMIT_REQUESTS: '0',
    API_DATABASE_URL: `sqlite:${join(state, 'resource-server.sqlite')}`,
    ...env,
  };
  return await startProgram('resource-server', managementPort, state, origin, settings, place);
}

/** A server of `benchmarks/servers/`, ready. */
export async function startReference(
  name: string,
  env: Record<string, string> = {},
  place?: Place,
): Promise<MeasuredProgram> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const startedAt = performance.now();
  const server = spawnServer(`benchmarks/servers/${name}.ts`, { PORT: String(port), ...env }, place);
  await waitUntilReady(server, origin);
  return {
    server,
    origin,
    managementOrigin: '',
    state: '',
    readyMs: performance.now() - startedAt,
    stop: () => server.stop(),
  };
}

/** The request of the client `worker` for a token, as the parts that a load needs. */
export function tokenRequest({ state }: Pick<MeasuredProgram, 'state'>): {
  headers: Record<string, string>;
  body: string;
} {
  const secret = readFileSync(join(state, 'secrets/clients/worker'), 'utf8');
  const credentials = `worker:${encodeURIComponent(secret)}`;
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      resource: RESOURCE,
      scope: 'invoice_read',
    }).toString(),
  };
}

async function startProgram(
  name: string,
  managementPort: number,
  state: string,
  origin: string,
  env: Record<string, string>,
  place: Place = 'first core',
): Promise<MeasuredProgram> {
  const startedAt = performance.now();
  const server = spawnServer(`apps/${name}/src/main.ts`, { ...START_SCRIPT, ...env }, place);
  const managementOrigin = `http://127.0.0.1:${managementPort}`;
  await waitUntilReady(server, `${managementOrigin}/readyz`);
  const readyMs = performance.now() - startedAt;
  const stop = async () => {
    await server.stop();
    rmSync(state, { recursive: true, force: true });
  };
  return { server, origin, managementOrigin, state, readyMs, stop };
}

/** A folder of its own for what programs keep. */
export function newState(): string {
  return mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
