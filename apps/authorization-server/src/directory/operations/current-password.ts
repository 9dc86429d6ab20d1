/**
 * The present password of a user who is known already; recorded when it is not right. One that is right is hashed anew, with the
 * writes, where the parameters are newer.
 */
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
  | {
      readonly ok: true;
      /** LostRaceError when the password is another by now. */
      readonly writes: readonly Write[];
      /** Of the password that was right, once the writes are done. */
      readonly version: number;
    }
  | { readonly ok: false; readonly code: 'throttled'; readonly status: 429; readonly retryAfterSeconds: number }
  | { readonly ok: false; readonly code: 'wrong_password'; readonly status: 401 };

/** @throws {HashUnavailableError} */
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
    if (outcome.account.id !== id) return { ok: false, reason: 'wrong_password' };
    // The writes, if there are any, renew its hash.
    const { writes } = outcome;
    return { ok: true, writes, version: (candidate.password?.version ?? 0) + writes.length };
  });
  if (proved.ok) return proved;
  failed(proved.reason);
  return 'retryAfterSeconds' in proved
    ? { ok: false, code: 'throttled', status: 429, retryAfterSeconds: proved.retryAfterSeconds }
    : { ok: false, code: 'wrong_password', status: 401 };
}
