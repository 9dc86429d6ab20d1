/**
 * The web app: signs users in at the authorization server and calls the API in their name. Sessions and the tokens in them are
 * of `packages/relying-party`; no token reaches the browser. Nobody imports it but its tests; `main.ts` starts it. The one place
 * where it is wired, and the way of a request, from top to bottom:
 *
 * - `GET /`, `GET /invoices/:id`, `POST /invoices/:id/approve`   `routes/invoices.ts`, by `api.ts`
 * - `GET /sign-in`, `GET /callback`                               `routes/sign-in.ts`
 * - `POST /logout`                                                `routes/sign-out.ts`
 * - `POST /back-channel-logout`                                   `packages/relying-party`
 */
import { randomBytes } from 'node:crypto';
import { createService, HttpError, type Service } from '@gatehouse/http';
import { createCsrf } from '@gatehouse/http/csrf';
import { listeningOptions } from '@gatehouse/http/listening';
import type { Logger } from '@gatehouse/logging';
import {
  backChannelLogoutRoute,
  createBrowserSessions,
  createLogoutTokens,
  createRelyingParty,
  createSessionStore,
  createTransactions,
  IssuerUnavailable,
  meaningOfRefusal,
  SignInRefused,
} from '@gatehouse/relying-party';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { createApi } from './api.ts';
import { stylesheet } from './pages/assets.ts';
import { errorCodeOf, errorPage, errors } from './pages/error.ts';
import { sendError } from './respond.ts';
import type { Dependencies } from './routes/dependencies.ts';
import { invoiceRoutes } from './routes/invoices.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { signOutRoutes } from './routes/sign-out.ts';
import type { Settings } from './settings.ts';

/** What the web app is made of beside its settings. */
export interface WebAppOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  /** Gives the client secret when it is first needed. */
  readonly clientSecret: () => Promise<string>;
}

/** Builds the web app, not yet listening. */
export function createWebApp({ settings, logger, clientSecret }: WebAppOptions): Service {
  const { publicOrigin, issuer } = settings;
  const relyingParty = createRelyingParty({
    issuer,
    clientId: settings.clientId,
    clientSecret,
    redirectUri: `${publicOrigin}/callback`,
    postLogoutRedirectUri: `${publicOrigin}/`,
    resource: settings.resource,
    scope: settings.scope,
  });
  const logoutTokens = createLogoutTokens({
    issuer,
    clientId: settings.clientId,
    jwksUri: () => relyingParty.jwksUri(),
  });
  const sessions = createSessionStore({
    idleSeconds: settings.sessionIdleSeconds,
    absoluteSeconds: settings.sessionTtlSeconds,
    capacity: settings.sessionLimit,
  });
  const dependencies: Dependencies = {
    issuer,
    logger,
    api: createApi({ origin: settings.apiOrigin, relyingParty, renewBeforeSeconds: settings.renewBeforeSeconds }),
    sessions: createBrowserSessions({
      application: 'web-app',
      publicOrigin,
      relyingParty,
      sessions,
      transactions: createTransactions('web-app'),
    }),
    // Sessions end with the process, and so do its forms: the key need not outlive it.
    csrf: createCsrf({ keys: [randomBytes(32).toString('base64url')], cookieName: '__Host-web-app-csrf' }),
  };

  return createService({
    name: 'web-app',
    publicOrigin,
    ...listeningOptions(settings),
    logger,
    // The pages can say what is missing, so the authorization server being away does not make this application unready.
    readiness: {},
    // Browsers check `form-action` along the whole chain of redirects after a form was sent.
    formAction: ["'self'", new URL(issuer).origin],
    renderError: ({ code, status, requestId }, { method, url = '/' }) =>
      errorPage({ code: errorCodeOf(code, status), requestId, retryPath: method === 'GET' ? retryPathOf(url) : '/' }),
    mount(app: Express) {
      // Pages are not stored, so no browser would ever send a tag back.
      app.set('etag', false);
      app.set('query parser', 'simple');
      app.get(stylesheet.path, sendStylesheet);
      app.use(invoiceRoutes(dependencies));
      app.use(signInRoutes(dependencies));
      app.use(signOutRoutes(dependencies));
      app.use(backChannelLogoutRoute({ sessions, logger }, logoutTokens));
      app.use((_req, res) => sendError(res, 'not_found'));
      app.use(protocolErrors);
    },
  });
}

const sendStylesheet: RequestHandler = (_req, res) => {
  res.type('css').set('Cache-Control', 'public, max-age=31536000, immutable').send(stylesheet.body);
};

/** Where "try again" leads after a failed GET: a page of ours and never the callback, whose code is used up. */
function retryPathOf(url: string): string {
  const [path = '/'] = url.split('?');
  if (path === '/callback') return '/sign-in';
  return /^\/(?:sign-in|invoices\/[\w-]+)?$/.test(path) ? path : '/';
}

/** What the protocol's errors mean to a browser. */
const protocolErrors: ErrorRequestHandler = (error: unknown, _req, _res, next) => {
  if (error instanceof IssuerUnavailable) {
    return next(
      new HttpError(503, 'sign_in_unavailable', error.message, { headers: { 'Retry-After': '5' }, cause: error }),
    );
  }
  if (error instanceof SignInRefused) {
    const code = meaningOfRefusal(error);
    return next(new HttpError(errors[code].status, code, errors[code].message, { detail: error.code }));
  }
  return next(error);
};
