/** What commands change accounts with. */
import type { Storage } from '@gatehouse/storage';
import { type Mail, mailWrite } from '../delivery/mail/mailer.ts';
import { createSecondFactors } from '../directory/accounts/second-factors.ts';
import type { FactorDependencies } from '../directory/operations/factors.ts';
import type { PasswordDependencies } from '../directory/operations/passwords.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { limitsFrom } from '../directory/throttle/limits.ts';
import { createThrottle } from '../directory/throttle/throttle.ts';
import { type Settings } from '../settings.ts';
import { signInLimits } from '../settings-views.ts';

/** What the changes are made with. In development the server keeps mails for a page of its own. */
export function userDependencies(
  storage: Storage,
  settings: Settings,
): PasswordDependencies & FactorDependencies & { readonly storage: Storage } {
  const { smtpUrl, mode, issuer } = settings;
  const clock = Date.now;
  const sends = smtpUrl !== undefined || mode === 'development';
  const mail = (one: Mail) => mailWrite({ storage, clock }, one);
  return {
    storage,
    revocations: createRevocations(storage, clock),
    secondFactors: createSecondFactors(storage, clock),
    throttle: createThrottle({ storage, limits: limitsFrom(signInLimits(settings)), clock }),
    mailer: sends ? { mail } : undefined,
    issuer,
    clock,
  };
}
