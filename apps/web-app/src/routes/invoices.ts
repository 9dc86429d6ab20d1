/** The pages behind the sign-in: GET /, GET /invoices/:id, POST /invoices/:id/approve. */
import { formBody } from '@gatehouse/http';
import type { Session } from '@gatehouse/relying-party';
import { type Request, type Response, Router } from 'express';
import type { Answer } from '../api.ts';
import { homePage } from '../pages/home.ts';
import { invoicePage } from '../pages/invoice.ts';
import { invoicesPage, noInvoicesPage } from '../pages/invoices.ts';
import { leaveNotice, seeOther, sendError, sendPage, takeNotice } from '../respond.ts';
import { type Dependencies, signedIn } from './dependencies.ts';

/** The routes of the signed-in user. */
export function invoiceRoutes(dependencies: Dependencies): Router {
  const { api, csrf, issuer, sessions } = dependencies;
  const router = Router();

  router.get('/', async (req, res) => {
    const session = sessions.of(req);
    if (session === undefined) return sendPage(res, homePage({ noticeCode: takeNotice(req, res) }));
    const cursor = cursorOf(req);
    if (cursor === false) return sendError(res, 'bad_request');
    const answer = await api.invoices(session, cursor);
    if (answer.outcome === 'forbidden') {
      return sendPage(res, noInvoicesPage({ signedIn: signedIn(dependencies, req, res, session) }));
    }
    if (answer.outcome !== 'ok') return refuse(req, res, session, answer);
    const { user, tokens } = session;
    return sendPage(
      res,
      invoicesPage({
        signedIn: signedIn(dependencies, req, res, session),
        ...answer.value,
        isFirstPage: cursor === undefined,
        noticeCode: takeNotice(req, res),
        today: today(),
        session: {
          issuer,
          subject: user.subject,
          authTimeSeconds: user.authTimeSeconds,
          scopes: tokens.scopes,
          renewsInSeconds: Math.round((tokens.expiresAtMs - performance.now()) / 1000),
        },
      }),
    );
  });

  router.get('/invoices/:id', async (req, res) => {
    const session = sessions.of(req);
    if (session === undefined) return sendError(res, 'session_ended');
    const answer = await api.invoice(session, req.params.id);
    if (answer.outcome !== 'ok') return refuse(req, res, session, answer);
    return sendPage(
      res,
      invoicePage({
        signedIn: signedIn(dependencies, req, res, session),
        invoice: answer.value,
        mayAsk: session.tokens.scopes.includes('invoice_approve'),
        noticeCode: takeNotice(req, res),
        today: today(),
      }),
    );
  });

  router.post('/invoices/:id/approve', formBody(), async (req, res) => {
    const session = sessions.of(req);
    if (session === undefined) return sendError(res, 'session_ended');
    csrf.check(req);
    const { id } = req.params as { id: string };
    const returnTo = `/invoices/${encodeURIComponent(id)}`;
    const answer = await api.approve(session, id);
    if (answer.outcome === 'step_up') {
      const { acrValues, maxAgeSeconds } = answer;
      const { subject, login } = session.user;
      return sessions.start(req, res, { returnTo, acrValues, maxAgeSeconds, subject, login });
    }
    if (answer.outcome !== 'ok' && answer.outcome !== 'conflict') return refuse(req, res, session, answer);
    leaveNotice(res, answer.outcome === 'ok' ? 'approved' : 'already_approved');
    return seeOther(res, returnTo);
  });

  async function refuse(req: Request, res: Response, session: Session, answer: Answer<unknown>): Promise<void> {
    if (answer.outcome === 'signed_out') {
      await sessions.end(res, session).catch(() => undefined);
      return sendError(res, 'session_ended');
    }
    const who = { signedIn: signedIn(dependencies, req, res, session) };
    if (answer.outcome === 'not_found' || answer.outcome === 'forbidden' || answer.outcome === 'bad_request') {
      return sendError(res, answer.outcome, who);
    }
    const retryPath =
      req.method === 'GET' ? req.originalUrl : `/invoices/${encodeURIComponent(String(req.params['id']))}`;
    const retryAfterSeconds = answer.outcome === 'unavailable' ? answer.retryAfterSeconds : undefined;
    return sendError(res, 'invoices_unavailable', { ...who, retryPath, retryAfterSeconds });
  }

  return router;
}

/** The cursor of the address, false when it cannot be one; the API checks what it means. */
function cursorOf(req: Request): string | undefined | false {
  const { cursor } = req.query;
  if (cursor === undefined) return undefined;
  return typeof cursor === 'string' && /^[\w.-]{1,1024}$/.test(cursor) && cursor;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
