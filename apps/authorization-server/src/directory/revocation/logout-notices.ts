/**
 * Notices to applications that a session has ended (OpenID Connect Back-Channel Logout 1.0). They are writes, for the
 * commit that ends the session; `back-channel-logout.ts` of `protocol/` sends them. So no logout is forgotten, and no user waits for one.
 */
import type { Storage, Write } from '@gatehouse/storage';

/** The kind of outbox items that are these notices. */
export const logoutItem = 'back_channel_logout';

/** Whom to tell, and of whom. */
export interface LogoutNotice {
  readonly clientId: string;
  readonly accountId: string;
  /** The session as the client knows it; undefined: all that the user has there. */
  readonly sid: string | undefined;
}

/** What a stored session holds of the clients that the user went on to. */
export interface SessionPayload {
  readonly accountId?: string;
  readonly authorizations?: Readonly<
    Record<string, { readonly sid?: string; readonly grantId?: string; readonly persistsLogout?: boolean }>
  >;
}

/** A receiver that is away for longer is told no more: its own sessions have ended meanwhile, or will. */
const keptSeconds = 2 * 60 * 60;
/** More do not wait: receivers that are away for long must not fill the database. */
const mostWaiting = 10_000;

/** The writes of these notices; none for a client that does not want to be told. */
export async function noticeWrites(
  storage: Pick<Storage, 'clients' | 'outbox'>,
  notices: readonly LogoutNotice[],
): Promise<Write[]> {
  if (notices.length === 0) return [];
  const clientIds = [...new Set(notices.map(({ clientId }) => clientId))];
  const records = await Promise.all(clientIds.map((clientId) => storage.clients.find(clientId)));
  const told = new Map(
    records.flatMap((record) =>
      record && !record.disabled && typeof record.metadata['backchannel_logout_uri'] === 'string'
        ? [[record.clientId, record.metadata['backchannel_logout_session_required'] === true] as const]
        : [],
    ),
  );
  // One notice for one user where the client does not tell sessions apart; resumes in two tabs leave two rows of a session.
  const wanted = new Map<string, LogoutNotice>();
  for (const { clientId, accountId, sid } of notices) {
    const bySession = told.get(clientId);
    if (bySession === undefined || (bySession && sid === undefined)) continue;
    const notice = { clientId, accountId, sid: bySession ? sid : undefined };
    wanted.set(JSON.stringify(notice), notice);
  }
  if (wanted.size === 0 || (await storage.outbox.hasAsManyAs(logoutItem, mostWaiting))) return [];
  return [...wanted.values()].map((notice) =>
    storage.outbox.writes.add({ kind: logoutItem, payload: { ...notice }, keptSeconds }),
  );
}

/** The notices that go with the end of a stored session. */
export const noticesOf = ({ accountId, authorizations = {} }: SessionPayload): LogoutNotice[] =>
  accountId === undefined
    ? []
    : Object.entries(authorizations).map(([clientId, { sid }]) => ({ clientId, accountId, sid }));
