/** Connections to the services behind the gateway: a pool for each origin and way of speaking. */
import type { Socket } from 'node:net';
import { buildConnector, Client, Pool } from 'undici';
import { readBeyondWriteErrors } from './half-written.ts';
import type { Route } from './route-schema.ts';

/** By what the gateway shows the services who it is (RFC 8705). */
export interface GatewayCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The pools. */
export interface Upstreams {
  poolOf(route: Pick<Route, 'upstream' | 'http2' | 'connect_timeout_ms' | 'keep_alive_ms'>): Pool;
  close(): Promise<void>;
}

/** Services do not close a connection that they have answered on so lately. */
const FRESH_MS = 50;
/** Taken off the time for which a service says that it keeps a connection: what is sent at its end is on the way. */
const ON_THE_WAY_MS = 1000;

/** @param connections at most so many to one service */
export function createUpstreams(connections: number, certificate: GatewayCertificate | undefined): Upstreams {
  const pools = new Map<string, Pool>();
  return {
    poolOf({ upstream, http2, connect_timeout_ms: timeout, keep_alive_ms: keepAlive }) {
      const key = `${upstream} ${http2} ${timeout} ${keepAlive}`;
      let pool = pools.get(key);
      if (pool === undefined) {
        pool = new Pool(upstream, {
          connections,
          pipelining: http2 ? 100 : 1,
          allowH2: http2,
          keepAliveTimeout: keepAlive,
          keepAliveMaxTimeout: keepAlive,
          keepAliveTimeoutThreshold: ON_THE_WAY_MS,
          connect: buildConnector({ timeout, allowH2: http2, ...certificate }),
          factory: connection,
        });
        pools.set(key, pool);
      }
      return pool;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/**
 * One connection. A service may close it while a request is on its way, and nobody can tell whether the request was read:
 * one that may not be sent twice gets a new connection, unless this one was in use a moment ago.
 */
function connection(origin: URL | string, options: object): Client {
  const { connect, ...others } = options as Client.Options & { connect: buildConnector.connector };
  let socket: Socket | undefined;
  let usedAtMs = 0;
  const client = new Client(origin, {
    ...others,
    connect(target, opened) {
      connect(target, (...outcome) => {
        const [, made] = outcome;
        if (made) {
          socket = made;
          usedAtMs = performance.now();
          readBeyondWriteErrors(made);
        }
        opened(...outcome);
      });
    },
  });
  client.on('drain', () => void (usedAtMs = performance.now()));
  const dispatch = client.dispatch.bind(client);
  client.dispatch = (request, handler) => {
    const nowMs = performance.now();
    if (request.idempotent === false && nowMs - usedAtMs > FRESH_MS && client.stats.size === 0) socket?.destroy();
    usedAtMs = nowMs;
    return dispatch(request, handler);
  };
  return client;
}
