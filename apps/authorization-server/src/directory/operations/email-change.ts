/**
 * A new address behind the page: whether it is free is looked up here, in the outbox, so that nobody can find out on the
 * account pages who else has an account (AS-15).
 */
import type { Storage, Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { OutboxHandler } from '../../delivery/outbox.ts';
import type { Account } from '../accounts/accounts.ts';
import { createLinks, type EmailChange } from '../accounts/links.ts';
import { isUnconfirmed } from '../accounts/names.ts';
import { endLinks, endSignIns } from '../revocation/end.ts';
import { replaceUnconfirmed } from './replace-unconfirmed.ts';
import { type Caller, eventOf, type Work } from './work.ts';

/** A link works for so long. */
const linkSeconds = 24 * 60 * 60;

/** The kind of outbox items that ask for a change. */
export const emailChangeItem = 'email_change';

/** The write for a request. */
export const askForEmailChange = (storage: Pick<Storage, 'outbox'>, clock: () => number, change: EmailChange): Write =>
  storage.outbox.writes.add({
    kind: emailChangeItem,
    payload: { ...change },
    expiresAtSeconds: Math.floor(clock() / 1000) + 60 * 60,
  });

/** Sends a link to the new address; if it is somebody else's, that user learns it instead. */
export const emailChangeHandler =
  ({ storage, mailer, issuer, clock }: EmailDependencies & { readonly mailer: Pick<Mailer, 'mail'> }): OutboxHandler =>
  async ({ payload }) => {
    const change = payload as unknown as EmailChange;
    const { accountId, to } = change;
    const account = await storage.accounts.find(accountId);
    if (account?.status !== 'active') return [];
    // An account that nobody confirmed yet does not own its address.
    const others = [...(await storage.accounts.findByEmail(to)), await storage.accounts.findByLogin(to)];
    const owner = others.find((one) => one && one.id !== accountId && !isUnconfirmed(one));
    if (owner) {
      if (owner.email === undefined) return [];
      const { email, login, name = login, locale } = owner;
      return [mailer.mail({ kind: 'address_taken', to: email, name, locale, link: `${issuer}/account` })];
    }
    const { token, writes } = createLinks(storage, clock).renew('EmailChange', change, linkSeconds);
    return [
      ...writes,
      mailer.mail({
        kind: 'change_address',
        to,
        name: account.name ?? account.login,
        locale: account.locale,
        link: `${issuer}/account/email/confirm/${token}`,
      }),
    ];
  };

export interface EmailDependencies {
  readonly storage: Pick<Storage, 'accounts' | 'artefacts' | 'outbox'>;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** By users themselves; a link goes to the new address. */
export const requestEmailChange = (
  { storage, clock }: Pick<EmailDependencies, 'storage' | 'clock'>,
  caller: Caller,
  change: EmailChange,
): Work => ({
  writes: [askForEmailChange(storage, clock, change)],
  events: [eventOf(caller, 'email.change_requested', { subject: change.accountId })],
});

/**
 * By the link that was mailed; it works once (LostRaceError). ConflictError when the address is somebody else's by now. Whatever
 * went to the old address opens nothing any more, and the old address is told.
 */
export async function confirmEmailChange(
  { storage, mailer, issuer, clock }: EmailDependencies,
  caller: Caller,
  { account, change: { from, to }, token }: { account: Account; change: EmailChange; token: string },
): Promise<Work> {
  const { id, login, name = login, locale } = account;
  const { accounts } = storage;
  const changes = from !== to;
  const link = `${issuer}/account/activity`;
  return {
    writes: [
      createLinks(storage, clock).use('EmailChange', token),
      ...(changes ? await replaceUnconfirmed(storage, [to], id) : []),
      changes ? accounts.writes.changeEmail(id, { from, to }) : accounts.writes.confirmEmail(id, to),
      endLinks(storage, id),
      ...(changes ? [endSignIns(storage, id)] : []),
      ...(mailer && changes && from !== undefined
        ? [mailer.mail({ kind: 'email_changed', to: from, name, locale, link })]
        : []),
    ],
    events: [eventOf(caller, changes ? 'email.changed' : 'email.confirmed', { subject: id })],
  };
}
