import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below the range that kernels hand out for outgoing connections, so nobody gets one of ours by chance. */
const FIRST_PORT = 15_000;
const LAST_PORT = 32_000;
const BLOCK = 20;
const BLOCKS = Math.floor((LAST_PORT - FIRST_PORT) / BLOCK);

/**
 * A TCP port on which nothing listens now, on any address of this machine. It is given to no other process and not twice
 * in this one, so tests that run beside each other stay apart.
 */
export const freePort: () => Promise<number> = freePorts(Math.floor(Math.random() * BLOCKS));

/**
 * Gives ports out of blocks that it holds. Who listens on the first port of a block holds the block, until the process
 * ends: the kernel lets one only, and nothing is left over from a process that was killed.
 * @param firstBlock where the search begins
 */
export function freePorts(firstBlock: number): () => Promise<number> {
  let block = firstBlock % BLOCKS;
  let left: number[] = [];
  let giving: Promise<unknown> = Promise.resolve();

  async function claimBlock(): Promise<void> {
    for (let attempt = 0; attempt < BLOCKS; attempt += 1) {
      const first = FIRST_PORT + block * BLOCK;
      block = (block + 1) % BLOCKS;
      const held = await listening(first, '127.0.0.1');
      if (held === undefined) continue;
      held.on('connection', (socket) => socket.destroy()).unref();
      left = Array.from({ length: BLOCK - 1 }, (_, index) => first + 1 + index);
      return;
    }
    throw new Error('found no free port');
  }

  async function give(): Promise<number> {
    for (;;) {
      const port = left.shift();
      if (port === undefined) await claimBlock();
      else if (await isFree(port)) return port;
    }
  }

  return async () => {
    const given = giving.then(give);
    giving = given.catch(() => undefined);
    return given;
  };
}

async function isFree(port: number): Promise<boolean> {
  const probe = await listening(port);
  if (probe === undefined) return false;
  probe.close();
  await once(probe, 'close');
  return true;
}

/** A server on the port, on all addresses unless one is named; undefined where something else listens. */
async function listening(port: number, host?: string): Promise<Server | undefined> {
  const server = createServer();
  server.listen({ port, host, exclusive: true });
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}
