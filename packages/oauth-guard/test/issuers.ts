/** Servers that answer as a test tells them. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalServer {
  readonly url: string;
  readonly paths: readonly string[];
  close(): void;
}

/** Starts a server on a free port; it keeps the paths it was asked for. */
export async function listening(
  answer: (request: IncomingMessage, response: ServerResponse, url: string) => void,
): Promise<LocalServer> {
  const paths: string[] = [];
  let url = '';
  const server = createServer((request, response) => {
    paths.push(request.url as string);
    answer(request, response, url);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    paths,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
