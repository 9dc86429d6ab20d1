/** The way to the authorization server and back: GET /sign-in, GET /callback. */
import { Router } from 'express';
import { leaveNotice, seeOther, sendError } from '../respond.ts';
import type { Dependencies } from './dependencies.ts';

/** The routes of signing in. */
export function signInRoutes({ sessions, logger }: Dependencies): Router {
  const router = Router();

  router.get('/sign-in', (req, res) => sessions.start(req, res, { returnTo: '/' }));

  router.get('/callback', async (req, res) => {
    const result = await sessions.finish(req, res);
    if (result.outcome === 'unknown') return sendError(res, 'sign_in_unknown');
    if (result.outcome === 'refused') {
      // A step-up that failed leaves the user where they were: signed in, in front of what they wanted to do.
      if (result.former === undefined) throw result.error;
      const isUnmet = result.error.code === 'unmet_authentication_requirements';
      leaveNotice(res, isUnmet ? 'second_factor_missing' : 'not_confirmed');
      return seeOther(res, result.returnTo);
    }
    logger.info({ event: 'sign_in', step_up: result.outcome !== 'signed_in' }, 'signed in');
    if (result.outcome === 'somebody_else') return seeOther(res, '/');
    if (result.outcome === 'confirmed') leaveNotice(res, 'confirmed');
    return seeOther(res, result.returnTo);
  });

  return router;
}
