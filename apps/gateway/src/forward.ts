/**
 * The way to the service and back: both bodies as streams, nothing kept longer than it takes. The caller going away ends
 * the request to the service; a service that is slow or gone is answered for (GW-05).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AnswerError, HttpError, upgradeOf } from '@gatehouse/http';
import { Answer, endAnswer, type Outcome, tookTooLong, whileItWaits } from './answer.ts';
import { setHeaders } from './answer-headers.ts';
import type { Breaker } from './circuit-breaker.ts';
import type { Eventually } from './eventually.ts';
import { RequestBody, tooLarge } from './request-body.ts';
import { IDLE_TIMEOUT_MS, type Route } from './route-schema.ts';
import { openUpstreamSpan } from './upstream-span.ts';
import { isUnconnected, type Upstream, type Upstreams } from './upstreams.ts';

/** A request as the service gets it. */
export interface Outgoing {
  readonly route: Route;
  /** Whoever sent it, as far as limits are concerned. */
  caller: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  /** The same, of the answer: what it carries beside what the service says. */
  readonly answer: readonly string[];
}

/**
 * Carries a request to its service and the answer back. Throws or rejects with HttpError as long as nothing was sent.
 * @param failed told of what happens after that and leaves the caller without an answer: a promise for each request costs more
 */
export type Forward = (
  outgoing: Outgoing,
  request: IncomingMessage,
  response: ServerResponse,
  failed: AnswerError,
) => Eventually<void>;

const BODYLESS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A kept connection that the service closed while it was idle. */
const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

type BodyRules = Pick<Route, 'max_body_bytes' | 'answer_timeout_ms' | 'body_of_get'>;

/**
 * The body of a request and the header that says how long it is.
 * @throws {HttpError} 400 where a body has no meaning, 501 in a transfer coding that is not undone here, 413 when it says itself that it is too large
 */
export function bodyOf(
  request: IncomingMessage,
  { max_body_bytes: mostBytes, answer_timeout_ms: patienceMs, body_of_get: mayGet }: BodyRules,
): { body: RequestBody | null; length: string[] } {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (encoding === undefined && (length === undefined || length === '0')) {
    return {
      body: null,
      length: length === '0' && !BODYLESS.has(request.method as string) ? ['content-length', '0'] : [],
    };
  }
  if (BODYLESS.has(request.method as string) && !(mayGet && request.method === 'GET'))
    throw new HttpError(400, 'unexpected_body', `A ${request.method} request has no body here.`, {
      headers: { Connection: 'close' },
    });
  if (encoding !== undefined && encoding.toLowerCase() !== 'chunked')
    throw new HttpError(501, 'unsupported_transfer_coding', 'The only transfer coding here is chunked.', {
      headers: { Connection: 'close' },
    });
  if (length !== undefined && Number(length) > mostBytes) throw tooLarge();
  return {
    body: new RequestBody(request, mostBytes, patienceMs),
    length: length === undefined ? [] : ['content-length', length],
  };
}

/** What a failure of the service means for the caller. */
function failureOf({ kind, error }: Outcome): unknown {
  if (error instanceof HttpError) return error;
  if (kind === 'timeout') return tookTooLong(error);
  return new HttpError(502, 'upstream_failed', 'The service behind this gateway cannot be reached.', { detail: error });
}

/** Whether `TE`, a list, says that the caller takes trailers (RFC 9110, section 10.1.4). */
const takesTrailers = (codings: string) =>
  codings.split(',').some((coding) => coding.trim().toLowerCase() === 'trailers');

/**
 * As HTTP/2 has them (RFC 9113, section 8.2.1). A name in two spellings would be two headers to its client, which gives up
 * the whole connection over some of them, and with it the requests of other callers.
 */
function writeNamesInLowerCase(headers: string[]): void {
  for (let index = 0; index < headers.length; index += 2) headers[index] = (headers[index] as string).toLowerCase();
}

/** Where the route has no WebSockets, the service gets the request without its upgrade (RFC 9110, section 7.8). */
const becomesWebSocket = ({ websocket }: Route, request: IncomingMessage) =>
  websocket !== undefined && upgradeOf(request) !== undefined;

/** What the client of the service is told. @throws HttpError what `bodyOf` does */
function dispatchOptions({ route, method, path, headers }: Outgoing, request: IncomingMessage) {
  const { body, length } = bodyOf(request, route);
  headers.push(...length);
  const { te } = request.headers;
  if (te !== undefined && takesTrailers(String(te))) headers.push('te', 'trailers');
  if (route.http2) writeNamesInLowerCase(headers);
  return {
    method,
    path,
    headers,
    body,
    // Nothing can have happened twice: safe methods have no effect (RFC 9110, section 9.2.2).
    idempotent: route.retry_safe_methods && body === null && BODYLESS.has(method),
    // A body has its own eye on the service: an upload takes as long as it moves.
    headersTimeout: body ? 0 : route.answer_timeout_ms,
    // An answer too: its pauses show on the connection of the caller.
    bodyTimeout: 0,
    upgrade: becomesWebSocket(route, request) ? 'websocket' : null,
  };
}

/** Ends a request that takes longer than its route allows, however it moves. */
function endAfter(wholeMs: number, response: ServerResponse): void {
  const whole = setTimeout(() => endAnswer(response, { kind: 'timeout', error: tookTooLong() }), wholeMs);
  response.once('close', () => clearTimeout(whole));
}

const resting = (restMs: number) =>
  new HttpError(503, 'upstream_resting', 'The service behind this gateway failed again and again; try later.', {
    headers: { 'Retry-After': String(Math.ceil(restMs / 1000)) },
  });

/** Makes the forwarder. */
export function createForward(upstreams: Upstreams, breaker: Breaker): Forward {
  const carry = (
    { pool, share }: Upstream,
    outgoing: Outgoing,
    request: IncomingMessage,
    response: ServerResponse,
    failed: AnswerError,
  ): Promise<void> | undefined => {
    const { route, caller, answer } = outgoing;
    const endSpan = openUpstreamSpan(outgoing.method, route.upstream, outgoing.headers);
    const leave = (outcome?: Outcome) => {
      endSpan(outcome, response);
      share.leave(caller);
    };
    let options: ReturnType<typeof dispatchOptions>;
    try {
      options = dispatchOptions(outgoing, request);
    } catch (error) {
      leave();
      // Not at once: what comes behind the head is not parsed yet, and what Node finds wrong with it is said first.
      return Promise.reject(error);
    }
    let mayRepeat = options.idempotent;
    const over = (outcome: Outcome): void => {
      if (outcome.kind === 'answered' || outcome.kind === 'broken') {
        breaker.answered(route, caller);
        leave(outcome);
      } else queueMicrotask(() => unanswered(outcome));
    };
    const send = () => void pool.dispatch(options, new Answer(response, answer, over, route, options.body));
    const unanswered = (outcome: Outcome): void => {
      if (mayRepeat && outcome.kind === 'unreachable' && CLOSED.has(codeOf(outcome.error)) && !response.destroyed) {
        mayRepeat = false;
        // On a connection that cannot have been closed meanwhile.
        options.idempotent = false;
        send();
        return;
      }
      if (outcome.kind !== 'caller')
        breaker.failed(route, caller, isUnconnected(outcome.error) ? 'unreachable' : 'unanswered');
      leave(outcome);
      if (response.destroyed) return;
      setHeaders(response, answer);
      failed(failureOf(outcome), request, response);
    };
    send();
    return undefined;
  };

  const whenItsTurnComes = async (
    turn: Promise<void>,
    upstream: Upstream,
    outgoing: Outgoing,
    request: IncomingMessage,
    response: ServerResponse,
    failed: AnswerError,
  ): Promise<void> => {
    const { share } = upstream;
    const over = await new Promise<Outcome | undefined>((resolve) => {
      whileItWaits(response, resolve);
      void turn.then(() => resolve(undefined));
    });
    if (over === undefined && !response.destroyed) {
      await carry(upstream, outgoing, request, response, failed);
      return;
    }
    void turn.then(() => share.leave(outgoing.caller));
    if (over && !response.destroyed) throw failureOf(over);
  };

  return (outgoing, request, response, failed) => {
    const { route, caller } = outgoing;
    const restMs = breaker.restMs(route, caller);
    if (restMs > 0) throw resting(restMs);
    if (route.idle_timeout_ms !== IDLE_TIMEOUT_MS) request.socket.setTimeout(route.idle_timeout_ms);
    if (route.whole_timeout_ms > 0) endAfter(route.whole_timeout_ms, response);
    const upstream = upstreams.of(route, becomesWebSocket(route, request));
    const turn = upstream.share.enter(caller);
    return turn
      ? whenItsTurnComes(turn, upstream, outgoing, request, response, failed)
      : carry(upstream, outgoing, request, response, failed);
  };
}

const codeOf = (error: unknown) => String((error as { code?: unknown } | undefined)?.code);
