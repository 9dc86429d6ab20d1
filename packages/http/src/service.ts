import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server as TlsServer } from 'node:tls';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { canonicalAddress } from './address.ts';
import { openCertificates } from './certificate-renewal.ts';
import { TrustedProxies } from './connection.ts';
import { drain, trackSockets } from './drain.ts';
import { serveExpectations } from './expect-continue.ts';
import { expressMessages } from './express-messages.ts';
import { ForwardingNotes } from './forwarding-notes.ts';
import { HttpError } from './http-error.ts';
import { InFlight } from './in-flight.ts';
import { type AnswerError, lastErrorHandler } from './last-error-handler.ts';
import { createServer, listen } from './listen.ts';
import { createManagementServer, type Phase } from './management.ts';
import { prelude } from './prelude.ts';
import { refuseWaiting } from './refuse-waiting.ts';
import { completeLimits } from './request-limits.ts';
import { createRegistry, requestMetrics } from './request-metrics.ts';
import { securityHeaders } from './security-headers.ts';
import type { FrontHandler, Service, ServiceOptions } from './service-options.ts';
import { setStandingHeaders } from './standing-headers.ts';
import { serveUpgrades } from './upgrade.ts';

interface PlacedFront {
  readonly handler: FrontHandler;
  readonly bare: boolean;
}

/**
 * Builds a service: request id, host check, security headers, limits and metrics, then what the program mounts, then
 * 404 and the last error handler; beside it the management port. Nothing listens before `start`.
 * @throws {TypeError} when the public origin is no origin, or a trusted proxy is no network
 */
export function createService(options: ServiceOptions): Service {
  const { name, logger, drainTimeoutMs = 10_000, drainDelayMs = 0 } = options;
  const publicOrigin = originOf(options.publicOrigin);
  const proxies = new TrustedProxies(options.trustedProxies);
  const limits = completeLimits(options.requestLimits);
  const metrics = createRegistry(name);
  const answerError = lastErrorHandler(logger, options.renderError);
  const inFlight = new InFlight();
  let phase: Phase = 'starting';
  let stopping: Promise<void> | undefined;
  let listening: { url: string; managementUrl: string; reload(): Promise<void>; stop(): Promise<void> } | undefined;

  const fronts: PlacedFront[] = [];
  const app = application(options, proxies, fronts, answerError);
  const listener = prelude({
    publicOrigin,
    moreHosts: options.moreHosts ?? [],
    proxies,
    notes: new ForwardingNotes(logger),
    headers: securityHeaders(publicOrigin, options.formAction),
    maxHeaders: limits.maxHeaders,
    inFlight,
    isDraining: () => phase === 'draining',
    observe: requestMetrics(metrics, inFlight),
    answerError,
    dispatch: dispatcher(app, fronts, answerError),
  });

  async function start(): Promise<void> {
    const messages = expressMessages(app);
    const certificates = options.tls && (await openCertificates(options.tls, logger, metrics));
    const server = createServer(certificates?.first, limits, messages, listener, options.upgrades);
    serveExpectations(server, listener);
    if (options.upgrades) serveUpgrades(server, messages, inFlight, listener);
    const { stalled } = options;
    if (stalled) {
      server.on('timeout', (socket) => {
        const response = inFlight.on(socket);
        if (response) stalled(response);
        else socket.destroy();
      });
    }
    const sockets = trackSockets(server);
    const { management } = options;
    const managementServer = createManagementServer({
      metrics,
      readiness: options.readiness,
      logger,
      phase: () => phase,
    });
    const managementAddress = await listen(managementServer, management.host, management.port, true);
    const closeManagement = async (): Promise<void> => {
      managementServer.closeAllConnections();
      await new Promise((resolve) => managementServer.close(resolve));
    };
    const address = await listen(server, options.host, options.port).catch(async (error: unknown) => {
      await closeManagement();
      throw error;
    });
    phase = 'serving';
    if (server instanceof TlsServer) certificates?.start(server);
    listening = {
      url: urlOf(options.tls ? 'https' : 'http', options.host, address.port),
      managementUrl: urlOf('http', management.host, managementAddress.port),
      reload: async () => certificates?.reload(),
      stop: async () => {
        phase = 'draining';
        certificates?.stop();
        logger.info({ in_flight: inFlight.size }, `${name} is stopping`);
        // Time is kept back for what the program closes after this.
        const deadlineMs = Math.max(0, drainTimeoutMs * 0.8 - drainDelayMs);
        if (drainDelayMs > 0) await sleep(drainDelayMs);
        const { refused, cut } = await drain(server, sockets, inFlight, deadlineMs, {
          shed: () => options.shed?.(),
          refuse: (response) => refuseWaiting(response, answerError),
        });
        if (refused > 0 || cut > 0) logger.warn({ refused, cut }, 'requests took longer than a stop may take');
        phase = 'stopped';
        await closeManagement();
      },
    };
    logger.info(
      { url: listening.url, management_url: listening.managementUrl, public_origin: publicOrigin },
      `${name} is listening`,
    );
    if (!options.tls && publicOrigin.startsWith('https:') && proxies.none) logger.warn(PROXY_NOT_TRUSTED);
  }

  return {
    metrics,
    start,
    reload: async () => listening?.reload(),
    stop: () => (stopping ??= listening?.stop() ?? Promise.resolve()),
    get url() {
      return listening?.url ?? urlOf(options.tls ? 'https' : 'http', options.host, options.port);
    },
    get managementUrl() {
      return listening?.managementUrl ?? urlOf('http', options.management.host, options.management.port);
    },
  };
}

/** Express with what the program mounts, and at its end 404 and the last error handler. */
function application(
  options: ServiceOptions,
  proxies: TrustedProxies,
  fronts: PlacedFront[],
  answerError: AnswerError,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', (address: string) => proxies.includes(canonicalAddress(address)));
  options.mount(app, (handler, { bare = false } = {}) => void fronts.push({ handler, bare }));
  app.use((_request: Request, _response: Response, next: NextFunction) => {
    next(new HttpError(404, 'not_found', 'There is nothing here.'));
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerError(error, request, response);
  });
  return app;
}

/** Serves a request: the handlers in front of Express are asked first. */
function dispatcher(
  app: Express,
  fronts: readonly PlacedFront[],
  answerError: AnswerError,
): (request: IncomingMessage, response: ServerResponse) => void {
  const serve = app as Express & ((request: IncomingMessage, response: ServerResponse, next: () => void) => void);
  return (request, response) => {
    for (const { handler, bare } of fronts) {
      if (!bare) setStandingHeaders(response);
      const taken = handler(request, response);
      if (taken === true) return;
      if (taken === false) continue;
      taken.catch((error: unknown) => answerError(error, request, response));
      return;
    }
    setStandingHeaders(response);
    // The last error handler answers everything. With a function given here, Express makes no final handler of its own.
    serve(request, response, nothing);
  };
}

function nothing(): void {}

const PROXY_NOT_TRUSTED =
  'TLS ends at a proxy, but no proxy is trusted: what it forwards is ignored, and all callers count as its one address; name it in the setting of the trusted proxies (…_TRUSTED_PROXIES)';

function originOf(publicOrigin: string): string {
  const url = URL.parse(publicOrigin);
  if (!url || !/^https?:$/u.test(url.protocol) || url.origin !== publicOrigin.replace(/\/$/u, '').toLowerCase()) {
    throw new TypeError(`${publicOrigin} is not an origin such as https://id.example.com`);
  }
  return url.origin;
}

function urlOf(scheme: string, host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
