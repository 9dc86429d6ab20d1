/** A service on free ports, plain Node requests to it, and what its log said. Stopped after each test. */
import { request as httpRequest, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createLogger } from '@gatehouse/logging';
import { freePort } from '@gatehouse/testkit';
import { afterEach } from '@jest/globals';
import { createService, type Service, type ServiceOptions } from '../src/index.ts';

/** A service under test. */
export interface Running {
  readonly service: Service;
  readonly port: number;
  /** Where it listens. */
  readonly url: string;
  /** Its public origin. */
  readonly origin: string;
  /** What it logged. */
  log(): string;
}

/** One answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const running: Service[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
});

/** Starts a service on `localhost` at a free port; `options` change what a test is about. */
export async function startService(options: Partial<ServiceOptions> = {}): Promise<Running> {
  const port = options.port ?? (await freePort());
  const origin = options.publicOrigin ?? `${options.tls ? 'https' : 'http'}://localhost:${port}`;
  let log = '';
  const service = createService({
    name: 'tester',
    publicOrigin: origin,
    host: '127.0.0.1',
    port,
    management: { host: '127.0.0.1', port: 0 },
    trustedProxies: [],
    logger: createLogger({ program: 'tester', destination: { write: (line) => void (log += line) } }),
    readiness: {},
    drainTimeoutMs: 2000,
    mount: () => undefined,
    ...options,
  });
  await service.start();
  running.push(service);
  return { service, port, url: service.url, origin, log: () => log };
}

/** One request on a connection of its own. */
export async function send(
  { origin, url }: Pick<Running, 'origin' | 'url'>,
  path: string,
  { body, ...options }: RequestOptions & { body?: string | Buffer; ca?: string; rejectUnauthorized?: boolean } = {},
): Promise<Answer> {
  const { protocol, hostname, port } = new URL(url);
  const request = (protocol === 'https:' ? httpsRequest : httpRequest)({
    host: hostname,
    servername: 'localhost',
    port,
    path,
    agent: false,
    ...options,
    headers: { host: new URL(origin).host, ...(options.headers as Record<string, string>) },
  } as RequestOptions);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  request.once('error', reject).once('response', (response) => {
    text(response).then(
      (answer) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer }),
      reject,
    );
  });
  request.end(body);
  return promise;
}

/** Writes bytes to the port as they are, and gives everything that comes back until the server closes. */
export async function sendRaw({ port }: Pick<Running, 'port'>, ...parts: (string | Buffer)[]): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  const answer = text(socket);
  for (const part of parts) socket.write(part);
  return answer.catch((error: NodeJS.ErrnoException) => error.code ?? 'failed').finally(() => socket.destroy());
}

/** The status of a raw answer. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (?<status>\d{3})/u.exec(answer)?.groups?.['status'] ?? 0);
}

/** The management port's answer. */
export async function manage({ service }: Pick<Running, 'service'>, path: string): Promise<Answer> {
  return manageOf(service.managementUrl, path);
}

/** The answer of the management port at `url`. */
export async function manageOf(url: string, path: string): Promise<Answer> {
  return send({ origin: url, url }, path);
}
