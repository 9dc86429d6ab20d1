/** Connections to the services behind the gateway: a pool for each origin and way of speaking. */
import type { Socket } from 'node:net';
import { buildConnector, Client, Pool } from 'undici';
import { createFairShare, type FairShare } from './fair-share.ts';
import { readBeyondWriteErrors } from './half-written.ts';
import type { Route } from './route-schema.ts';

/** By what the gateway shows the services who it is (RFC 8705). */
export interface GatewayCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The way to one service. */
export interface Upstream {
  readonly pool: Pool;
  readonly share: FairShare;
}

/** The ways to all of them. */
export interface Upstreams {
  /** @param upgrade for a connection that becomes a WebSocket, which is HTTP/1.1 */
  of(route: UpstreamRoute, upgrade?: boolean): Upstream;
  close(): Promise<void>;
}

type UpstreamRoute = Pick<Route, 'upstream' | 'http2' | 'connect_timeout_ms' | 'keep_alive_ms'>;

const unconnected = new WeakSet<object>();

/** Whether a request failed because there was no connection to its service: nothing that its caller sent had a part in it. */
export const isUnconnected = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && unconnected.has(error);

/** Services do not close a connection that they have answered on so lately. */
const FRESH_MS = 50;
/** Taken off the time for which a service says that it keeps a connection: what is sent at its end is on the way. */
const ON_THE_WAY_MS = 1000;

/** Requests at once on one connection of HTTP/2. */
const STREAMS = 100;
/** Of the connections to a service, what one caller may take. */
const LARGEST_SHARE = 0.75;

/** @param connections at most so many to one service */
export function createUpstreams(connections: number, certificate: GatewayCertificate | undefined): Upstreams {
  const ofKey = new Map<string, Upstream>();
  const ofRoute = new Map<UpstreamRoute, Upstream>();

  const open = ({ upstream, connect_timeout_ms: timeout, keep_alive_ms: keepAlive }: UpstreamRoute, http2: boolean) => {
    const key = `${upstream} ${http2} ${timeout} ${keepAlive}`;
    const known = ofKey.get(key);
    if (known) return known;
    const pipelining = http2 ? STREAMS : 1;
    const pool = new Pool(upstream, {
      connections,
      pipelining,
      allowH2: http2,
      keepAliveTimeout: keepAlive,
      keepAliveMaxTimeout: keepAlive,
      keepAliveTimeoutThreshold: ON_THE_WAY_MS,
      connect: buildConnector({ timeout, allowH2: http2, ...certificate }),
      factory: connection,
    });
    const made = { pool, share: createFairShare(Math.ceil(connections * pipelining * LARGEST_SHARE)) };
    ofKey.set(key, made);
    return made;
  };

  return {
    of(route, upgrade = false) {
      if (upgrade) return open(route, false);
      let known = ofRoute.get(route);
      if (known === undefined) ofRoute.set(route, (known = open(route, route.http2)));
      return known;
    },
    async close() {
      await Promise.all([...ofKey.values()].map(({ pool }) => pool.destroy()));
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
        const [failed, made] = outcome;
        if (failed) unconnected.add(failed);
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
