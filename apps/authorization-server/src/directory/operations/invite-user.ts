/**
 * Invitations: an account without a password, and a link by which the person chooses one. The link works once and for some
 * days; a newer one ends it. A link that was mailed also proves the address; one that an operator hands over does not.
 */
import { randomUUID } from 'node:crypto';
import type { AccountRecord, Storage, Write } from '@gatehouse/storage';
import type { Mail, Mailer } from '../../delivery/mail/mailer.ts';
import { createLinks, type Invitation } from '../accounts/links.ts';
import { accountNotice } from '../accounts/notices.ts';
import { UserRefusal } from '../accounts/user-refusal.ts';
import { endLinks } from '../revocation/end.ts';
import { replaceUnconfirmed } from './replace-unconfirmed.ts';
import { type Caller, eventOf, type Work } from './work.ts';

const daySeconds = 24 * 60 * 60;

export interface InviteParts {
  readonly storage: Storage;
  /** Sends the link; absent: it is shown to the operator instead. */
  readonly mail: ((mail: Mail) => Write) | undefined;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export interface PlannedInvitation {
  readonly expiresAtSeconds: number;
  /** Present when no mail carries it. */
  readonly link: string | undefined;
  readonly writes: readonly Write[];
}

interface Invited {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly locale?: string | undefined;
  readonly roles: readonly string[];
  readonly claims: Record<string, unknown>;
}

/** A new account that waits for its person. What may be chosen was checked before. */
export async function newInvited(
  storage: Storage,
  invited: Invited,
): Promise<{ readonly id: string; readonly writes: readonly Write[] }> {
  const id = randomUUID();
  const { login, email } = invited;
  const room = await replaceUnconfirmed(storage, [login, email]);
  return { id, writes: [...room, storage.accounts.writes.put({ ...invited, id, status: 'pending' })] };
}

/** The account, when it still waits for its person. Throws UserRefusal. */
export async function stillInvited(storage: Storage, account: AccountRecord): Promise<{ readonly email: string }> {
  const isWaiting = account.status === 'pending' && account.expiresAtSeconds === undefined;
  if (!isWaiting || (await storage.credentials.find(account.id, 'password'))) {
    throw new UserRefusal('not_invited', `${account.login} has an account already; no invitation is open`);
  }
  if (account.email === undefined) throw new UserRefusal('no_email', `${account.login} has no e-mail address`);
  return { email: account.email };
}

/** A link for an account that waits; links from before end. */
export function planInvitation(
  { storage, mail, issuer, clock }: InviteParts,
  { id: accountId, email, name, locale }: { id: string; email: string; name: string; locale?: string | undefined },
  days: number,
): PlannedInvitation {
  const seconds = days * daySeconds;
  const invitation: Invitation = { accountId, email, mailed: mail !== undefined };
  const { token, expiresAtSeconds, writes } = createLinks(storage, clock).renew('Invitation', invitation, seconds);
  const link = `${issuer}/account/invitation?token=${token}`;
  return {
    expiresAtSeconds,
    link: mail ? undefined : link,
    writes: [
      ...writes,
      ...(mail ? [mail({ kind: 'invitation', to: email, name, locale, link, usefulSeconds: seconds })] : []),
    ],
  };
}

export interface AcceptDependencies {
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
      storage.credentials.writes.put({ accountId: id, kind: 'password', data: { hash }, expectedVersion: 0 }),
      invitation.mailed
        ? storage.accounts.writes.confirmEmail(id, invitation.email)
        : storage.accounts.writes.change(account, { ...account, status: 'active' }),
      endLinks(storage, id),
      ...accountNotice({ mailer, issuer }, account, 'password_changed'),
    ],
    events: [eventOf(caller, 'invitation.accepted', { subject: id })],
  };
}
