/** A new password, whoever sets it: one rule for what ends with it, who is told, and which attempts are forgotten. */
import type { Storage, Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account } from '../accounts/accounts.ts';
import { createKnownBrowsers } from '../accounts/known-browsers.ts';
import { createLinks } from '../accounts/links.ts';
import { isUnconfirmed } from '../accounts/names.ts';
import { accountNotice } from '../accounts/notices.ts';
import { type EndDependencies, endAccount, endAccountElsewhere, endLinks } from '../revocation/end.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { firstPassword } from './add-user.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface PasswordDependencies extends EndDependencies {
  readonly storage: EndDependencies['storage'] & Pick<Storage, 'accounts' | 'credentials'>;
  readonly throttle: Pick<Throttle, 'forgive'>;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

interface NewPassword {
  readonly account: Account;
  readonly hash: string;
  /** Of the password that was there when this was decided; 0: none. Another one by now: LostRaceError. */
  readonly expectedVersion: number;
}

/** @param keptUid the one session that stays: the old password was just proved in it */
async function replace(
  dependencies: PasswordDependencies,
  { account, hash, expectedVersion }: NewPassword,
  keptUid?: string,
): Promise<Write[]> {
  const { storage, throttle, clock } = dependencies;
  const { id } = account;
  return [
    storage.credentials.writes.put({ accountId: id, kind: 'password', data: { hash }, expectedVersion }),
    ...throttle.forgive(id),
    ...accountNotice(dependencies, account, 'password_changed'),
    endLinks(storage, id),
    ...(keptUid === undefined
      ? await endAccount(dependencies, id)
      : await endAccountElsewhere(dependencies, id, keptUid, Math.floor(clock() / 1000))),
  ];
}

/** By users who proved the present one; where they did, they stay signed in, and the browser stays known. */
export const changePassword = async (
  dependencies: PasswordDependencies,
  caller: Caller,
  { keptUid, keptBrowserId, ...wanted }: NewPassword & { readonly keptUid: string; readonly keptBrowserId: string },
): Promise<Work> => ({
  writes: [
    ...(await replace(dependencies, wanted, keptUid)),
    createKnownBrowsers(dependencies.storage, dependencies.clock).remember(wanted.account.id, keptBrowserId),
  ],
  events: [eventOf(caller, 'password.changed', { subject: wanted.account.id })],
});

/** By a link that was mailed; it works once (LostRaceError). */
export const resetPassword = async (
  dependencies: PasswordDependencies,
  caller: Caller,
  { token, ...wanted }: NewPassword & { readonly token: string },
): Promise<Work> => ({
  writes: [
    createLinks(dependencies.storage, dependencies.clock).use('PasswordReset', token),
    ...(await replace(dependencies, wanted)),
  ],
  events: [eventOf(caller, 'password.changed', { reason: 'reset', subject: wanted.account.id })],
});

/** The account was added or invited, and nobody has chosen a password yet. */
const isWaiting = ({ account, expectedVersion }: NewPassword): boolean =>
  account.status === 'pending' && !isUnconfirmed(account) && expectedVersion === 0;

/** By an operator. The first one of an account that waits for it lets its user in; nothing is there yet to be ended. */
export const setPassword = async (
  dependencies: PasswordDependencies,
  caller: Caller,
  wanted: NewPassword,
): Promise<Work> => {
  const { account, hash } = wanted;
  const { id } = account;
  const { storage, throttle } = dependencies;
  const writes = isWaiting(wanted)
    ? [
        firstPassword(storage, id, hash),
        storage.accounts.writes.setStatus(id, { from: 'pending', to: 'active' }),
        ...throttle.forgive(id),
        endLinks(storage, id),
      ]
    : await replace(dependencies, wanted);
  return {
    writes,
    events: [eventOf(caller, 'user.password_changed', { target: { type: 'user', id }, subject: id })],
  };
};
