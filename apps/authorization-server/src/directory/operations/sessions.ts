/** Where a user is signed in, and the end of it there. */
import { sessionsOf } from '../accounts/sessions.ts';
import { type EndDependencies, endOtherSessions, endSession } from '../revocation/end.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

export interface SessionDependencies extends EndDependencies {
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

const nowOf = ({ clock }: SessionDependencies) => Math.floor(clock() / 1000);

/**
 * Ends one session of a user, with the grants that came of it; the applications are told.
 * @param session.reference names the session in a form; one that is none of the user's any more ends nothing
 */
export async function signOut(
  dependencies: SessionDependencies,
  caller: Caller,
  { accountId, reference }: { readonly accountId: string; readonly reference: string },
): Promise<Work> {
  const sessions = await sessionsOf(dependencies.storage, accountId, nowOf(dependencies));
  const chosen = sessions.find((session) => session.reference === reference);
  if (!chosen) return nothing;
  return {
    writes: await endSession(dependencies, chosen.uid),
    events: [eventOf(caller, 'session.ended', { subject: accountId, sessionId: chosen.uid })],
  };
}

/** Ends every session of a user but one, and sign-ins under way. */
export const signOutElsewhere = async (
  dependencies: SessionDependencies,
  caller: Caller,
  { accountId, keptUid }: { readonly accountId: string; readonly keptUid: string },
): Promise<Work> => ({
  writes: await endOtherSessions(dependencies, accountId, keptUid, nowOf(dependencies)),
  events: [eventOf(caller, 'sessions.ended', { subject: accountId })],
});
