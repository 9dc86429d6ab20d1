/**
 * Invitations: an account without a password, and a link by which the user chooses one. The link works once and for some
 * days; a newer one ends it. A link that was mailed also proves the address; one that an operator hands over does not.
 */
import type { AccountRecord, Storage } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import { createLinks, type Invitation } from '../accounts/links.ts';
import { isUnconfirmed } from '../accounts/names.ts';
import { accountNotice } from '../accounts/notices.ts';
import { OperationRefused } from '../operation-refused.ts';
import { endLinks } from '../revocation/end.ts';
import { checkedUser, firstPassword, type NewUser, newAccount } from './add-user.ts';
import { type Caller, eventOf, together, type Work } from './work.ts';

const daySeconds = 24 * 60 * 60;

interface InviteDependencies {
  readonly storage: Pick<Storage, 'accounts' | 'artefacts' | 'credentials' | 'roles'>;
  /** Sends the link; absent: it is shown to the operator instead. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** The work, and what the operator is told. */
export interface InvitedUser extends Work {
  readonly id: string;
  readonly email: string;
  readonly expiresAtSeconds: number;
  /** Present when no mail carries it. */
  readonly link: string | undefined;
}

interface Invitee {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale?: string | undefined;
}

/** A link for an account that waits; links from before end. */
function invite(
  { storage, mailer, issuer, clock }: InviteDependencies,
  caller: Caller,
  { id, email, name, locale }: Invitee,
  days: number,
): InvitedUser {
  const seconds = days * daySeconds;
  const invitation: Invitation = { accountId: id, email, mailed: mailer !== undefined };
  const { token, expiresAtSeconds, writes } = createLinks(storage, clock).renew('Invitation', invitation, seconds);
  const link = `${issuer}/account/invitation?token=${token}`;
  const mail = mailer?.mail({ kind: 'invitation', to: email, name, locale, link, usefulSeconds: seconds });
  return {
    id,
    email,
    expiresAtSeconds,
    link: mailer ? undefined : link,
    writes: [...writes, ...(mail ? [mail] : [])],
    events: [eventOf(caller, 'user.invited', { target: { type: 'user', id }, subject: id })],
  };
}

/** A new account that waits for its user. Throws OperationRefused. */
export async function inviteUser(
  dependencies: InviteDependencies,
  caller: Caller,
  { user, days }: { readonly user: NewUser; readonly days: number },
): Promise<InvitedUser> {
  const account = await checkedUser(dependencies.storage, user);
  const writes = await newAccount(dependencies.storage, { ...account, status: 'pending' });
  const invited = invite(dependencies, caller, account, days);
  return { ...invited, ...together({ writes, events: [] }, invited) };
}

/** Another link for an account as it is. Throws OperationRefused unless it still waits for its user. */
export async function inviteAgain(
  dependencies: InviteDependencies,
  caller: Caller,
  { account, days }: { readonly account: AccountRecord; readonly days: number },
): Promise<InvitedUser> {
  const { id, login, email, name = login, locale } = account;
  const isWaiting = account.status === 'pending' && !isUnconfirmed(account);
  if (!isWaiting || (await dependencies.storage.credentials.find(id, 'password'))) {
    throw new OperationRefused('not_invited', `${login} has an account already; no invitation is open`);
  }
  if (email === undefined) throw new OperationRefused('no_email', `${login} has no e-mail address`);
  return invite(dependencies, caller, { id, email, name, locale }, days);
}

interface AcceptDependencies {
  readonly storage: Storage;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** The invited user chose a password. LostRaceError, ConflictError: the link was used, or the account is another way by now. */
export function acceptInvitation(
  { storage, mailer, issuer, clock }: AcceptDependencies,
  caller: Caller,
  accepted: {
    readonly token: string;
    readonly invitation: Invitation;
    readonly account: AccountRecord;
    readonly hash: string;
  },
): Work {
  const { token, invitation, account, hash } = accepted;
  const { id } = account;
  return {
    writes: [
      createLinks(storage, clock).use('Invitation', token),
      firstPassword(storage, id, hash),
      invitation.mailed
        ? storage.accounts.writes.confirmEmail(id, invitation.email)
        : storage.accounts.writes.change(account, { ...account, status: 'active' }),
      endLinks(storage, id),
      ...accountNotice({ mailer, issuer }, account, 'password_changed'),
    ],
    events: [eventOf(caller, 'invitation.accepted', { subject: id })],
  };
}
