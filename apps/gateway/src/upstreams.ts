/** Connections to the services behind the gateway: a pool for each origin and way of speaking. */
import { Pool } from 'undici';
import type { Route } from './route-schema.ts';

/** By what the gateway shows the services who it is (RFC 8705). */
export interface GatewayCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The pools. */
export interface Upstreams {
  poolOf(route: Pick<Route, 'upstream' | 'http2' | 'connect_timeout_ms'>): Pool;
  close(): Promise<void>;
}

/** @param connections at most so many to one service */
export function createUpstreams(connections: number, certificate: GatewayCertificate | undefined): Upstreams {
  const pools = new Map<string, Pool>();
  return {
    poolOf({ upstream, http2, connect_timeout_ms: timeout }) {
      const key = `${upstream} ${http2} ${timeout}`;
      let pool = pools.get(key);
      if (pool === undefined) {
        pool = new Pool(upstream, {
          connections,
          pipelining: http2 ? 100 : 1,
          allowH2: http2,
          // Below the time for which services keep a connection, so that none is used while it is being closed.
          keepAliveTimeout: 30_000,
          keepAliveMaxTimeout: 30_000,
          connect: { timeout, ...certificate },
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
