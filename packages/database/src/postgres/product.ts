import type { ClientBase } from 'pg';
import { StorageSetupError } from '../errors.ts';
import { clientsOf } from './clients.ts';
import { type Place, withClient } from './migrate.ts';
import { type ServerAbilities, TIMELINE_PROBE } from './server-watch.ts';
import { isPooled } from './session.ts';

/** What answers at a URL. */
export interface Server {
  readonly product: 'postgresql' | 'cockroachdb' | 'yugabytedb';
  readonly abilities: ServerAbilities;
  /** A pooler stands between. */
  readonly pooled: boolean;
}

const answers = (client: ClientBase, text: string): Promise<boolean> =>
  client.query(text).then(
    () => true,
    () => false,
  );

/** @throws {StorageSetupError} the pooler gives each statement to another server connection */
async function mustHaveTransactions(client: ClientBase): Promise<void> {
  try {
    await client.query('begin');
    await client.query('rollback');
  } catch (error) {
    const { message } = error as Error;
    if (!message.includes('statement pooling')) throw error;
    throw new StorageSetupError(
      `The pooler before the database has to pool transactions (pool_mode = transaction): ${message}`,
    );
  }
}

/** Asks what answers. @throws {StorageSetupError} what answers cannot be used */
export const serverOf = (place: Place): Promise<Server> =>
  withClient(place, async (client) => {
    const version = String((await client.query('select version()')).rows[0]?.version);
    const is = (name: RegExp): boolean => name.test(version);
    const product = is(/cockroachdb/i) ? 'cockroachdb' : is(/-YB-|yugabyte/i) ? 'yugabytedb' : 'postgresql';
    const hasPids = product === 'postgresql';
    const pooled = hasPids && isPooled(client, (await client.query('select pg_backend_pid() as pid')).rows[0]);
    if (pooled) await mustHaveTransactions(client);
    // One address without a pooler leads where the operator says; a new connection is made a fifth dearer by asking.
    const asks = hasPids && (pooled || clientsOf(place.url, place.caFile).servers > 1);
    return { product, abilities: { hasPids, hasTimelines: asks && (await answers(client, TIMELINE_PROBE)) }, pooled };
  });
