import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** An address that leads to a port of this machine, and can lead to another one later, or nowhere. */
export interface Forwarder {
  readonly port: number;
  /** New connections go there from now on; those that are open stay where they are. */
  to(port: number): void;
  /**
   * Lets nothing through until `mend`: `reset` ends the open connections and each new one at once, `silent` leaves them open
   * and passes nothing on, as a network does that drops packets.
   */
  cut(how: 'reset' | 'silent'): void;
  /** Lets new connections through again. Those from the time of the cut are ended. */
  mend(): void;
  close(): Promise<void>;
}

/** Opens an address that leads to the port. */
export async function forwarder(target: number): Promise<Forwarder> {
  let current = target;
  let open: 'through' | 'reset' | 'silent' = 'through';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((inbound) => {
    keep(inbound);
    if (open === 'reset') inbound.resetAndDestroy();
    if (open !== 'through') return;
    const outbound = connect(current, '127.0.0.1');
    keep(outbound);
    inbound.on('close', () => outbound.destroy());
    outbound.on('close', () => inbound.destroy());
    inbound.pipe(outbound).pipe(inbound);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    to(port) {
      current = port;
    },
    cut(how) {
      open = how;
      for (const socket of sockets) {
        if (how === 'reset') socket.resetAndDestroy();
        else socket.unpipe().pause();
      }
    },
    mend() {
      open = 'through';
      endAll();
    },
    async close() {
      server.close();
      endAll();
      if (server.listening) await once(server, 'close');
    },
  };
}
