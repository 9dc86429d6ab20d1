/** The way to the authorization server and back: GET /sign-in, GET /callback, GET /continue, POST /logout. */
import { formBody, HttpError } from '@gatehouse/http';
import { html } from '@gatehouse/http/html';
import { IssuerUnavailable, meaningOfRefusal, type Session, SignInRefused } from '@gatehouse/relying-party';
import { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { errors, resumePage } from '../pages/problem.ts';
import { frame } from '../texts/frame.ts';
import { type Dependencies, ownPath, seeOther, sendDocument, sendError, signedIn } from './dependencies.ts';

/** The routes of signing in and out. */
export function signInRoutes(dependencies: Dependencies): Router {
  const { sessions, csrf, logger, parked, notices, languageChoice } = dependencies;
  const router = Router();

  router.get('/sign-in', (req, res) => sessions.start(req, res, { returnTo: ownPath(req.query['return_to']) }));

  router.get('/callback', async (req, res) => {
    const result = await sessions.finish(req, res);
    if (result.outcome === 'unknown') return sendError(dependencies, req, res, 'sign_in_unknown');
    if (result.outcome === 'refused') {
      // A step-up that failed leaves the user where they were: signed in, in front of what they wanted to do.
      if (result.former === undefined) throw result.error;
      return stepUpRefused(req, res, result.former, result.error);
    }
    logger.info({ event: 'sign_in', step_up: result.outcome !== 'signed_in' }, 'signed in');
    if (result.outcome === 'somebody_else') return seeOther(res, '/');
    const form = result.former && parked.get(result.former);
    if (result.outcome === 'confirmed' && form !== undefined) {
      parked.set(result.session, form);
      return seeOther(res, '/continue');
    }
    return seeOther(res, result.returnTo);
  });

  function stepUpRefused(req: Request, res: Response, session: Session, { code }: SignInRefused): void {
    const { resume } = frame(languageChoice.textOf(req).language);
    notices.set(session, code === 'unmet_authentication_requirements' ? resume.factorMissing : resume.refused);
    seeOther(res, parked.get(session)?.back ?? '/');
    parked.delete(session);
  }

  router.get('/continue', (req, res) => {
    const session = sessions.of(req);
    const form = session && parked.get(session);
    if (session === undefined || form === undefined) return seeOther(res, '/');
    parked.delete(session);
    const document = resumePage({
      language: languageChoice.textOf(req).language,
      here: form.back,
      signedIn: signedIn(dependencies, req, res, session),
      action: form.path,
      fields: form.fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`),
    });
    return sendDocument(res, document);
  });

  router.post('/logout', formBody(), async (req, res) => {
    csrf.check(req);
    const session = sessions.of(req);
    const url = await endOf(res, session);
    if (session !== undefined) logger.info({ event: 'sign_out' }, 'signed out');
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

/** What the protocol's errors mean to a browser. */
export const protocolErrors: ErrorRequestHandler = (error: unknown, _req, _res, next) => {
  if (error instanceof IssuerUnavailable) {
    const headers = { 'Retry-After': '5' };
    return next(new HttpError(503, 'sign_in_unavailable', error.message, { headers, cause: error }));
  }
  if (error instanceof SignInRefused) {
    const code = meaningOfRefusal(error);
    return next(new HttpError(errors[code].status, code, error.message, { detail: error.code }));
  }
  return next(error);
};
