/** Where the user is signed in, and ending it there. */
import { deviceOf, field } from '@gatehouse/html';
import { sessionsOf } from '../../directory/accounts/sessions.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import { type SessionDependencies, signOut, signOutElsewhere } from '../../directory/operations/sessions.ts';
import { sessionsPage } from '../../pages/account/sessions.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';

interface SessionsDependencies extends SessionDependencies {
  readonly commit: Commit;
}

async function showSessions({ storage }: SessionsDependencies, request: AccountRequest): Promise<void> {
  const { account, session, nowSeconds } = request;
  const found = await sessionsOf(storage, account.id, nowSeconds);
  const sessions = found.map(({ uid, userAgent, ...rest }) => ({
    ...rest,
    ...deviceOf(userAgent),
    isThis: uid === session.uid,
  }));
  // This device first, then those used last.
  sessions.sort((a, b) => Number(b.isThis) - Number(a.isThis));
  sendPage(request, sessionsPage({ ...frameOf(request), sessions, nowSeconds }));
}

async function endOwnSession(dependencies: SessionsDependencies, request: AccountRequest): Promise<void> {
  const reference = field(request.http.body, 'session');
  await dependencies.commit(
    await signOut(dependencies, callerOf(request), { accountId: request.account.id, reference }),
  );
  leadTo(request, '/account/sessions', 'session_ended');
}

async function endOtherSessions(dependencies: SessionsDependencies, request: AccountRequest): Promise<void> {
  const { account, session } = request;
  await dependencies.commit(
    await signOutElsewhere(dependencies, callerOf(request), { accountId: account.id, keptUid: session.uid }),
  );
  leadTo(request, '/account/sessions', 'sessions_ended');
}

export const page: AccountPage<SessionsDependencies> = {
  section: 'sessions',
  routes: {
    '/sessions': { get: showSessions },
    '/sessions/end': { post: endOwnSession },
    '/sessions/end-others': { post: endOtherSessions },
  },
};
