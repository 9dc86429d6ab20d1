/**
 * The gateway: any credential outside, one short-lived token for exactly one service inside. This folder owns who gets in,
 * what a service is told of them, and nothing of what the services do. The one place where it is wired.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createService, type RawHandler, type Service } from '@gatehouse/http';
import type { Logger } from '@gatehouse/logging';
import { Agent } from 'undici';
import { createAccessLog, noteCaller } from './access-log.ts';
import { createAdmission } from './admission.ts';
import { stalled } from './answer.ts';
import { createAuthenticate } from './authenticate.ts';
import { createTicketAuthentication } from './authenticate-ticket.ts';
import { createChallenges } from './challenges.ts';
import { createBreaker } from './circuit-breaker.ts';
import { createCrossOrigin } from './cross-origin.ts';
import { echoOrigin, withEcho } from './echo.ts';
import { createExchange } from './exchange.ts';
import { createExchangeCache } from './exchange-cache.ts';
import { createForward } from './forward.ts';
import { createForwardAuth } from './forward-auth.ts';
import { createGuards } from './guards.ts';
import { createHandler } from './handle.ts';
import { createKeysWatch } from './keys-watch.ts';
import { createMetrics } from './metrics.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRouteMetadata, metadataPath } from './route-metadata.ts';
import { IDLE_TIMEOUT_MS, loadRoutes, type Route } from './route-schema.ts';
import { createRouter } from './routes.ts';
import type { Settings } from './settings.ts';
import { createStoppedNotes } from './stopped-notes.ts';
import { createTicketEndpoint, ticketPath } from './ticket-endpoint.ts';
import { createTickets } from './tickets.ts';
import { asksForWebSocket } from './tunnel.ts';
import { createUpstreams } from './upstreams.ts';
import { createUsage } from './usage.ts';

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

/** What the development gateway answers itself. */
const echoRoute = (like: Route | undefined): Route[] =>
  like
    ? [
        { ...like, host: undefined, path: '/echo/*', strip: '/echo', upstream: echoOrigin },
        { ...like, host: undefined, path: '/echo', strip: undefined, upstream: echoOrigin },
      ]
    : [];

/** Builds the gateway, not yet listening. Throws an Error with one line a fault when the route table is wrong. */
export function createGateway({ settings, clientSecret, logger }: GatewayOptions): Gateway {
  const declared = loadRoutes(settings.routesFile);
  const isDevelopment = settings.mode === 'development';
  const routes = isDevelopment
    ? [...declared, ...echoRoute(declared.find(({ accept }) => accept.length > 0))]
    : declared;
  const { audience, publicOrigin, rateLimitWindowSeconds: windowSeconds } = settings;
  const metrics = createMetrics();
  const cache = createExchangeCache({ maxEntries: settings.exchangeCacheEntries });
  const routeMetadata = createRouteMetadata({
    routes,
    publicOrigin,
    audience,
    document: () => guards.main.metadataDocument(),
  });
  const resources = routes.filter(({ accept }) => accept.length > 0).map(routeMetadata.resourceOf);
  const guards = createGuards(settings, clientSecret, routes, resources, createKeysWatch(cache, logger));
  const challenges = createChallenges(guards.main.metadataUrl.href, routeMetadata);
  const certificate =
    settings.upstreamCertFile && settings.upstreamKeyFile
      ? { cert: readFileSync(settings.upstreamCertFile), key: readFileSync(settings.upstreamKeyFile) }
      : undefined;
  const upstreams = createUpstreams(settings.upstreamConnections, certificate);
  const toIssuer = new Agent({ connections: 16, connect: { timeout: settings.exchangeTimeoutSeconds * 1000 } });
  const forward = createForward(upstreams, createBreaker());
  const usage = createUsage({
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
  const { host: publicHost, protocol } = new URL(publicOrigin);
  const router = createRouter(routes, publicHost);
  const crossOrigin = createCrossOrigin(routes, publicOrigin, router, settings.mode === 'production');
  const tickets = routes.some(({ accept }) => accept.includes('ticket'))
    ? createTickets({ keys: settings.ticketKeys?.map((key) => key.reveal()) })
    : undefined;
  const admit = createAdmission({
    authenticate: createAuthenticate(
      guards.of,
      challenges,
      audience,
      routeMetadata,
      crossOrigin,
      tickets && createTicketAuthentication({ tickets, crossOrigin, challenges, guardOf: guards.of }),
    ),
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
    limit: createRateLimit({
      requests: settings.rateLimitRequests,
      windowSeconds,
      quotaPerDay: settings.quotaRequestsPerDay,
    }),
    usage,
    failures: createRateLimit({ requests: settings.rateLimitFailures, windowSeconds }),
    credentialCacheSeconds: settings.credentialCacheSeconds,
    observe: { ...metrics.observe, caller: noteCaller },
  });
  const forwardAuth =
    settings.authorizeCallers.length > 0 &&
    createForwardAuth({ router, admit, crossOrigin, challenges, callers: settings.authorizeCallers });
  const giveTicket = tickets && createTicketEndpoint({ router, admit, crossOrigin, tickets });
  const handle = createHandler({
    router,
    admit,
    crossOrigin,
    takesTickets: tickets !== undefined,
    forward: isDevelopment ? withEcho(forward) : forward,
    scheme: protocol.slice(0, -1),
    routes,
    stopped: createStoppedNotes(metrics.observe.stopped, logger),
  });
  const accessLog = settings.accessLog ? createAccessLog(logger) : () => undefined;

  const service = createService({
    name: 'gateway',
    publicOrigin,
    moreHosts: routes.flatMap(({ host }) => host ?? []),
    host: settings.host,
    port: settings.port,
    ...(settings.tls && {
      tls: {
        certFile: settings.tlsCertFile,
        keyFile: settings.tlsKeyFile,
        clientCaFile: settings.tlsClientCaFile ?? developmentClientCa(settings),
      },
    }),
    upgrades: asksForWebSocket,
    management: { host: settings.managementHost, port: settings.managementPort },
    drainDelayMs: settings.drainDelaySeconds * 1000,
    trustedProxies: settings.trustedProxies,
    requestLimits: {
      keepAliveTimeoutMs: settings.keepAliveSeconds * 1000,
      // A body may take as long as it moves; what does not is cut after the time that its route gives.
      requestTimeoutMs: 0,
      inactivityTimeoutMs: IDLE_TIMEOUT_MS,
    },
    stalled,
    logger,
    readiness: { keys: guards.ready },
    mount(app, addRawHandler) {
      const { pathname } = guards.main.metadataUrl;
      const proxied: RawHandler = (request, response) => {
        const url = request.url as string;
        if (url.startsWith(metadataPath) && routeMetadata.answer(request, response)) return true;
        if (url === pathname) return false;
        accessLog(request, response);
        if (giveTicket && url === ticketPath) return giveTicket(request, response);
        const answered = forwardAuth && forwardAuth(request, response);
        return (answered === false ? handle(request, response) : answered) ?? true;
      };
      addRawHandler(proxied, { bare: true });
      app.use(guards.main.metadata({ resourceName: 'Gatehouse gateway' }));
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

/** In development the authority that made the gateway's certificate makes those of clients too. */
function developmentClientCa({ mode, tlsCertFile }: Settings): string | undefined {
  const file = path.join(path.dirname(tlsCertFile), 'ca.pem');
  return mode === 'development' && existsSync(file) ? file : undefined;
}
