/** POST /logout: out of this application first, then out of the authorization server (RP-Initiated Logout). */
import { formBody } from '@gatehouse/http';
import { Router } from 'express';
import { IssuerUnavailable } from '../errors.ts';
import { leaveNotice, seeOther } from '../respond.ts';
import { clearCookie, sessionCookie } from '../session.ts';
import { type Dependencies, endSession, sessionOf } from './dependencies.ts';

/** The route of signing out. */
export function signOutRoutes(dependencies: Dependencies): Router {
  const { csrf, relyingParty, logger } = dependencies;
  const router = Router();

  router.post('/logout', formBody(), async (req, res) => {
    csrf.check(req);
    const session = sessionOf(dependencies, req);
    if (session === undefined) {
      clearCookie(res, sessionCookie);
      return seeOther(res, '/');
    }
    endSession(dependencies, res, session);
    leaveNotice(res, 'signed_out');
    logger.info({ event: 'sign_out' }, 'signed out');
    return seeOther(res, await whereTo(session.tokens.idToken));
  });

  async function whereTo(idToken: string): Promise<string> {
    try {
      return (await relyingParty.endSessionUrl(idToken))?.href ?? '/';
    } catch (error) {
      if (error instanceof IssuerUnavailable) return '/';
      throw error;
    }
  }

  return router;
}
