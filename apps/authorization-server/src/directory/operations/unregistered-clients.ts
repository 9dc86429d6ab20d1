/** The end of clients that no operator registered: of one, or of all of a host. */
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Storage, UnregisteredClientRecord } from '@gatehouse/storage';
import { OperationRefused } from '../operation-refused.ts';
import type { Revocations } from '../revocation/revocations.ts';
import type { Commit } from './commit.ts';
import { allFollow, type Following } from './followed.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface UnregisteredClientDependencies extends Following {
  readonly storage: Pick<Storage, 'artefacts' | 'unregisteredClients' | 'unregisteredGrants'>;
  readonly revocations: Pick<Revocations, 'writes'>;
  readonly commit: Commit;
}

/** Clients, and grants of theirs, of one commit: it is short, and nobody waits for it. */
const clientsOfCommit = 100;
const grantsOfCommit = 250;

/** The client. Throws OperationRefused. */
export async function knownUnregisteredClient(
  { storage }: { readonly storage: Pick<Storage, 'unregisteredClients'> },
  clientId: string,
): Promise<UnregisteredClientRecord> {
  const client = await storage.unregisteredClients.find(clientId);
  if (client) return client;
  const host = URL.parse(clientId)?.hostname || clientId;
  const [ofHost] = await storage.unregisteredClients.page({ host, limit: 1 });
  if (ofHost) {
    throw new OperationRefused(
      'unknown_client',
      `${clientId} is no client: "gatehouse clients unregistered list --host ${host}" shows those of the host ${host}`,
    );
  }
  throw new OperationRefused(
    'unknown_client',
    `there is no unregistered client ${clientId}; "gatehouse clients unregistered list" shows them`,
  );
}

/** Some of their grants, with their tokens: what is stored, and by the feed what is out there. */
async function endSome({ storage, revocations }: UnregisteredClientDependencies, clientIds: readonly string[]) {
  const grants = await storage.unregisteredGrants.some(clientIds, grantsOfCommit);
  const clients = new Set(grants.map(({ clientId }) => clientId));
  return [
    ...grants.map(({ grantId }) => storage.artefacts.writes.revokeGrant({ grantId })),
    ...[...clients].map((clientId) => revocations.writes.client(clientId)),
  ];
}

/** Those that were too many for one commit, and those that an instance gave meanwhile. */
async function endLeft(parts: UnregisteredClientDependencies, clientIds: readonly string[]): Promise<void> {
  await allFollow(parts);
  for (let at = 0; at < clientIds.length; at += clientsOfCommit) {
    const some = clientIds.slice(at, at + clientsOfCommit);
    for (;;) {
      const writes = await endSome(parts, some);
      if (writes.length === 0) break;
      await parts.commit({ writes, events: [] });
      await yieldToOthers();
    }
  }
}

async function removal(
  parts: UnregisteredClientDependencies,
  caller: Caller,
  clientIds: readonly string[],
): Promise<Work> {
  const ended = await endSome(parts, clientIds);
  return {
    writes: [...clientIds.map((id) => parts.storage.unregisteredClients.writes.remove(id)), ...ended],
    events: clientIds.map((id) =>
      eventOf(caller, 'client.removed', { target: { type: 'unregistered_client', id }, clientId: id }),
    ),
  };
}

/**
 * Removes a client, and ends its grants and tokens. One that a document describes comes back by its document, with no grants, unless the
 * policy blocks its host. Throws OperationRefused.
 */
export async function removeUnregisteredClient(
  parts: UnregisteredClientDependencies,
  caller: Caller,
  clientId: string,
): Promise<Work> {
  await knownUnregisteredClient(parts, clientId);
  return { ...(await removal(parts, caller, [clientId])), afterwards: () => endLeft(parts, [clientId]) };
}

/**
 * Removes clients of a host in many commits, each with what it removes and ends: broken off, it is done as far as it came, and goes on
 * when it is repeated.
 * @param most clients at most
 * @returns how many were removed
 */
export async function removeUnregisteredClientsOf(
  parts: UnregisteredClientDependencies,
  caller: Caller,
  { host, most }: { readonly host: string; readonly most: number },
): Promise<number> {
  const removed: string[] = [];
  while (removed.length < most) {
    const limit = Math.min(clientsOfCommit, most - removed.length);
    const page = await parts.storage.unregisteredClients.page({ host, limit });
    if (page.length === 0) break;
    const ids = page.map(({ clientId }) => clientId);
    await parts.commit(await removal(parts, caller, ids));
    removed.push(...ids);
    await yieldToOthers();
  }
  if (removed.length > 0) await endLeft(parts, removed);
  return removed.length;
}
