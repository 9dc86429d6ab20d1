/** The port for operators and orchestrators: health and metrics. It tells no secret, and is not for the public. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from '@gatehouse/logging';
import type { Registry } from 'prom-client';

/** How far a service has come. */
export type Phase = 'starting' | 'serving' | 'draining' | 'stopped';

/** What the management server reports on. */
export interface ManagementDependencies {
  readonly metrics: Pick<Registry, 'contentType' | 'metrics'>;
  readonly readiness: Readonly<Record<string, () => boolean | Promise<boolean>>>;
  readonly logger: Logger;
  phase(): Phase;
}

const CHECK_TIMEOUT_MS = 2000;

/** Serves `/livez`, `/readyz`, `/startupz` and `/metrics`. */
export function createManagementServer(dependencies: ManagementDependencies): Server {
  const check = readinessChecks(dependencies);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      sendJson(response, 405, { error: 'method_not_allowed' });
      return;
    }
    switch (request.url?.split('?', 1)[0]) {
      case '/livez':
        sendJson(response, 200, { status: 'live' });
        return;
      case '/startupz': {
        const starting = dependencies.phase() === 'starting';
        sendJson(response, starting ? 503 : 200, { status: starting ? 'starting' : 'started' });
        return;
      }
      case '/readyz': {
        const phase = dependencies.phase();
        const checks = await check();
        const ready = phase === 'serving' && Object.values(checks).every((result) => result === 'ok');
        const status = ready ? 'ready' : phase === 'serving' ? 'not ready' : phase;
        sendJson(response, ready ? 200 : 503, { status, checks });
        return;
      }
      case '/metrics':
        send(response, 200, dependencies.metrics.contentType, await dependencies.metrics.metrics());
        return;
      default:
        sendJson(response, 404, { error: 'not_found' });
    }
  };
  return createServer({ headersTimeout: 5000, requestTimeout: 5000, keepAliveTimeout: 5000 }, (request, response) => {
    if (dependencies.phase() === 'draining') response.setHeader('Connection', 'close');
    answer(request, response).catch((error: unknown) => {
      dependencies.logger.error({ err: error }, 'management request failed');
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'server_error' });
    });
  });
}

type CheckResult = 'ok' | 'failed' | 'timeout';

/** Runs every check at once, shared between those who ask at the same time; a change of a check is logged once. */
function readinessChecks({ readiness, logger }: ManagementDependencies): () => Promise<Record<string, CheckResult>> {
  const last = new Map<string, CheckResult>();
  let running: Promise<Record<string, CheckResult>> | undefined;
  const runAll = async (): Promise<Record<string, CheckResult>> => {
    const entries = Object.entries(readiness).map(async ([name, check]) => {
      const [result, error] = await runOne(check);
      if (result !== (last.get(name) ?? 'ok')) {
        if (result === 'ok') logger.info({ check: name }, 'readiness check passes again');
        else logger.warn({ check: name, result, err: error }, 'readiness check fails');
      }
      last.set(name, result);
      return [name, result] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  };
  return () => {
    running ??= runAll().finally(() => {
      running = undefined;
    });
    return running;
  };
}

async function runOne(check: () => boolean | Promise<boolean>): Promise<[CheckResult, unknown?]> {
  const { promise: timeout, resolve } = Promise.withResolvers<[CheckResult]>();
  const timer = setTimeout(() => resolve(['timeout']), CHECK_TIMEOUT_MS);
  try {
    return await Promise.race([timeout, passes(check)]);
  } catch (error) {
    return ['failed', error];
  } finally {
    clearTimeout(timer);
  }
}

async function passes(check: () => boolean | Promise<boolean>): Promise<[CheckResult]> {
  return [(await check()) ? 'ok' : 'failed'];
}

/** Seconds: what `/readyz` says is as old as that at most. */
const RETRY_AFTER = '1';

function sendJson(response: ServerResponse, status: number, body: object): void {
  if (status === 503) response.setHeader('Retry-After', RETRY_AFTER);
  send(response, status, 'application/json', JSON.stringify(body));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}
