import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP link to a server that can go silent: connections stay open, nothing comes through in either direction. */
export interface SilentLink {
  readonly port: number;
  /** Nothing that is open or opened from now on comes through. */
  silence(): void;
  /** New connections come through again; those that were open when it went silent never do. */
  restore(): void;
  close(): Promise<void>;
}

/** Opens a link to a port of this machine. */
export async function silentLink(targetPort: number): Promise<SilentLink> {
  let silent = false;
  const sockets = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((inbound) => {
    sockets.add(inbound);
    inbound.on('error', () => undefined);
    if (silent) return;
    const outbound = connect(targetPort, '127.0.0.1');
    sockets.add(outbound);
    outbound.on('error', () => inbound.destroy());
    inbound.on('close', () => outbound.destroy());
    outbound.on('close', () => inbound.destroy());
    inbound.pipe(outbound).pipe(inbound);
    pairs.add([inbound, outbound]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    silence() {
      silent = true;
      for (const [inbound, outbound] of pairs) {
        inbound.unpipe(outbound);
        outbound.unpipe(inbound);
        inbound.removeAllListeners('close').pause();
        outbound.removeAllListeners('close').pause();
      }
      pairs.clear();
    },
    restore() {
      silent = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
