/** Identities at upstream providers: who they are here, and what comes of it. Who is let in, `connections/linking.ts` decides. */
import { randomBytes, randomUUID } from 'node:crypto';
import { type AccountRecord, type IdentityRecord, normalizeLogin, type Storage } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import { emailOf, nameOf } from '../accounts/contact.ts';
import { isUnconfirmed } from '../accounts/names.ts';
import { identityNotice } from '../accounts/notices.ts';
import type { UserClaims } from '../accounts/schema.ts';
import { hasSecondFactor, type SecondFactors } from '../accounts/second-factors.ts';
import { claimsSizeFault, claimValueFault } from '../accounts/user-claims.ts';
import { domainOf } from '../connections/challenge.ts';
import type { Connection } from '../connections/connections.ts';
import { keptFor, tokensFor } from '../connections/kept-tokens.ts';
import { decideLinking, type LinkingDecision } from '../connections/linking.ts';
import type { MappedClaims } from '../connections/mapping.ts';
import type { UpstreamTokens } from '../connections/upstream/upstream.ts';
import { adminIndicator } from '../resources/admin-api.ts';
import type { Resources } from '../resources/resources.ts';
import { endLinks } from '../revocation/end.ts';
import { newAccount } from './add-user.ts';
import { type Caller, eventOf, together, type Work } from './work.ts';

/** A user of an upstream provider who has just proved to be it. */
export interface ProvedIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly mapped: MappedClaims;
  /** To be kept, where the connection keeps them. */
  readonly tokens?: UpstreamTokens | undefined;
}

export interface IdentityDependencies {
  readonly storage: Pick<Storage, 'accounts' | 'artefacts' | 'identities' | 'revisions' | 'roles'>;
  readonly secondFactors: Pick<SecondFactors, 'of'>;
  readonly resources: Pick<Resources, 'scopesOfRoles'>;
  readonly issuer: string;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  /** What everybody gets who has an account made. */
  readonly registrationRoles: () => readonly string[];
  readonly userClaims: () => UserClaims;
}

/** Who an identity is, and the account that this is about. */
export interface Resolved {
  readonly decision: LinkingDecision;
  /** Of `sign_in`: whose it is, whatever its status. Of `link`: whose it becomes. */
  readonly account: AccountRecord | undefined;
  readonly identity: IdentityRecord | undefined;
  /** Of `link`: the revision of the user by which it was decided. */
  readonly revision?: number;
}

async function linkedTo(
  { identities, accounts }: Pick<Storage, 'accounts' | 'identities'>,
  key: Pick<ProvedIdentity, 'issuer' | 'subject'>,
): Promise<Resolved | undefined> {
  const identity = await identities.find(key);
  const account = identity && (await accounts.find(identity.accountId));
  return account && { decision: { kind: 'sign_in' }, account, identity };
}

/** Looks up who an identity is. One read where it is linked. */
export async function resolveIdentity(
  dependencies: IdentityDependencies,
  connection: Connection,
  { issuer, subject, mapped }: ProvedIdentity,
): Promise<Resolved> {
  const { storage, secondFactors, resources, issuer: own } = dependencies;
  const linked = await linkedTo(storage, { issuer, subject });
  if (linked) return linked;
  const email = addressOf(mapped);
  const owners = email === undefined ? [] : await ownersOf(storage, email);
  const [owner] = owners;
  // Another first sign-in of this identity may have made that account a moment ago.
  const since = owner && (await linkedTo(storage, { issuer, subject }));
  if (since) return since;
  // Read before the factors: whatever is added after this makes the link lose.
  const revision = owner && connection.trust_email ? await storage.revisions.find('user', owner.id) : 0;
  const decision = decideLinking({
    linked: false,
    address: email === undefined ? 'none' : mapped.emailVerified ? 'verified' : 'unverified',
    domainProved: email !== undefined && isOfProvedDomain(connection, email, mapped),
    trusted: connection.trust_email,
    signUp: connection.sign_up,
    owner: owner && {
      verified: owners.length === 1 && owner.emailVerified && owner.status === 'active' && isAddressOf(owner, email),
      secondFactor: hasSecondFactor(await secondFactors.of(owner.id)),
      privileged: resources.scopesOfRoles(owner.roles, adminIndicator(own)).size > 0,
    },
  });
  const isLink = decision.kind === 'link';
  return { decision, account: isLink ? owner : undefined, identity: undefined, ...(isLink && { revision }) };
}

/** Everybody makes an account there, or several tenants do, and each writes what addresses it likes. */
function isOpenToAll(connection: Connection): boolean {
  switch (connection.kind) {
    case 'microsoft':
      return connection.tenants !== undefined;
    case 'google':
      return connection.hosted_domains === undefined;
    default:
      return connection.kind === 'apple' || connection.kind === 'github';
  }
}

/** A domain that is proved says nothing for an address that is not verified, where anybody may have written it. */
const isOfProvedDomain = (connection: Connection, email: string, { emailVerified }: MappedClaims): boolean =>
  connection.provedDomains.includes(domainOf(email) ?? '') && (emailVerified || !isOpenToAll(connection));

/** None where it becomes another one in the form in which addresses are kept (a full-width `ｋ` and `k`): that may be another user's. */
function addressOf({ email: said = '' }: MappedClaims): string | undefined {
  const email = emailOf(said);
  return email === said.trim() ? email : undefined;
}

const isAddressOf = ({ email }: AccountRecord, said: string | undefined): boolean =>
  said !== undefined && email?.toLowerCase() === said.toLowerCase();

/** All accounts to which an address leads, as an address or as a login. */
async function ownersOf({ accounts }: Pick<Storage, 'accounts'>, email: string): Promise<AccountRecord[]> {
  const found = [...(await accounts.findByEmail(email)), (await accounts.findByLogin(email)) ?? []].flat();
  const owners = new Map(found.filter((one) => !isUnconfirmed(one)).map((one) => [one.id, one]));
  return [...owners.values()];
}

const profileOf = ({ email, name }: MappedClaims) => ({
  ...(email !== undefined && { email }),
  ...(name !== undefined && { name }),
});

const useOf = (connection: Connection, { issuer, subject, mapped, tokens }: ProvedIdentity, accountId: string) => ({
  issuer,
  subject,
  accountId,
  connection: connection.name,
  profile: profileOf(mapped),
  tokens: connection.keep_tokens ? tokens && keptFor(connection, tokens) : undefined,
});

/** What records say of an identity: the connection and the issuer, and not who somebody is there. */
const recordedOf = ({ name: id }: Connection, { issuer }: ProvedIdentity) => ({
  target: { type: 'connection', id },
  issuer,
});

/** It was linked and is used. LostRaceError when it was unlinked meanwhile. */
export function useIdentity(
  { storage }: Pick<IdentityDependencies, 'storage'>,
  connection: Connection,
  identity: ProvedIdentity,
  { accountId, tokens: kept }: Pick<IdentityRecord, 'accountId' | 'tokens'>,
): Work {
  const { tokens, ...use } = useOf(connection, identity, accountId);
  // Some give a refresh token at the first sign-in alone.
  const older = tokensFor(connection, { tokens: kept })['refresh_token'];
  const withOlder = tokens && { refresh_token: older, ...tokens };
  return { writes: [storage.identities.writes.use({ ...use, tokens: withOlder })], events: [] };
}

interface Linked {
  readonly identity: ProvedIdentity;
  readonly accountId: string;
}

/** The account that an identity becomes one more way into by itself, as it was when that was decided. */
interface Judged {
  readonly account: AccountRecord;
  readonly revision: number;
}

/** It becomes the account's. */
const linking = (
  { storage }: Pick<IdentityDependencies, 'storage'>,
  caller: Caller,
  connection: Connection,
  { identity, accountId }: Linked,
): Work => ({
  writes: [storage.identities.writes.link(useOf(connection, identity, accountId))],
  events: [eventOf(caller, 'identity.linked', { ...recordedOf(connection, identity), subject: accountId })],
});

/**
 * It becomes one more way into an account that there is; its user is told, and links that were mailed before end. ConflictError when
 * it is linked already.
 */
export async function linkIdentity(
  dependencies: Pick<IdentityDependencies, 'storage' | 'mailer' | 'issuer'>,
  caller: Caller,
  connection: Connection,
  linked: Linked,
): Promise<Work> {
  const { storage } = dependencies;
  const account = await storage.accounts.find(linked.accountId);
  const told: Work = {
    writes: [
      endLinks(storage, linked.accountId),
      ...(account ? identityNotice(dependencies, account, 'identity_linked') : []),
    ],
    events: [],
  };
  return together(linking(dependencies, caller, connection, linked), told);
}

/**
 * The same, without a question to its user: only while the account still is what it was decided by, with its address and roles as they
 * were read, and no factor more. LostRaceError otherwise.
 */
export async function linkBySelf(
  dependencies: Pick<IdentityDependencies, 'storage' | 'mailer' | 'issuer'>,
  caller: Caller,
  connection: Connection,
  { identity, account, revision }: Pick<Linked, 'identity'> & Judged,
): Promise<Work> {
  const same: Work = {
    writes: [dependencies.storage.accounts.writes.change(account, account)],
    events: [],
    expected: { type: 'user', id: account.id, revision },
  };
  return together(same, await linkIdentity(dependencies, caller, connection, { identity, accountId: account.id }));
}

/** Roles that the groups of an identity give, by what the connection declares. */
export const rolesOfGroups = ({ roles }: Connection, { groups }: MappedClaims): string[] => [
  ...new Set(groups.flatMap((group) => (Object.hasOwn(roles, group) ? roles[group]! : []))),
];

/** Values of the claims that are declared here and fit. */
export function claimsOfIdentity(declared: UserClaims, { claims }: MappedClaims): Record<string, unknown> {
  const good = Object.entries(claims).filter(([name, value]) => claimValueFault(declared, name, value) === undefined);
  const values = Object.fromEntries(good);
  return claimsSizeFault(values) === undefined ? values : {};
}

/** A login that nobody has: what the upstream says, the address, or the name of the connection with something random. */
async function freeLogin(
  { accounts }: Pick<Storage, 'accounts'>,
  connection: Connection,
  { login, email }: { readonly login: string | undefined; readonly email: string | undefined },
) {
  for (const wanted of [login, email]) {
    const one = wanted === undefined ? '' : normalizeLogin(wanted);
    if (one === '' || /[\p{C}\p{Zl}\p{Zp}]/u.test(one)) continue;
    // It signs its user in like an address, so it must be one that is theirs.
    if (one.includes('@') && one !== normalizeLogin(email ?? '')) continue;
    // eslint-disable-next-line no-await-in-loop -- the second is looked up only if the first is taken
    const holders = [await accounts.findByLogin(one), ...(await accounts.findByEmail(one))];
    if (holders.every((holder) => holder === undefined || isUnconfirmed(holder))) return one;
  }
  return `${connection.name}-${randomBytes(6).toString('hex')}`;
}

/**
 * A new account for an identity. Its address counts as confirmed only when the upstream has verified it and its domain is proved; an
 * address that the upstream has not verified is not kept at all. ConflictError when the identity came to be linked meanwhile.
 */
export async function createFromIdentity(
  { storage, registrationRoles, userClaims }: IdentityDependencies,
  caller: Omit<Caller, 'actor'>,
  connection: Connection,
  identity: ProvedIdentity,
): Promise<Work & { readonly accountId: string }> {
  const { mapped } = identity;
  const id = randomUUID();
  const said = addressOf(mapped);
  const proved = said !== undefined && isOfProvedDomain(connection, said, mapped);
  const isFree = said !== undefined && (await ownersOf(storage, said)).length === 0;
  const email = isFree && (mapped.emailVerified || proved) ? said : undefined;
  const account = {
    id,
    login: await freeLogin(storage, connection, { login: mapped.login, email }),
    name: nameOf(mapped.name ?? '') || undefined,
    email,
    emailVerified: email !== undefined && mapped.emailVerified && proved,
    locale: localeOf(mapped.locale),
    roles: [...new Set([...registrationRoles(), ...rolesOfGroups(connection, mapped)])],
    claims: claimsOfIdentity(userClaims(), mapped),
    status: 'active' as const,
  };
  const actor = { type: 'user', id } as const;
  const linked = linking({ storage }, { ...caller, actor }, connection, { identity, accountId: id });
  const made = {
    writes: await newAccount(storage, account),
    events: [eventOf({ ...caller, actor }, 'account.registered', { ...recordedOf(connection, identity), subject: id })],
  };
  return { accountId: id, ...together(made, linked) };
}

/** The tag in its canonical form; undefined for what is none. */
export function localeOf(said: string | undefined): string | undefined {
  try {
    return said === undefined ? undefined : Intl.getCanonicalLocales(said.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}
