/**
 * The answer of a service on its way to the caller, straight on the events of the connection: streams and their promises
 * cost more than all the rest of a small request.
 */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { takeStandingHeaders } from '@gatehouse/http';
import type { Dispatcher } from 'undici';
import { answerHead } from './headers.ts';
import { joinTunnel, type WebSocketLimits } from './tunnel.ts';

/** How an attempt ended: the answer is written, or nothing was, because of this error. */
export type Outcome = { readonly error: unknown } | undefined;

/** A body of known length up to this goes out in one piece with its head. */
const ONE_PIECE_BYTES = 16_384;

const ANSWER = Symbol('gateway.answer');

type Carrier = ServerResponse & { [ANSWER]?: Answer | undefined };

/**
 * One listener for all, and nothing left behind: with a listener made for each answer V8 keeps every request alive until the
 * next full collection, which costs a third of the throughput and half as much memory again.
 */
function closed(this: Carrier): void {
  this[ANSWER]?.left();
  this[ANSWER] = undefined;
}

/** Writes one answer as it comes, and says at its end how it went. */
export class Answer implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;
  readonly #own: readonly string[];
  readonly #over: (outcome: Outcome) => void;
  readonly #websocket: WebSocketLimits | undefined;
  #running: Dispatcher.DispatchController | undefined;
  #status = 0;
  #head: (string | string[])[] | undefined;
  #length = -1;
  #answered = false;

  /**
   * @param own names and values in turn that the answer carries beside those of the service
   * @param over told once
   */
  constructor(
    response: ServerResponse,
    own: readonly string[],
    over: (outcome: Outcome) => void,
    websocket: WebSocketLimits | undefined,
  ) {
    this.#response = response;
    this.#own = own;
    this.#over = over;
    this.#websocket = websocket;
    (response as Carrier)[ANSWER] = this;
    response.on('close', closed);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#running = controller;
    if (this.#response.destroyed) this.left();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (statusCode < 200) return;
    this.#answered = true;
    this.#status = statusCode;
    this.#head = answerHead(headers, takeStandingHeaders(this.#response), this.#own);
    this.#length = Number(headers['content-length'] ?? -1);
    // After what has come with the head: an answer that takes its time still shows that it has begun.
    queueMicrotask(() => {
      if (this.#head && !this.#response.destroyed) {
        this.#writeHead();
        this.#response.flushHeaders();
      }
    });
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
    const head = answerHead(headers, takeStandingHeaders(response), this.#own);
    if (response.destroyed) upstream.destroy();
    else {
      response.writeHead(101, [...(head as string[]), 'Connection', 'Upgrade', 'Upgrade', 'websocket']);
      joinTunnel(response, upstream, this.#websocket as WebSocketLimits);
    }
    this.#over(undefined);
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

  onResponseEnd(): void {
    if (this.#head) this.#writeHead();
    if (!this.#response.writableEnded) this.#response.end();
    this.#running = undefined;
    this.#over(undefined);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // Half an answer is out: cutting the connection is the only way left to say that it is not whole.
    if (this.#answered) this.#response.destroy();
    this.#over(this.#answered ? undefined : { error });
  }

  /** The connection of the caller is over. */
  left(): void {
    if (!this.#response.writableFinished) this.#running?.abort(new Error('the caller went away'));
    this.#running = undefined;
  }

  #writeHead(): void {
    const head = this.#head as string[];
    this.#head = undefined;
    this.#response.writeHead(this.#status, head);
  }
}
