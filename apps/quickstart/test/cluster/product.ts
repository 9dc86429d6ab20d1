/** The product as a cluster: three authorization servers behind two balancers, a gateway and an API, all processes of their own. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, type Program, startProgram } from '@gatehouse/testkit';
import { type Balancer, startBalancer } from '../../../../benchmarks/balancer.ts';
import { startGateway } from '../../../../benchmarks/gateway.ts';
import { neverPin } from '../../../../benchmarks/processes.ts';
import {
  authorizationServerSettings,
  newState,
  START_SCRIPT,
  startResourceServer,
} from '../../../../benchmarks/product.ts';
import type { Credentials } from './signing-in.ts';
import type { Apis } from './token-requests.ts';

/** One authorization server, which can be ended and started again on its ports. */
export interface Server {
  readonly port: number;
  readonly managementPort: number;
  start(): Promise<void>;
  /** SIGTERM; throws where it does not end with 0. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** The last that it logged. */
  log(): string;
}

/** An address before the servers that are ready. */
export interface ServerBalancer {
  readonly port: number;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

type StartServerBalancer = (options: {
  readonly servers: readonly { readonly port: number; readonly managementPort: number }[];
}) => Promise<ServerBalancer>;

export interface ProductCluster extends Apis {
  readonly issuer: string;
  readonly servers: readonly Server[];
  readonly balancers: readonly ServerBalancer[];
  readonly credentials: Credentials;
  /** The last that each of its processes logged. */
  logs(): string;
  stop(): Promise<void>;
}

/** A server is not ready for so long before its port closes: the balancers ask three times meanwhile. */
const DRAIN_DELAY_SECONDS = 2;

const BETWEEN_LOGS = '\n----\n';

/** Long enough for a machine with much else to do. */
const START_MS = 180_000;

/** How long a repeated refresh gets the same answer: the longest there is, so that no failover is longer. */
export const RETRY_SECONDS = 60;

/** @param databaseUrls of each server */
export async function startProductCluster(
  databaseUrls: readonly string[],
  startServerBalancer: StartServerBalancer,
): Promise<ProductCluster> {
  neverPin();
  const state = newState();
  const stops: (() => Promise<unknown>)[] = [async () => rmSync(state, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).toReversed()) await end();
  };
  try {
    const ports = await Promise.all(
      databaseUrls.map(async () => ({ port: await freePort(), managementPort: await freePort() })),
    );
    const balancers: ServerBalancer[] = [];
    while (balancers.length < 2) {
      const one = await startServerBalancer({ servers: ports });
      balancers.push(one);
      stops.push(() => one.stop());
    }
    // What an address that moves between two machines does, or a name with two addresses.
    const address: Balancer = await startBalancer(() => balancers.map(({ port }) => port));
    stops.push(() => address.stop());
    const issuer = `http://localhost:${address.port}`;
    const servers = ports.map((own, index) => server({ ...own, state, issuer, databaseUrl: databaseUrls[index]! }));
    for (const one of servers) {
      stops.push(() => one.kill());
      await one.start();
    }
    const secret = (of: string): string => readFileSync(join(state, 'secrets', of), 'utf8');
    const api = await startResourceServer(
      issuer,
      { API_CLIENT_SECRET_FILE: join(state, 'secrets/clients/api') },
      'anywhere',
    );
    stops.push(() => api.stop());
    const gateway = await startGateway({ origin: issuer, state }, api, { GATEWAY_JWKS_COOLDOWN_SECONDS: '1' });
    stops.push(() => gateway.stop());
    const basic = (id: string): string =>
      `Basic ${Buffer.from(`${id}:${encodeURIComponent(secret(`clients/${id}`))}`).toString('base64')}`;
    return {
      issuer,
      servers,
      balancers,
      api: api.origin,
      gateway: gateway.origin,
      credentials: {
        users: ['alice', 'carol'].map((login) => ({ login, password: secret(`users/${login}`) })),
        clients: { 'web-app': basic('web-app'), worker: basic('worker'), api: basic('api'), gateway: basic('gateway') },
      },
      logs: () => [...servers.map((one) => one.log()), api.server.said(), gateway.server.said()].join(BETWEEN_LOGS),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function server({
  port,
  managementPort,
  state,
  issuer,
  databaseUrl,
}: {
  readonly port: number;
  readonly managementPort: number;
  readonly state: string;
  readonly issuer: string;
  readonly databaseUrl: string;
}): Server {
  let program: Program | undefined;
  const env = {
    ...START_SCRIPT,
    ...authorizationServerSettings(port, managementPort, state),
    GATEHOUSE_ISSUER: issuer,
    GATEHOUSE_DATABASE_URL: databaseUrl,
    GATEHOUSE_DRAIN_DELAY_SECONDS: String(DRAIN_DELAY_SECONDS),
    GATEHOUSE_REFRESH_RETRY_SECONDS: String(RETRY_SECONDS),
    GATEHOUSE_LOG_LEVEL: 'warn',
  };
  return {
    port,
    managementPort,
    async start() {
      const readyUrl = `http://127.0.0.1:${managementPort}/readyz`;
      program = await startProgram({
        entry: 'apps/authorization-server/src/main.ts',
        env,
        readyUrl,
        timeoutMs: START_MS,
      });
    },
    async stop() {
      const code = await program?.stop();
      if (code !== 0) throw new Error(`a server ended with ${code}:\n${program?.stdout().slice(-4000)}`);
    },
    async kill() {
      if (program && !program.over()) await program.kill9();
    },
    log: () => (program ? `${program.stdout().slice(-20_000)}${program.stderr().slice(-2000)}` : ''),
  };
}
