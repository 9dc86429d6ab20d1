/** What commands change accounts with. */
import { ConflictError, LostRaceError, type Storage } from '@gatehouse/storage';
import { type Mail, mailWrite } from '../delivery/mail/mailer.ts';
import { createSecondFactors } from '../directory/accounts/second-factors.ts';
import { OperationRefused } from '../directory/operation-refused.ts';
import type { Commit } from '../directory/operations/commit.ts';
import type { FactorDependencies } from '../directory/operations/factors.ts';
import type { PasswordDependencies } from '../directory/operations/passwords.ts';
import type { Work } from '../directory/operations/work.ts';
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

/** Commits, or says in a line what came in between. */
export async function commitChange(commit: Commit, login: string, work: Work): Promise<void> {
  try {
    await commit(work);
  } catch (error) {
    if (error instanceof ConflictError) throw new OperationRefused('login_taken', 'that login was just taken');
    if (!(error instanceof LostRaceError)) throw error;
    const said = `${login} was changed by somebody else at this moment; nothing was changed here, try again`;
    throw new OperationRefused('changed_meanwhile', said);
  }
}
