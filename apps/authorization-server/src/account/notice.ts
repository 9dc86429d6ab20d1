/** Mails about how somebody signs in, so that a person learns of what somebody else did. */
import type { Write } from '@gatehouse/storage';
import type { Account } from '../accounts/accounts.ts';
import type { Mailer } from '../mail/mailer.ts';

/** The write of the notice; none where there is no mail server, or no address. */
export function factorNotice(
  { mailer, issuer }: { readonly mailer: Pick<Mailer, 'mail'> | undefined; readonly issuer: string },
  account: Account,
  kind: 'factor_added' | 'factor_removed' | 'factors_removed',
): Write[] {
  const { email: to, locale } = account;
  if (!mailer || to === undefined) return [];
  const name = account.name ?? account.login;
  return [mailer.mail({ kind, to, name, locale, link: `${issuer}/account/security` })];
}
