/** `gatehouse users invite`: an account without a password, and the link to choose one. */
import { knownUser } from '../directory/accounts/names.ts';
import { OperationRefused } from '../directory/operation-refused.ts';
import * as operations from '../directory/operations/invite-user.ts';
import { UsageError } from './failure.ts';
import { printDone } from './output.ts';
import { withStorage } from './settings.ts';
import { typedClaims } from './typed-claims.ts';
import { commitChange, userDependencies } from './user-dependencies.ts';

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
    const { mailer, ...rest } = userDependencies(storage, settings);
    if (!mailer && !printLink) {
      throw new OperationRefused('no_mail', 'there is no mail server (smtp_url): --print-link shows the link instead');
    }
    const dependencies = { ...rest, mailer: printLink ? undefined : mailer };
    const {
      id,
      email: to,
      link,
      expiresAtSeconds,
      ...work
    } = resend
      ? await operations.inviteAgain(dependencies, caller, { account: await knownUser(storage, login), days })
      : await operations.inviteUser(dependencies, caller, {
          user: {
            login,
            name: name ?? '',
            email: email ?? '',
            locale,
            roles: role ?? [],
            claims: await typedClaims(storage, claim),
          },
          days,
        });
    await commitChange(commit, login, work);
    const until = new Date(expiresAtSeconds * 1000).toISOString();
    const said = link
      ? `${login} is invited; this link works once, until ${until}, and is shown this once (it proves no address):\n${link}`
      : `${login} is invited; ${to} gets a link that works once, until ${until}`;
    printDone(said, { id, login, link, expires_at: until, mailed_to: link ? undefined : to }, options, link);
  });
};
