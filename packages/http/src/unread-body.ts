/**
 * What becomes of the rest of a request that is answered before it was read. Nobody reads it any more, but it lies in the
 * connection before the next request, and a connection that is closed over it takes the answer with it (RFC 9112,
 * section 9.6): it is read and thrown away for a while, and the connection is kept or closed as the answer said.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** A body of a told length up to this is read to its end, so that its connection can be kept. */
const KEPT_BYTES = 1_048_576;
/** The rest has to arrive within this. */
const DISCARD_MS = 30_000;

/**
 * For the moment at which the head of an answer is written: says that the connection will be closed where the rest of the
 * request is too long to be read, and sees to it that a connection is not closed before the rest is read.
 */
export function announceUnread(response: ServerResponse): void {
  const { req: request } = response;
  if (request.complete || !hasBody(request)) return;
  const { 'content-length': length, expect } = request.headers;
  // A caller that waits to be asked for its body need not send it: nobody knows where the next request would begin.
  if (length === undefined || expect !== undefined || Number(length) > KEPT_BYTES) response.shouldKeepAlive = false;
  const { socket } = request;
  // What Node closes a connection with once the answer is written, with everything that has not been read.
  socket.destroySoon = () => {
    if (request.complete || socket.destroyed) {
      destroySoon(socket);
      return;
    }
    socket.end();
    discardUnread(request);
    request.once('end', () => destroySoon(socket));
  };
}

const destroySoon = (socket: Socket) => Socket.prototype.destroySoon.call(socket);

/** Reads the rest of a request and throws it away, for a bounded time. Does nothing when it is complete. */
export function discardUnread(request: IncomingMessage, longestMs = DISCARD_MS): void {
  const { socket } = request;
  if (request.complete || socket.destroyed || !hasBody(request)) return;
  request.resume();
  if (discarded.has(request)) return;
  discarded.add(request);
  request.on('error', nothing);
  const late = setTimeout(() => socket.destroy(), longestMs).unref();
  const over = () => {
    clearTimeout(late);
    socket.off('close', over);
  };
  request.once('end', over);
  socket.once('close', over);
}

const discarded = new WeakSet<IncomingMessage>();

function nothing(): void {}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}
