/**
 * What an operator, or a registry file, changes in an account, and what ends with it.
 *
 * What access tokens say of a user must not outlive a change for the worse: when a role is taken away or a claim changes, all
 * tokens and grants end, and the applications get new ones while the user stays signed in. When the address changes, whatever
 * went to the old one opens nothing any more.
 */
import { isDeepStrictEqual } from 'node:util';
import { type AccountRecord, type AccountStatus, normalizeLogin, type Storage, type Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import * as names from '../accounts/names.ts';
import { OperationRefused } from '../operation-refused.ts';
import { type EndDependencies, endAccount, endAccountTokens, endLinks, endSignIns } from '../revocation/end.ts';
import { askForEmailChange } from './email-change.ts';
import { replaceUnconfirmed } from './replace-unconfirmed.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

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

/** The work, and what it comes to. Nothing changed: nothing to do. */
export interface ChangedUser extends Work {
  readonly after: AccountRecord;
  /** The members that differ. */
  readonly changed: readonly string[];
  readonly ended: readonly Ended[];
  readonly mails: readonly ('confirmation_to_new_address' | 'notice_to_old_address')[];
}

export interface ChangeDependencies extends EndDependencies {
  readonly storage: EndDependencies['storage'] & Pick<Storage, 'accounts' | 'roles'>;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  /** `https://id.example.com` */
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

interface Wanted {
  readonly before: AccountRecord;
  readonly change: UserChange;
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
  const emailVerified = change.emailVerified ?? (before.emailVerified && !isNewEmail);
  return {
    ...lasting,
    // It says that nobody confirmed an address, until somebody does.
    ...(!emailVerified && expiresAtSeconds !== undefined && { expiresAtSeconds }),
    login: normalizeLogin(change.login ?? (follows ? email : before.login)),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    emailVerified,
    ...(newLocale !== undefined && newLocale !== null && { locale: newLocale }),
    roles: [...new Set(change.roles ?? before.roles)],
    claims: { ...(change.claims ?? before.claims) },
    status,
  };
}

/** True when a token issued before would say or allow what does not hold any more. */
export const isLess = (before: AccountRecord, after: AccountRecord): boolean =>
  before.roles.some((role) => !after.roles.includes(role)) ||
  Object.entries(before.claims).some(([name, value]) => !isDeepStrictEqual(after.claims[name], value));

/** The change as it is kept. Throws OperationRefused for what cannot be. */
async function checkedChange(storage: Pick<Storage, 'roles'>, { before, change }: Wanted): Promise<UserChange> {
  const { login, name, email, emailVerified, locale, roles } = change;
  const checked: UserChange = {
    ...change,
    login: login === undefined ? undefined : names.checkedLogin(login),
    name: name === undefined ? undefined : names.checkedName(name),
    email: email === undefined ? undefined : names.checkedEmail(email),
    locale: typeof locale === 'string' ? names.checkedLocale(locale) : locale,
  };
  if (emailVerified && (email ?? before.email) === undefined) {
    throw new OperationRefused('no_email', `${before.login} has no e-mail address to vouch for`);
  }
  // Whatever an operator made of the account since: enabled or disabled, its password is that of whoever registered.
  if (emailVerified && !before.emailVerified && before.expiresAtSeconds !== undefined) {
    throw new OperationRefused(
      'unconfirmed',
      `the password of ${before.login} was chosen at registration by somebody who never confirmed the address; "gatehouse users invite" makes the account for its user`,
    );
  }
  if (roles) {
    const added = roles.filter((role) => !before.roles.includes(role));
    await names.checkRoles(storage, added);
  }
  return checked;
}

/** By operators. Throws OperationRefused. LostRaceError when somebody else changed the account meanwhile, ConflictError for a login just taken. */
export async function changeUser(
  dependencies: ChangeDependencies,
  caller: Caller,
  { before, change }: Wanted,
): Promise<ChangedUser> {
  const { storage } = dependencies;
  const wanted = { before, change: await checkedChange(storage, { before, change }) };
  const { login, email } = changedAccount(before, wanted.change);
  const taking = {
    login: login === before.login ? undefined : login,
    email: email === before.email ? undefined : email,
  };
  await names.checkFree(storage, taking, before.id);
  const replaced = await replaceUnconfirmed(storage, [taking.email], before.id);
  const changed = await changeDeclaredUser(dependencies, caller, wanted);
  return { ...changed, writes: [...replaced, ...changed.writes] };
}

/** By a registry, which was checked as a whole and replaces who is unconfirmed. LostRaceError, ConflictError as above. */
export async function changeDeclaredUser(
  dependencies: ChangeDependencies,
  caller: Caller,
  { before, change }: Wanted,
): Promise<ChangedUser> {
  const { storage, mailer, issuer, clock } = dependencies;
  const after = changedAccount(before, change);
  const changed = members.filter((member) => !isDeepStrictEqual(before[member], after[member]));
  if (changed.length === 0) return { ...nothing, after, changed, ended: [], mails: [] };
  const { id } = before;
  const isNewEmail = after.email !== before.email;
  const losesAddress = isNewEmail || (before.emailVerified && !after.emailVerified);
  const isOver = before.status !== 'disabled' && after.status === 'disabled';
  const ended: Ended[] = [];
  const mails: ChangedUser['mails'][number][] = [];
  const writes: Write[] = [storage.accounts.writes.change(before, after)];
  if (losesAddress || isOver) {
    ended.push('mailed_links');
    writes.push(endLinks(storage, id));
  }
  if (mailer && isNewEmail && after.status === 'active') {
    const { email: old, name = before.login, locale } = before;
    if (old !== undefined) {
      mails.push('notice_to_old_address');
      writes.push(mailer.mail({ kind: 'email_changed', to: old, name, locale, link: `${issuer}/account/activity` }));
    }
    if (after.email !== undefined && !after.emailVerified) {
      mails.push('confirmation_to_new_address');
      writes.push(askForEmailChange(storage, clock, { accountId: id, from: after.email, to: after.email }));
    }
  }
  // What is announced comes last: others wait for its row.
  if (isOver) {
    ended.push('sessions', 'tokens', 'sign_ins');
    writes.push(...(await endAccount(dependencies, id)));
  } else if (isLess(before, after)) {
    ended.push('tokens', 'sign_ins');
    writes.push(...(await endAccountTokens(dependencies, id)));
  } else if (losesAddress) {
    ended.push('sign_ins');
    writes.push(endSignIns(storage, id));
  }
  const event = eventOf(caller, 'user.changed', { target: { type: 'user', id }, subject: id, changed, ended });
  return { writes, events: [event], after, changed, ended, mails };
}
