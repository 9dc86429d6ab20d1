/** What an upstream provider ends: the sessions of ours that began there (OpenID Connect Back-Channel Logout 1.0, section 2.7). */
import { hash } from 'node:crypto';
import type { Storage, UpstreamSessionRecord } from '@gatehouse/storage';
import type { UpstreamLogout } from '../connections/upstream/logout-token.ts';
import { type EndDependencies, endSession } from '../revocation/end.ts';
import { eventOf, type Stranger, type Work } from './work.ts';

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
  const ended = await Promise.all(
    (await listOf(parts.storage, logout)).map(async ({ sessionUid, accountId }): Promise<Work> => {
      const session = await artefacts.findByUid('Session', sessionUid);
      if (session?.payload['accountId'] !== accountId) return { writes: [], events: [] };
      return {
        writes: await endSession(parts, sessionUid),
        events: [
          eventOf(caller, 'session.ended_upstream', {
            subject: accountId,
            sessionId: sessionUid,
            target: { type: 'connection', id: connection },
          }),
        ],
      };
    }),
  );
  return {
    writes: [once, ...ended.flatMap(({ writes }) => writes)],
    events: ended.flatMap(({ events }) => events),
  };
}
