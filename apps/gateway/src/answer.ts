/**
 * The answer of a service on its way to the caller, straight on the events of the connection: streams and their promises
 * cost more than all the rest of a small request.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpError, takeStandingHeaders } from '@gatehouse/http';
import type { Dispatcher } from 'undici';
import { announceTrailers, passEarlyHints, passTrailers, type Received } from './beside-the-answer.ts';
import { answerHead } from './headers.ts';
import type { RequestBody } from './request-body.ts';
import type { RewrittenFor } from './rewrite-answer.ts';
import type { Route } from './route-schema.ts';
import { joinTunnel, type WebSocketLimits } from './tunnel.ts';

/** How an attempt ended. */
export interface Outcome {
  /**
   * - `answered`: the service's answer is written
   * - `broken`: the service broke off in the middle of its answer, and the caller's connection was cut
   * - `caller`: the caller went away, or sent too much or too slowly
   * - `timeout`: the service did not begin to answer in its time
   * - `unreachable`: there was no connection to the service, or it ended without an answer
   */
  readonly kind: 'answered' | 'broken' | 'caller' | 'timeout' | 'unreachable';
  /** What the caller is told, or why. */
  readonly error?: unknown;
}

const ANSWERED: Outcome = { kind: 'answered' };

/** What a service that took too long means for the caller. */
export const tookTooLong = (detail?: unknown) =>
  new HttpError(504, 'upstream_timeout', 'The service behind this gateway took too long.', { detail });

const TIMED_OUT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** @param error of the connection to the service, or of the body that was to be sent on it */
function outcomeOf(error: Error): Outcome {
  if (error instanceof HttpError) return { kind: 'caller', error };
  return { kind: TIMED_OUT.has(String((error as { code?: unknown }).code)) ? 'timeout' : 'unreachable', error };
}

const TOO_SLOW = new HttpError(408, 'request_timeout', 'The body of the request took too long to arrive.', {
  headers: { Connection: 'close' },
});

/** What of a route an answer is written by. */
type AnsweredRoute = RewrittenFor & Pick<Route, 'answer_timeout_ms' | 'cors' | 'websocket'>;

/** A body of known length up to this goes out in one piece with its head. */
const ONE_PIECE_BYTES = 16_384;

const ANSWER = Symbol('gateway.answer');

/** What can be told to a request that is on its way. */
type OnItsWay = Pick<Answer, 'end' | 'stalled' | 'left'>;

type Carrier = ServerResponse & { [ANSWER]?: OnItsWay | undefined };

/**
 * One listener for all, and nothing left behind: with a listener made for each answer V8 keeps every request alive until the
 * next full collection, which costs a third of the throughput and half as much memory again.
 */
function closed(this: Carrier): void {
  this[ANSWER]?.left();
  this[ANSWER] = undefined;
}

/** Ends what is left of a request to its service: with `outcome` when nothing of the answer is written yet. */
export function endAnswer(response: ServerResponse, outcome: Outcome): void {
  const answer = (response as Carrier)[ANSWER];
  if (answer) answer.end(outcome);
  else response.destroy();
}

/** Decides about a request of which nothing moves. */
export function stalled(response: ServerResponse): void {
  const answer = (response as Carrier)[ANSWER];
  if (answer) answer.stalled();
  else response.destroy();
}

/** For a request that waits until it may be sent. @param over told when it need not be sent any more */
export function whileItWaits(response: ServerResponse, over: (outcome: Outcome) => void): void {
  (response as Carrier)[ANSWER] = {
    end: over,
    stalled: () => over({ kind: 'timeout', error: tookTooLong('no connection became free') }),
    left: () => over({ kind: 'caller' }),
  };
  response.on('close', closed);
}

/** Writes one answer as it comes, and says at its end how it went. */
export class Answer implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;
  readonly #own: readonly string[];
  #over: (outcome: Outcome) => void;
  readonly #route: AnsweredRoute;
  readonly #body: RequestBody | null;
  #ended: Outcome | undefined;
  #running: Dispatcher.DispatchController | undefined;
  #status = 0;
  #head: (string | string[])[] | undefined;
  #length = -1;
  #answered = false;
  #interim: NodeJS.Timeout | undefined;

  /**
   * @param own names and values in turn that the answer carries beside those of the service
   * @param over told once
   */
  constructor(
    response: ServerResponse,
    own: readonly string[],
    over: (outcome: Outcome) => void,
    route: AnsweredRoute,
    body: RequestBody | null,
  ) {
    this.#response = response;
    this.#own = own;
    this.#over = over;
    this.#route = route;
    this.#body = body;
    if (body) body.onLate = () => this.end({ kind: 'timeout', error: tookTooLong() });
    (response as Carrier)[ANSWER] = this;
    response.on('close', closed);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#running = controller;
    if (this.#ended) this.#abort(this.#ended);
    else if (this.#response.destroyed) this.left();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (statusCode < 200) {
      if (statusCode === 103) passEarlyHints(this.#response, headers);
      // The client of the service begins its time anew with each of them. A body has its own.
      if (!this.#body)
        this.#interim ??= setTimeout(
          () => this.end({ kind: 'timeout', error: tookTooLong() }),
          this.#route.answer_timeout_ms,
        ).unref();
      return;
    }
    if (this.#interim) clearTimeout(this.#interim);
    const coding = headers['transfer-encoding'];
    if (coding !== undefined && String(coding).toLowerCase() !== 'chunked') {
      controller.abort(new Error(`the transfer coding of the answer is ${String(coding)}`));
      return;
    }
    if (statusCode === 204) headers['content-length'] = undefined;
    this.#answered = true;
    this.#body?.answered();
    this.#status = statusCode;
    this.#head = answerHead(headers, takeStandingHeaders(this.#response), this.#own, this);
    this.#length = Number(headers['content-length'] ?? -1);
    if (headers['trailer'] !== undefined) announceTrailers(this.#response, statusCode, headers, this.#head);
    // After what has come with the head: an answer that takes its time still shows that it has begun.
    process.nextTick(flushHead, this);
  }

  /** Both connections are tunnels from here on. */
  onRequestUpgrade(
    _controller: Dispatcher.DispatchController,
    _statusCode: number,
    headers: Record<string, string | string[] | undefined>,
    upstream: Duplex,
  ): void {
    const response = this.#response;
    this.#running = undefined;
    const head = answerHead(headers, takeStandingHeaders(response), this.#own, this);
    if (response.destroyed) upstream.destroy();
    else {
      response.writeHead(101, [...(head as string[]), 'Connection', 'Upgrade', 'Upgrade', 'websocket']);
      joinTunnel(response, upstream, this.#route.websocket as WebSocketLimits);
    }
    this.#tell(ANSWERED);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const response = this.#response;
    if (this.#head) {
      this.#writeHead();
      if (chunk.length === this.#length && chunk.length <= ONE_PIECE_BYTES) {
        // A string of bytes: Node sends head and body in one piece only when both are strings.
        response.end(chunk.toString('latin1'), 'latin1');
        return;
      }
    }
    if (response.write(chunk)) return;
    controller.pause();
    response.once('drain', () => controller.resume());
  }

  onResponseEnd(_controller: Dispatcher.DispatchController, trailers: Received): void {
    if (this.#head) this.#writeHead();
    passTrailers(this.#response, trailers);
    if (!this.#response.writableEnded) this.#response.end();
    // Over HTTP/2 what is left of it would be sent on, or wait for ever.
    this.#body?.destroy();
    this.#running = undefined;
    this.#tell(ANSWERED);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#running = undefined;
    if (this.#interim) clearTimeout(this.#interim);
    this.#body?.answered();
    // Half an answer is out: cutting the connection is the only way left to say that it is not whole.
    if (this.#answered) this.#response.destroy();
    this.#tell(this.#ended ?? (this.#answered ? { kind: 'broken', error } : outcomeOf(error)));
  }

  get route(): AnsweredRoute {
    return this.#route;
  }

  get request(): IncomingMessage {
    return this.#response.req;
  }

  /** The connection of the caller is over. */
  left(): void {
    if (!this.#response.writableFinished) this.#abort({ kind: 'caller', error: new Error('the caller went away') });
    this.#running = undefined;
  }

  /** Ends the attempt: with `outcome` when nothing of the answer is written yet. */
  end(outcome: Outcome): void {
    if (this.#answered) this.#response.destroy();
    else if (this.#running) this.#abort(outcome);
    else {
      // It waits for a connection, and is taken out of the queue when its turn comes.
      this.#ended = outcome;
      this.#tell(outcome);
    }
  }

  /** Nothing moved for the time that the route gives. */
  stalled(): void {
    if (this.#answered) this.#response.destroy();
    else if (!this.#running) this.end({ kind: 'timeout', error: tookTooLong('no connection became free') });
    else if (this.#body?.awaitsCaller) this.end({ kind: 'caller', error: TOO_SLOW });
    // Else the service has its own time to answer.
  }

  /** One that was given up while it waited for a connection ends once more when it gets one. */
  #tell(outcome: Outcome): void {
    const over = this.#over;
    this.#over = nothing;
    over(outcome);
  }

  #abort(outcome: Outcome): void {
    const running = this.#running;
    this.#ended ??= outcome;
    this.#running = undefined;
    running?.abort(outcome.error as Error);
  }

  /** Writes the head if nothing of the body has come with it. */
  flushHead(): void {
    if (this.#head === undefined || this.#response.destroyed) return;
    try {
      this.#writeHead();
      // What `flushHeaders` does, but for the encoding: it would write other bytes than came.
      this.#response.write('', 'latin1');
    } catch (error) {
      // A head that Node does not write: nobody above would catch that, and it would end the process.
      this.#abort({ kind: 'broken', error });
    }
  }

  #writeHead(): void {
    const head = this.#head as string[];
    this.#head = undefined;
    this.#response.writeHead(this.#status, head);
  }
}

/** One function for all: see `closed`. */
function flushHead(answer: Answer): void {
  answer.flushHead();
}

function nothing(): void {}
