import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Where an issuer sends its logout tokens (OpenID Connect Back-Channel Logout 1.0 section 2.5). */
export interface LogoutReceiver {
  readonly url: string;
  /** The first one that comes. */
  readonly token: Promise<string>;
  close(): Promise<void>;
}

/** Waits for logout tokens on a free port. */
export async function logoutReceiver(): Promise<LogoutReceiver> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await text(request));
    response.end();
    resolve(form.get('logout_token') ?? '');
  };
  const server = createServer((request, response) => void receive(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    token: promise,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
