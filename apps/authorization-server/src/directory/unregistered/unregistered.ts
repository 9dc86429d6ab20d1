/**
 * Clients that no operator registered: described by a document at the address that is their identifier, or registered by
 * themselves. The policy decides at every look, also of what is stored, whether there is such a client and what it may get.
 */
import type { Storage } from '@gatehouse/storage';
import type { UnregisteredClientSource } from '../clients/clients.ts';
import { hostsOf, isBlocked } from './blocked.ts';
import { clientOf } from './client-of.ts';
import { DocumentRefused } from './document-refused.ts';
import type { Documents } from './documents.ts';
import type { ClientLogos } from './logos.ts';
import type { UnregisteredClientsPolicy } from './policy.ts';

/** What the identifiers begin with that dynamic registration makes. */
export const dynamicPrefix = 'dyn_';

export interface UnregisteredDependencies {
  /** APIs that none of them reaches, whatever the policy says: this server's own. */
  readonly outOfReach: readonly string[];
  readonly storage: Pick<Storage, 'unregisteredClients'>;
  readonly policy: {
    /** The same object until it changes; undefined: no such client gets anything. */
    readonly current: UnregisteredClientsPolicy | undefined;
    onChange(callback: () => void): void;
  };
  readonly documents: Documents;
  /** Nobody waits for them. */
  readonly logos: Pick<ClientLogos, 'prefetch'>;
}

/** Looks for them. */
export function createUnregisteredClients({
  outOfReach,
  storage,
  policy,
  documents,
  logos,
}: UnregisteredDependencies): UnregisteredClientSource {
  /** One object for each policy: by it a client is known to be unchanged. */
  const reduced = new WeakMap<UnregisteredClientsPolicy, UnregisteredClientsPolicy>();
  const inReach = (given: UnregisteredClientsPolicy): UnregisteredClientsPolicy => {
    const known = reduced.get(given);
    if (known) return known;
    const scopes = Object.entries(given.scopes).filter(([indicator]) => !outOfReach.includes(indicator));
    const less = { ...given, scopes: Object.fromEntries(scopes) };
    reduced.set(given, less);
    return less;
  };
  return {
    async find(clientId, known, isCurrent) {
      const allowed = policy.current && inReach(policy.current);
      if (!allowed) return undefined;
      if (clientId.startsWith('https://')) {
        if (!allowed.documents) return undefined;
        const hosts = hostsOf({ kind: 'document', clientId });
        if (isBlocked(allowed, hosts)) {
          if (!isCurrent) return undefined;
          throw new DocumentRefused('not_trusted', `this server lets no clients of ${hosts.join()} in`);
        }
        const document = await documents[isCurrent ? 'find' : 'known'](clientId, allowed.documents);
        const client = document && clientOf(document, allowed, known);
        if (client && isCurrent) void logos.prefetch(client);
        return client;
      }
      if (!allowed.registration || !clientId.startsWith(dynamicPrefix)) return undefined;
      const record = await storage.unregisteredClients.find(clientId);
      if (record?.kind !== 'dynamic' || isBlocked(allowed, hostsOf(record))) return undefined;
      return clientOf(record, allowed, known);
    },
    onChange: (callback) => policy.onChange(callback),
  };
}
