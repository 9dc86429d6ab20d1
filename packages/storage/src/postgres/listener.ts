import { Client } from 'pg';

/** A connection that hears of changes the moment they are committed. It comes back by itself after every failure. */
export interface Listener {
  close(): Promise<void>;
}

const MAX_PAUSE_MS = 2000;

/**
 * @param changed called for each notification, and after each (re)connection, because what happened in between was not heard
 */
export function listen(url: string, channel: string, timeoutMs: number, changed: () => void): Listener {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = 100;
  let closed = false;

  const reconnect = (): void => {
    client = undefined;
    if (closed) return;
    timer = setTimeout(() => void start(), pauseMs / 2 + Math.random() * (pauseMs / 2));
    timer.unref();
    pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2);
  };

  async function start(): Promise<void> {
    const next = new Client({
      connectionString: url,
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
      await next.query(`listen ${channel}`);
    } catch {
      await next.end().catch(() => undefined);
      reconnect();
      return;
    }
    pauseMs = 100;
    next.once('end', reconnect);
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
