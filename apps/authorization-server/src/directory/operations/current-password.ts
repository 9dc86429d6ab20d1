/**
 * The present password of a user who is known already: counted before it is looked at (AS-14), compared, and recorded when it is
 * not right. One that is right is taken back with the writes.
 */
import type { Write } from '@gatehouse/storage';
import type { Account, Accounts } from '../accounts/accounts.ts';
import type { KnownBrowsers } from '../accounts/known-browsers.ts';
import type { Throttle } from '../throttle/throttle.ts';

export interface CurrentPasswordDependencies {
  readonly accounts: Pick<Accounts, 'identify' | 'verify'>;
  readonly knownBrowsers: Pick<KnownBrowsers, 'isKnown'>;
  readonly throttle: Pick<Throttle, 'attempt'>;
}

interface Tried {
  readonly account: Account;
  readonly password: string;
  /** The client's address. */
  readonly address: string;
  readonly browserId: string | undefined;
  /** Records a failure under a stable code. */
  readonly failed: (reason: string) => void;
}

export type CurrentPassword =
  | { readonly ok: true; readonly writes: readonly Write[] }
  | { readonly ok: false; readonly code: 'throttled'; readonly status: 429; readonly retryAfterSeconds: number }
  | { readonly ok: false; readonly code: 'wrong_password'; readonly status: 401 };

/** @throws {HashQueueFullError} */
export async function proveCurrentPassword(
  { accounts, knownBrowsers, throttle }: CurrentPasswordDependencies,
  { account, password, address, browserId, failed }: Tried,
): Promise<CurrentPassword> {
  const candidate = await accounts.identify(account.login);
  const known = await knownBrowsers.isKnown(account.id, browserId);
  const attempt = await throttle.attempt('sign_in', {
    account: account.id,
    address,
    knownBrowser: known ? browserId : undefined,
  });
  const { refusedBy, retryAfterSeconds } = attempt;
  if (refusedBy !== undefined && refusedBy !== 'account') {
    failed('throttled');
    return { ok: false, code: 'throttled', status: 429, retryAfterSeconds };
  }
  // Too many attempts at one account look like a wrong password, as they do at sign-in.
  const outcome = await accounts.verify(candidate, password, { refused: refusedBy === 'account' });
  if (outcome.ok && outcome.account.id === account.id) return { ok: true, writes: attempt.succeeded() };
  failed(outcome.ok ? 'wrong_password' : outcome.reason);
  return { ok: false, code: 'wrong_password', status: 401 };
}
