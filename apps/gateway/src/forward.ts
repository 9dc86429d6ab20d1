/**
 * The way to the service and back: both bodies as streams, nothing kept longer than it takes. The caller going away ends
 * the request to the service; a service that is slow or gone is answered for (GW-05).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { HttpError, upgradeOf } from '@gatehouse/http';
import type { Dispatcher, Pool } from 'undici';
import { Answer, type Outcome } from './answer.ts';
import type { Breaker } from './circuit-breaker.ts';
import type { Route } from './route-schema.ts';
import type { Upstreams } from './upstreams.ts';

/** A request as the service gets it. */
export interface Outgoing {
  readonly route: Route;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  /** The same, of the answer: what it carries beside what the service says. */
  readonly answer: readonly string[];
}

/** Carries a request to its service and the answer back. Rejects with HttpError as long as nothing was answered. */
export type Forward = (outgoing: Outgoing, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const BODYLESS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A kept connection that the service closed while it was idle. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
const TIMED_OUT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

const tooLarge = () =>
  // What is not read cannot be skipped either.
  new HttpError(413, 'content_too_large', 'The body of the request is too large.', {
    headers: { Connection: 'close' },
  });

/** Counts what passes, and fails when it is too much. */
function limited(request: IncomingMessage, most: number): Transform {
  let size = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > most) done(tooLarge());
      else done(undefined, chunk);
    },
  });
  request.on('error', (error) => counter.destroy(error));
  return request.pipe(counter);
}

/**
 * The body of a request and the header that says how long it is.
 * @throws {HttpError} 400 where a body has no meaning, 413 when it says itself that it is too large
 */
export function bodyOf(request: IncomingMessage, mostBytes: number): { body: Readable | null; length: string[] } {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && (length === undefined || length === '0')) {
    return {
      body: null,
      length: length === '0' && !BODYLESS.has(request.method as string) ? ['content-length', '0'] : [],
    };
  }
  if (BODYLESS.has(request.method as string))
    throw new HttpError(400, 'unexpected_body', `A ${request.method} request has no body here.`, {
      headers: { Connection: 'close' },
    });
  if (length === undefined) return { body: limited(request, mostBytes), length: [] };
  if (Number(length) > mostBytes) throw tooLarge();
  return { body: request, length: ['content-length', length] };
}

const codeOf = (error: unknown) => String((error as { code?: unknown } | undefined)?.code);

/** What a failure of the service means for the caller. */
function failureOf(error: unknown): unknown {
  if (error instanceof HttpError) return error;
  if (TIMED_OUT.has(codeOf(error))) {
    return new HttpError(504, 'upstream_timeout', 'The service behind this gateway took too long.', { detail: error });
  }
  return new HttpError(502, 'upstream_failed', 'The service behind this gateway cannot be reached.', { detail: error });
}

/** Sends the request once. */
const attempt = (
  pool: Pool,
  options: Dispatcher.DispatchOptions,
  response: ServerResponse,
  own: readonly string[],
  route: Route,
) =>
  new Promise<Outcome>((resolve) => void pool.dispatch(options, new Answer(response, own, resolve, route.websocket)));

/** Makes the forwarder. */
export function createForward(upstreams: Upstreams, breaker: Breaker): Forward {
  return async ({ route, method, path, headers, answer }, request, response) => {
    const restMs = breaker.restMs(route.upstream);
    if (restMs > 0)
      throw new HttpError(
        503,
        'upstream_resting',
        'The service behind this gateway failed again and again; try later.',
        {
          headers: { 'Retry-After': String(Math.ceil(restMs / 1000)) },
        },
      );
    const { body, length } = bodyOf(request, route.max_body_bytes);
    headers.push(...length);
    const options: Dispatcher.DispatchOptions = {
      method,
      path,
      headers,
      body,
      headersTimeout: route.answer_timeout_ms,
      bodyTimeout: route.answer_timeout_ms,
    };
    const upgrade = upgradeOf(request);
    if (upgrade) {
      if (route.websocket === undefined || method !== 'GET' || body !== null)
        throw new HttpError(400, 'no_upgrade', 'This connection cannot become a WebSocket.');
      options.upgrade = 'websocket';
    }
    const pool = upstreams.poolOf(upgrade ? { ...route, http2: false } : route);
    let outcome = await attempt(pool, options, response, answer, route);
    // Nothing came back, and nothing can have happened twice: safe methods have no effect (RFC 9110, section 9.2.2).
    const mayRepeat = route.retry_safe_methods && body === null && BODYLESS.has(method) && !response.destroyed;
    if (outcome && mayRepeat && CLOSED.has(codeOf(outcome.error)))
      outcome = await attempt(pool, options, response, answer, route);
    if (outcome === undefined) {
      breaker.succeeded(route.upstream);
      return;
    }
    if (response.destroyed) return;
    if (!(outcome.error instanceof HttpError)) breaker.failed(route.upstream);
    throw failureOf(outcome.error);
  };
}
