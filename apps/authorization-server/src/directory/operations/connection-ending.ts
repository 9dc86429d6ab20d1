/** What ends with a connection that is disabled or removed: the sessions that began by it, and all that applications got of them. */
import type { Storage, UpstreamSessionRecord, Write } from '@gatehouse/storage';
import { type EndDependencies, endGrant, endSession } from '../revocation/end.ts';
import { createRevocations } from '../revocation/revocations.ts';
import { allFollow } from './followed.ts';
import type { Aside, Work } from './work.ts';

/** So many sessions are read at once. */
const atOnce = 100;

/** What an application uses to get tokens; each names the session of which it came. */
const kept = ['AuthorizationCode', 'RefreshToken', 'DeviceCode'];

/** Grants of a session live on without it where an application may work while the user is away. */
async function grantWrites(parts: EndDependencies, { sessionUid, accountId }: UpstreamSessionRecord): Promise<Write[]> {
  const found = await parts.storage.artefacts.listByAccount(accountId, { models: kept });
  const ids = found.flatMap(({ payload: { sessionUid: of, grantId } }) =>
    of === sessionUid && typeof grantId === 'string' ? [grantId] : [],
  );
  return [...new Set(ids)].flatMap((grantId) => endGrant(parts, grantId));
}

export type EndingStorage = EndDependencies['storage'] & Pick<Storage, 'revocations' | 'upstreamSessions'>;

async function endBegunBy(storage: EndingStorage, connection: string, aside: Aside): Promise<void> {
  const parts = { storage, revocations: createRevocations(storage, Date.now) };
  let afterUid = '';
  for (;;) {
    // eslint-disable-next-line no-await-in-loop -- page by page
    const page = await storage.upstreamSessions.listOfConnection(connection, { afterUid, limit: atOnce });
    for (const begun of page) {
      // eslint-disable-next-line no-await-in-loop -- one small commit after the other
      const session = await storage.artefacts.findByUid('Session', begun.sessionUid);
      const isTheirs = session?.payload['accountId'] === begun.accountId;
      // eslint-disable-next-line no-await-in-loop -- see above
      const writes = [
        ...(isTheirs ? await endSession(parts, begun.sessionUid, true) : []),
        ...(await grantWrites(parts, begun)),
      ];
      // eslint-disable-next-line no-await-in-loop -- see above
      if (writes.length > 0) await aside(writes);
    }
    if (page.length < atOnce) return;
    afterUid = page.at(-1)!.sessionUid;
  }
}

/**
 * At once, and again when no instance lets anybody in by it any more. Until then, and should the process stop meanwhile, refreshes are
 * refused all the same.
 */
export const endsBegunBy = (storage: EndingStorage, connection: string): Required<Pick<Work, 'afterwards'>> => ({
  async afterwards(aside) {
    await endBegunBy(storage, connection, aside);
    await allFollow({});
    await endBegunBy(storage, connection, aside);
  },
});

/** Before it is enabled again: what was to end when it was disabled stays dead. */
export const endedBegunBy = (storage: EndingStorage, connection: string): Required<Pick<Work, 'beforehand'>> => ({
  beforehand: (aside) => endBegunBy(storage, connection, aside),
});
