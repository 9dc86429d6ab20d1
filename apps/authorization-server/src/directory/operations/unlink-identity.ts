/** An identity at an upstream provider is the account's no more. */
import type { IdentityRecord, Storage } from '@gatehouse/storage';
import type { Mailer } from '../../delivery/mail/mailer.ts';
import type { Account } from '../accounts/accounts.ts';
import { identityNotice } from '../accounts/notices.ts';
import { type EndDependencies, endLinks, endSession, endSignIns } from '../revocation/end.ts';
import { type WaysInDependencies, withoutWayIn } from './ways-in.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface UnlinkDependencies extends EndDependencies, WaysInDependencies {
  readonly storage: EndDependencies['storage'] & WaysInDependencies['storage'] & Pick<Storage, 'upstreamSessions'>;
  /** Absent: there is no mail server. */
  readonly mailer: Pick<Mailer, 'mail'> | undefined;
  readonly issuer: string;
}

interface Unlinked {
  readonly account: Account;
  readonly identity: IdentityRecord;
  /** The one session that stays: the user does it there. */
  readonly keptUid?: string | undefined;
  /** An operator wants it even if the user has no other way to sign in. */
  readonly evenLast?: boolean | undefined;
}

/**
 * Takes an identity from a user. Sessions that began by it end, with the grants that came of them, and what is under way: who can
 * sign in there is nobody here any more. Throws OperationRefused (`last_way_in`); LostRaceError when it is the user's no more.
 */
export async function unlinkIdentity(
  dependencies: UnlinkDependencies,
  caller: Caller,
  { account, identity, keptUid, evenLast = false }: Unlinked,
): Promise<Work> {
  const { storage } = dependencies;
  const { id: accountId } = account;
  const { issuer, subject, connection } = identity;
  const expected = evenLast ? undefined : await withoutWayIn(dependencies, accountId, { identity });
  const begun = (await storage.upstreamSessions.listOfIdentity(identity)).filter((one) => one.accountId === accountId);
  const ended = begun.filter(({ sessionUid }) => sessionUid !== keptUid);
  const sessions = await Promise.all(ended.map(({ sessionUid }) => endSession(dependencies, sessionUid)));
  return {
    expected,
    writes: [
      storage.identities.writes.unlink({ issuer, subject, accountId }),
      ...begun.map(({ sessionUid }) => storage.upstreamSessions.writes.remove(sessionUid)),
      endLinks(storage, accountId),
      endSignIns(storage, accountId),
      ...identityNotice(dependencies, account, 'identity_unlinked'),
      ...sessions.flat(),
    ],
    events: [
      eventOf(caller, 'identity.unlinked', {
        target: { type: 'connection', id: connection },
        issuer,
        subject: accountId,
      }),
    ],
  };
}
