/** A gateway with an issuer beside it and a service behind it, all on free ports. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { loadSettings } from '@gatehouse/config';
import { createLogger } from '@gatehouse/logging';
import type { SignatureAlgorithm } from '@gatehouse/oauth-guard';
import { freePort, temporaryDirectory } from '@gatehouse/testkit';
import { createGateway } from '../src/app.ts';
import { type Settings, settingsDefinition } from '../src/settings.ts';
import { type AnIssuer, anIssuer } from './an-issuer.ts';

/** The resource indicator of the service. */
export const api = 'https://api.example';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of many shapes
  readonly body: any;
}

/** What a request is made of. */
export interface Call {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

export interface AGateway {
  readonly origin: string;
  readonly port: number;
  readonly issuer: AnIssuer;
  /** Origin of the service. */
  readonly upstream: string;
  readonly log: string[];
  /** Answers instead of the service's usual echo. */
  serve: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Requests that reached the service. */
  readonly arrived: IncomingMessage[];
  call(path: string, call?: Call): Promise<Answer>;
  /** Sends bytes as they are and gives what comes back until the gateway closes. */
  raw(...parts: (string | Buffer)[]): Promise<string>;
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * @param route what is different in the one route, `/api/*`
 * @param settings what is different once the settings are checked: production without TLS, for one
 */
export async function aGateway({
  route = {},
  routes = [],
  env = {},
  settings: changed = {},
  algorithm = 'RS256',
}: {
  route?: object;
  routes?: readonly object[];
  env?: Record<string, string>;
  settings?: Partial<Settings>;
  algorithm?: SignatureAlgorithm;
} = {}): Promise<AGateway> {
  const { path: directory, remove } = await temporaryDirectory();
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const issuer = await anIssuer(origin, algorithm);
  const arrived: IncomingMessage[] = [];
  const service = createServer((request, response) => {
    arrived.push(request);
    if (made.serve) {
      made.serve(request, response);
      return;
    }
    void answerWithRequest(request, response);
  });
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  const upstream = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const routesFile = path.join(directory, 'routes.json');
  const first = {
    path: '/api/*',
    strip: '/api',
    upstream,
    audience: api,
    accept: ['access_token', 'api_key', 'basic', 'client_certificate'],
    ...route,
  };
  const others = routes.map((one) => ({ upstream, audience: api, accept: ['access_token'], ...one }));
  await writeFile(routesFile, JSON.stringify({ routes: [first, ...others] }));
  const log: string[] = [];
  const logger = createLogger({ program: 'gateway', destination: { write: (line: string) => void log.push(line) } });
  const settings = loadSettings(settingsDefinition, {
    argv: [],
    env: {
      GATEWAY_ISSUER: issuer.issuer,
      GATEWAY_PUBLIC_ORIGIN: origin,
      GATEWAY_AUDIENCE: origin,
      GATEWAY_PORT: String(port),
      GATEWAY_MANAGEMENT_PORT: '0',
      GATEWAY_TLS: 'false',
      GATEWAY_REVOCATION_FEED: 'false',
      GATEWAY_RATE_LIMIT_REQUESTS: '0',
      GATEWAY_RATE_LIMIT_FAILURES: '0',
      GATEWAY_ROUTES_FILE: routesFile,
      ...env,
    },
  });
  const gateway = createGateway({ settings: { ...settings, ...changed }, clientSecret: issuer.clientSecret, logger });
  await gateway.prepare();
  await gateway.service.start();
  const agent = new Agent({ keepAlive: true });
  const made: AGateway = {
    origin,
    port,
    issuer,
    upstream,
    log,
    serve: undefined,
    arrived,
    call: (target, { method = 'GET', token, headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const sent = {
          host: new URL(origin).host,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
          ...headers,
        };
        const outgoing = httpRequest({ host: '127.0.0.1', port, path: target, method, headers: sent, agent });
        outgoing.once('error', reject);
        outgoing.once('response', (response) => {
          answerOf(response).then(resolve, reject);
        });
        outgoing.end(body);
      }),
    async raw(...parts) {
      const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
      const answer = text(socket);
      for (const part of parts) socket.write(part);
      return answer.catch((error: NodeJS.ErrnoException) => error.code ?? 'failed').finally(() => socket.destroy());
    },
    async metrics() {
      return (await fetch(`${gateway.service.managementUrl}/metrics`)).text();
    },
    async stop() {
      agent.destroy();
      await gateway.service.stop();
      await gateway.close();
      service.close();
      service.closeAllConnections();
      await issuer.stop();
      await remove();
    },
  };
  return made;
}

async function answerWithRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url, rawHeaders: raw, headers } = request;
  const body = await text(request).catch(() => 'cut off');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ method, path: url, raw, headers, body }));
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const received = await text(response);
  let body: unknown;
  try {
    body = JSON.parse(received);
  } catch {}
  return { status: response.statusCode ?? 0, headers: response.headers, text: received, body };
}
