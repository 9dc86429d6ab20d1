/** The one place where the web app is wired; the mounts read top to bottom. */
import { randomBytes } from 'node:crypto';
import { createCsrf, createService, HttpError, type Service } from '@gatehouse/http';
import type { Logger } from '@gatehouse/logging';
import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import { createApi } from './api.ts';
import { stylesheet } from './pages/assets.ts';
import type { ErrorCode } from './pages/error.ts';
import { createRelyingParty, IssuerUnavailable, SignInRefused } from './relying-party.ts';
import { sendError } from './respond.ts';
import { invoiceRoutes } from './routes/invoices.ts';
import type { Parts } from './routes/parts.ts';
import { signInErrorCode, signInRoutes } from './routes/sign-in.ts';
import { signOutRoutes } from './routes/sign-out.ts';
import { createSessionStore } from './session.ts';
import type { Settings } from './settings.ts';
import { createTransactions } from './transaction.ts';

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
  const parts: Parts = {
    publicOrigin,
    issuer,
    logger,
    relyingParty,
    api: createApi({ origin: settings.apiOrigin, relyingParty, renewBeforeSeconds: settings.renewBeforeSeconds }),
    sessions: createSessionStore({
      idleSeconds: settings.sessionIdleSeconds,
      absoluteSeconds: settings.sessionTtlSeconds,
      capacity: settings.sessionLimit,
    }),
    transactions: createTransactions(),
    // Sessions end with the process, and so do its forms: the key need not outlive it.
    csrf: createCsrf({ keys: [randomBytes(32).toString('base64url')], cookieName: '__Host-web-app-csrf' }),
  };

  return createService({
    name: 'web-app',
    publicOrigin,
    host: settings.host,
    port: settings.port,
    ...(settings.tls && { tls: { certFile: settings.tlsCertFile, keyFile: settings.tlsKeyFile } }),
    management: { host: settings.managementHost, port: settings.managementPort },
    trustedProxies: settings.trustedProxies,
    logger,
    // The pages can say what is missing, so the authorization server being away does not make this program unready.
    readiness: {},
    mount(app: Express) {
      app.use(pageSecurity(issuer));
      app.get(stylesheet.path, sendStylesheet);
      app.use(invoiceRoutes(parts));
      app.use(signInRoutes(parts));
      app.use(signOutRoutes(parts));
      app.use((_req, res) => sendError(res, 'not_found'));
      app.use(errorsAsPages(logger));
    },
  });
}

/**
 * Nothing but our own stylesheet is loaded, and forms lead here or, by redirect, to the authorization server:
 * browsers check `form-action` along the whole chain of redirects after a form was sent.
 */
function pageSecurity(issuer: string): RequestHandler {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    `form-action 'self' ${new URL(issuer).origin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  return (_req, res, next) => {
    res.set({ 'Content-Security-Policy': policy, 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store' });
    next();
  };
}

const sendStylesheet: RequestHandler = (_req, res) => {
  res.type('css').set('Cache-Control', 'public, max-age=31536000, immutable').send(stylesheet.body);
};

function errorsAsPages(logger: Logger): ErrorRequestHandler {
  const codeOf: Record<number, ErrorCode> = {
    400: 'bad_request',
    403: 'forbidden',
    404: 'not_found',
    413: 'bad_request',
  };
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof IssuerUnavailable) {
      logger.warn({ err: error }, 'the authorization server is away');
      return sendError(res, 'sign_in_unavailable', { retryPath: req.method === 'GET' ? req.path : '/' });
    }
    if (error instanceof SignInRefused) {
      logger.info({ event: 'sign_in_refused', reason: error.code }, 'sign-in refused');
      return sendError(res, signInErrorCode(error));
    }
    if (error instanceof HttpError) {
      return sendError(res, error.code === 'csrf_failed' ? 'csrf_failed' : (codeOf[error.status] ?? 'bad_request'));
    }
    logger.error({ err: error }, 'request failed');
    return sendError(res, 'internal_error');
  };
}
