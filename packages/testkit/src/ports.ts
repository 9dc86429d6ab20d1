import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the range that kernels hand out for outgoing connections, so nobody gets one of ours by chance. */
const FIRST_PORT = 15_000;
const LAST_PORT = 32_000;

let next = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));

/**
 * A TCP port on which nothing listens now, on any address of this machine. Each process starts at a random place
 * and never gives the same port twice, so tests that run beside each other stay apart.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const port = next;
    next = next === LAST_PORT ? FIRST_PORT : next + 1;
    if (await isFree(port)) return port;
  }
  throw new Error('found no free port');
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  probe.listen({ port, exclusive: true });
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
