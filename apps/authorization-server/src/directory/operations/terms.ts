/** The terms of use, accepted by the user in one version. */
import type { Storage } from '@gatehouse/storage';
import { type Caller, eventOf, type Work } from './work.ts';

export interface TermsDependencies {
  readonly storage: Pick<Storage, 'accounts'>;
}

export const acceptTerms = (
  { storage }: TermsDependencies,
  caller: Caller,
  { accountId, version }: { readonly accountId: string; readonly version: string },
): Work => ({
  writes: [storage.accounts.writes.acceptTerms(accountId, version)],
  events: [eventOf(caller, 'terms.accepted', { subject: accountId, target: { type: 'terms', id: version } })],
});
