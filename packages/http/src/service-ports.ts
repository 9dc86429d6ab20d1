/** Opens both ports of a service, and closes them again without losing a request. */
import type { RequestListener, Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server as TlsServer } from 'node:tls';
import type { Express } from 'express';
import type { Registry } from 'prom-client';
import { openCertificates } from './certificate-renewal.ts';
import { drain, trackSockets } from './drain.ts';
import { serveExpectations } from './expect-continue.ts';
import { expressMessages } from './express-messages.ts';
import type { InFlight } from './in-flight.ts';
import type { AnswerError } from './last-error-handler.ts';
import { createServer, listen } from './listen.ts';
import { createManagementServer, type Phase } from './management.ts';
import { answerPlainHttp } from './plain-http.ts';
import { refuseWaiting } from './refuse-waiting.ts';
import type { RequestLimits } from './request-limits.ts';
import type { ServiceOptions } from './service-options.ts';
import { serveUpgrades } from './upgrade.ts';

/** What serves, and whom to tell. */
export interface ServicePortsDependencies {
  readonly options: ServiceOptions;
  readonly limits: RequestLimits;
  readonly metrics: Registry;
  readonly app: Express;
  readonly listener: RequestListener;
  readonly inFlight: InFlight;
  readonly answerError: AnswerError;
  /** Where the service is in its life; written here. */
  readonly life: { phase: Phase };
}

/** Both ports, open. */
export interface ServicePorts {
  readonly port: number;
  readonly managementPort: number | undefined;
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws {ListenError} when a port or the TLS files cannot be used */
export async function openServicePorts(dependencies: ServicePortsDependencies): Promise<ServicePorts> {
  const { options, limits, metrics, app, listener, inFlight, life } = dependencies;
  const { logger } = options;
  const messages = expressMessages(app);
  const certificates = options.tls && (await openCertificates(options.tls, logger, metrics));
  const server = createServer(certificates?.first, limits, messages, listener, options.upgrades);
  if (server instanceof TlsServer) answerPlainHttp(server, options.publicOrigin);
  serveExpectations(server, listener);
  if (options.upgrades) serveUpgrades(server, messages, inFlight, listener);
  if (options.stalled) watchStalled(server, inFlight, options.stalled);
  const stopServer = graceful(server, dependencies);
  const management = await openManagement(dependencies);
  const { port } = await listen(server, options.host, options.port).catch(async (error: unknown) => {
    await management.close();
    throw error;
  });
  life.phase = 'serving';
  if (server instanceof TlsServer) certificates?.start(server);
  return {
    port,
    managementPort: management.port,
    reload: async () => certificates?.reload(),
    async stop() {
      life.phase = 'draining';
      certificates?.stop();
      await stopServer();
      life.phase = 'stopped';
      await management.close();
    },
  };
}

/** A socket on which nothing moves is the application's to decide about while it carries a request. */
function watchStalled(server: Server, inFlight: InFlight, stalled: NonNullable<ServiceOptions['stalled']>): void {
  server.on('timeout', (socket) => {
    const response = inFlight.on(socket);
    if (response) stalled(response);
    else socket.destroy();
  });
}

async function openManagement({
  options: { management, readiness, logger },
  metrics,
  life,
}: ServicePortsDependencies): Promise<{ port: number | undefined; close(): Promise<void> }> {
  if (!management) return { port: undefined, close: async () => undefined };
  const server = createManagementServer({ metrics, readiness, logger, phase: () => life.phase });
  const { port } = await listen(server, management.host, management.port, true);
  return {
    port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Gives the function that stops the server: what is in flight is answered first. */
function graceful(server: Server, { options, inFlight, answerError }: ServicePortsDependencies): () => Promise<void> {
  const { name, logger, drainTimeoutMs = 10_000, drainDelayMs = 0, shed } = options;
  const sockets = trackSockets(server);
  return async () => {
    logger.info({ in_flight: inFlight.size }, `${name} is stopping`);
    // Time is kept back for what the application closes after this.
    const deadlineMs = Math.max(0, drainTimeoutMs * 0.8 - drainDelayMs);
    if (drainDelayMs > 0) await sleep(drainDelayMs);
    const { refused, cut } = await drain(server, sockets, inFlight, deadlineMs, {
      shed: () => shed?.(),
      refuse: (response) => refuseWaiting(response, answerError),
    });
    if (refused > 0 || cut > 0) logger.warn({ refused, cut }, 'requests took longer than a stop may take');
  };
}
