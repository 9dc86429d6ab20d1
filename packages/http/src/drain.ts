import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { acceptWaiting } from './accept-waiting.ts';
import type { InFlightResponses } from './in-flight.ts';

/** A connection without a request, or with half of one, is closed when nothing came from it in so many looks, a second together. */
const LOOKS = 4;
const LOOK_EVERY_MS = 250;
/** So long before the deadline, or a quarter of it, requests that still wait are given up. */
const GIVE_UP_MS = 1000;
/** An answer gets this long to be sent, however short the deadline is. */
const LEAST_SENDING_MS = 100;

/** How requests that a stop has no time for are answered. */
export interface GivingUp {
  /** Gives up what requests wait for inside the application: their handlers answer. */
  readonly shed: () => void;
  /** Answers 503 in place of a handler. */
  readonly refuse: (response: ServerResponse) => void;
}

/** What became of the requests that were still there. */
export interface Drained {
  /** Answered 503: nothing of their answer had been sent. */
  readonly refused: number;
  /** Their connection was closed in the middle of the answer. */
  readonly cut: number;
}

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
 * are closed. Shortly before the deadline what still waits is answered 503; at the deadline the answers already begun are cut.
 */
export async function drain(
  server: Server,
  sockets: ReadonlySet<Socket>,
  inFlight: InFlightResponses,
  deadlineMs: number,
  { shed, refuse }: GivingUp,
): Promise<Drained> {
  const deadline = performance.now() + deadlineMs;
  await acceptWaiting(server, deadlineMs);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const response of inFlight) if (!response.headersSent) response.setHeader('Connection', 'close');
  const finished = new AbortController();
  const { signal } = finished;
  const closeIdle = setInterval(() => server.closeIdleConnections(), 50);
  const closeSilent = setInterval(silentCloser(sockets, inFlight), LOOK_EVERY_MS);
  server.closeIdleConnections();
  let [refused, cut] = [0, 0];
  const cutLate = async (): Promise<void> => {
    const giveUpMs = Math.min(GIVE_UP_MS, deadlineMs / 4);
    await sleep(Math.max(0, deadline - performance.now() - giveUpMs), undefined, { signal });
    shed();
    await sleep(giveUpMs / 2, undefined, { signal });
    for (const response of inFlight) {
      if (response.headersSent) continue;
      refuse(response);
      refused += 1;
    }
    await sleep(Math.max(LEAST_SENDING_MS, deadline - performance.now()), undefined, { signal });
    cut = inFlight.size;
    for (const socket of sockets) socket.destroy();
  };
  await Promise.race([closed, cutLate().catch(() => undefined)]);
  await closed;
  finished.abort();
  clearInterval(closeIdle);
  clearInterval(closeSilent);
  return { refused, cut };
}

/** Looks count and not time alone: after a long turn of the event loop, what has arrived is read before the next look. */
function silentCloser(sockets: ReadonlySet<Socket>, inFlight: InFlightResponses): () => void {
  const seen = new Map<Socket, { bytes: number; looks: number }>();
  return () => {
    const serving = new Set(Array.from(inFlight, ({ req }) => peerOf(req.socket)));
    for (const socket of sockets) {
      const before = seen.get(socket);
      const isSilent = before?.bytes === socket.bytesRead && !serving.has(peerOf(socket));
      const looks = isSilent ? before.looks + 1 : 0;
      if (looks >= LOOKS) socket.destroy();
      seen.set(socket, { bytes: socket.bytesRead, looks });
    }
  };
}

/** Tells connections apart. Below TLS lies another socket object for the same connection, so objects do not compare. */
function peerOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
