/** Mails about what was changed, so that a person learns of what somebody else did. */
import type { Write } from '@gatehouse/storage';
import type { AccountParts, Visit } from './visit.ts';

/** The write of the notice; none where there is no mail server, or no address. */
export function noticeOf(
  { mailer, issuer }: Pick<AccountParts, 'mailer' | 'issuer'>,
  { account }: Pick<Visit, 'account'>,
  kind: 'factor_added' | 'factor_removed',
): Write[] {
  const { email: to, locale } = account;
  if (!mailer || to === undefined) return [];
  const name = account.name ?? account.login;
  return [mailer.mail({ kind, to, name, locale, link: `${issuer}/account/security` })];
}
