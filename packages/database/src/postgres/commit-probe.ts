/**
 * Whether commits are confirmed. A primary that was just promoted takes writes, and with synchronous replication each of them waits
 * until a standby follows it. Who writes waits here meanwhile, and takes no connection from those who read.
 */
import type { Statement } from '../statements/statement.ts';
import type { Clients } from './clients.ts';
import { mustBeConfirmed, watchConfirmations } from './confirmation.ts';
import { isAboutStatement } from './failure.ts';
import { sharedWait } from './shared-wait.ts';

/** A real write that changes nothing: it shows whether the server takes writes, and makes them durable in time. */
export const PROBE: Statement = {
  sql: 'update schema_migrations set name = name where version = 1',
  parameters: [],
};

/** Finds out whether the server whose turn it is confirms commits. */
export interface CommitProbe {
  /**
   * Resolves when it does. All who ask at the same time share one commit.
   * @throws what went wrong, or that it was not confirmed within `leftMs`
   */
  confirmed(leftMs: number): Promise<void>;
}

/** @param timeoutMs how long one commit is waited for, also when all who asked for it are gone */
export function commitProbe(
  clients: Clients,
  { timeoutMs, onConfirmed }: { readonly timeoutMs: number; readonly onConfirmed: () => void },
): CommitProbe {
  async function commit(): Promise<void> {
    const client = new clients.Client({
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      application_name: 'gatehouse-probe',
    });
    client.on('error', () => undefined);
    try {
      watchConfirmations(client);
      await client.connect();
      await client.query(PROBE.sql);
      mustBeConfirmed(client);
    } catch (error) {
      // What the server has against this statement says nothing of others.
      if (!isAboutStatement(error)) throw error;
    } finally {
      void client.end().catch(() => undefined);
    }
    onConfirmed();
  }

  return { confirmed: sharedWait(commit, () => new Error('the server has not confirmed a commit in time')) };
}
