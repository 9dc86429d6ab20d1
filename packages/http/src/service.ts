import { TrustedProxies } from './connection.ts';
import { mountProgram } from './dispatch.ts';
import { ForwardingNotes } from './forwarding-notes.ts';
import { InFlight } from './in-flight.ts';
import { lastErrorHandler, programAnswers } from './last-error-handler.ts';
import type { Phase } from './management.ts';
import { completeLimits } from './request-limits.ts';
import { createRegistry, requestMetrics } from './request-metrics.ts';
import { requestPipeline } from './request-pipeline.ts';
import { requestTraces } from './request-traces.ts';
import { securityHeaders } from './security-headers.ts';
import type { Service, ServiceOptions } from './service-options.ts';
import { openServicePorts, type ServicePorts } from './service-ports.ts';

/**
 * Builds a service: request id, host check, security headers, limits and metrics, then what the application mounts, then
 * 404 and the last error handler; beside it the management port. Nothing listens before `start`.
 * @throws {TypeError} when the public origin is no origin, or a trusted proxy is no network
 */
export function createService(options: ServiceOptions): Service {
  const { name, logger, host, management } = options;
  const publicOrigin = originOf(options.publicOrigin);
  const proxies = new TrustedProxies(options.trustedProxies);
  const limits = completeLimits(options.requestLimits);
  const metrics = createRegistry(name);
  const answerProgram = programAnswers(options.refusalDocument);
  const answerError = lastErrorHandler(logger, options.renderError, answerProgram);
  const inFlight = new InFlight();
  const life: { phase: Phase } = { phase: 'starting' };
  const scheme = options.tls ? 'https' : 'http';
  let ports: ServicePorts | undefined;
  let stopping: Promise<void> | undefined;

  const { app, dispatch } = mountProgram((...both) => options.mount(...both), proxies, answerError);
  const listener = requestPipeline({
    publicOrigin,
    moreHosts: options.moreHosts ?? [],
    proxies,
    notes: new ForwardingNotes(logger),
    headers: securityHeaders(publicOrigin, options.formAction),
    maxHeaders: limits.maxHeaders,
    inFlight,
    isDraining: () => life.phase === 'draining',
    observe: requestMetrics(metrics, inFlight),
    trace: requestTraces(publicOrigin, options.traceCallers),
    answerError,
    answerProgram,
    dispatch,
  });

  const service: Service = {
    metrics,
    async start() {
      ports = await openServicePorts({ options, limits, metrics, app, listener, inFlight, answerError, life });
      const { url, managementUrl: management_url } = service;
      logger.info({ url, management_url, public_origin: publicOrigin }, `${name} is listening`);
      if (!options.tls && publicOrigin.startsWith('https:') && proxies.none) logger.warn(PROXY_NOT_TRUSTED);
    },
    reload: async () => ports?.reload(),
    stop: () => (stopping ??= ports?.stop() ?? Promise.resolve()),
    get url() {
      return urlOf(scheme, host, ports?.port ?? options.port);
    },
    get managementUrl() {
      return management ? urlOf('http', management.host, ports?.managementPort ?? management.port) : '';
    },
  };
  return service;
}

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
