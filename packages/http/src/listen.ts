/** Opening the ports: TLS, limits of a connection, and one clear line for whatever can go wrong. */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { MessageClasses } from './express-messages.ts';
import { ListenError, reasonOf } from './listen-error.ts';
import type { RequestLimits } from './request-limits.ts';
import type { TlsIdentity } from './tls.ts';

/** A server that does not listen yet. */
export function createServer(
  tls: TlsIdentity | undefined,
  limits: RequestLimits,
  messages: MessageClasses,
  listener: RequestListener,
  upgrades: (request: IncomingMessage) => boolean = () => false,
): Server {
  const options: ServerOptions = {
    ...messages,
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    // How often the two above are looked at; Node's own 30 s would let a slow client live that much longer.
    connectionsCheckingInterval: Math.max(100, Math.min(2000, limits.headersTimeoutMs / 4)),
    shouldUpgradeCallback: upgrades,
    insecureHTTPParser: false,
    noDelay: true,
  };
  const server = tls
    ? createHttpsServer(
        {
          ...options,
          ...tls.options,
          ...(tls.options.ca && { requestCert: true, rejectUnauthorized: false }),
          ALPNProtocols: ['http/1.1'],
          handshakeTimeout: limits.tlsHandshakeTimeoutMs,
        },
        listener,
      )
    : createHttpServer(options, listener);
  // The request pipeline counts them: by its own limit Node drops headers silently, or refuses them, depending on its version.
  server.maxHeadersCount = 0;
  server.maxConnections = limits.maxConnections;
  server.setTimeout(limits.inactivityTimeoutMs);
  return server;
}

/**
 * Listens, and gives the address that came of it.
 * @param exclusive a port of this process alone, where several workers share the others
 * @throws {ListenError} when the port is taken, forbidden or the address is not of this machine.
 */
export async function listen(server: Server, host: string, port: number, exclusive = false): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host, port, backlog: 1024, exclusive }, resolve);
  try {
    await promise;
  } catch (error) {
    throw new ListenError(listenMessage(error, host, port), { cause: error });
  } finally {
    server.off('error', reject);
  }
  return server.address() as AddressInfo;
}

function listenMessage(error: unknown, host: string, port: number): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken. Stop the process that holds it, or choose another port.`;
    case 'EACCES':
      return `Port ${port} on ${host} needs rights that this process does not have. Choose a port above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is not an address of this machine.`;
    default:
      return `Cannot listen on ${host} port ${port}: ${reasonOf(error)}.`;
  }
}
