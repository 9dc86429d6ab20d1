/** New users by operators: added with a password, or invited to choose one. */
import { randomUUID } from 'node:crypto';
import type { AccountInput, Storage, Write } from '@gatehouse/storage';
import * as names from '../accounts/names.ts';
import { replaceUnconfirmed } from './replace-unconfirmed.ts';
import { type Caller, eventOf, type Work } from './work.ts';

/** As operators give it. */
export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly locale?: string | undefined;
  readonly roles: readonly string[];
  /** By what the registry declares of them. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The record of a new user. Throws OperationRefused for what cannot be, or is somebody else's. */
export async function checkedUser(
  storage: Pick<Storage, 'accounts' | 'roles'>,
  user: NewUser,
): Promise<NewUser & { readonly id: string }> {
  const login = names.checkedLogin(user.login);
  const name = names.checkedName(user.name);
  const email = names.checkedEmail(user.email);
  const locale = user.locale === undefined ? undefined : names.checkedLocale(user.locale);
  await names.checkRoles(storage, user.roles);
  await names.checkFree(storage, { login, email });
  return { ...user, id: randomUUID(), login, name, email, locale };
}

/** The account, in the place of those that nobody confirmed under its login or address. */
export const newAccount = async (
  storage: Pick<Storage, 'accounts' | 'artefacts'>,
  account: AccountInput,
): Promise<Write[]> => [
  ...(await replaceUnconfirmed(storage, [account.login, account.email])),
  storage.accounts.writes.put(account),
];

/** Where there is none. LostRaceError when there is one by now. */
export const firstPassword = ({ credentials }: Pick<Storage, 'credentials'>, accountId: string, hash: string): Write =>
  credentials.writes.put({ accountId, kind: 'password', data: { hash }, expectedVersion: 0 });

const added = (caller: Caller, id: string) =>
  eventOf(caller, 'user.added', { target: { type: 'user', id }, subject: id });

/**
 * May sign in from then on.
 * @param input.emailVerified whoever adds the user vouches for the address
 * @param input.hash asked for when all else is in order
 */
export async function addUser(
  { storage }: { readonly storage: Storage },
  caller: Caller,
  {
    user,
    emailVerified = false,
    hash,
  }: { readonly user: NewUser; readonly emailVerified?: boolean; readonly hash: () => Promise<string> },
): Promise<Work & { readonly id: string }> {
  const account = await checkedUser(storage, user);
  const { id } = account;
  const password = firstPassword(storage, id, await hash());
  return {
    id,
    writes: [...(await newAccount(storage, { ...account, emailVerified, status: 'active' })), password],
    events: [added(caller, id)],
  };
}

/** Waits for its first password, by an operator or by an invitation. */
export async function addWaitingUser(
  { storage }: { readonly storage: Pick<Storage, 'accounts' | 'artefacts' | 'roles'> },
  caller: Caller,
  { user, emailVerified = false }: { readonly user: NewUser; readonly emailVerified?: boolean | undefined },
): Promise<Work & { readonly id: string }> {
  const account = await checkedUser(storage, user);
  const writes = await newAccount(storage, { ...account, emailVerified, status: 'pending' });
  return { id: account.id, writes, events: [added(caller, account.id)] };
}

/** By a registry, which was checked as a whole; the password comes with the others of the file, and so does `replaceUnconfirmed`. */
export const addDeclaredUser = (
  { accounts }: Pick<Storage, 'accounts'>,
  caller: Caller,
  account: AccountInput,
): Work => ({
  writes: [accounts.writes.put(account)],
  events: [added(caller, account.id)],
});
