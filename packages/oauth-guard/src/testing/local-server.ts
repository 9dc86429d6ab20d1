/** A local HTTP server that can be away, as issuers are. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * How an issuer is away: connections refused, no answer at all, or status 500.
 *
 * @example
 * const outage: Outage = 'silent';
 */
export type Outage = 'refused' | 'silent' | 'failing';

/** The server. */
export interface LocalServer {
  /** Its origin, the same after an outage. */
  readonly origin: string;
  goDown(outage: Outage): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts it on a free port of 127.0.0.1.
 *
 * @param answers.count is told of each path, also during an outage in which the server hears of it
 * @param answers.answer is asked where there is no outage
 */
export async function startLocalServer(answers: {
  count(path: string): void;
  answer(path: string, request: IncomingMessage, response: ServerResponse): void;
}): Promise<LocalServer> {
  let outage: Outage | undefined;
  const server = createServer((request, response) => {
    // Tests that compute for seconds would find a kept connection closed, and take the issuer for one that is away.
    response.shouldKeepAlive = false;
    const { pathname } = new URL(request.url as string, 'http://127.0.0.1');
    answers.count(pathname);
    if (outage === 'silent') return;
    if (outage === 'failing') response.writeHead(500).end();
    else answers.answer(pathname, request, response);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async goDown(how) {
      outage = how;
      if (how === 'refused') await stop();
    },
    async comeBack() {
      outage = undefined;
      if (!server.listening) await listen(port);
    },
    async close() {
      if (server.listening) await stop();
    },
  };
}
