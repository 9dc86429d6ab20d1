import { Client, type ClientConfig } from 'pg';
import { addressOf } from './address.ts';
import { sqlState } from './failure.ts';
import { tlsFiles, tlsOptions } from './tls.ts';

/** Makes connections to the servers of one URL. */
export interface Clients {
  /** A client of the server whose turn it is, not yet connected. Its host name is looked up anew. */
  readonly Client: new (
    config?: ClientConfig,
  ) => Client;
  /** How many servers there are. */
  readonly servers: number;
  /** A client of one of the servers, counted from 0. */
  clientOf(server: number, config: ClientConfig): Client;
  /** A connection failed, or its server only reads: the next one goes to the next server. */
  next(): void;
  /** Connections go to that server from now on. */
  turnTo(server: number): void;
}

/** @throws {StorageSetupError} the URL is not one, or a file for TLS cannot be read */
export function clientsOf(url: string, caFile?: string): Clients {
  const { hosts, config, tls } = addressOf(url, caFile);
  let turn = 0;
  const files = typeof tls === 'object' ? tlsFiles(tls) : undefined;
  const settings = (server: number): ClientConfig => {
    const { host, port } = hosts[server] ?? {};
    const isSocket = host?.startsWith('/');
    const ssl = tls === undefined ? undefined : files && !isSocket ? tlsOptions(files(), host ?? 'localhost') : false;
    return { ...config, host, port, ...(ssl !== undefined && { ssl }) };
  };
  return {
    Client: class extends Client {
      constructor(options?: ClientConfig) {
        super({ ...options, ...settings(turn) });
      }
    },
    servers: hosts.length,
    clientOf: (server, options) => new Client({ ...options, ...settings(server) }),
    next() {
      turn = (turn + 1) % hosts.length;
    },
    turnTo(server) {
      turn = server;
    },
  };
}

const TOO_MANY_CONNECTIONS = '53300';
/** What the pool says to those whom it let wait for too long. */
const NONE_FREE = 'timeout exceeded when trying to connect';

/** All connections are taken, of the server or of the pool: one of those that this application has will be free in a moment. */
export const isCrowded = (error: unknown): boolean =>
  sqlState(error) === TOO_MANY_CONNECTIONS || (error as Error).message === NONE_FREE;
