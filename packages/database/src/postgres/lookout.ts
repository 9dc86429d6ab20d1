import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Clients } from './clients.ts';
import { type ServerWatch, whoAnswers } from './server-watch.ts';

const EVERY_MS = 500;

/**
 * Looks at all servers of a URL, over one connection to each, whether one was promoted. A primary whose manager was killed or hangs
 * is ended by nobody: its connections serve on, and reads would not show that it was replaced.
 * @param onReplaced a server takes writes on a later timeline than those that were used
 */
export function lookout(
  clients: Clients,
  watch: ServerWatch,
  { timeoutMs, onReplaced }: { readonly timeoutMs: number; readonly onReplaced: () => void },
): { close(): void } {
  const over = new AbortController();
  const open = new Set<Client>();

  async function follow(server: number): Promise<void> {
    const client = clients.clientOf(server, {
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      application_name: 'gatehouse-lookout',
    });
    client.on('error', () => undefined);
    open.add(client);
    try {
      await client.connect();
      for (;;) {
        const { rows } = await client.query(`select ${whoAnswers(watch)}`);
        if (watch.hasReplaced(rows[0])) onReplaced();
        await sleep(EVERY_MS, undefined, { signal: over.signal, ref: false });
      }
    } finally {
      open.delete(client);
      void client.end().catch(() => undefined);
    }
  }

  async function keepFollowing(server: number): Promise<void> {
    while (!over.signal.aborted) {
      // It does not answer, which is for those who need it to find out.
      await follow(server).catch(() => undefined);
      await sleep(EVERY_MS, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
    }
  }

  for (let server = 0; server < clients.servers; server += 1) void keepFollowing(server);
  return {
    close() {
      over.abort();
      for (const client of open) void client.end().catch(() => undefined);
    },
  };
}
