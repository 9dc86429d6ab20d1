import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Clients } from './clients.ts';
import type { ServerWatch } from './server-watch.ts';
import { whoAnswers } from './server-watch.ts';
import { sharedWait } from './shared-wait.ts';

/** How long a server that is not the one is left alone before it is asked again. */
const PAUSE_MS = 100;
/** How long the others may take to answer too when one may be used: a primary that was replaced says the same of itself. */
const OTHERS_MS = 200;
const SILENT = 'no server of the database answers';

/** Finds out which server is the one to use; of one, when it may be used again. */
export interface PrimarySearch {
  /**
   * Resolves when `clients` makes connections to a server that may be used. All who ask at the same time share one search.
   * @throws what the servers said last
   */
  find(leftMs: number): Promise<void>;
}

interface Search {
  /** Servers that have neither answered nor failed to. */
  readonly unheard: Set<number>;
  /** The server that may be used; of several the latest, for the watch refuses what is older than it saw. */
  usable: number | undefined;
  /** Why none is: what a server said last, or else why the first one said nothing. */
  fault: unknown;
}

async function turnToLatest(clients: Clients, search: Search): Promise<void> {
  const enoughAt = performance.now() + OTHERS_MS;
  while (search.unheard.size > 0 && performance.now() < enoughAt) await sleep(5);
  if (search.usable !== undefined) clients.turnTo(search.usable);
}

/**
 * Asks all servers at once, so that one that is silent costs nothing while another one answers, and asks again until one may be
 * used: a standby is promoted while somebody waits.
 * @param timeoutMs how long one search goes on, also when all who asked for it are gone
 */
export function primarySearch(
  clients: Clients,
  watch: ServerWatch,
  { timeoutMs, onFound }: { readonly timeoutMs: number; readonly onFound: () => void },
): PrimarySearch {
  let running: Search | undefined;
  /** What a server said last, or why the last search heard nothing. */
  let fault: unknown;

  /** Asks one server until it may be used or the search is over. */
  async function ask(server: number, found: Search, over: AbortSignal, endsAt: number): Promise<void> {
    for (;;) {
      let client: Client | undefined;
      const end = (): void => void client?.end().catch(() => undefined);
      try {
        client = clients.clientOf(server, {
          connectionTimeoutMillis: timeoutMs,
          query_timeout: timeoutMs,
          application_name: 'gatehouse-search',
        });
        client.on('error', () => undefined);
        over.addEventListener('abort', end, { once: true });
        await client.connect();
        for (;;) {
          const { rows } = await client.query(`select ${whoAnswers(watch)}`);
          found.unheard.delete(server);
          try {
            if (clients.servers > 1) watch.mustBeSameCluster(rows[0]);
            watch.check(rows[0]);
            found.usable = server;
            return;
          } catch (error) {
            found.fault = error;
            fault = error;
          }
          await sleep(PAUSE_MS, undefined, { signal: over });
        }
      } catch (error) {
        found.unheard.delete(server);
        if (over.aborted) throw error;
        found.fault ??= error;
      } finally {
        over.removeEventListener('abort', end);
        end();
      }
      if (performance.now() + PAUSE_MS > endsAt) throw found.fault;
      await sleep(PAUSE_MS, undefined, { signal: over });
    }
  }

  async function search(): Promise<void> {
    const over = new AbortController();
    const found: Search = {
      unheard: new Set(Array.from({ length: clients.servers }).keys()),
      usable: undefined,
      fault: undefined,
    };
    running = found;
    const endsAt = performance.now() + timeoutMs;
    const timer = setTimeout(() => over.abort(), timeoutMs);
    const asking = [...found.unheard].map((server) => ask(server, found, over.signal, endsAt));
    // A client that is ended while it connects never settles its promise.
    const ended = once(over.signal, 'abort').then(() => {
      throw new Error(SILENT);
    });
    try {
      await Promise.race([Promise.any(asking), ended]);
      await turnToLatest(clients, found);
      fault = undefined;
      onFound();
    } catch (error) {
      fault = found.fault ?? error;
      throw fault;
    } finally {
      clearTimeout(timer);
      over.abort();
    }
  }

  return { find: sharedWait(search, () => fault ?? running?.fault ?? new Error(SILENT)) };
}
