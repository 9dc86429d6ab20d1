/** A WebSocket connection: bytes both ways until one side is done, nothing moves for a while, or its time is over. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { takeOver, upgradeOf } from '@gatehouse/http';

/** How long one may last. */
export interface WebSocketLimits {
  readonly idle_timeout_ms: number;
  readonly longest_ms: number;
}

/**
 * Whether a request asks for a WebSocket (RFC 6455, section 4.1). The protocols of all other upgrades are not spoken here, so
 * those are requests like any other (RFC 9110, section 7.8).
 */
export const asksForWebSocket = ({ method, httpVersion, headers }: IncomingMessage): boolean =>
  headers.upgrade !== undefined &&
  headers.upgrade.toLowerCase() === 'websocket' &&
  method === 'GET' &&
  httpVersion === '1.1' &&
  headers['transfer-encoding'] === undefined &&
  (headers['content-length'] === undefined || headers['content-length'] === '0');

/** Joins the caller, whose answer of 101 is written, to the service. */
export function joinTunnel(response: ServerResponse, upstream: Duplex, limits: WebSocketLimits): void {
  const { socket, head } = upgradeOf(response.req) as { socket: Duplex; head: Buffer };
  takeOver(response);
  const end = () => {
    clearTimeout(longest);
    socket.destroy();
    upstream.destroy();
  };
  const longest = setTimeout(end, limits.longest_ms).unref();
  // What moves in either direction is read from one of them and written to the other, so it keeps both open.
  for (const one of [socket, upstream] as Socket[])
    one.setTimeout(limits.idle_timeout_ms, end).on('error', end).on('close', end);
  if (head.length > 0) upstream.write(head);
  socket.pipe(upstream).pipe(socket);
}
