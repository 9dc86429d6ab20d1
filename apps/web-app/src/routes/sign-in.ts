/** The way to the authorization server and back: GET /sign-in, GET /callback. */
import { readCookie } from '@gatehouse/http';
import type { Request, Response } from 'express';
import { Router } from 'express';
import { SignInRefused } from '../errors.ts';
import type { SignInPurpose } from '../relying-party.ts';
import { leaveNotice, seeOther, sendError } from '../respond.ts';
import { sessionCookie, setCookie } from '../session.ts';
import type { Transaction } from '../transaction.ts';
import { type Dependencies, sessionOf } from './dependencies.ts';

/** Sends the browser to the authorization server. */
export async function startSignIn(
  dependencies: Dependencies,
  req: Request,
  res: Response,
  purpose: SignInPurpose,
): Promise<void> {
  const { url, transaction } = await dependencies.relyingParty.start(purpose);
  dependencies.transactions.remember(req, res, transaction);
  seeOther(res, url.href);
}

/** The routes of signing in. */
export function signInRoutes(dependencies: Dependencies): Router {
  const { publicOrigin, relyingParty, sessions, transactions, logger } = dependencies;
  const router = Router();

  router.get('/sign-in', (req, res) => startSignIn(dependencies, req, res, { returnTo: '/' }));

  router.get('/callback', async (req, res) => {
    const { state } = req.query;
    const transaction = typeof state === 'string' ? transactions.recall(req, res, state) : undefined;
    if (transaction === undefined) return sendError(res, 'sign_in_unknown');

    const result = await finish(new URL(req.originalUrl, publicOrigin), transaction);
    if (result instanceof SignInRefused) {
      // A step-up that failed leaves the user where they were: signed in, in front of what they wanted to do.
      if (transaction.subject === undefined || sessionOf(dependencies, req) === undefined) throw result;
      const isUnmet = result.code === 'unmet_authentication_requirements';
      leaveNotice(res, isUnmet ? 'second_factor_missing' : 'not_confirmed');
      return seeOther(res, transaction.returnTo);
    }
    const { user, tokens } = result;
    const former = readCookie(req, sessionCookie);
    if (former !== undefined) sessions.drop(former);
    setCookie(res, sessionCookie, sessions.add({ user, tokens, refreshing: undefined }));
    logger.info({ event: 'sign_in', step_up: transaction.subject !== undefined }, 'signed in');

    if (transaction.subject === undefined) return seeOther(res, transaction.returnTo);
    // Somebody else came back: that is a plain sign-in, and what the first user had begun does not go on.
    if (transaction.subject !== user.subject) return seeOther(res, '/');
    leaveNotice(res, 'confirmed');
    return seeOther(res, transaction.returnTo);
  });

  async function finish(callbackUrl: URL, transaction: Transaction) {
    try {
      return await relyingParty.finish(callbackUrl, transaction);
    } catch (error) {
      if (error instanceof SignInRefused) return error;
      throw error;
    }
  }

  return router;
}

/** The words for a sign-in that failed. */
export function signInErrorCode(
  error: SignInRefused,
): 'sign_in_cancelled' | 'sign_in_refused' | 'sign_in_unknown' | 'sign_in_unavailable' {
  if (error.code === 'access_denied') return 'sign_in_cancelled';
  if (error.code === 'temporarily_unavailable' || error.code === 'server_error') return 'sign_in_unavailable';
  return error.code === 'invalid_grant' || error.code === 'invalid_response' ? 'sign_in_unknown' : 'sign_in_refused';
}
