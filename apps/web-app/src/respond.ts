/** How this application answers: pages that nobody stores, errors as pages, notices that live for one request. */
import { requestId } from '@gatehouse/http';
import { readCookie } from '@gatehouse/http/cookies';
import type { SafeHtml } from '@gatehouse/http/html';
import { clearCookie, setCookie } from '@gatehouse/relying-party';
import type { Request, Response } from 'express';
import { type ErrorCode, errorPage, errors } from './pages/error.ts';
import type { SignedIn } from './pages/layout.ts';
import { type NoticeCode, notices } from './pages/notice.ts';

const noticeCookie = '__Host-web-app-notice';

/** Sends a page. */
export function sendPage(res: Response, page: SafeHtml, status = 200): void {
  res.status(status).type('html').set('Cache-Control', 'no-store').send(page.toString());
}

/** Sends the page of an error, with its status. */
export function sendError(
  res: Response,
  code: ErrorCode,
  more: {
    signedIn?: SignedIn | undefined;
    retryPath?: string | undefined;
    retryAfterSeconds?: number | undefined;
  } = {},
): void {
  const { retryAfterSeconds, ...page } = more;
  const { status } = errors[code];
  if (status === 503) res.set('Retry-After', String(retryAfterSeconds ?? 5));
  sendPage(res, errorPage({ code, requestId: requestId(res.req), ...page }), status);
}

/** Leads the browser on with a GET (RFC 9110 section 15.4.4), so that nothing is posted twice. */
export function seeOther(res: Response, location: string): void {
  res.set('Cache-Control', 'no-store').redirect(303, location);
}

/** Lets the next page tell something about this request. */
export function leaveNotice(res: Response, code: NoticeCode): void {
  setCookie(res, noticeCookie, code, 60);
}

/** What the request before left to be told, once. */
export function takeNotice(req: Request, res: Response): NoticeCode | undefined {
  const code = readCookie(req, noticeCookie);
  if (code === undefined) return undefined;
  clearCookie(res, noticeCookie);
  return Object.hasOwn(notices, code) ? (code as NoticeCode) : undefined;
}
