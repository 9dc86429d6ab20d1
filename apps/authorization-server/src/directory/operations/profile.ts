/** What users change of themselves: the name and the language. */
import type { Profile, Storage } from '@gatehouse/storage';
import type { Account } from '../accounts/accounts.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface ProfileDependencies {
  readonly storage: Pick<Storage, 'accounts'>;
}

/** @param change.account as it was read; LostRaceError when name or language are others by now, or the user is disabled */
export const changeProfile = (
  { storage }: ProfileDependencies,
  caller: Caller,
  { account, profile }: { readonly account: Account; readonly profile: Profile },
): Work => ({
  writes: [storage.accounts.writes.setProfile(account.id, { from: account, to: profile })],
  events: [eventOf(caller, 'profile.changed', { subject: account.id })],
});
