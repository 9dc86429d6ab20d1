import type { Client } from 'pg';
import { clientsOf } from './clients.ts';
import type { Place } from './migrate.ts';
import { mustBeWritable, WRITABLE } from './server-watch.ts';

/** A connection that hears of changes the moment they are committed. It comes back by itself after every failure. */
export interface Listener {
  close(): Promise<void>;
}

const MAX_PAUSE_MS = 2000;
/** How often the connection must show that it is alive, and that its server is still the one that takes writes. */
const CHECK_MS = 5000;

/**
 * @param changed called for each notification, and after each (re)connection, because what happened in between was not heard
 */
export function listen(place: Place, channel: string, timeoutMs: number, changed: () => void): Listener {
  const clients = clientsOf(place.url, place.caFile);
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = 100;
  let closed = false;

  const later = (work: () => Promise<void>, ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void work(), ms);
    timer.unref();
  };

  const reconnect = (): void => {
    client = undefined;
    if (closed) return;
    clients.next();
    later(start, pauseMs / 2 + Math.random() * (pauseMs / 2));
    pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2);
  };

  /** A check that fails ends the connection, and its end makes a new one. */
  async function check(): Promise<void> {
    const checked = client;
    if (!checked) return;
    try {
      mustBeWritable((await checked.query(`select ${WRITABLE}`)).rows[0]);
      if (checked === client) later(check, CHECK_MS);
    } catch {
      await checked.end().catch(() => undefined);
    }
  }

  async function start(): Promise<void> {
    const next = new clients.Client({
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5000,
      application_name: 'gatehouse-listen',
    });
    client = next;
    next.on('error', () => undefined);
    next.on('notification', changed);
    try {
      await next.connect();
      mustBeWritable((await next.query(`select ${WRITABLE}`)).rows[0]);
      await next.query(`listen ${channel}`);
    } catch {
      await next.end().catch(() => undefined);
      reconnect();
      return;
    }
    pauseMs = 100;
    next.once('end', reconnect);
    later(check, CHECK_MS);
    changed();
  }

  void start();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
