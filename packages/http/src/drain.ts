import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { InFlightResponses } from './in-flight.ts';

/** A connection that has sent nothing yet, or half of its headers, when the stop begins gets this long to go on. */
const HALF_REQUEST_GRACE_MS = 1000;

/** The open connections of a server, those in the TLS handshake included, which `closeAllConnections` does not know. */
export function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

/**
 * Stops a server without losing a request: what is in flight is answered with `Connection: close`, idle connections
 * are closed, and whatever is left at the deadline is cut.
 * @returns how many connections were cut with a request in flight
 */
export async function drain(
  server: Server,
  sockets: ReadonlySet<Socket>,
  inFlight: InFlightResponses,
  deadlineMs: number,
): Promise<number> {
  // After one round of the event loop nothing waits to be accepted, which closing the port would reset.
  await setImmediate();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const response of inFlight) if (!response.headersSent) response.setHeader('Connection', 'close');
  const finished = new AbortController();
  const { signal } = finished;
  const closeIdle = setInterval(() => server.closeIdleConnections(), 50);
  server.closeIdleConnections();
  let cut = 0;
  const cutLate = async (): Promise<void> => {
    await sleep(Math.min(HALF_REQUEST_GRACE_MS, deadlineMs), undefined, { signal });
    const serving = new Set(Array.from(inFlight, ({ req }) => peerOf(req.socket)));
    for (const socket of sockets) if (!serving.has(peerOf(socket))) socket.destroy();
    await sleep(Math.max(0, deadlineMs - HALF_REQUEST_GRACE_MS), undefined, { signal });
    cut = inFlight.size;
    for (const socket of sockets) socket.destroy();
  };
  await Promise.race([closed, cutLate().catch(() => undefined)]);
  await closed;
  finished.abort();
  clearInterval(closeIdle);
  return cut;
}

/** Tells connections apart. Below TLS lies another socket object for the same connection, so objects do not compare. */
function peerOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
