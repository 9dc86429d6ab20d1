import { Pool, type PoolClient, types } from 'pg';
import type { StorageLogger } from '../storage-logger.ts';
import { checkingOut } from './check-out.ts';
import { clientsOf } from './clients.ts';
import { commitProbe } from './commit-probe.ts';
import { mustBeConfirmed, watchConfirmations } from './confirmation.ts';
import { sqlState, verdictOn } from './failure.ts';
import { lookout } from './lookout.ts';
import { primarySearch } from './primary.ts';
import { type ServerAbilities, serverWatch } from './server-watch.ts';
import { setUp } from './session.ts';
import { standing } from './standing.ts';

/** What every connection is made with. */
export interface ConnectionOptions {
  readonly url: string;
  /** Authorities of the server's certificate, PEM, for a URL that names none. */
  readonly caFile?: string | undefined;
  readonly poolSize: number;
  readonly abilities: ServerAbilities;
  /** The longest that one piece of work may take, waiting for a connection included. */
  readonly timeoutMs: number;
  readonly logger?: StorageLogger | undefined;
  /** Another server has taken over: it may lack what was read from the one before. */
  readonly onReplaced?: (() => void) | undefined;
}

/** A bounded set of connections. */
export interface Connections {
  /**
   * Runs a piece of work on a connection of its own, to a server that takes writes. A connection that fails is thrown away, and
   * with it all that were opened before the failure: after a restart, a fail-over or behind a dead link they are dead too, each
   * at the price of a time-out, or alive and useless. Where another connection was answered meanwhile, it fails alone: on a busy
   * machine one late answer would have all connections made anew, which makes more answers late.
   * While no server may be used it waits until one may, and a unit of work until that one confirms commits too.
   * @param work gets the milliseconds that are left
   * @param options.writes it is a unit of work and not reads
   * @param options.giveUpAt by `performance.now()`; the longest time from now unless told
   */
  use<T>(
    work: (client: PoolClient, leftMs: number) => Promise<T>,
    options?: { readonly writes?: boolean; readonly giveUpAt?: number },
  ): Promise<T>;
  close(): Promise<void>;
}

const INT8 = 20;

/** Counts and times fit into a number; the driver would give text. */
export const numbers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

/** A prepared statement is missing, or is there already: the server connection is not the one it was. */
const NAME_FAULTS = new Set(['26000', '42P05']);
const POOLED =
  'the database is reached through a pooler: settings go with each transaction, and changes are polled for';
const NAMES_FAIL =
  'prepared statements get lost on the way to the database, so they are left out from now on; with PgBouncer 1.21 or later set max_prepared_statements to 500';

/** @throws {StorageSetupError} the URL is not one; connections are made when they are needed */
export function connections(options: ConnectionOptions): Connections {
  const { url, caFile, poolSize, timeoutMs, abilities, logger, onReplaced } = options;
  const clients = clientsOf(url, caFile);
  const isAlone = clients.servers === 1;
  const watch = serverWatch(abilities, onReplaced);
  const state = standing(isAlone, timeoutMs);
  let allowsNames = true;
  let isTold = false;
  const pool = new Pool({
    Client: clients.Client,
    max: poolSize,
    // With several servers one that is silent must leave time for another one.
    connectionTimeoutMillis: isAlone ? timeoutMs : Math.floor(timeoutMs / 2),
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    pipeline: true,
    application_name: 'gatehouse',
    types: numbers,
    async onConnect(client) {
      state.made(client);
      // A connection that breaks while it is in use fails its query; the event would only end the application.
      client.on('error', () => undefined);
      watchConfirmations(client);
      const { pooled, names } = await setUp(client, watch, { timeoutMs, allowsNames });
      // Asked once: behind a pooler every login is one too many when many are made at once.
      allowsNames &&= names;
      if (pooled && !isTold) logger?.info?.({ preparedStatements: names }, POOLED);
      isTold ||= pooled;
    },
  });
  pool.on('error', (error) => logger?.warn({ error: error.message }, 'an idle database connection broke'));

  const search = primarySearch(clients, watch, { timeoutMs, onFound: () => state.found() });
  const probe = commitProbe(clients, { timeoutMs, onConfirmed: () => state.confirmed() });
  const checkOut = checkingOut(pool, state, search, probe);

  const looking =
    isAlone || !abilities.hasTimelines
      ? undefined
      : lookout(clients, watch, { timeoutMs, onReplaced: () => state.giveUpAll() });

  /** A pooler that was not recognized, or one that was configured anew: statements go without names from now on. */
  function withoutNames(): void {
    if (!allowsNames) return;
    allowsNames = false;
    logger?.warn({}, NAMES_FAIL);
  }

  return {
    async use(work, { writes = false, giveUpAt = performance.now() + timeoutMs } = {}) {
      const client = await checkOut(giveUpAt, writes);
      const sentAt = performance.now();
      try {
        const result = await work(client, Math.max(1, Math.ceil(giveUpAt - sentAt)));
        mustBeConfirmed(client);
        client.release();
        state.answered(writes);
        return result;
      } catch (error) {
        const verdict = verdictOn(error);
        if (NAME_FAULTS.has(sqlState(error) ?? '')) withoutNames();
        if (verdict === 'drop-all' && state.isCurrent(client) && !state.failsAlone(error, writes, sentAt, giveUpAt))
          state.giveUpAll();
        client.release(verdict !== 'keep');
        throw error;
      }
    },
    close() {
      looking?.close();
      return pool.end();
    },
  };
}
