import type { LanguageChoice } from '@gatehouse/html';
import { requestId } from '@gatehouse/http';
import type { Csrf } from '@gatehouse/http/csrf';
import type { Logger } from '@gatehouse/logging';
import type { BrowserSessions, Session } from '@gatehouse/relying-party';
import type { Request, Response } from 'express';
import type { AdminApi } from '../admin-api.ts';
import { type Section, type SignedIn, sectionPaths } from '../pages/layout.ts';
import { type ErrorCode, type ErrorPageOptions, errorPage, errors } from '../pages/problem.ts';
import type { Language } from '../texts/languages.ts';
import type { ConsolePage } from '../visit.ts';

/** What a user was about to send when they had to authenticate again. */
export interface ParkedForm {
  /** Where it goes. */
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The page to be on when nothing comes of it. */
  readonly back: string;
}

/** What the routes are made of. */
export interface Dependencies {
  readonly issuer: string;
  /** The resource indicator of the admin API. */
  readonly resource: string;
  /** File with the authority that programs on this machine have to trust: in development alone. */
  readonly authority: string | undefined;
  readonly publicOrigin: string;
  readonly logger: Logger;
  readonly adminApi: AdminApi;
  readonly sessions: BrowserSessions;
  readonly csrf: Csrf;
  readonly languageChoice: LanguageChoice<{ readonly language: Language }>;
  readonly pages: readonly ConsolePage[];
  /** A sentence for the next page of a session. */
  readonly notices: WeakMap<Session, string>;
  readonly parked: WeakMap<Session, ParkedForm>;
}

/** What the frame of a page shows of the user. */
export function signedIn(
  { csrf, issuer, pages }: Dependencies,
  req: Request,
  res: Response,
  session: Session,
): SignedIn {
  const { user, tokens } = session;
  const sections = (Object.keys(sectionPaths) as Section[]).filter((section) =>
    pages.some(({ path, scope }) => path === sectionPaths[section] && tokens.scopes.includes(scope)),
  );
  const { name, email } = user;
  return { name, email, accountUrl: `${issuer}/account`, csrf: csrf.field(req, res), sections };
}

/** Sends a document that nobody stores. */
export function sendDocument(res: Response, document: string, status = 200): void {
  res.status(status).type('html').set('Cache-Control', 'no-store').send(document);
}

/** Sends the page of an error, with its status. */
export function sendError(
  dependencies: Dependencies,
  req: Request,
  res: Response,
  code: ErrorCode,
  more: Partial<Pick<ErrorPageOptions, 'detail' | 'missing' | 'retryPath'>> & { readonly status?: number } = {},
): void {
  const { status = errors[code].status, ...shown } = more;
  const session = dependencies.sessions.of(req);
  const { language } = dependencies.languageChoice.textOf(req);
  if (status === 503) res.set('Retry-After', '5');
  const document = errorPage({
    code,
    language,
    requestId: requestId(req),
    here: req.method === 'GET' ? req.originalUrl : '/',
    signedIn: session && signedIn(dependencies, req, res, session),
    ...shown,
  });
  sendDocument(res, document, status);
}

/** Leads the browser on with a GET (RFC 9110 section 15.4.4), so that nothing is posted twice. */
export function seeOther(res: Response, location: string): void {
  res.set('Cache-Control', 'no-store').redirect(303, location);
}

/** A path of this application; `/` for an address that leads elsewhere. */
export function ownPath(address: unknown): string {
  const base = 'https://this.invalid';
  const url = typeof address === 'string' && address.startsWith('/') ? URL.parse(address, base) : null;
  if (url?.origin !== base || url.pathname.startsWith('//')) return '/';
  return /^\/(?:sign-in|callback|continue|logout)$/u.test(url.pathname) ? '/' : url.pathname + url.search;
}
