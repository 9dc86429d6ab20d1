/** What an upstream provider ends: the sessions of ours that began there (OpenID Connect Back-Channel Logout 1.0, section 2.7). */
import { hash } from 'node:crypto';
import type { IdentityKey, Storage, UpstreamSessionRecord } from '@gatehouse/storage';
import type { UpstreamLogout } from '../connections/upstream/logout-token.ts';
import { type EndDependencies, endGrant, endSession } from '../revocation/end.ts';
import { eventOf, nothing, type Stranger, together, type Work } from './work.ts';

export interface UpstreamLogoutParts extends EndDependencies {
  readonly storage: EndDependencies['storage'] & Pick<Storage, 'upstreamSessions'>;
}

/** The model under which the identifiers of logout tokens are kept until the tokens expire. */
const model = 'UpstreamLogout';

const listOf = async (
  { upstreamSessions }: Pick<Storage, 'upstreamSessions'>,
  { issuer, subject, sid }: UpstreamLogout,
): Promise<UpstreamSessionRecord[]> => {
  if (sid === undefined) return subject === undefined ? [] : upstreamSessions.listOfIdentity({ issuer, subject });
  const found = await upstreamSessions.listOfSid({ issuer, sid });
  return found.filter((one) => subject === undefined || one.subject === subject);
};

/**
 * Ends the sessions that a logout token names, as if the user had signed out in each of them. One that names nobody known here ends
 * nothing. LostRaceError when the token was taken before.
 */
export async function endUpstreamSessions(
  parts: UpstreamLogoutParts,
  caller: Stranger,
  { connection, logout }: { readonly connection: string; readonly logout: UpstreamLogout },
): Promise<Work> {
  const { artefacts } = parts.storage;
  const { issuer, jti, expiresAtSeconds } = logout;
  const once = artefacts.writes.once({
    model,
    id: hash('sha256', JSON.stringify([issuer, jti]), 'base64url'),
    expiresAtSeconds,
  });
  const begun = await listOf(parts.storage, logout);
  return together({ writes: [once], events: [] }, await endedUpstream(parts, caller, { connection, begun }));
}

/** Ends those of the sessions that go on. */
async function endedUpstream(
  parts: UpstreamLogoutParts,
  caller: Stranger,
  {
    connection,
    begun,
    offlineToo = false,
  }: {
    readonly connection: string;
    readonly begun: readonly UpstreamSessionRecord[];
    readonly offlineToo?: boolean;
  },
): Promise<Work> {
  const target = { type: 'connection', id: connection } as const;
  const works = begun.map(async ({ sessionUid, accountId }): Promise<Work> => {
    const session = await parts.storage.artefacts.findByUid('Session', sessionUid);
    if (session?.payload['accountId'] !== accountId) return nothing;
    return {
      writes: await endSession(parts, sessionUid, offlineToo),
      events: [eventOf(caller, 'session.ended_upstream', { subject: accountId, sessionId: sessionUid, target })],
    };
  });
  return together(...(await Promise.all(works)));
}

/** An identity that the upstream lets in no more, and the grant by which that came out. */
export interface ShutOut extends IdentityKey {
  readonly accountId: string;
  readonly connection: string;
  readonly grantId: string;
  /** It is still linked to the account. */
  readonly linked: boolean;
}

/**
 * The connection by which a user came lets nobody in any more: the sessions of the identity that began by it end, with what applications
 * got to work on while the user is away, and so does the grant.
 */
export async function endsWithConnection(
  parts: UpstreamLogoutParts,
  caller: Stranger,
  {
    accountId,
    grantId,
    begun,
  }: Pick<ShutOut, 'accountId' | 'grantId'> & { readonly begun: UpstreamSessionRecord | undefined },
): Promise<Work> {
  const listed = begun ? await parts.storage.upstreamSessions.listOfIdentity(begun) : [];
  const theirs = listed.filter((one) => one.accountId === accountId && one.connection === begun?.connection);
  const connection = begun?.connection ?? '';
  const sessions = await endedUpstream(parts, caller, { connection, begun: theirs, offlineToo: true });
  return together(sessions, grantEnded(parts, caller, { accountId, grantId }));
}

const grantEnded = (
  parts: UpstreamLogoutParts,
  caller: Stranger,
  { accountId, grantId }: Pick<ShutOut, 'accountId' | 'grantId'>,
): Work => ({
  writes: endGrant(parts, grantId),
  events: [eventOf(caller, 'grant.revoked', { subject: accountId, grantId })],
});

/**
 * The upstream lets a user in no more: all sessions that began by the identity end, with what applications got to work on while the
 * user is away, and so does the grant. LostRaceError when the identity was unlinked meanwhile.
 */
export async function endShutOut(
  parts: UpstreamLogoutParts & { readonly storage: Pick<Storage, 'identities'> },
  caller: Stranger,
  { issuer, subject, accountId, connection, grantId, linked }: ShutOut,
): Promise<Work> {
  const { identities, upstreamSessions } = parts.storage;
  const listed = await upstreamSessions.listOfIdentity({ issuer, subject });
  const begun = listed.filter((one) => one.accountId === accountId);
  const sessions = await endedUpstream(parts, caller, { connection, begun, offlineToo: true });
  const tokens = linked ? [identities.writes.keepTokens({ issuer, subject, accountId, tokens: null })] : [];
  return together({ writes: tokens, events: [] }, sessions, grantEnded(parts, caller, { accountId, grantId }));
}
