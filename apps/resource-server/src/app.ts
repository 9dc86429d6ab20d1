/**
 * The resource server: an API of users and invoices, protected by packages/oauth-guard. This folder owns who may do what to
 * which of them. Nobody imports it but its tests; `main.ts` starts it. The one place where it is wired, and the way of a
 * request, from top to bottom:
 *
 * - `access-rules.ts`   which route needs what of the access token; what it does not list is refused
 * - `index-document.ts` `GET /`, and `openapi.ts` `GET /openapi.json`, open to all
 * - the rate limit, then `secure-data.ts`, `users/router.ts`, `invoices/router.ts`:
 *     `access.ts` gives the principal, a scoped read of `store.ts`, `policy.ts` decides, `audit.ts` records
 */

import { createReplayStore, type Database, StorageUnavailableError } from '@gatehouse/database';
import { createRateLimit, createService, HttpError, type RateLimit, type Service } from '@gatehouse/http';
import { listeningOptions } from '@gatehouse/http/listening';
import type { Logger } from '@gatehouse/logging';
import { AccessTokenError, getAuth, type Observer } from '@gatehouse/oauth-guard/express';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { createAccess } from './access.ts';
import { createGuard, description, rules } from './access-rules.ts';
import { createAudit } from './audit.ts';
import { crossOrigin } from './cross-origin.ts';
import { createCursors } from './cursor.ts';
import type { Tables } from './database.ts';
import { indexRoute } from './index-document.ts';
import { invoiceRoutes } from './invoices/router.ts';
import { createInvoiceStore } from './invoices/store.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { openApiRoute } from './openapi.ts';
import { secureDataRoutes } from './secure-data.ts';
import type { Settings } from './settings.ts';
import { userRoutes } from './users/router.ts';
import { createUserStore } from './users/store.ts';

/** What the resource server is made of beside its settings. */
export interface ApiOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly database: Database<Tables>;
  /** Keys that seal cursors, the current one first. */
  readonly cursorKeys: readonly string[];
  /** Wall clock in seconds. */
  readonly nowSeconds?: () => number;
}

/** The service, and what to end after it has stopped. */
export interface Api {
  readonly service: Service;
  close(): Promise<void>;
}

/** Builds the resource server, not yet listening. */
export function createApi({ settings, logger, database, cursorKeys, nowSeconds = wallClock }: ApiOptions): Api {
  const metrics = createMetrics();
  const observer = { ...metrics.observer, revocations: loudWhenItChanges(metrics.observer, logger) };
  const guard = createGuard(settings, observer, createReplayStore(database, { nowSeconds }));
  const audit = createAudit(logger, (error) => {
    metrics.auditFailures.inc();
    logger.error({ err: error }, 'an audit record could not be written');
  });
  const access = createAccess(guard, audit);
  const cursors = createCursors(cursorKeys);
  const users = createUserStore(database, nowSeconds);
  const invoices = createInvoiceStore(database, nowSeconds);
  const approval = {
    department: settings.approvalDepartment,
    acrValues: settings.approvalAcrValues,
    maxAgeSeconds: settings.approvalMaxAgeSeconds,
  };
  const limit = createRateLimit({
    requests: settings.rateLimitRequests,
    windowSeconds: settings.rateLimitWindowSeconds,
  });

  const service = createService({
    name: 'resource-server',
    publicOrigin: settings.publicOrigin,
    ...listeningOptions(settings, settings.tlsClientCaFile),
    logger,
    readiness: { keys: () => guard.ready(), database: () => database.ready().then(() => true) },
    mount(app) {
      app.set('query parser', 'simple');
      // Answers are not stored, so nobody would ever send a tag back.
      app.set('etag', false);
      app.use(guard.metadata(description));
      if (settings.allowedOrigins.length > 0) app.use(crossOrigin(settings.allowedOrigins, rules));
      app.use(guard.policy(rules));
      // By their paths, so that no other request passes through their routers.
      app.get(['/', '/openapi.json'], indexRoute(settings, guard.metadataUrl.href), openApiRoute(settings));
      app.use(limitRate(limit, metrics));
      app.use(neverStore);
      app.use(secureDataRoutes((req) => access.principal(req)));
      app.use(userRoutes({ access, users, cursors }));
      app.use(invoiceRoutes({ access, invoices, cursors, approval, nowSeconds }));
      app.use(refusals);
    },
  });
  metrics.publish(service.metrics, guard);

  return {
    service,
    async close() {
      guard.close();
      await database.close();
    },
  };
}

/** The feed of revocations is asked every few seconds; the log says when that begins to fail, and when it works again. */
function loudWhenItChanges(observer: Observer, logger: Logger): NonNullable<Observer['revocations']> {
  let last: 'loaded' | 'failed' = 'loaded';
  return (event) => {
    observer.revocations?.(event);
    if (event.outcome === last) return;
    last = event.outcome;
    if (event.outcome === 'failed') logger.warn({ detail: event.detail }, 'what is revoked cannot be heard of');
    else logger.info({ entries: event.entries }, 'what is revoked is heard of again');
  };
}

function wallClock(): number {
  return Math.floor(Date.now() / 1000);
}

function limitRate(limit: RateLimit, metrics: Metrics): RequestHandler {
  return (req, _res, next) => {
    const { issuer, subject, clientId } = getAuth(req);
    const taken = limit.take(`${clientId}\n${subject}\n${issuer}`);
    if (taken === undefined || taken.waitSeconds === 0) return next();
    metrics.rateLimited.inc();
    const headers = { 'Retry-After': String(taken.waitSeconds) };
    return next(new HttpError(429, 'rate_limited', 'Too many requests; try again after a moment.', { headers }));
  };
}

/** Answers are about one user or one department: no cache may keep them. */
const neverStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

/** Turns what the packages below throw into answers. */
const refusals: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (error instanceof AccessTokenError) {
    // What no rule names is refused; for whoever asks it simply is not there.
    if (error.code === 'not_allowed') return next(new HttpError(404, 'not_found', 'There is nothing here.'));
    return void res.status(error.status).set(error.headers).send(JSON.stringify(error.body));
  }
  if (error instanceof StorageUnavailableError) {
    const headers = { 'Retry-After': String(error.retryAfterSeconds) };
    return next(
      new HttpError(503, 'storage_unavailable', 'The data cannot be reached at the moment.', { headers, cause: error }),
    );
  }
  return next(error);
};
