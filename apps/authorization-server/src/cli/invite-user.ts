/** `gatehouse users invite`: an account without a password, and the link to choose one. */
import type { Storage } from '@gatehouse/storage';
import * as names from '../directory/accounts/names.ts';
import { UserRefusal } from '../directory/accounts/user-refusal.ts';
import { newInvited, planInvitation, stillInvited } from '../directory/operations/invite-user.ts';
import { eventOf } from '../directory/operations/work.ts';
import type { Settings } from '../settings.ts';
import { UsageError } from './failure.ts';
import { printDone } from './output.ts';
import { withStorage } from './settings.ts';
import { typedClaims } from './typed-claims.ts';
import { changeParts, commitChange } from './user-parts.ts';

export interface InviteOptions {
  readonly json?: boolean;
  readonly name?: string;
  readonly email?: string;
  readonly claim?: string[];
  readonly locale?: string;
  readonly role?: string[];
  readonly resend?: boolean;
  readonly printLink?: boolean;
  readonly expiresInDays: string;
}

export const inviteUser = (login: string, options: InviteOptions): Promise<void> => {
  const { name, email, claim, locale, role, resend, printLink } = options;
  const days = Number(options.expiresInDays);
  if (!(Number.isInteger(days) && days > 0 && days <= 90)) {
    throw new UsageError('--expires-in-days takes a whole number from 1 to 90');
  }
  if (resend && [name, email, claim, locale, role].some((value) => value !== undefined)) {
    throw new UsageError('--resend makes a new link for the account as it is; "gatehouse users set" changes it');
  }
  if (!resend && (name === undefined || email === undefined)) throw new UsageError('--name and --email are needed');
  return withStorage(async (storage, settings, { caller, commit }) => {
    const { mail, ...parts } = changeParts(storage, settings);
    if (!mail && !printLink) {
      throw new UserRefusal('no_mail', 'there is no mail server (smtp_url): --print-link shows the link instead');
    }
    const made = resend
      ? await asBefore(storage, login)
      : await anew(storage, settings, login, { ...options, name: name ?? '', email: email ?? '' });
    const { id, writes, ...person } = made;
    const planned = planInvitation({ ...parts, mail: printLink ? undefined : mail }, { id, ...person }, days);
    const invited = eventOf(caller, 'user.invited', { target: { type: 'user', id }, subject: id });
    await commitChange(commit, login, { writes: [...writes, ...planned.writes], events: [invited] });
    const until = new Date(planned.expiresAtSeconds * 1000).toISOString();
    const said = planned.link
      ? `${login} is invited; this link works once, until ${until}, and is shown this once (it proves no address):\n${planned.link}`
      : `${login} is invited; ${person.email} gets a link that works once, until ${until}`;
    const document = {
      id,
      login,
      link: planned.link,
      expires_at: until,
      mailed_to: planned.link ? undefined : person.email,
    };
    printDone(said, document, options);
  });
};

async function asBefore(storage: Storage, login: string) {
  const account = await names.knownUser(storage, login);
  const { email } = await stillInvited(storage, account);
  return { id: account.id, email, name: account.name ?? account.login, locale: account.locale, writes: [] };
}

async function anew(
  storage: Storage,
  settings: Settings,
  typed: string,
  options: InviteOptions & { name: string; email: string },
) {
  const login = names.checkedLogin(typed);
  const name = names.checkedName(options.name);
  const email = names.checkedEmail(options.email);
  const locale = options.locale === undefined ? undefined : names.checkedLocale(options.locale);
  const { role: roles = [] } = options;
  const claims = typedClaims(settings, options.claim);
  await names.checkRoles(storage, roles);
  await names.checkFree(storage, { login, email });
  const { id, writes } = await newInvited(storage, { login, name, email, locale, roles, claims });
  return { id, name, email, locale, writes };
}
