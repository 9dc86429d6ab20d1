/** `gatehouse users invite`: an account without a password, and the link to choose one. */
import { type AdminClient, AdminRefused, answerOf, type components } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { RefusedError, UsageError } from './failure.ts';
import { knownUser } from './known-user.ts';
import { printDone } from './output.ts';
import { typedClaims } from './typed-claims.ts';

export interface InviteOptions extends ServerOption {
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

type Invitation = components['schemas']['Invitation'];
type Invited = Promise<{ readonly id: string } & Partial<Invitation>>;
type NewUser = components['schemas']['NewUser'];

async function inviteAgain(admin: AdminClient, login: string, body: NonNullable<NewUser['invitation']>): Invited {
  const { id } = await knownUser(admin, login);
  const params = { path: { user_id: id } };
  return { id, ...answerOf(await admin.POST('/users/{user_id}/invitation', { params, body })) };
}

async function addInvited(admin: AdminClient, body: NewUser): Invited {
  const { id, invitation } = answerOf(await admin.POST('/users', { params: {}, body }));
  return { id, ...invitation };
}

/** What a command can be told to do about it. */
function withoutMail(error: unknown): never {
  if (!(error instanceof AdminRefused && error.code === 'no_mail')) throw error;
  throw new RefusedError('there is no mail server (smtp_url): --print-link shows the link instead');
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
  return withAdmin(options, async (admin) => {
    const invitation = { expires_in_days: days, show_link: printLink ?? false };
    const { id, ...invited } = await (resend
      ? inviteAgain(admin, login, invitation)
      : addInvited(admin, {
          login,
          name: name ?? '',
          email: email ?? '',
          ...(locale !== undefined && { locale }),
          roles: role ?? [],
          claims: await typedClaims(admin, claim),
          invitation,
        })
    ).catch(withoutMail);
    const { link, mailed_to: to, expires_at: until } = invited;
    const said = link
      ? `${login} is invited; this link works once, until ${until}, and is shown this once (it proves no address):\n${link}`
      : `${login} is invited; ${to} gets a link that works once, until ${until}`;
    printDone(said, { id, login, link, expires_at: until, mailed_to: to }, options, link);
  });
};
