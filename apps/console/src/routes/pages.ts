/** The pages of `sections/all.ts` over HTTP: who asks, whether they may, and what becomes of what a page answers or throws. */
import { AdminRefused } from '@gatehouse/admin-client';
import { formBody } from '@gatehouse/http';
import { IssuerUnavailable, type Session, SessionEnded } from '@gatehouse/relying-party';
import { type Request, type Response, Router } from 'express';
import { ApiUnavailable, ScopeMissing, StepUpNeeded } from '../admin-api.ts';
import { formOf } from '../form-values.ts';
import { page as documentOf, sectionPaths } from '../pages/layout.ts';
import { type ErrorCode, welcomePage } from '../pages/problem.ts';
import { frame } from '../texts/frame.ts';
import type { Answer, ConsolePage, Visit } from '../visit.ts';
import { type Dependencies, seeOther, sendDocument, sendError, signedIn } from './dependencies.ts';

/** The routes of the signed-in user. */
export function pageRoutes(dependencies: Dependencies): Router {
  const { sessions, csrf, pages, languageChoice } = dependencies;
  const router = Router();
  for (const page of pages) {
    const { path, show, change } = page;
    if (show) router.get(path, (req, res) => serve(page, show, req, res));
    if (change) router.post(path, formBody(), (req, res) => serve(page, change, req, res));
  }
  router.use((req, res) => sendError(dependencies, req, res, 'not_found'));
  return router;

  async function serve(
    page: ConsolePage,
    answer: (visit: Visit) => Answer | Promise<Answer>,
    req: Request,
    res: Response,
  ) {
    const session = sessions.of(req);
    if (session === undefined) return welcome(req, res);
    const isChange = req.method === 'POST';
    if (isChange) csrf.check(req);
    const visit = visitOf(dependencies, session, req, res);
    const needed = isChange ? [page.scope, page.changeScope ?? page.scope] : [page.scope];
    const missing = [...new Set(needed)].filter((scope) => !visit.may(scope));
    if (missing.length > 0) return sendError(dependencies, req, res, 'not_allowed', { missing });
    try {
      send(dependencies, session, req, res, visit, await answer(visit));
    } catch (error) {
      await refuse(dependencies, session, page, req, res, error);
    }
  }

  function welcome(req: Request, res: Response): void {
    if (req.method === 'POST') return sendError(dependencies, req, res, 'session_ended', { retryPath: req.path });
    const { language } = languageChoice.textOf(req);
    return sendDocument(res, welcomePage({ language, here: req.originalUrl }), req.path === '/' ? 200 : 401);
  }
}

function visitOf(
  { adminApi, issuer, resource, authority, csrf, languageChoice }: Dependencies,
  session: Session,
  req: Request,
  res: Response,
): Visit {
  const { language } = languageChoice.textOf(req);
  return {
    api: adminApi(session),
    issuer,
    adminApi: resource,
    authority,
    params: req.params as Record<string, string>,
    query: new URL(req.originalUrl, 'https://this.invalid').searchParams,
    form: formOf(req.body),
    language,
    text: frame(language),
    path: req.path,
    csrf: csrf.field(req, res),
    may: (scope) => session.tokens.scopes.includes(scope),
    nowSeconds: Math.floor(Date.now() / 1000),
  };
}

function send(
  dependencies: Dependencies,
  session: Session,
  req: Request,
  res: Response,
  { language }: Visit,
  answer: Answer,
): void {
  const { notices } = dependencies;
  if ('goTo' in answer) {
    if (answer.notice !== undefined) notices.set(session, answer.notice);
    return seeOther(res, answer.goTo);
  }
  const notice = notices.get(session);
  notices.delete(session);
  const { status, ...shown } = answer;
  const here = req.method === 'GET' ? req.originalUrl : req.path;
  const frameOf = signedIn(dependencies, req, res, session);
  return sendDocument(res, documentOf({ ...shown, language, here, notice, signedIn: frameOf }), status);
}

/** The pages for what the API refuses. */
async function refuse(
  dependencies: Dependencies,
  session: Session,
  page: ConsolePage,
  req: Request,
  res: Response,
  error: unknown,
): Promise<void> {
  const retryPath = req.method === 'GET' ? req.originalUrl : backOf(page, req);
  if (error instanceof StepUpNeeded) return stepUp(dependencies, session, page, req, res, error);
  if (error instanceof SessionEnded) {
    await dependencies.sessions.end(res, session).catch(() => undefined);
    return sendError(dependencies, req, res, 'session_ended', { retryPath });
  }
  if (error instanceof ScopeMissing) {
    return sendError(dependencies, req, res, 'not_allowed', { missing: error.scopes });
  }
  if (error instanceof ApiUnavailable || error instanceof IssuerUnavailable) {
    dependencies.logger.warn({ err: error, req }, 'the admin API cannot be reached');
    return sendError(dependencies, req, res, 'api_unavailable', { retryPath });
  }
  if (!(error instanceof AdminRefused)) throw error;
  const { status, detail } = error.problem;
  return sendError(dependencies, req, res, codeOf(status), { retryPath, detail, status: status >= 500 ? 503 : status });
}

const codeOf = (status: number): ErrorCode =>
  (({ 400: 'bad_request', 403: 'not_allowed', 404: 'not_found' }) as const)[status] ??
  (status >= 500 ? 'api_unavailable' : 'refused');

/** The same page as it is shown, or the section that it belongs to. */
function backOf({ show }: ConsolePage, { path }: Request): string {
  if (show) return path;
  return Object.values(sectionPaths).find((section) => section !== '/' && path.startsWith(`${section}/`)) ?? '/';
}

/** The user authenticates again (RFC 9470); a form that they sent waits for them, and nothing is typed twice. */
async function stepUp(
  { sessions, parked }: Dependencies,
  session: Session,
  page: ConsolePage,
  req: Request,
  res: Response,
  { acrValues, maxAgeSeconds }: StepUpNeeded,
): Promise<void> {
  const isForm = req.method === 'POST';
  if (isForm) {
    const body = Object.entries((req.body ?? {}) as Record<string, string | string[]>);
    const fields = body.flatMap(([name, given]) =>
      name === 'csrf' ? [] : [given].flat().map((value) => [name, value] as const),
    );
    parked.set(session, { path: req.path, fields, back: backOf(page, req) });
  }
  const { subject, login } = session.user;
  const returnTo = isForm ? '/continue' : req.originalUrl;
  await sessions.start(req, res, { returnTo, acrValues, maxAgeSeconds, subject, login });
}
