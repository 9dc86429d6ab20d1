/** Writes to the database past the product, so that it is known when the database itself took writes. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { now } from './asking.ts';

export interface BareProbe {
  /** When a write was acknowledged, by whichever node; milliseconds since the epoch, in order. */
  readonly successes: readonly number[];
  stop(): Promise<void>;
}

const EVERY_MS = 50;

/** Asks every node at once, so that a new primary is found as soon as it takes a write. */
export function startBareProbe(urls: readonly string[]): BareProbe {
  const successes: number[] = [];
  const over = new AbortController();
  const ask = async (url: string): Promise<void> => {
    const name = url.replace(/^.*@/u, '');
    while (!over.signal.aborted) {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000, query_timeout: 1000 });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('create table if not exists probe (name text primary key, at double precision)');
        while (!over.signal.aborted) {
          await client.query('insert into probe values ($1, $2) on conflict (name) do update set at = $2', [
            name,
            now(),
          ]);
          successes.push(now());
          await delay(EVERY_MS);
        }
      } catch {
        await delay(EVERY_MS * 2);
      } finally {
        // A frozen server would let it wait.
        void client.end().catch(() => undefined);
      }
    }
  };
  const asked = urls.map(ask);
  return {
    successes,
    async stop() {
      over.abort();
      await Promise.all(asked);
    },
  };
}
