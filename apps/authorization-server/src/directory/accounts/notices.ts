/** Mails about how somebody, or a program of theirs, gets in, so that a user learns of what somebody else did. */
import type { Write } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account } from './accounts.ts';

const pages = {
  factor_added: '/account/security',
  factor_removed: '/account/security',
  factors_removed: '/account/security',
  recovery_codes_renewed: '/account/security',
  password_changed: '/account/sessions',
  identity_linked: '/account/security',
  identity_unlinked: '/account/security',
  api_key_added: '/account/api-keys',
  api_key_revoked: '/account/api-keys',
} as const;

/**
 * The write of the notice; none where there is no mail server, or no address.
 * @param factors of the account: who has no password is not told to choose a new one
 */
export function accountNotice(
  { mailer, issuer }: { readonly mailer: Pick<Mailer, 'mail'> | undefined; readonly issuer: string },
  account: Account,
  kind: keyof typeof pages,
  { password }: { readonly password?: unknown } = { password: true },
): Write[] {
  const { email: to, locale } = account;
  if (!mailer || to === undefined) return [];
  const name = account.name ?? account.login;
  const withoutPassword = password === undefined;
  return [mailer.mail({ kind, to, name, locale, link: issuer + pages[kind], withoutPassword })];
}

/** The same about an identity at an upstream provider; to an address that the user has confirmed, and to no other. */
export const identityNotice = (
  dependencies: Parameters<typeof accountNotice>[0],
  account: Account,
  kind: 'identity_linked' | 'identity_unlinked',
): Write[] => (account.emailVerified ? accountNotice(dependencies, account, kind) : []);
