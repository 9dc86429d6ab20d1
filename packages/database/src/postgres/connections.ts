import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, type PoolClient, types } from 'pg';
import type { StorageLogger } from '../storage-logger.ts';
import { clientsOf, isCrowded, mustBeWritable, WRITABLE } from './clients.ts';
import { verdictOn } from './failure.ts';

/** What every connection is made with. */
export interface ConnectionOptions {
  readonly url: string;
  /** Authorities of the server's certificate, PEM, for a URL that names none. */
  readonly caFile?: string | undefined;
  readonly poolSize: number;
  /** The longest that one piece of work may take, waiting for a connection included. */
  readonly timeoutMs: number;
  readonly logger?: StorageLogger | undefined;
}

/** A bounded set of connections. */
export interface Connections {
  /**
   * Runs a piece of work on a connection of its own, to a server that takes writes. A connection that fails is thrown away, and
   * with it all that were opened before the failure: after a restart, a fail-over or behind a dead link they are dead too, each
   * at the price of a time-out, or alive and useless.
   * @param work gets the milliseconds that are left
   */
  use<T>(work: (client: PoolClient, leftMs: number) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const INT8 = 20;

/** Counts and times fit into a number; the driver would give text. */
export const numbers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

/** Settings that a pooler between us and the server need not understand, because they are sent as a query. */
const sessionSettings = (timeoutMs: number): string => `select ${WRITABLE},
  set_config('statement_timeout', '${timeoutMs}', false),
  set_config('idle_in_transaction_session_timeout', '${timeoutMs * 2}', false),
  set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, false)`;

/** @throws {StorageSetupError} the URL is not one; connections are made when they are needed */
export function connections({ url, caFile, poolSize, timeoutMs, logger }: ConnectionOptions): Connections {
  let generation = 0;
  const born = new WeakMap<object, number>();
  const clients = clientsOf(url, caFile);
  const pool = new Pool({
    Client: clients.Client,
    max: poolSize,
    // With several servers one that is silent must leave time for the others.
    connectionTimeoutMillis: Math.floor(timeoutMs / clients.servers),
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    pipeline: true,
    application_name: 'gatehouse',
    types: numbers,
    async onConnect(client) {
      born.set(client, generation);
      // A connection that breaks while it is in use fails its query; the event would only end the application.
      client.on('error', () => undefined);
      const settings = { text: sessionSettings(timeoutMs), query_timeout: timeoutMs } as { text: string };
      mustBeWritable((await client.query(settings)).rows[0]);
    },
  });
  pool.on('error', (error) => logger?.warn({ error: error.message }, 'an idle database connection broke'));

  async function checkOut(giveUpAt: number): Promise<PoolClient> {
    for (let failures = 0; ; ) {
      try {
        const client = await pool.connect();
        if (born.get(client) === generation) return client;
        client.release(true);
      } catch (error) {
        const crowded = isCrowded(error);
        if (!crowded) {
          failures += 1;
          clients.next();
        }
        if (performance.now() > giveUpAt || (!crowded && failures >= clients.servers)) throw error;
        if (crowded) await sleep(20 + Math.random() * 30);
      }
    }
  }

  return {
    async use(work) {
      const giveUpAt = performance.now() + timeoutMs;
      const client = await checkOut(giveUpAt);
      try {
        const result = await work(client, Math.max(1, Math.ceil(giveUpAt - performance.now())));
        client.release();
        return result;
      } catch (error) {
        const verdict = verdictOn(error);
        if (verdict === 'drop-all' && born.get(client) === generation) generation += 1;
        client.release(verdict !== 'keep');
        throw error;
      }
    },
    close: () => pool.end(),
  };
}
