import { eventually } from '@gatehouse/testkit';
import type { TestServer } from './server.ts';

/**
 * Waits until nothing is left to be sent. Longer than an item is held: a commit that the disk acknowledges too late may have
 * taken items, and those are due again only after a minute.
 */
export async function outboxEmpty({ server: { storage } }: Pick<TestServer, 'server'>): Promise<void> {
  try {
    await eventually(async () => (await storage.outbox.count()) === 0, { timeoutMs: 150_000 });
  } catch (error) {
    const left = (await storage.outbox.list()).map(({ kind, attempts }) => `${kind}, attempt ${attempts}`);
    throw new Error(`still to be sent: ${left.join('; ')}`, { cause: error });
  }
}
