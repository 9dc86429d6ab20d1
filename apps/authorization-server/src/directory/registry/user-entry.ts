/**
 * One user of a registry file. The file makes the account; from then on it is the user's and the operators'. Of each member
 * is remembered what the file said when it was applied: a member counts again where the file says something new and the account
 * still is as the file left it. Everything else is left alone, and said.
 */
import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type AccountRecord, normalizeLogin, type Storage, type Write } from '@gatehouse/storage';
import { isUnconfirmed } from '../accounts/names.ts';
import { addDeclaredUser } from '../operations/add-user.ts';
import { changeDeclaredUser, type UserChange } from '../operations/change-user.ts';
import { type Caller, nothing, together, type Work } from '../operations/work.ts';
import { createRevocations } from '../revocation/revocations.ts';
import type { RegistryUser } from './schema.ts';

/** What one entry came to. */
export interface EntryOutcome {
  readonly accountId: string;
  readonly work: Work;
  readonly change: 'added' | 'changed' | undefined;
  /** Which members are others than they were, of what was changed. */
  readonly members: readonly string[];
  /** What the account is called from now on: whoever registered with it and never confirmed it is to be replaced. */
  readonly names: readonly string[];
  /** Members of which the file says something else than the account. `account`: it was deleted. */
  readonly leftAlone: readonly string[];
  /** A password that the file has is to be set. */
  readonly lacksPassword: boolean;
}

/** What is remembered: whose entry it is, and a hash of each member. */
interface Remembered {
  readonly accountId: string;
  readonly members: Readonly<Record<string, string>>;
}

type Values = Readonly<Record<string, unknown>>;

const claimPrefix = 'claims.';
const claimsAsMembers = (claims: Values): Values =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [claimPrefix + name, value]));

const membersOfEntry = (user: RegistryUser): Values => ({
  login: normalizeLogin(user.login),
  name: user.name,
  email: user.email,
  emailVerified: user.email_verified,
  locale: user.locale,
  roles: user.roles.toSorted(),
  status: user.status,
  ...claimsAsMembers(user.claims),
});

const membersOfAccount = (account: AccountRecord): Values => ({
  login: account.login,
  name: account.name,
  email: account.email,
  emailVerified: account.emailVerified,
  locale: account.locale,
  roles: account.roles.toSorted(),
  status: account.status,
  ...claimsAsMembers(account.claims),
});

/** Bound to the account, so that equal values of two users do not look equal. */
const hashOf = (accountId: string, member: string, value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([accountId, member, value]))
    .digest('base64url')
    .slice(0, 22);

const hashesOf = (accountId: string, values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([member, value]) => [member, hashOf(accountId, member, value)]),
  );

/** Whoever registered with a login and never confirmed it is not the user of the file. */
const lasting = (account: AccountRecord | undefined) => (account && !isUnconfirmed(account) ? account : undefined);

/** Applies one entry to the account that it is about, if there is one. */
export async function applyUser(storage: Storage, caller: Caller, user: RegistryUser): Promise<EntryOutcome> {
  const remembered = (await storage.declarations.find('user', user.login)) as Remembered | undefined;
  const declared = membersOfEntry(user);
  const known = remembered && (await storage.accounts.find(remembered.accountId));
  const stored =
    lasting(known) ??
    lasting(await storage.accounts.findByLogin(user.login)) ??
    (user.id === undefined ? undefined : await storage.accounts.find(user.id));
  const remember = (accountId: string, members: Record<string, string>): Write[] => {
    const data = { accountId, members };
    return isDeepStrictEqual(data, remembered) ? [] : [storage.declarations.writes.put('user', user.login, data)];
  };
  if (!stored) {
    if (remembered && !known && isDeepStrictEqual(remembered.members, hashesOf(remembered.accountId, declared))) {
      const { accountId } = remembered;
      return {
        accountId,
        work: nothing,
        change: undefined,
        members: [],
        names: [],
        leftAlone: ['account'],
        lacksPassword: false,
      };
    }
    return added(storage, caller, user, remember, declared);
  }
  const { id } = stored;
  const isOurs = remembered?.accountId === id;
  const before = isOurs ? remembered.members : {};
  const now = hashesOf(id, declared);
  const actual = membersOfAccount(stored);
  const held = hashesOf(id, actual);
  const next: Record<string, string> = {};
  const counting: string[] = [];
  const leftAlone: string[] = [];
  for (const member of new Set([...Object.keys(now), ...Object.keys(before), ...Object.keys(held)])) {
    const [file, last, own] = [now[member], before[member], held[member]];
    if (file === own) {
      if (file !== undefined) next[member] = file;
    } else if (isOurs && file !== last && last === own) {
      counting.push(member);
      if (file !== undefined) next[member] = file;
    } else {
      // Something that the file never named and does not name now is nobody's affair.
      if (file !== undefined || last !== undefined) leftAlone.push(member);
      if (last !== undefined) next[member] = last;
    }
  }
  // Whether an address is confirmed is said of that address and of no other.
  const isSameAddress = counting.includes('email') || held['email'] === now['email'];
  const applying = counting.filter((member) => member !== 'emailVerified' || isSameAddress);
  const changed = await changeDeclaredUser(
    { storage, revocations: createRevocations(storage, Date.now), mailer: undefined, issuer: '', clock: Date.now },
    caller,
    { before: stored, change: changeOf(applying, declared, stored, user) },
  );
  return {
    accountId: id,
    work: together({ writes: remember(id, next), events: [] }, changed),
    change: changed.changed.length > 0 ? 'changed' : undefined,
    members: applying,
    names: applying.includes('email') ? [user.email] : [],
    leftAlone,
    lacksPassword: isOurs && (await storage.credentials.find(id, 'password')) === undefined,
  };
}

function added(
  storage: Storage,
  caller: Caller,
  user: RegistryUser,
  remember: (accountId: string, members: Record<string, string>) => Write[],
  declared: Values,
): EntryOutcome {
  const { email_verified: emailVerified, password: _password, ...rest } = user;
  const id = user.id ?? randomUUID();
  return {
    accountId: id,
    work: together(addDeclaredUser(storage, caller, { ...rest, id, emailVerified }), {
      writes: remember(id, hashesOf(id, declared)),
      events: [],
    }),
    change: 'added',
    members: [],
    names: [user.login, user.email],
    leftAlone: [],
    lacksPassword: true,
  };
}

function changeOf(members: readonly string[], declared: Values, stored: AccountRecord, user: RegistryUser): UserChange {
  const has = (member: string) => members.includes(member);
  const claims = { ...stored.claims };
  for (const member of members.filter((name) => name.startsWith(claimPrefix))) {
    const name = member.slice(claimPrefix.length);
    if (declared[member] === undefined) delete claims[name];
    else claims[name] = declared[member];
  }
  return {
    // The entry is found by it, so it does not follow a new address.
    login: stored.login,
    name: has('name') ? user.name : undefined,
    email: has('email') ? user.email : undefined,
    // With another address goes what the file says of that one.
    emailVerified: has('emailVerified') || has('email') ? user.email_verified : undefined,
    locale: has('locale') ? (user.locale ?? null) : undefined,
    roles: has('roles') ? user.roles : undefined,
    claims,
    status: has('status') ? user.status : undefined,
  };
}
