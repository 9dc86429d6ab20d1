/** What ends with a person, a client or a moment: everything that is stored, and everything that is out there as a JWT. */
import type { Storage, Write } from '@gatehouse/storage';
import { credentialGrantId } from '../accounts/api-key.ts';
import { endEverything, endTokens } from '../accounts/end-everything.ts';
import { grantsOf } from '../accounts/grants.ts';
import { sessionUseModel } from '../accounts/sessions.ts';
import { type LogoutNotice, noticesOf, noticeWrites, type SessionPayload } from './logout-notices.ts';
import type { Revocations } from './revocations.ts';

export interface EndParts {
  readonly storage: Storage;
  readonly revocations: Revocations;
}

/** Everything by which tokens are got. */
const artefacts = ['Session', 'Grant', 'AuthorizationCode', 'RefreshToken', 'AccessToken', 'DeviceCode'];

/**
 * The writes that end all sessions and tokens of a person, for the commit that says why. Their grants are named one by one
 * too: that ends what a request under way still issues. Applications where the person may be signed in are told.
 */
export const endAccount = async (parts: EndParts, accountId: string): Promise<Write[]> => [
  ...endEverything(parts.storage, accountId),
  ...(await revokeTokens(parts, accountId)),
  ...(await noticeWrites(parts.storage, await everywhere(parts.storage, accountId))),
];

/** Every session, and the clients that were let in by one that is over meanwhile. */
async function everywhere(storage: Storage, accountId: string): Promise<LogoutNotice[]> {
  const [sessions, grants] = await Promise.all([
    storage.artefacts.listByAccount(accountId, { models: ['Session'] }),
    grantsOf(storage, accountId, 0),
  ]);
  return [
    ...sessions.flatMap(({ payload }) => noticesOf(payload as SessionPayload)),
    ...grants.map(({ clientId }) => ({ clientId, accountId, sid: undefined })),
  ];
}

/** The same for all tokens alone: the person stays signed in here, and applications must ask again (AS-05). */
export const endAccountTokens = async (parts: EndParts, accountId: string): Promise<Write[]> => [
  endTokens(parts.storage, accountId),
  ...(await revokeTokens(parts, accountId)),
];

async function revokeTokens({ storage, revocations }: EndParts, accountId: string): Promise<Write[]> {
  const grants = await storage.artefacts.listByAccount(accountId, { models: ['Grant'] });
  const grantIds = grants.flatMap(({ payload }) => (typeof payload['jti'] === 'string' ? [payload['jti']] : []));
  return [...(grantIds.length > 0 ? [revocations.writes.grants(grantIds)] : []), revocations.writes.account(accountId)];
}

/** The writes that end one grant: all its tokens, and the grant itself. */
export const endGrant = ({ storage, revocations }: EndParts, grantId: string): Write[] => [
  storage.artefacts.writes.revokeGrant({ grantId }),
  storage.artefacts.writes.destroy({ model: 'Grant', id: grantId }),
  revocations.writes.grants([grantId]),
];

/** The writes that end an API key or a service account, and the tokens that came of it. LostRaceError when it is revoked. */
export const endCredential = ({ storage, revocations }: EndParts, id: string): Write[] => [
  storage.apiCredentials.writes.revoke(id),
  revocations.writes.grants([credentialGrantId(id)]),
];

/**
 * The writes that end one session and the grants that came of it, and tell the applications. What a client got to work on
 * while the person is away (offline_access) stays, as it does when the person signs out.
 */
export async function endSession(parts: EndParts, uid: string): Promise<Write[]> {
  const session = await parts.storage.artefacts.findByUid('Session', uid);
  const payload: SessionPayload = session?.payload ?? {};
  const grantIds = Object.values(payload.authorizations ?? {}).flatMap(({ grantId, persistsLogout }) =>
    grantId && !persistsLogout ? [grantId] : [],
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
export const endClient = ({ storage }: EndParts, clientId: string): Promise<number> =>
  storage.endArtefacts({ models: [...artefacts, 'ClientCredentials'], clientId });

/**
 * Ends what was issued or renewed before a moment.
 * @returns how many artefacts were ended
 */
export const endBefore = ({ storage }: EndParts, beforeSeconds: number, clientId?: string): Promise<number> =>
  storage.endArtefacts({ models: [...artefacts, 'ClientCredentials'], savedBeforeSeconds: beforeSeconds, clientId });
