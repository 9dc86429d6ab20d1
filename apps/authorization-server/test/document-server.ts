/** A web server that has documents about clients, for tests. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { certificates } from '@gatehouse/testkit';

export interface DocumentServer {
  readonly origin: string;
  /** Paths that were asked for, in order. */
  readonly asked: string[];
  /** The address of a document with these members beside `client_id`. */
  serve(path: string, members: object, headers?: Record<string, string>): string;
  /** An address that is answered so. */
  answer(path: string, listener: RequestListener): string;
  close(): void;
}

export async function startDocumentServer(): Promise<DocumentServer> {
  const certs = await certificates();
  trustAuthorities(certs.caFile);
  const answers = new Map<string, RequestListener>();
  const asked: string[] = [];
  const server = createServer(
    { cert: readFileSync(certs.certFile('web-app')), key: readFileSync(certs.keyFile('web-app')) },
    (request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      const listener = answers.get(path);
      if (listener) listener(request, response);
      else response.writeHead(404).end();
    },
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const answer = (path: string, listener: RequestListener) => {
    answers.set(path, listener);
    return origin + path;
  };
  return {
    origin,
    asked,
    answer,
    serve(path, members, headers = {}) {
      const body = JSON.stringify({ client_id: origin + path, ...members });
      return answer(path, (_request, response) =>
        response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body),
      );
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
