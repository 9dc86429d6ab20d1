/** Two authorization servers on one database behind one address, and resource servers that trust them. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Balancer, startBalancer } from './balancer.ts';
import { type MeasuredProgram, newState, startAuthorizationServer, startResourceServer } from './product.ts';

export interface Cluster {
  /** The address of both: their issuer. */
  readonly origin: string;
  readonly state: string;
  readonly databaseUrl: string;
  readonly balancer: Balancer;
  /** Stops one server and starts it again, while the other serves on. */
  restart(index: number): Promise<void>;
  /** Starts a resource server that subscribes to the revocation feed. */
  resourceServer(env?: Record<string, string>): Promise<MeasuredProgram>;
  stop(): Promise<void>;
}

/** @param options.databaseUrl by default SQLite in the state folder */
export async function startCluster(options: {
  readonly databaseUrl?: string | undefined;
  readonly env?: Record<string, string>;
}): Promise<Cluster> {
  const state = newState();
  const databaseUrl = options.databaseUrl ?? `sqlite:${join(state, 'authorization-server.sqlite')}`;
  const servers: (MeasuredProgram | undefined)[] = [];
  const others: MeasuredProgram[] = [];
  const balancer = await startBalancer(() =>
    servers.flatMap((server) => (server === undefined ? [] : [Number(new URL(server.origin).port)])),
  );
  const origin = `http://localhost:${balancer.port}`;
  const env = { ...options.env, GATEHOUSE_DATABASE_URL: databaseUrl, GATEHOUSE_ISSUER: origin };
  const start = () => startAuthorizationServer({ state, env });
  servers.push(await start(), await start());
  return {
    origin,
    state,
    databaseUrl,
    balancer,
    async restart(index) {
      const server = servers[index];
      servers[index] = undefined;
      // As a balancer does: what it already handed over is let finish.
      await delay(1500);
      await server?.server.stop();
      servers[index] = await start();
    },
    async resourceServer(more = {}) {
      const secretFile = join(state, 'secrets/clients/api');
      const started = await startResourceServer(origin, { API_CLIENT_SECRET_FILE: secretFile, ...more });
      others.push(started);
      return started;
    },
    async stop() {
      await Promise.all(others.map((program) => program.stop()));
      await Promise.all(servers.flatMap((program) => (program ? [program.stop()] : [])));
      await balancer.stop();
    },
  };
}
