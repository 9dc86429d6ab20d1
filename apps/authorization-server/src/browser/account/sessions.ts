/** Where the person is signed in, and ending it there. */
import type { Write } from '@gatehouse/storage';
import { endSignIns } from '../../directory/accounts/end-everything.ts';
import { sessionsOf } from '../../directory/accounts/sessions.ts';
import { endSession } from '../../directory/revocation/end.ts';
import { sessionsPage } from '../../pages/account/sessions.ts';
import { field } from '../../pages/request/form-field.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';
import { deviceOf } from './device.ts';
import { type AccountParts, record, type Visit } from './visit.ts';

export async function showSessions({ storage }: AccountParts, visit: Visit): Promise<void> {
  const { account, session, nowSeconds } = visit;
  const found = await sessionsOf(storage, account.id, nowSeconds);
  const sessions = found.map(({ uid, userAgent, ...rest }) => ({
    ...rest,
    ...deviceOf(userAgent),
    isThis: uid === session.uid,
  }));
  // This device first, then those used last.
  sessions.sort((a, b) => Number(b.isThis) - Number(a.isThis));
  sendPage(visit, sessionsPage({ ...frameOf(visit), sessions, nowSeconds }));
}

/** The writes that end every session of the account but one, and what would become another. */
export async function otherSessions(
  parts: AccountParts,
  accountId: string,
  keptUid: string,
  nowSeconds: number,
): Promise<Write[]> {
  const sessions = await sessionsOf(parts.storage, accountId, nowSeconds);
  const others = sessions.filter(({ uid }) => uid !== keptUid);
  const ended = await Promise.all(others.map(({ uid }) => endSession(parts, uid)));
  return [endSignIns(parts.storage, accountId), ...ended.flat()];
}

export async function endOwnSession(parts: AccountParts, visit: Visit): Promise<void> {
  const { account, request, nowSeconds } = visit;
  const reference = field(request.body, 'session');
  const sessions = await sessionsOf(parts.storage, account.id, nowSeconds);
  const chosen = sessions.find((session) => session.reference === reference);
  if (chosen) {
    await parts.storage.commit(await endSession(parts, chosen.uid));
    parts.audit.record(request, {
      event: 'session.ended',
      outcome: 'success',
      subject: account.id,
      sessionId: chosen.uid,
    });
  }
  leadTo(visit, '/account/sessions', 'session_ended');
}

export async function endOtherSessions(parts: AccountParts, visit: Visit): Promise<void> {
  const { account, session, nowSeconds } = visit;
  await parts.storage.commit(await otherSessions(parts, account.id, session.uid, nowSeconds));
  record(parts, visit, 'sessions.ended');
  leadTo(visit, '/account/sessions', 'sessions_ended');
}
