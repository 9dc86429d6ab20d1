/** What an account may be called: logins and addresses name one user each, roles are those of the registry. */
import { type AccountRecord, normalizeLogin, type Storage } from '@gatehouse/storage';
import { OperationRefused } from '../operation-refused.ts';
import { emailOf, nameOf } from './contact.ts';

/** Somebody registered with it and nobody confirmed it: that owns neither a login nor an address, unless it was disabled. */
export const isUnconfirmed = ({ status, expiresAtSeconds }: AccountRecord): boolean =>
  status === 'pending' && expiresAtSeconds !== undefined;

/** The account, or OperationRefused. */
export async function knownUser(storage: Pick<Storage, 'accounts'>, login: string): Promise<AccountRecord> {
  const account = await storage.accounts.findByLogin(login);
  if (account) return account;
  throw new OperationRefused(
    'unknown_login',
    `there is nobody with the login ${login}; "gatehouse users list" shows them all`,
  );
}

/** The account of that identifier. Throws OperationRefused. */
export async function userOfId(storage: Pick<Storage, 'accounts'>, id: string): Promise<AccountRecord> {
  const account = await storage.accounts.find(id);
  if (account) return account;
  throw new OperationRefused('unknown_user', `there is no user with the identifier ${id}`);
}

/** A full name on one line. Throws OperationRefused. */
export function checkedName(typed: string): string {
  const name = nameOf(typed);
  if (name === '') throw new OperationRefused('name_missing', 'the name is empty');
  return name;
}

/** An address as it is kept. Throws OperationRefused. */
export function checkedEmail(typed: string): string {
  const email = emailOf(typed);
  if (email === undefined) throw new OperationRefused('email_invalid', `${typed} is no e-mail address`);
  return email;
}

/** A login in its one spelling. Throws OperationRefused. */
export function checkedLogin(typed: string): string {
  const login = normalizeLogin(typed);
  if (login === '' || login.length > 320 || /[\p{Cc}\u2028\u2029]/u.test(login)) {
    throw new OperationRefused('login_invalid', 'a login has 1 to 320 characters on one line');
  }
  return login;
}

/** A BCP 47 tag in its one spelling. Throws OperationRefused. */
export function checkedLocale(typed: string): string {
  try {
    return Intl.getCanonicalLocales(typed)[0] ?? '';
  } catch {
    throw new OperationRefused('locale_invalid', `${typed} is no language tag such as de or pt-BR (BCP 47)`);
  }
}

/** Throws OperationRefused when the registry declares no such role. */
export async function checkRoles(storage: Pick<Storage, 'roles'>, roles: readonly string[]): Promise<void> {
  const declared = new Set((await storage.roles.list()).map(({ name }) => name));
  const unknown = roles.find((role) => !declared.has(role));
  if (unknown === undefined) return;
  throw new OperationRefused(
    'unknown_role',
    `there is no role ${unknown}; the registry declares: ${[...declared].join(', ')}`,
  );
}

/**
 * Throws OperationRefused when a login or an address is somebody else's: an address is a name to sign in with too.
 * @param except the account that may have them
 */
export async function checkFree(
  storage: Pick<Storage, 'accounts'>,
  { login, email }: { readonly login?: string | undefined; readonly email?: string | undefined },
  except?: string,
): Promise<void> {
  const others = (found: readonly (AccountRecord | undefined)[]) =>
    found.filter((one) => one !== undefined && one.id !== except && !isUnconfirmed(one));
  if (login !== undefined) {
    const holders = [await storage.accounts.findByLogin(login), ...(await storage.accounts.findByEmail(login))];
    if (others(holders).length > 0) throw new OperationRefused('login_taken', `the login ${login} is taken`);
  }
  if (email === undefined) return;
  const holders = [...(await storage.accounts.findByEmail(email)), await storage.accounts.findByLogin(email)];
  const [holder] = others(holders);
  if (holder) throw new OperationRefused('email_taken', `the address ${email} belongs to ${holder.login}`);
}
