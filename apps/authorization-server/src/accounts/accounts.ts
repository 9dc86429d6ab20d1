/** Accounts: the people who sign in. This folder owns what an account is, and how a password proves it. */
import type { AccountRecord, Storage } from '@gatehouse/storage';
import type { PasswordHasher } from './password-hash.ts';

export type Account = AccountRecord;

/** Why a sign-in failed. For the audit only: people see one answer for all of them (AS-15). */
export type SignInFailure = 'unknown_login' | 'wrong_password' | 'account_disabled' | 'account_pending' | 'no_password';

export type SignInOutcome =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly reason: SignInFailure; readonly accountId?: string };

export interface Accounts {
  /** An account that may sign in; undefined when unknown, pending or disabled. */
  findActive(accountId: string): Promise<Account | undefined>;
  /** Checks login and password in the time of one hash, whatever is wrong with them. */
  signIn(login: string, password: string): Promise<SignInOutcome>;
}

export function createAccounts(storage: Storage, hasher: PasswordHasher): Accounts {
  return {
    async findActive(accountId) {
      const account = await storage.accounts.find(accountId);
      return account?.status === 'active' ? account : undefined;
    },

    async signIn(login, password) {
      const account = await storage.accounts.findByLogin(login);
      const credential = account && (await storage.credentials.find(account.id, 'password'));
      const hash = (credential?.data as { hash?: string } | undefined)?.hash;
      const matches = hash ? await hasher.verify(hash, password) : await hasher.pretend(password);
      if (!account) return { ok: false, reason: 'unknown_login' };
      if (!hash) return { ok: false, reason: 'no_password', accountId: account.id };
      if (!matches) return { ok: false, reason: 'wrong_password', accountId: account.id };
      if (account.status === 'disabled') return { ok: false, reason: 'account_disabled', accountId: account.id };
      if (account.status === 'pending') return { ok: false, reason: 'account_pending', accountId: account.id };
      if (hasher.needsRehash(hash)) {
        await storage.commit([
          storage.credentials.writes.put({
            accountId: account.id,
            kind: 'password',
            data: { hash: await hasher.hash(password) },
          }),
        ]);
      }
      return { ok: true, account };
    },
  };
}
