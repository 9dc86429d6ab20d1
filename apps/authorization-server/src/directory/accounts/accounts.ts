/** Accounts: the users who sign in. This folder owns what an account is, and how a password proves it. */
import { type AccountRecord, normalizeLogin, type Storage, type Write } from '@gatehouse/storage';
import type { PasswordHasher } from './password-hash.ts';

export type Account = AccountRecord;

/** Why a sign-in failed. For the audit only: users see one answer for all of them (AS-15). */
export type SignInFailure = 'unknown_login' | 'wrong_password' | 'account_disabled' | 'no_password' | 'throttled';

export type SignInOutcome =
  | {
      readonly ok: true;
      /** May be pending: then nothing but confirming its address is open to it. */
      readonly account: Account;
      /** To be committed with the success: the hash under newer parameters, when there are some. */
      readonly writes: readonly Write[];
    }
  | { readonly ok: false; readonly reason: SignInFailure; readonly accountId?: string | undefined };

/** Whoever a login stands for, known or not. */
export interface Candidate {
  /** Names the account for throttling: its id, or the login in its one spelling when nobody has it. */
  readonly key: string;
  readonly account?: Account | undefined;
  readonly password?: { readonly hash: string; readonly version: number } | undefined;
}

export interface Accounts {
  /** An account that may sign in; undefined when unknown, pending or disabled. */
  findActive(accountId: string): Promise<Account | undefined>;
  /** Looks a login up; tells nobody whether it was found. */
  identify(login: string): Promise<Candidate>;
  /**
   * Answers in the time of one hash, whatever is wrong. Rejects with HashUnavailableError.
   * @param options.refused too many attempts: nothing is compared or hashed, and it takes as long (AS-14, AS-15)
   */
  verify(candidate: Candidate, password: string, options?: { refused?: boolean }): Promise<SignInOutcome>;
  /** More sign-ins wait than may; say so before anything is counted or looked up. */
  readonly busy: boolean;
}

/** The account if it may sign in. */
export const ifActive = (account: Account | undefined): Account | undefined =>
  account?.status === 'active' ? account : undefined;

export function createAccounts(storage: Storage, hasher: PasswordHasher): Accounts {
  /** A confirmed address that belongs to one account alone stands for its login. */
  const byEmail = async (login: string): Promise<Account | undefined> => {
    if (!login.includes('@')) return undefined;
    const [first, second] = (await storage.accounts.findByEmail(login.trim())).filter((one) => one.emailVerified);
    return second ? undefined : first;
  };
  return {
    async findActive(accountId) {
      return ifActive(await storage.accounts.find(accountId));
    },

    async identify(login) {
      const account = (await storage.accounts.findByLogin(login)) ?? (await byEmail(login));
      const credential = account && (await storage.credentials.find(account.id, 'password'));
      const hash = credential?.data['hash'];
      return {
        key: account?.id ?? normalizeLogin(login),
        account,
        password: credential && typeof hash === 'string' ? { hash, version: credential.version } : undefined,
      };
    },

    async verify({ account, password: stored }, password, { refused = false } = {}) {
      const failed = (reason: SignInFailure): SignInOutcome => ({ ok: false, reason, accountId: account?.id });
      if (refused) {
        await hasher.wait(password);
        return failed('throttled');
      }
      const matches = stored ? await hasher.verify(stored.hash, password) : await hasher.pretend(password);
      if (!account) return failed('unknown_login');
      if (!stored) return failed('no_password');
      if (!matches) return failed('wrong_password');
      if (account.status === 'disabled') return failed('account_disabled');
      const writes: Write[] = [];
      if (hasher.needsRehash(stored.hash)) {
        const data = { hash: await hasher.hash(password) };
        const expectedVersion = stored.version;
        writes.push(storage.credentials.writes.put({ accountId: account.id, kind: 'password', data, expectedVersion }));
      }
      return { ok: true, account, writes };
    },

    get busy() {
      return hasher.full;
    },
  };
}
