/**
 * What an upstream provider says of a user, taken over at each sign-in: name, locale and claims where the connection says
 * `sync: always`, and the roles that it gives by groups. The address is never touched: one that changed upstream is nothing that the
 * user has proved here.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AccountRecord, Storage } from '@gatehouse/storage';
import { nameOf } from '../accounts/contact.ts';
import type { UserClaims } from '../accounts/schema.ts';
import { claimsSizeFault } from '../accounts/user-claims.ts';
import type { Connection } from '../connections/connections.ts';
import { type MappedClaims, type RawClaims, valueAt } from '../connections/mapping.ts';
import { type EndDependencies, endAccountTokens } from '../revocation/end.ts';
import { isLess } from './change-user.ts';
import { claimsOfIdentity, localeOf, rolesOfGroups } from './identities.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

export interface SyncDependencies extends EndDependencies {
  readonly storage: EndDependencies['storage'] & Pick<Storage, 'accounts'>;
  readonly userClaims: () => UserClaims;
}

/** What was said, when the user signed in or the upstream was asked again. */
export interface SaidOfUser {
  readonly account: AccountRecord;
  readonly claims: RawClaims;
  readonly mapped: MappedClaims;
  /** It is an answer to a question, which may say less than a sign-in does: groups that are not said are not gone. */
  readonly asked?: boolean;
}

const members = ['name', 'locale', 'roles', 'claims'] as const;

/** The roles of the connection follow the groups; others are left alone. */
function rolesBy(connection: Connection, { account, claims, mapped, asked = false }: SaidOfUser): readonly string[] {
  const { roles, mapping } = connection;
  const given = new Set(Object.values(roles).flat());
  const isSaid = mapping.groups !== undefined && valueAt(claims, mapping.groups) !== undefined;
  if (given.size === 0 || (asked && !isSaid)) return account.roles;
  const now = rolesOfGroups(connection, mapped);
  const kept = account.roles.filter((role) => !given.has(role) || now.includes(role));
  return [...new Set([...kept, ...now])];
}

function accountBy(connection: Connection, declared: UserClaims, said: SaidOfUser): AccountRecord {
  const { account, mapped } = said;
  const after = { ...account, roles: [...rolesBy(connection, said)] };
  if (connection.sync !== 'always') return after;
  const name = nameOf(mapped.name ?? '');
  const locale = localeOf(mapped.locale);
  const claims = { ...account.claims, ...claimsOfIdentity(declared, mapped) };
  return {
    ...after,
    ...(name !== '' && { name }),
    ...(locale !== undefined && { locale }),
    ...(claimsSizeFault(claims) === undefined && { claims }),
  };
}

/**
 * Takes it over; nothing is written where nothing changed. When a role goes or a claim changes, tokens and grants of the account end, as
 * when an operator changes it; the sign-in by which it came out goes on, for nothing of it is the account's yet.
 * LostRaceError when somebody else changed the account meanwhile.
 */
export async function syncUser(
  dependencies: SyncDependencies,
  caller: Caller,
  connection: Connection,
  said: SaidOfUser,
): Promise<Work & { readonly tokensEnd: boolean }> {
  const { account } = said;
  const after = accountBy(connection, dependencies.userClaims(), said);
  const changed = members.filter((member) => !isDeepStrictEqual(account[member], after[member]));
  if (changed.length === 0) return { ...nothing, tokensEnd: false };
  const tokensEnd = isLess(account, after);
  const event = eventOf(caller, 'account.synchronized', {
    subject: account.id,
    target: { type: 'connection', id: connection.name },
    changed,
    ...(tokensEnd && { ended: ['tokens'] }),
  });
  return {
    writes: [
      dependencies.storage.accounts.writes.change(account, after),
      ...(tokensEnd ? await endAccountTokens(dependencies, account.id) : []),
    ],
    events: [event],
    tokensEnd,
  };
}
