/** A new password, whoever sets it: one rule for what ends with it, who is told, and which attempts are forgotten. */
import type { Storage, Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account } from '../accounts/accounts.ts';
import { createLinks } from '../accounts/links.ts';
import { accountNotice } from '../accounts/notices.ts';
import { type EndParts, endAccount, endAccountElsewhere, endLinks } from '../revocation/end.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface PasswordParts extends EndParts {
  readonly storage: EndParts['storage'] & Pick<Storage, 'credentials'>;
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
  parts: PasswordParts,
  { account, hash, expectedVersion }: NewPassword,
  keptUid?: string,
): Promise<Write[]> {
  const { storage, throttle, clock } = parts;
  const { id } = account;
  return [
    storage.credentials.writes.put({ accountId: id, kind: 'password', data: { hash }, expectedVersion }),
    ...throttle.forgive(id),
    ...accountNotice(parts, account, 'password_changed'),
    endLinks(storage, id),
    ...(keptUid === undefined
      ? await endAccount(parts, id)
      : await endAccountElsewhere(parts, id, keptUid, Math.floor(clock() / 1000))),
  ];
}

/** By users who proved the present one. */
export const changePassword = async (
  parts: PasswordParts,
  caller: Caller,
  { keptUid, ...wanted }: NewPassword & { readonly keptUid: string },
): Promise<Work> => ({
  writes: await replace(parts, wanted, keptUid),
  events: [eventOf(caller, 'password.changed', { subject: wanted.account.id })],
});

/** By a link that was mailed; it works once (LostRaceError). */
export const resetPassword = async (
  parts: PasswordParts,
  caller: Caller,
  { token, ...wanted }: NewPassword & { readonly token: string },
): Promise<Work> => ({
  writes: [createLinks(parts.storage, parts.clock).use('PasswordReset', token), ...(await replace(parts, wanted))],
  events: [eventOf(caller, 'password.changed', { reason: 'reset', subject: wanted.account.id })],
});

/** By an operator. */
export const setPassword = async (parts: PasswordParts, caller: Caller, wanted: NewPassword): Promise<Work> => {
  const { id } = wanted.account;
  return {
    writes: await replace(parts, wanted),
    events: [eventOf(caller, 'user.password_changed', { target: { type: 'user', id }, subject: id })],
  };
};
