import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** An address that leads to a port of this machine, and can lead to another one later. */
export interface Forwarder {
  readonly port: number;
  /** New connections go there from now on; those that are open stay where they are. */
  to(port: number): void;
  close(): Promise<void>;
}

/** Opens an address that leads to the port. */
export async function forwarder(target: number): Promise<Forwarder> {
  let current = target;
  const sockets = new Set<Socket>();
  const server = createServer((inbound) => {
    const outbound = connect(current, '127.0.0.1');
    for (const socket of [inbound, outbound]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    inbound.on('close', () => outbound.destroy());
    outbound.on('close', () => inbound.destroy());
    inbound.pipe(outbound).pipe(inbound);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    to(port) {
      current = port;
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await once(server, 'close');
    },
  };
}
