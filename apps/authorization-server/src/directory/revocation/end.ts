/**
 * The one place that says what ends with what: with a user, a session, a grant, a credential, a client, or a moment. Everything that
 * is stored ends, and everything that is out there as a JWT. What is given back are writes, for the commit that says why; what is
 * announced stands last among them.
 */
import type { Storage, Write } from '@gatehouse/storage';
import { credentialGrantId } from '../accounts/api-key.ts';
import { grantsOf } from '../accounts/grants.ts';
import { linkKinds } from '../accounts/links.ts';
import { sessionsOf, sessionUseModel } from '../accounts/sessions.ts';
import { type LogoutNotice, noticesOf, noticeWrites, type SessionPayload } from './logout-notices.ts';
import type { Revocations } from './revocations.ts';

export interface EndDependencies {
  readonly storage: Pick<Storage, 'artefacts' | 'apiCredentials' | 'clients' | 'outbox' | 'endArtefacts'>;
  readonly revocations: Revocations;
}

/** The model of what was proved so far in a sign-in. */
export const signInModel = 'SignIn';

/** Sign-ins under way: what was proved in them, and results that the browser has not fetched. */
const signInModels = ['Interaction', signInModel];
/** What belongs to a grant, and the grant itself. */
const grantModels = ['Grant', 'AuthorizationCode', 'RefreshToken', 'AccessToken', 'DeviceCode'];
/** By which a user gets in, or an application gets tokens, without proving anything again. */
const tokenModels = ['KnownBrowser', ...signInModels, 'PasswordReset', ...grantModels];
/** All that is ended of everybody, or of a client. */
const issuedModels = ['Session', ...grantModels, 'ClientCredentials'];

type Artefacts = Pick<Storage, 'artefacts'>;

/**
 * Every link that was mailed to the account; none of them opens anything any more. Each operation that changes a credential or the
 * address ends them: they were asked for by somebody who could prove less, or something else.
 */
export const endLinks = ({ artefacts }: Artefacts, accountId: string): Write =>
  artefacts.writes.destroyByAccount({ accountId, models: linkKinds });

/** Sign-ins of the account that have not led to a session yet. */
export const endSignIns = ({ artefacts }: Artefacts, accountId: string): Write =>
  artefacts.writes.destroyByAccount({ accountId, models: signInModels });

/** Grants and tokens of the account, sign-ins under way, and the browsers that were known; sessions stay. */
const endTokens = ({ artefacts }: Artefacts, accountId: string): Write =>
  artefacts.writes.destroyByAccount({ accountId, models: tokenModels });

/** The same, and the sessions. */
export const endEverything = ({ artefacts }: Artefacts, accountId: string): Write =>
  artefacts.writes.destroyByAccount({ accountId, models: ['Session', sessionUseModel, ...tokenModels] });

/**
 * All sessions and tokens of a user. Their grants are named one by one too: that ends what a request under way still issues.
 * Applications where the user may be signed in are told.
 */
export const endAccount = async (parts: EndDependencies, accountId: string): Promise<Write[]> => [
  endEverything(parts.storage, accountId),
  ...(await noticeWrites(parts.storage, await everywhere(parts.storage, accountId))),
  ...(await revokeTokens(parts, accountId)),
];

/**
 * The same but for one session: the user goes on where the old password was just proved.
 * @param keptUid the session that stays
 */
export const endAccountElsewhere = async (
  parts: EndDependencies,
  accountId: string,
  keptUid: string,
  nowSeconds: number,
): Promise<Write[]> => [
  endTokens(parts.storage, accountId),
  ...(await endOtherSessions(parts, accountId, keptUid, nowSeconds)),
  ...(await revokeTokens(parts, accountId)),
];

/**
 * What a user got before a moment, sessions and tokens. Applications of the sessions that end are told.
 * @param beforeSeconds whole seconds since the epoch
 */
export async function endAccountBefore(
  parts: EndDependencies,
  accountId: string,
  beforeSeconds: number,
): Promise<Write[]> {
  const { artefacts } = parts.storage;
  const older = (await artefacts.listByAccount(accountId)).filter(
    ({ writtenAtSeconds }) => writtenAtSeconds < beforeSeconds,
  );
  const sessions = older.filter(({ model }) => model === 'Session');
  return [
    ...older.map(({ model, key }) => artefacts.writes.destroy({ model, key })),
    ...(await noticeWrites(
      parts.storage,
      sessions.flatMap(({ payload }) => noticesOf(payload as SessionPayload)),
    )),
    parts.revocations.writes.account(accountId, beforeSeconds),
  ];
}

/** Every session, and the clients that were let in by one that is over meanwhile. */
async function everywhere(storage: Artefacts, accountId: string): Promise<LogoutNotice[]> {
  const [sessions, grants] = await Promise.all([
    storage.artefacts.listByAccount(accountId, { models: ['Session'] }),
    grantsOf(storage, accountId, 0),
  ]);
  return [
    ...sessions.flatMap(({ payload }) => noticesOf(payload as SessionPayload)),
    ...grants.map(({ clientId }) => ({ clientId, accountId, sid: undefined })),
  ];
}

/** All tokens of a user alone: the user stays signed in here, and applications must ask again (AS-05). */
export const endAccountTokens = async (parts: EndDependencies, accountId: string): Promise<Write[]> => [
  endTokens(parts.storage, accountId),
  ...(await revokeTokens(parts, accountId)),
];

async function revokeTokens({ storage, revocations }: EndDependencies, accountId: string): Promise<Write[]> {
  const grants = await storage.artefacts.listByAccount(accountId, { models: ['Grant'] });
  const grantIds = grants.flatMap(({ payload }) => (typeof payload['jti'] === 'string' ? [payload['jti']] : []));
  return [...(grantIds.length > 0 ? [revocations.writes.grants(grantIds)] : []), revocations.writes.account(accountId)];
}

/** One grant: all its tokens, and the grant itself. */
export const endGrant = (
  { storage, revocations }: { readonly storage: Artefacts; readonly revocations: Revocations },
  grantId: string,
): Write[] => [
  storage.artefacts.writes.revokeGrant({ grantId }),
  storage.artefacts.writes.destroy({ model: 'Grant', id: grantId }),
  revocations.writes.grants([grantId]),
];

/** API keys or service accounts, and the tokens that came of them. LostRaceError when one of them is revoked. */
export const endCredentials = ({ storage, revocations }: EndDependencies, ids: readonly string[]): Write[] => [
  ...ids.map((id) => storage.apiCredentials.writes.revoke(id)),
  revocations.writes.grants(ids.map(credentialGrantId)),
];

/** All sessions of a user but one, as `endSession` does, and the sign-ins that would become another. */
export async function endOtherSessions(
  parts: EndDependencies,
  accountId: string,
  keptUid: string,
  nowSeconds: number,
): Promise<Write[]> {
  const sessions = await sessionsOf(parts.storage, accountId, nowSeconds);
  const others = sessions.filter(({ uid }) => uid !== keptUid);
  const ended = await Promise.all(others.map(({ uid }) => endSession(parts, uid)));
  return [endSignIns(parts.storage, accountId), ...ended.flat()];
}

/**
 * One session and the grants that came of it; the applications are told. What a client got to work on while the user is away
 * (offline_access) stays, as it does when the user signs out.
 * @param offlineToo that ends as well: the user is let in no more
 */
export async function endSession(parts: EndDependencies, uid: string, offlineToo = false): Promise<Write[]> {
  const session = await parts.storage.artefacts.findByUid('Session', uid);
  const payload: SessionPayload = session?.payload ?? {};
  const grantIds = Object.values(payload.authorizations ?? {}).flatMap(({ grantId, persistsLogout }) =>
    grantId && (offlineToo || !persistsLogout) ? [grantId] : [],
  );
  return [
    parts.storage.artefacts.writes.destroyByUid({ model: 'Session', uid }),
    parts.storage.artefacts.writes.destroy({ model: sessionUseModel, id: uid }),
    ...grantIds.flatMap((grantId) => endGrant(parts, grantId)),
    ...(await noticeWrites(parts.storage, noticesOf(payload))),
  ];
}

/**
 * Ends what a disabled client had, once no instance takes it for enabled any more. What it had is useless meanwhile, and so
 * it stays should somebody enable the client again.
 * @returns how many artefacts were ended
 */
export const endClient = ({ storage }: EndDependencies, clientId: string): Promise<number> =>
  storage.endArtefacts({ models: issuedModels, clientId });

/**
 * Ends what was issued or renewed before a moment.
 * @returns how many artefacts were ended
 */
export const endBefore = ({ storage }: EndDependencies, beforeSeconds: number, clientId?: string): Promise<number> =>
  storage.endArtefacts({ models: issuedModels, savedBeforeSeconds: beforeSeconds, clientId });
