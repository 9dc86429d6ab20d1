import type { ClientBase } from 'pg';
import { clientsOf } from './clients.ts';
import type { Place } from './migrate.ts';

/** How a pooler shares the connections of a server: for each transaction another one, or one for as long as a session lasts. */
export type PoolMode = 'transaction' | 'session';

const PATIENCE_MS = 1000;

const processOf = async (client: ClientBase): Promise<unknown> =>
  (await client.query({ text: 'select pg_backend_pid() as pid', query_timeout: PATIENCE_MS } as { text: string }))
    .rows[0]?.pid;

/**
 * Tries which it is: a pooler of transactions gives the server's connection that this client used to the next one who asks.
 * @param client through the pooler; afterwards it is good for nothing else
 * @returns undefined when it cannot be found out; `session` also when somebody else came in between
 */
export async function poolModeOf({ url, caFile }: Place, client: ClientBase): Promise<PoolMode | undefined> {
  const { Client } = clientsOf(url, caFile);
  const other = new Client({
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    application_name: 'gatehouse-doctor',
  });
  other.on('error', () => undefined);
  try {
    await other.connect();
    const before = await processOf(client);
    await other.query('begin');
    await processOf(other);
    return (await processOf(client)) === before ? 'session' : 'transaction';
  } catch {
    return undefined;
  } finally {
    await other.end().catch(() => undefined);
  }
}
