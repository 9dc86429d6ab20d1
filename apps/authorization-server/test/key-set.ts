/** A key set at an address of its own, for tests. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { certificates, freePort } from '@gatehouse/testkit';

export interface KeySet {
  readonly origin: string;
  /** How often it was asked for. */
  asked(): number;
  stop(): void;
}

export async function startKeySet(keys: readonly object[]): Promise<KeySet> {
  let requests = 0;
  const made = await certificates();
  const port = await freePort();
  const [cert, key] = await Promise.all([readFile(made.certFile('web-app')), readFile(made.keyFile('web-app'))]);
  const server = createServer({ cert, key }, (_request, response) => {
    requests += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((listening) => {
    server.listen(port, '127.0.0.1', listening);
  });
  return {
    origin: `https://localhost:${port}`,
    asked: () => requests,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
