/** A client that no operator registered is kept while it gets tokens: that it got one is written down, once a day. */
import type { Storage } from '@gatehouse/storage';
import type { Provider } from 'oidc-provider';
import { unregisteredOf } from '../engine/registered-client.ts';
import { currentUnit } from '../engine/unit-of-work.ts';

const daySeconds = 86_400;

/** Listens to the events of a provider. @param clock milliseconds since the epoch */
export function recordUnregisteredUse(
  provider: Provider,
  { storage, clock }: { readonly storage: Pick<Storage, 'unregisteredClients'>; readonly clock: () => number },
): void {
  provider.on('grant.success', ({ oidc: { client } }) => {
    const unregistered = unregisteredOf(client);
    if (!client || !unregistered) return;
    const atSeconds = Math.floor(clock() / 1000);
    const { usedAtSeconds, idleSeconds } = unregistered;
    if (usedAtSeconds !== undefined && atSeconds - usedAtSeconds < daySeconds) return;
    const { clientId } = client;
    const use = { clientId, atSeconds, removableAtSeconds: atSeconds + idleSeconds };
    // Requests of the same client wait for its row.
    currentUnit()?.addLast(storage.unregisteredClients.writes.used(use), false);
  });
}
