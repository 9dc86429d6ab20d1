/** What operators do to users as a whole: let in or not, end what they have, forget failed attempts. */
import type { AccountRecord, Storage } from '@gatehouse/storage';
import { type EndDependencies, endAccount, endLinks } from '../revocation/end.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

type User = Pick<AccountRecord, 'id'>;
/** With the status that it was read with: LostRaceError when it is another by now. */
type UserAsRead = Pick<AccountRecord, 'id' | 'status'>;

interface StatusDependencies extends EndDependencies {
  readonly storage: EndDependencies['storage'] & Pick<Storage, 'accounts'>;
}

const about = ({ id }: User) => ({ target: { type: 'user', id }, subject: id });

/**
 * Links that were mailed open nothing any more, even should somebody enable the user again. Nothing, when the user is disabled
 * already.
 */
export async function disableUser(dependencies: StatusDependencies, caller: Caller, user: UserAsRead): Promise<Work> {
  if (user.status === 'disabled') return nothing;
  return {
    writes: [
      dependencies.storage.accounts.writes.setStatus(user.id, { from: user.status, to: 'disabled' }),
      endLinks(dependencies.storage, user.id),
      ...(await endAccount(dependencies, user.id)),
    ],
    events: [eventOf(caller, 'user.disabled', about(user))],
  };
}

/** Nothing, when the user is active. */
export const enableUser = ({ storage }: Pick<StatusDependencies, 'storage'>, caller: Caller, user: UserAsRead): Work =>
  user.status === 'active'
    ? nothing
    : {
        writes: [storage.accounts.writes.setStatus(user.id, { from: user.status, to: 'active' })],
        events: [eventOf(caller, 'user.enabled', about(user))],
      };

export const endSessionsOfUser = async (dependencies: EndDependencies, caller: Caller, user: User): Promise<Work> => ({
  writes: await endAccount(dependencies, user.id),
  events: [eventOf(caller, 'user.sessions_ended', about(user))],
});

export const unlockUser = (
  { throttle }: { readonly throttle: Pick<Throttle, 'forgive'> },
  caller: Caller,
  user: User,
): Work => ({ writes: throttle.forgive(user.id), events: [eventOf(caller, 'user.unlocked', about(user))] });
