/**
 * The body of a request on its way to the service. The client of the service never gets the caller's own stream: it would
 * stop reading it where it likes, and the caller's next request lies behind what was not read.
 */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { discardUnread, HttpError } from '@gatehouse/http';

/** The refusal of a body of more bytes than the route takes. */
export const tooLarge = () =>
  new HttpError(413, 'content_too_large', 'The body of the request is too large.', {
    headers: { Connection: 'close' },
  });

/** Passes on what the caller sends as fast as the service takes it. What the service does not want is thrown away. */
export class RequestBody extends Readable {
  /** Called when the service neither took a part of the body nor began to answer in its time. */
  onLate: (() => void) | undefined;
  readonly #request: IncomingMessage;
  readonly #patienceMs: number;
  #left: number;
  #begun = false;
  #late: NodeJS.Timeout | undefined;

  /**
   * @param mostBytes more fails with 413
   * @param patienceMs time for the service; 0: any
   */
  constructor(request: IncomingMessage, mostBytes: number, patienceMs: number) {
    super();
    this.#request = request;
    this.#left = mostBytes;
    this.#patienceMs = patienceMs;
    // Whoever reads hears of errors; one that comes when nobody reads any more is nobody's.
    this.on('error', nothing);
  }

  /** True while it is the caller's turn to send. */
  get awaitsCaller(): boolean {
    return this.#begun && this.#late === undefined && !this.#request.complete;
  }

  /** The answer has begun: the time for it is over. */
  answered(): void {
    this.onLate = undefined;
    this.#serviceMoved();
  }

  override _read(): void {
    this.#serviceMoved();
    if (!this.#begun) this.#begin();
    this.#request.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // An error may be on its way already, and one that nobody listens for ends the process.
    this.#request.off('data', this.#take).off('end', this.#finish);
    // One that was sent whole still waits for its answer.
    if (!this.readableEnded) this.answered();
    discardUnread(this.#request);
    done(error);
  }

  #begin(): void {
    this.#begun = true;
    this.#request.on('data', this.#take).on('end', this.#finish).on('error', this.#fail);
  }

  readonly #take = (chunk: Buffer): void => {
    this.#left -= chunk.length;
    if (this.#left < 0) this.destroy(tooLarge());
    else if (!this.push(chunk) && !this.destroyed) {
      this.#request.pause();
      this.#awaitService();
    }
  };

  readonly #finish = (): void => {
    this.push(null);
    this.#awaitService();
  };

  readonly #fail = (error: Error): void => void this.destroy(error);

  #awaitService(): void {
    if (this.onLate && this.#patienceMs > 0) this.#late ??= setTimeout(() => this.onLate?.(), this.#patienceMs).unref();
  }

  #serviceMoved(): void {
    clearTimeout(this.#late);
    this.#late = undefined;
  }
}

function nothing(): void {}
