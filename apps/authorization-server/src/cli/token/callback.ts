/** Where the browser comes back to: a port of this machine that is open until then (RFC 8252 section 7.3). */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback } from '../address.ts';
import { RefusedError, UsageError } from '../refused.ts';

/** An open port. */
export interface Callback {
  readonly redirectUri: string;
  /** The address at which the browser came back with the state that was sent. */
  readonly returned: Promise<URL>;
  close(): void;
}

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

const page = (title: string, sentence: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title><h1>${title}</h1><p>${sentence}</p></html>\n`;

const pages = {
  back: [200, page('Back at the command line', 'You can close this window: the command line has the answer.')],
  stray: [
    400,
    page('Not the answer that is awaited', 'The command line waits on. Begin from the address that it printed.'),
  ],
  missing: [404, page('Nothing here', 'This port is open for the answer of a sign-in alone.')],
} as const;

/** Where to listen for a redirect URI that is registered with its port. Throws UsageError when that is not on this machine. */
function placeOf(redirectUri: string): { host: string; port: number; pathname: string } {
  const url = URL.parse(redirectUri);
  if (url?.protocol !== 'http:' || !isLoopback(url))
    throw new UsageError('--redirect-uri must be http on this machine; for another one add --no-loopback');
  return { host: url.hostname.replaceAll(/[[\]]/gu, ''), port: Number(url.port || 80), pathname: url.pathname };
}

/**
 * Opens the port. What comes without the state, from another page of the browser for one, is answered and forgotten.
 * @param redirectUri one on this machine, where the client has it registered as it is; else 127.0.0.1 with a free port
 */
export async function listenForCallback(state: string, redirectUri?: string): Promise<Callback> {
  const place =
    redirectUri === undefined ? { host: '127.0.0.1', port: 0, pathname: '/callback' } : placeOf(redirectUri);
  const { promise, resolve } = Promise.withResolvers<URL>();
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    const url = URL.parse(request.url ?? '', 'http://127.0.0.1');
    const isCallback = request.method === 'GET' && url?.pathname === place.pathname;
    const isAwaited = isCallback && url.searchParams.get('state') === state;
    answer(response, isAwaited ? 'back' : isCallback ? 'stray' : 'missing');
    if (isAwaited) response.once('finish', () => resolve(new URL(`${uri}${url.search}`)));
  });
  await listen(server, place);
  const { port } = server.address() as AddressInfo;
  const uri = redirectUri ?? `http://127.0.0.1:${port}${place.pathname}`;
  return { redirectUri: uri, returned: promise, close: () => closeAll(server) };
}

function answer(response: ServerResponse, name: keyof typeof pages): void {
  const [status, body] = pages[name];
  response.writeHead(status, headers).end(body);
}

async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    throw new RefusedError(
      `cannot listen at ${host}:${port} (${(error as NodeJS.ErrnoException).code}); leave --redirect-uri out for a free port`,
    );
  }
}

function closeAll(server: Server): void {
  server.close();
  server.closeAllConnections();
}
