/** Connections that stop being HTTP: an application may take one over after the same checks as for every request. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessageClasses } from './express-messages.ts';
import type { InFlightResponses } from './in-flight.ts';

/** A connection whose client asks for another protocol. */
export interface Upgrade {
  readonly socket: Duplex;
  /** What it sent after its request. */
  readonly head: Buffer;
}

const UPGRADE = Symbol('gatehouse.upgrade');

type Carrier = IncomingMessage & { [UPGRADE]?: Upgrade };

/** The connection behind a request that asks for another protocol; undefined for every other request. */
export function upgradeOf(request: IncomingMessage): Upgrade | undefined {
  return (request as Carrier)[UPGRADE];
}

/**
 * Leaves the connection to the application, once the head of the answer (101) is written. The request counts as in flight until
 * the connection is closed.
 */
export function takeOver(response: ServerResponse): void {
  const { socket } = upgradeOf(response.req) as Upgrade;
  response.end();
  response.detachSocket(socket as never);
  socket.once('close', () => response.emit('close'));
}

/**
 * Serves upgrades by the listener of all requests. An answer other than 101 ends the connection. So does an upgrade that comes
 * before the requests ahead of it are answered.
 */
export function serveUpgrades(
  server: Server,
  { ServerResponse: Response }: MessageClasses,
  inFlight: InFlightResponses,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const response: ServerResponse = new Response(request as never);
    response.shouldKeepAlive = false;
    try {
      response.assignSocket(socket as never);
    } catch {
      // An earlier answer has the connection. Node let go of both: it would neither write that to its end nor say that it is over.
      for (const earlier of inFlight) if (earlier.req.socket === socket) earlier.destroy();
      socket.destroy();
      return;
    }
    // Node no longer reads from the connection, and no longer tells what happens on it: nobody would see its client leave, and a
    // long answer would wait for ever for its turn to go on.
    socket.on('timeout', () => server.emit('timeout', socket));
    socket.on('drain', () => response.emit('drain'));
    Object.assign(response, {
      writeHead(...given: unknown[]) {
        Reflect.apply(Reflect.get(Response.prototype, 'writeHead'), response, given);
        if (response.statusCode !== 101) socket.once('end', () => socket.destroy()).resume();
        return response;
      },
    });
    response.on('finish', () => {
      if (response.statusCode === 101) return;
      response.detachSocket(socket as never);
      socket.end(() => socket.destroy());
      response.emit('close');
    });
    (request as Carrier)[UPGRADE] = { socket, head };
    listener(request, response);
  });
}
