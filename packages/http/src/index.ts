/**
 * One service shape for every application: what happens to a request before an application sees it, what becomes of an error
 * after, health and metrics on a port of their own, TLS, limits, and a stop that loses no request. Every service and
 * packages/html import it; it imports logging and tracing. The way of a request:
 *
 * 1. `listen.ts`             TLS and the limits of a connection
 * 2. `request-pipeline.ts`   request id, forwarded caller, `request-check.ts` (host, headers, target), metrics, trace
 * 3. `dispatch.ts`           the application's raw handlers in their order, then Express with what the application mounted
 * 4. `last-error-handler.ts` what was thrown, as JSON or as the application's page
 *
 * `service.ts` puts it together; `service-ports.ts` opens both ports and drains them at a stop.
 *
 * What commands use too is an entry point of its own (`@gatehouse/http/html` and the others of package.json): a command that
 * imports it loads neither Express nor metrics.
 */
export { isLoopback } from './address.ts';
export { formBody, jsonBody } from './body.ts';
export { clientAddress, originOf, requestId, requestOrigin } from './connection.ts';
export { answerPreflight, type Cors, type CorsOptions, createCors, isPreflight, originFault } from './cors.ts';
export { deferredRoutes, noOptions } from './deferred.ts';
export { type DurationSeries, Durations } from './durations.ts';
export { HttpError, type HttpErrorOptions } from './http-error.ts';
export type { AnswerError, ErrorPage, RefusalDocument, RenderError } from './last-error-handler.ts';
export { createRateLimit, type RateLimit, type TakenRequest } from './rate-limit.ts';
export { type HangUpOptions, reloadOnHangUp } from './reload-on-hang-up.ts';
export type { RequestLimits } from './request-limits.ts';
export { setRoute } from './request-metrics.ts';
export { type RunOptions, runUntilSignal } from './run-until-signal.ts';
export { sendJson } from './send-json.ts';
export { createService } from './service.ts';
export type { AddRawHandler, RawHandler, Service, ServiceOptions } from './service-options.ts';
export { setStandingHeaders, takeStandingHeaders } from './standing-headers.ts';
export type { TlsFiles } from './tls.ts';
export { discardUnread } from './unread-body.ts';
export { takeOver, type Upgrade, upgradeOf } from './upgrade.ts';
export { isWorker, joinWorkers, type SupervisorOptions, superviseWorkers } from './workers.ts';
