import { Pool, type PoolClient, types } from 'pg';
import type { StorageLogger } from '../storage-logger.ts';
import { isConnectionFailure } from './failure.ts';

/** What every connection is made with. */
export interface ConnectionOptions {
  readonly url: string;
  readonly poolSize: number;
  /** The longest that one piece of work may take, waiting for a connection included. */
  readonly timeoutMs: number;
  readonly logger?: StorageLogger | undefined;
}

/** A bounded set of connections. */
export interface Connections {
  /**
   * Runs a piece of work on a connection of its own. A connection that fails is thrown away, and with it all that were opened
   * before the failure: after a restart or behind a dead link they are dead too, each at the price of a time-out.
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
const sessionSettings = (timeoutMs: number): string => `select
  set_config('statement_timeout', '${timeoutMs}', false),
  set_config('idle_in_transaction_session_timeout', '${timeoutMs * 2}', false),
  set_config('synchronous_commit', case current_setting('synchronous_commit') when 'off' then 'on' else current_setting('synchronous_commit') end, false)`;

/** @throws nothing: connections are made when they are needed */
export function connections({ url, poolSize, timeoutMs, logger }: ConnectionOptions): Connections {
  let generation = 0;
  const born = new WeakMap<object, number>();
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: timeoutMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    pipeline: true,
    application_name: 'gatehouse',
    types: numbers,
    async onConnect(client) {
      born.set(client, generation);
      // A connection that breaks while it is in use fails its query; the event would only end the program.
      client.on('error', () => undefined);
      await client.query({ text: sessionSettings(timeoutMs), query_timeout: timeoutMs } as { text: string });
    },
  });
  pool.on('error', (error) => logger?.warn({ error: error.message }, 'an idle database connection broke'));

  async function checkOut(): Promise<PoolClient> {
    for (;;) {
      const client = await pool.connect();
      if (born.get(client) === generation) return client;
      client.release(true);
    }
  }

  return {
    async use(work) {
      const startedAt = performance.now();
      const client = await checkOut();
      try {
        const result = await work(client, Math.max(1, Math.ceil(timeoutMs - (performance.now() - startedAt))));
        client.release();
        return result;
      } catch (error) {
        const broken = isConnectionFailure(error);
        if (broken && born.get(client) === generation) generation += 1;
        client.release(broken);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}
