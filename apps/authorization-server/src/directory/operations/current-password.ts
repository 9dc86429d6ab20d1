/** The present password of a user who is known already; recorded when it is not right. */
import type { Write } from '@gatehouse/storage';
import type { Account, Accounts } from '../accounts/accounts.ts';
import { type ProvingDependencies, prove } from './prove.ts';

export interface CurrentPasswordDependencies extends ProvingDependencies {
  readonly accounts: Pick<Accounts, 'identify' | 'verify'>;
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
  dependencies: CurrentPasswordDependencies,
  { account: { id, login }, password, address, browserId, failed }: Tried,
): Promise<CurrentPassword> {
  const { accounts } = dependencies;
  const candidate = await accounts.identify(login);
  const about = { action: 'sign_in', key: id, accountId: id, address, browserId, whenTooMany: 'disguise' } as const;
  const proved = await prove(dependencies, about, async (refused) => {
    const outcome = await accounts.verify(candidate, password, { refused });
    if (!outcome.ok) return outcome;
    // The hash stays as it is: another password may follow.
    return outcome.account.id === id ? { ok: true, writes: [] } : { ok: false, reason: 'wrong_password' };
  });
  if (proved.ok) return proved;
  failed(proved.reason);
  return 'retryAfterSeconds' in proved
    ? { ok: false, code: 'throttled', status: 429, retryAfterSeconds: proved.retryAfterSeconds }
    : { ok: false, code: 'wrong_password', status: 401 };
}
