/**
 * What an operator, or a registry file, changes in an account, and what ends with it. This folder owns what may be done to
 * people by those who run the server; commands and registry only say what they want.
 *
 * What access tokens say of a person must not outlive a change for the worse: when a role is taken away or a claim
 * changes, all tokens and grants end, and the applications get new ones while the person stays signed in. When the
 * address changes, whatever went to the old one opens nothing any more.
 */
import { isDeepStrictEqual } from 'node:util';
import { type AccountRecord, type AccountStatus, normalizeLogin, type Storage, type Write } from '@gatehouse/storage';
import type { Mail } from '../../delivery/mail/mailer.ts';
import { isUnconfirmed } from '../accounts/names.ts';
import { type EndParts, endAccount, endAccountTokens, endLinks, endSignIns } from '../revocation/end.ts';
import { askForEmailChange } from './email-change.ts';

/** What is to be another way; what is absent stays. `null` takes it away. */
export interface UserChange {
  readonly login?: string | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** Somebody vouches for the address, or takes that back. A new address is not confirmed unless this says so. */
  readonly emailVerified?: boolean | undefined;
  readonly locale?: string | null | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  readonly status?: AccountStatus | undefined;
}

/** What ends: everything, or tokens with the grants behind them, sign-ins under way, links that were mailed. */
export type Ended = 'sessions' | 'tokens' | 'sign_ins' | 'mailed_links';

export interface PlannedChange {
  readonly after: AccountRecord;
  /** The members that differ; none: there is nothing to write. */
  readonly changed: readonly string[];
  readonly ended: readonly Ended[];
  readonly mails: readonly ('confirmation_to_new_address' | 'notice_to_old_address')[];
  /** For one commit. LostRaceError when somebody else changed the account meanwhile, ConflictError for a login just taken. */
  readonly writes: readonly Write[];
}

export interface ChangeParts extends EndParts {
  readonly storage: Storage;
  /** Absent: there is no mail server. */
  readonly mail: ((mail: Mail) => Write) | undefined;
  /** `https://id.example.com` */
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

const members = ['login', 'name', 'email', 'emailVerified', 'locale', 'roles', 'claims', 'status'] as const;

function changedAccount(before: AccountRecord, change: UserChange): AccountRecord {
  const { locale, ...rest } = before;
  const email = change.email ?? before.email;
  const isNewEmail = email !== before.email;
  // Who signs in with the address goes on with the new one.
  const follows = isNewEmail && email !== undefined && before.login === normalizeLogin(before.email ?? '');
  const { expiresAtSeconds, ...lasting } = rest;
  const newLocale = change.locale === undefined ? locale : change.locale;
  const status = change.status ?? before.status;
  const name = change.name ?? before.name;
  return {
    ...lasting,
    ...(status === 'pending' && expiresAtSeconds !== undefined && { expiresAtSeconds }),
    login: normalizeLogin(change.login ?? (follows ? email : before.login)),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    emailVerified: change.emailVerified ?? (before.emailVerified && !isNewEmail),
    ...(newLocale !== undefined && newLocale !== null && { locale: newLocale }),
    roles: [...new Set(change.roles ?? before.roles)],
    claims: { ...(change.claims ?? before.claims) },
    status,
  };
}

/** True when a token issued before would say or allow what does not hold any more. */
const isLess = (before: AccountRecord, after: AccountRecord): boolean =>
  before.roles.some((role) => !after.roles.includes(role)) ||
  Object.entries(before.claims).some(([name, value]) => !isDeepStrictEqual(after.claims[name], value));

/** What a change comes to: the writes, and what is to be said about them. What may be chosen was checked before. */
export async function planChange(
  parts: ChangeParts,
  before: AccountRecord,
  change: UserChange,
): Promise<PlannedChange> {
  const { storage, mail, issuer, clock } = parts;
  const after = changedAccount(before, change);
  const changed = members.filter((member) => !isDeepStrictEqual(before[member], after[member]));
  if (changed.length === 0) return { after, changed, ended: [], mails: [], writes: [] };
  const { id } = before;
  const isNewEmail = after.email !== before.email;
  const losesAddress = isNewEmail || (before.emailVerified && !after.emailVerified);
  const isOver = before.status !== 'disabled' && after.status === 'disabled';
  const squatter =
    isNewEmail && after.email !== undefined ? await storage.accounts.findByLogin(after.email) : undefined;
  const ended: Ended[] = [];
  const mails: PlannedChange['mails'][number][] = [];
  const writes: Write[] = [
    ...(squatter && squatter.id !== id && isUnconfirmed(squatter)
      ? [storage.accounts.writes.removeUnconfirmed(squatter.id)]
      : []),
    storage.accounts.writes.change(before, after),
  ];
  if (losesAddress || isOver) {
    ended.push('mailed_links');
    writes.push(endLinks(storage, id));
  }
  if (mail && isNewEmail && after.status === 'active') {
    const { email: old, name = before.login, locale } = before;
    if (old !== undefined) {
      mails.push('notice_to_old_address');
      writes.push(mail({ kind: 'email_changed', to: old, name, locale, link: `${issuer}/account/activity` }));
    }
    if (after.email !== undefined && !after.emailVerified) {
      mails.push('confirmation_to_new_address');
      writes.push(askForEmailChange(storage, clock, { accountId: id, from: after.email, to: after.email }));
    }
  }
  // What is announced comes last: others wait for its row.
  if (isOver) {
    ended.push('sessions', 'tokens', 'sign_ins');
    writes.push(...(await endAccount(parts, id)));
  } else if (isLess(before, after)) {
    ended.push('tokens', 'sign_ins');
    writes.push(...(await endAccountTokens(parts, id)));
  } else if (losesAddress) {
    ended.push('sign_ins');
    writes.push(endSignIns(storage, id));
  }
  return { after, changed, ended, mails, writes };
}
