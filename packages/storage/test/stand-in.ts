/**
 * A distributed database of the PostgreSQL family as far as a driver can tell: it speaks the protocol (version 3), keeps everything
 * in a real PostgreSQL behind it, says that it is CockroachDB or YugabyteDB, refuses what they refuse, and ends units of work with
 * SQLSTATE 40001 by chance, as they do where PostgreSQL waits.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Dice, type Journal, type Product, type Shares, session } from './stand-in-session.ts';

export interface StandIn {
  /** The URL of a database of the server behind, through this. */
  through(url: string): string;
  /** What is refused from now on; nothing before. */
  refuse(shares: Shares): void;
  readonly journal: Journal;
  /** All chance comes from it. */
  readonly seed: number;
  close(): Promise<void>;
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function dice(seed: number): Dice {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param port of the PostgreSQL server that keeps everything */
export async function standIn(
  product: Product,
  port: number,
  seed = Math.floor(Math.random() * 2 ** 31),
): Promise<StandIn> {
  const sockets = new Set<Socket>();
  const journal: Journal = { attempts: [], unsupported: [], refusedReads: 0 };
  const random = dice(seed);
  let shares: Shares = {};
  const server = createServer((client) => {
    const upstream = session({ client, port, product, journal, random, shares: () => shares });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = (server.address() as AddressInfo).port;
  return {
    through: (url) => url.replace(`:${port}/`, `:${own}/`),
    refuse(next) {
      shares = next;
    },
    journal,
    seed,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      if (server.listening) await once(server, 'close');
    },
  };
}
