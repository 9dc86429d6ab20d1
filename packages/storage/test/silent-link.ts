import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP link to a server that can go silent: connections stay open, nothing comes through in either direction. */
export interface SilentLink {
  readonly port: number;
  /** How many connections were opened. */
  readonly opened: number;
  /** How many are open, and not silent. */
  readonly alive: number;
  /** Nothing comes through the oldest connection any more. */
  silenceOne(): void;
  /** Nothing that is open or opened from now on comes through. */
  silence(): void;
  /** New connections come through again; those that were open when it went silent never do. */
  restore(): void;
  close(): Promise<void>;
}

/** Opens a link to a port of this machine. */
export async function silentLink(targetPort: number): Promise<SilentLink> {
  let silent = false;
  let opened = 0;
  const sockets = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  const silenceOf = (pair: readonly [Socket, Socket]): void => {
    const [inbound, outbound] = pair;
    inbound.unpipe(outbound);
    outbound.unpipe(inbound);
    inbound.removeAllListeners('close').pause();
    outbound.removeAllListeners('close').pause();
    pairs.delete(pair);
  };
  const server = createServer((inbound) => {
    opened += 1;
    sockets.add(inbound);
    inbound.on('error', () => undefined);
    if (silent) return;
    const outbound = connect(targetPort, '127.0.0.1');
    sockets.add(outbound);
    const pair = [inbound, outbound] as const;
    outbound.on('error', () => inbound.destroy());
    inbound.on('close', () => {
      outbound.destroy();
      pairs.delete(pair);
    });
    outbound.on('close', () => inbound.destroy());
    inbound.pipe(outbound).pipe(inbound);
    pairs.add(pair);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get opened() {
      return opened;
    },
    get alive() {
      return pairs.size;
    },
    silenceOne() {
      const [oldest] = pairs;
      if (oldest) silenceOf(oldest);
    },
    silence() {
      silent = true;
      for (const pair of pairs) silenceOf(pair);
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
