/** POST /logout: out of this application first, then out of the authorization server (RP-Initiated Logout). */
import { formBody } from '@gatehouse/http';
import { IssuerUnavailable, type Session } from '@gatehouse/relying-party';
import { type Response, Router } from 'express';
import { leaveNotice, seeOther } from '../respond.ts';
import type { Dependencies } from './dependencies.ts';

/** The route of signing out. */
export function signOutRoutes({ csrf, sessions, logger }: Dependencies): Router {
  const router = Router();

  router.post('/logout', formBody(), async (req, res) => {
    csrf.check(req);
    const session = sessions.of(req);
    const url = await endOf(res, session);
    if (session !== undefined) {
      leaveNotice(res, 'signed_out');
      logger.info({ event: 'sign_out' }, 'signed out');
    }
    return seeOther(res, url?.href ?? '/');
  });

  async function endOf(res: Response, session: Session | undefined): Promise<URL | undefined> {
    try {
      return await sessions.end(res, session);
    } catch (error) {
      if (error instanceof IssuerUnavailable) return undefined;
      throw error;
    }
  }

  return router;
}
