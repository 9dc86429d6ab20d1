/** What operators do to mails and notices that wait. */
import type { Storage } from '@gatehouse/storage';
import { OperationRefused } from '../operation-refused.ts';
import { type Caller, eventOf, type Work } from './work.ts';

type Outbox = Pick<Storage, 'outbox'>;

const targetOf = (id: string) => ({ target: { type: 'outbox_item', id } });

/** What waits, with its payload sealed in the store and opened here. Throws OperationRefused. */
export async function knownOutboxItem({ outbox }: Outbox, id: string) {
  const found = await outbox.find(id);
  if (found) return found;
  throw new OperationRefused('unknown_outbox_item', 'nothing of that identifier waits: it was sent, or given up');
}

/** It is tried at once. */
export async function retryOutboxItem(storage: Outbox, caller: Caller, id: string): Promise<Work> {
  await knownOutboxItem(storage, id);
  return { writes: [storage.outbox.writes.retryNow(id)], events: [eventOf(caller, 'outbox.retried', targetOf(id))] };
}

/** It is never sent. */
export async function dropOutboxItem(storage: Outbox, caller: Caller, id: string): Promise<Work> {
  await knownOutboxItem(storage, id);
  return { writes: [storage.outbox.writes.drop(id)], events: [eventOf(caller, 'outbox.dropped', targetOf(id))] };
}
