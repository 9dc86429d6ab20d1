/** By what a user can sign in. Nobody takes the last of it away by mistake, nor do two at the same moment, each counting on the other. */
import type { IdentityKey, Storage } from '@gatehouse/storage';
import type { SecondFactors } from '../accounts/second-factors.ts';
import { connectionFrom } from '../connections/connections.ts';
import { OperationRefused } from '../operation-refused.ts';
import type { Work } from './work.ts';

export interface WaysInDependencies {
  readonly storage: Pick<Storage, 'identities' | 'connections' | 'revisions'>;
  readonly secondFactors: Pick<SecondFactors, 'of'>;
}

/** What is to be taken away. */
export type WayIn = { readonly passkey: string } | { readonly identity: IdentityKey };

/** The names of the connections by which users sign in now. */
export async function enabledConnections({ connections }: Pick<Storage, 'connections'>): Promise<ReadonlySet<string>> {
  const names = (await connections.list()).flatMap((record) => {
    try {
      return connectionFrom(record, []).enabled ? [record.name] : [];
    } catch {
      // It cannot be read, so nobody signs in by it.
      return [];
    }
  });
  return new Set(names);
}

/** Whether both are the same user of the same provider. */
export const isSameIdentity = (one: IdentityKey, other: IdentityKey): boolean =>
  one.issuer === other.issuer && one.subject === other.subject;

/**
 * What must still hold when one way to sign in is taken away; undefined where the user has a password, which nothing takes away.
 * Throws OperationRefused (`last_way_in`) when nothing else is left: a password, a passkey, or an identity whose connection is enabled.
 */
export async function withoutWayIn(
  { storage, secondFactors }: WaysInDependencies,
  accountId: string,
  taken: WayIn,
): Promise<Work['expected']> {
  // Read first: whatever changes after this makes the commit lose.
  const revision = await storage.revisions.find('user', accountId);
  const { password, passkeys } = await secondFactors.of(accountId);
  if (password) return undefined;
  const [identities, enabled] = await Promise.all([
    storage.identities.listOfAccount(accountId),
    enabledConnections(storage),
  ]);
  const others = [
    ...passkeys.filter(({ reference }) => !('passkey' in taken && taken.passkey === reference)),
    ...identities.filter(
      (one) => enabled.has(one.connection) && !('identity' in taken && isSameIdentity(one, taken.identity)),
    ),
  ];
  if (others.length === 0) throw new OperationRefused('last_way_in', 'the user has no other way to sign in');
  return { type: 'user', id: accountId, revision };
}
