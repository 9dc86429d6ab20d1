/** Where the person is signed in, and ending it there. */
import { field } from '@gatehouse/html';
import { sessionsOf } from '../../directory/accounts/sessions.ts';
import { signOut, signOutElsewhere } from '../../directory/operations/sessions.ts';
import { sessionsPage } from '../../pages/account/sessions.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';
import { deviceOf } from './device.ts';
import { type AccountParts, callerOf, type Visit } from './visit.ts';

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

export async function endOwnSession(parts: AccountParts, visit: Visit): Promise<void> {
  const reference = field(visit.request.body, 'session');
  await parts.commit(await signOut(parts, callerOf(visit), { accountId: visit.account.id, reference }));
  leadTo(visit, '/account/sessions', 'session_ended');
}

export async function endOtherSessions(parts: AccountParts, visit: Visit): Promise<void> {
  const { account, session } = visit;
  await parts.commit(await signOutElsewhere(parts, callerOf(visit), { accountId: account.id, keptUid: session.uid }));
  leadTo(visit, '/account/sessions', 'sessions_ended');
}
