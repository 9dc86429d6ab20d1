/**
 * Load from a source that costs little itself: prepared bytes on plain sockets. For servers that answer a request in less
 * time than a full HTTP client needs to ask; with such a client one would measure the client.
 */
import { connect, type Socket } from 'node:net';
import type { Target } from './load.ts';
import type { Run } from './scenario.ts';

const CONNECTIONS = 16;
const HEAD_END = Buffer.from('\r\n\r\n');
const SUCCESS = 'HTTP/1.1 2';

interface Tally {
  readonly latenciesMs: number[];
  errors: number;
}

/** Sends the request over kept connections, each waiting for the whole of its answer, and counts what comes back. */
export async function leanLoad(target: Target, seconds: number): Promise<Run> {
  const { server } = target;
  const tally: Tally = { latenciesMs: [], errors: 0 };
  const bytes = requestBytes(target);
  const cpuBefore = server.cpuMs();
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  await Promise.all(Array.from({ length: CONNECTIONS }, () => chain(target.url, bytes, endsAt, tally)));
  const lasted = (performance.now() - startedAt) / 1000;
  const cpuAfter = server.cpuMs();
  const sorted = Float64Array.from(tally.latenciesMs).sort();
  return {
    value: sorted.length / lasted,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)],
    p99Ms: sorted[Math.floor(sorted.length * 0.99)],
    errors: tally.errors,
    cpuShare: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / 1000 / lasted,
  };
}

function requestBytes({ url, method, headers, body = '' }: Target): Buffer {
  const { pathname, search, host } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `host: ${host}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== '') lines.push(`content-length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** One connection: the next request when the answer to the one before is whole. An answer that is no success ends it. */
function chain(url: string, bytes: Buffer, endsAt: number, tally: Tally): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let received: Buffer | undefined;
    let sentAt = performance.now();
    const end = (failed: number) => {
      tally.errors += failed;
      socket.removeAllListeners('close').destroy();
      resolve();
    };
    socket.on('data', (chunk: Buffer) => {
      received = received ? Buffer.concat([received, chunk]) : chunk;
      const missing = bytesMissing(received);
      if (missing > 0) return;
      const now = performance.now();
      if (missing < 0) {
        end(1);
        return;
      }
      tally.latenciesMs.push(now - sentAt);
      received = undefined;
      if (now >= endsAt) {
        end(0);
        return;
      }
      sentAt = now;
      socket.write(bytes);
    });
    socket.on('error', () => undefined).on('close', () => end(1));
    socket.write(bytes);
  });
}

/** How much of an answer is not there yet: 0 when it is whole, below 0 when it is no success of known length. */
function bytesMissing(received: Buffer): number {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd === -1) return 1;
  const head = received.toString('latin1', 0, headEnd);
  const length = /\r\ncontent-length: (\d+)/iu.exec(head)?.[1];
  if (!head.startsWith(SUCCESS) || length === undefined) return -1;
  return headEnd + HEAD_END.length + Number(length) - received.length;
}
