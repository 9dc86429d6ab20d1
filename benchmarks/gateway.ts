import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SpawnedServer, spawnServer, waitUntilReady } from './processes.ts';
import { type MeasuredProgram, RESOURCE, START_SCRIPT } from './product.ts';

/** As its start script and the composed services have it: a request leaves garbage alone, and collections are half as many. */
export const START_SCRIPT_OF_GATEWAY = { ...START_SCRIPT, NODE_OPTIONS: '--max-semi-space-size=8' };

/** A gateway under measurement. */
export interface MeasuredGateway {
  readonly server: SpawnedServer;
  readonly origin: string;
  stop(): Promise<void>;
}

/** Starts a gateway in front of a resource server, on whatever core is free. Its limits on requests are off, as they are there. */
export async function startGateway(
  issuer: Pick<MeasuredProgram, 'origin' | 'state'>,
  service: Pick<MeasuredProgram, 'origin'>,
  env: Record<string, string> = {},
): Promise<MeasuredGateway> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const state = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'));
  const routesFile = join(state, 'routes.json');
  const route = {
    path: '/api/*',
    strip: '/api',
    upstream: service.origin,
    audience: RESOURCE,
    accept: ['access_token', 'api_key'],
  };
  writeFileSync(routesFile, JSON.stringify({ routes: [route] }));
  const settings = {
    ...START_SCRIPT_OF_GATEWAY,
    GATEWAY_ISSUER: issuer.origin,
    GATEWAY_PUBLIC_ORIGIN: origin,
    GATEWAY_TLS: 'false',
    GATEWAY_PORT: String(port),
    GATEWAY_MANAGEMENT_PORT: String(managementPort),
    GATEWAY_ROUTES_FILE: routesFile,
    GATEWAY_CLIENT_SECRET_FILE: join(issuer.state, 'secrets/clients/gateway'),
    GATEWAY_RATE_LIMIT_REQUESTS: '0',
    GATEWAY_RATE_LIMIT_FAILURES: '0',
    GATEWAY_ACCESS_LOG: 'false',
    ...env,
  };
  const server = spawnServer('apps/gateway/src/main.ts', settings, 'anywhere');
  const stop = async () => {
    await server.stop();
    rmSync(state, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(server, `http://127.0.0.1:${managementPort}/readyz`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { server, origin, stop };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
