/**
 * The gateway: any credential outside, one short-lived token for exactly one service inside. This folder owns who gets in,
 * what a service is told of them, and nothing of what the services do. Nobody imports it but its tests; `main.ts` starts it.
 * The one place where it is wired. The way of a request, after the request pipeline of packages/http:
 *
 * - `/.well-known/oauth-protected-resource…`  `route-metadata.ts`; that of the gateway itself is the guard's
 * - `/.gatehouse/ticket`                      `ticket-endpoint.ts`, where a route accepts tickets
 * - `/.gatehouse/authorize…`                  `forward-auth.ts`, for proxies that only ask
 * - everything else                           `handle.ts`: `canonical-path.ts`, `routes.ts`, then
 *     `admission.ts`: `authenticate.ts` (with `credentials/`), `service-tokens.ts` (`exchange-cache.ts`, `exchange.ts`),
 *     `allowances.ts`; at last `forward.ts` to the service, or `echo.ts` in development
 * - `/` in development, when no route takes it   `index-document.ts`
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createRateLimit, createService, type RawHandler, type Service } from '@gatehouse/http';
import { listeningOptions } from '@gatehouse/http/listening';
import type { Logger } from '@gatehouse/logging';
import { Agent } from 'undici';
import { createAccessLog, noteCaller } from './access-log.ts';
import { type AdmissionDependencies, createAdmission } from './admission.ts';
import { createAllowances } from './allowances.ts';
import { stalled } from './answer.ts';
import { type Authenticate, createAuthenticate } from './authenticate.ts';
import { createTicketAuthentication } from './authenticate-ticket.ts';
import { createChallenges } from './challenges.ts';
import { createBreaker } from './circuit-breaker.ts';
import { createCrossOrigin } from './cross-origin.ts';
import { withEcho, withEchoRoutes } from './echo.ts';
import { createExchange } from './exchange.ts';
import { createExchangeCache } from './exchange-cache.ts';
import { createForward } from './forward.ts';
import { createForwardAuth } from './forward-auth.ts';
import { createGuards } from './guards.ts';
import { createGuesses } from './guesses.ts';
import { createHandler } from './handle.ts';
import { gatewayName, withIndex } from './index-document.ts';
import { createKeysWatch } from './keys-watch.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createRateLimitHeaders } from './rate-limit-headers.ts';
import { createRouteMetadata, metadataPath } from './route-metadata.ts';
import { IDLE_TIMEOUT_MS, loadRoutes, type Route } from './route-schema.ts';
import { createRouter } from './routes.ts';
import { createServiceTokens } from './service-tokens.ts';
import type { Settings } from './settings.ts';
import { createStoppedNotes } from './stopped-notes.ts';
import { createTicketEndpoint, ticketPath } from './ticket-endpoint.ts';
import { createTickets, type Tickets } from './tickets.ts';
import { asksForWebSocket } from './tunnel.ts';
import { createUpstreams, type GatewayCertificate } from './upstreams.ts';
import { createUsage, type Usage } from './usage.ts';

/** What the gateway is made of beside its settings. */
export interface GatewayOptions {
  readonly settings: Settings;
  readonly clientSecret: string;
  readonly logger: Logger;
}

/** The service, what to do before it starts, and what to end after it has stopped. */
export interface Gateway {
  readonly service: Service;
  /** Reads what was counted before. Rejects when the file of usage cannot be read. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

/** Builds the gateway, not yet listening. Throws an Error with one line a fault when the route table is wrong. */
export function createGateway({ settings, clientSecret, logger }: GatewayOptions): Gateway {
  const isDevelopment = settings.mode === 'development';
  const declared = loadRoutes(settings.routesFile);
  const routes = isDevelopment ? withEchoRoutes(declared) : declared;
  const metrics = createMetrics();
  const cache = createExchangeCache({ maxEntries: settings.exchangeCacheEntries });
  const usage = openUsage(settings, metrics, logger);
  const toIssuer = new Agent({ connections: 16, connect: { timeout: settings.exchangeTimeoutSeconds * 1000 } });
  const upstreams = createUpstreams(settings.upstreamConnections, certificateOf(settings));
  const routing = createRouting(settings, routes);
  const verification = verifyTokens(settings, clientSecret, routes, createKeysWatch(cache, logger));
  const { guards, challenges, routeMetadata } = verification;
  const tickets = routes.some(({ accept }) => accept.includes('ticket'))
    ? createTickets({ keys: settings.ticketKeys?.map((key) => key.reveal()) })
    : undefined;
  const admit = createAdmission({
    authenticate: authenticateWith(settings, routing, verification, tickets),
    serviceTokens: createServiceTokens({
      challenges,
      exchange: createExchange({
        issuer: settings.issuer,
        clientId: settings.clientId,
        clientSecret: () => clientSecret,
        timeoutMs: settings.exchangeTimeoutSeconds * 1000,
        dispatcher: toIssuer,
      }),
      cache,
      guard: guards.main,
      credentialCacheSeconds: settings.credentialCacheSeconds,
      observe: metrics.observe,
    }),
    ...limitsOf(settings, usage),
    challenges,
    observe: { credential: metrics.observe.credential, caller: noteCaller },
  });
  const forward = createForward(upstreams, createBreaker());
  const handleRoutes = createHandler({
    ...routing,
    admit,
    takesTickets: tickets !== undefined,
    forward: isDevelopment ? withEcho(forward) : forward,
    scheme: new URL(settings.publicOrigin).protocol.slice(0, -1),
    routes,
    stopped: createStoppedNotes(metrics.observe.stopped, logger),
  });
  const handle = isDevelopment ? withIndex(handleRoutes, routing.router, guards.main.metadataUrl.href) : handleRoutes;
  const answerTicket = tickets && createTicketEndpoint({ ...routing, admit, tickets });
  const answerProxies =
    settings.authorizeCallers.length > 0 &&
    createForwardAuth({ ...routing, admit, challenges, callers: settings.authorizeCallers });
  const accessLog = settings.accessLog ? createAccessLog(logger) : () => undefined;
  const { pathname: ownMetadata } = guards.main.metadataUrl;

  /** The way of every request. What only some deployments have was decided above. */
  const answer: RawHandler = (request, response, failed) => {
    const url = request.url as string;
    if (url.startsWith(metadataPath) && routeMetadata.answer(request, response)) return true;
    if (url === ownMetadata) return false;
    accessLog(request, response);
    if (answerTicket && url === ticketPath) return answerTicket(request, response);
    const answered = answerProxies && answerProxies(request, response);
    return (answered === false ? handle(request, response, failed) : answered) ?? true;
  };

  const service = createService({
    ...serviceOptions(settings, routes),
    logger,
    readiness: { keys: guards.ready },
    mount(app, addRawHandler) {
      addRawHandler(answer, { bare: true });
      app.use(guards.main.metadata({ resourceName: gatewayName }));
    },
  });
  metrics.publish(service.metrics, () => cache.size);

  return {
    service,
    prepare: usage.load,
    async close() {
      guards.close();
      await Promise.all([upstreams.close(), toIssuer.destroy(), usage.close()]);
    },
  };
}

/** Where requests go, and which pages may call. */
function createRouting({ publicOrigin, mode }: Settings, routes: readonly Route[]) {
  const router = createRouter(routes, new URL(publicOrigin).host);
  return { router, crossOrigin: createCrossOrigin(routes, publicOrigin, router, mode === 'production') };
}

/** Who verifies access tokens, and what refusals say about how to get one. */
function verifyTokens(
  settings: Settings,
  clientSecret: string,
  routes: readonly Route[],
  onKeys: Parameters<typeof createGuards>[4],
) {
  const { publicOrigin, audience } = settings;
  const document = () => guards.main.metadataDocument();
  const routeMetadata = createRouteMetadata({ routes, publicOrigin, audience, document });
  const resources = routes.filter(({ accept }) => accept.length > 0).map(routeMetadata.resourceOf);
  const guards = createGuards(settings, clientSecret, routes, resources, onKeys);
  return {
    guards,
    routeMetadata,
    challenges: createChallenges(guards.main, routeMetadata),
  };
}

function authenticateWith(
  { audience }: Settings,
  { crossOrigin }: ReturnType<typeof createRouting>,
  { guards, challenges, routeMetadata }: ReturnType<typeof verifyTokens>,
  tickets: Tickets | undefined,
): Authenticate {
  const byTicket = tickets && createTicketAuthentication({ tickets, crossOrigin, challenges, guardOf: guards.of });
  return createAuthenticate(guards.of, challenges, audience, routeMetadata, crossOrigin, byTicket);
}

/** How often callers may call, and addresses may guess. */
function limitsOf(settings: Settings, usage: Usage): Pick<AdmissionDependencies, 'allowances' | 'guesses'> {
  const { rateLimitRequests: requests, rateLimitWindowSeconds: windowSeconds } = settings;
  return {
    allowances: createAllowances({
      limit: createRateLimit({ requests, windowSeconds }),
      headers: createRateLimitHeaders({ requests, windowSeconds, quotaPerDay: settings.quotaRequestsPerDay }),
      usage,
    }),
    guesses: createGuesses(createRateLimit({ requests: settings.rateLimitFailures, windowSeconds })),
  };
}

function openUsage(settings: Settings, metrics: Metrics, logger: Logger): Usage {
  return createUsage({
    file: settings.usageFile,
    flushMs: settings.usageFlushSeconds * 1000,
    keptDays: settings.usageRetentionDays,
    quota: settings.quotaRequestsPerDay,
    clock: Date.now,
    onFailure: (error, again) => {
      metrics.usageFailures.inc();
      if (!again) logger.error({ err: error }, 'usage cannot be written; it is kept and tried again');
    },
    onRecovery: () => logger.warn('usage is written again'),
  });
}

/** By what the gateway shows services who it is. */
function certificateOf({ upstreamCertFile, upstreamKeyFile }: Settings): GatewayCertificate | undefined {
  if (upstreamCertFile === undefined || upstreamKeyFile === undefined) return undefined;
  return { cert: readFileSync(upstreamCertFile), key: readFileSync(upstreamKeyFile) };
}

function serviceOptions(settings: Settings, routes: readonly Route[]) {
  return {
    name: 'gateway',
    publicOrigin: settings.publicOrigin,
    moreHosts: routes.flatMap(({ host }) => host ?? []),
    ...listeningOptions(settings, settings.tlsClientCaFile ?? developmentClientCa(settings)),
    upgrades: asksForWebSocket,
    requestLimits: {
      keepAliveTimeoutMs: settings.keepAliveSeconds * 1000,
      // A body may take as long as it moves; what does not is cut after the time that its route gives.
      requestTimeoutMs: 0,
      inactivityTimeoutMs: IDLE_TIMEOUT_MS,
    },
    stalled,
  };
}

/** In development the authority that made the gateway's certificate makes those of clients too. */
function developmentClientCa({ mode, tlsCertFile }: Settings): string | undefined {
  const file = path.join(path.dirname(tlsCertFile), 'ca.pem');
  return mode === 'development' && existsSync(file) ? file : undefined;
}
