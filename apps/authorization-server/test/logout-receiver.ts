/** An application that is told when a session has ended, for tests. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificates } from '@gatehouse/testkit';
import type { RegistryDocument } from './server.ts';

export interface LogoutReceiver {
  readonly origin: string;
  readonly uri: string;
  /** Logout tokens, in the order in which they came. */
  readonly tokens: string[];
  /** How it answers: a status, or not at all. */
  behaves: number | 'silent';
  /** Resolves when so many tokens have come. */
  received(count: number): Promise<void>;
  stop(): void;
}

export async function startLogoutReceiver(): Promise<LogoutReceiver> {
  const certs = await certificates();
  const tls = { cert: readFileSync(certs.certFile('web-app')), key: readFileSync(certs.keyFile('web-app')) };
  const waiting = new Set<() => void>();
  const server = createServer(tls, (request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      receiver.tokens.push(new URLSearchParams(text).get('logout_token') ?? '');
      if (receiver.behaves !== 'silent') response.writeHead(receiver.behaves).end();
      for (const look of waiting) look();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const receiver: LogoutReceiver = {
    origin,
    uri: `${origin}/logged-out`,
    tokens: [],
    behaves: 200,
    received: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (receiver.tokens.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}

/** Lets a client of the registry be told there. */
export const tells =
  (receivers: Readonly<Record<string, LogoutReceiver>>, more: object = {}) =>
  ({ clients }: RegistryDocument): void => {
    for (const client of clients) {
      const receiver = receivers[String(client['client_id'])];
      if (receiver) Object.assign(client, { backchannel_logout_uri: receiver.uri, ...more });
    }
  };
