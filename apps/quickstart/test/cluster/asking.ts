/** Sends requests through whichever balancer answers, and keeps the journal: no request is sent and no answer used before it is on the disk. */
import { request as httpRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Act, Answer, Given, Journal, Place, Result } from './journal.ts';

/** What was answered; status 0 and the failure of the connection where nothing was. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly location: string;
  readonly cookies: readonly string[];
  readonly retryAfterSeconds: number | undefined;
  readonly failure: string | undefined;
}

export interface HttpRequest {
  /** A path of the issuer, or a whole URL of something else. */
  readonly to: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** With a form it is a POST. */
  readonly form?: Readonly<Record<string, string>> | undefined;
}

/** What a chain wants to know and do. */
export interface Question extends HttpRequest {
  readonly chain: string;
  readonly act: Act;
  readonly at?: Place;
  readonly uses?: string;
  /** What an answer below 500 says. By default 2xx and 3xx are `ok`, and nothing is given. */
  readonly read?: (answer: HttpAnswer) => Reading;
}

export interface Reading {
  readonly result: Result;
  readonly gives?: readonly Given[];
  readonly error?: string;
}

/** So long a client waits for an answer. */
const PATIENCE_MS = 10_000;
/** A client that got no answer asks again after this. */
const AGAIN_MS = 150;

/** Now, in milliseconds since the epoch, with fractions. */
export const now = (): number => performance.timeOrigin + performance.now();

export class Asking {
  readonly issuer: string;
  readonly journal: Journal;
  readonly #ports: readonly number[];
  #turn = 0;

  /** @param ports of the balancers, on 127.0.0.1 */
  constructor(issuer: string, ports: readonly number[], journal: Journal) {
    this.issuer = issuer;
    this.journal = journal;
    this.#ports = ports;
  }

  /** Asks once. */
  async ask({ chain, act, at, uses, read = byStatus, ...request }: Question): Promise<HttpAnswer & { result: Result }> {
    const id = this.journal.nextId();
    await this.journal.write({ id, chain, act, at, uses, asked: now() });
    const answer = await this.#send(request);
    const answered = now();
    const reading =
      answer.status === 0 || answer.status >= 500 || answer.status === 429 ? unsure(answer) : read(answer);
    const retryAfter = answer.retryAfterSeconds === undefined ? undefined : true;
    const line: Answer = { id, answered, status: answer.status, retryAfter, ...reading };
    await this.journal.write(line);
    return { ...answer, result: reading.result };
  }

  /**
   * Asks the same again while nobody knows, as a client does: after `Retry-After`, or soon where the answer was lost.
   * @param isProbe asks again at once, so that times are exact
   */
  async insist(question: Question, signal?: AbortSignal, isProbe = false): Promise<HttpAnswer & { result: Result }> {
    for (;;) {
      const answer = await this.ask(question);
      if (answer.result !== 'unknown' || signal?.aborted) return answer;
      await delay(isProbe ? 50 : (answer.retryAfterSeconds ?? AGAIN_MS / 1000) * 1000);
    }
  }

  /** A balancer that takes no connection was asked nothing: the next one is. */
  async #send({ to, headers = {}, form }: HttpRequest): Promise<HttpAnswer> {
    if (/^https?:/u.test(to) && !to.startsWith(this.issuer)) return await send(to, headers, form);
    const { host } = new URL(this.issuer);
    const path = to.startsWith(this.issuer) ? to.slice(this.issuer.length) : to;
    let answer: HttpAnswer | undefined;
    for (let tries = 0; tries < this.#ports.length; tries += 1) {
      const port = this.#ports[this.#turn++ % this.#ports.length]!;
      answer = await send(`http://127.0.0.1:${port}${path}`, { host, ...headers }, form);
      if (answer.failure !== 'ECONNREFUSED') return answer;
    }
    return answer!;
  }
}

const byStatus = ({ status }: HttpAnswer): Reading => ({ result: status < 400 ? 'ok' : 'no' });

const unsure = ({ status, failure, body }: HttpAnswer): Reading => ({
  result: 'unknown',
  error: failure ?? errorOf(body) ?? String(status),
});

/** The code of an error, of JSON or of a page. */
export const errorOf = (body: string): string | undefined =>
  /"(?:error|code)":\s*"([^"]+)"/u.exec(body)?.[1] ?? /data-error="([^"]+)"/u.exec(body)?.[1];

/** The members of a JSON answer; none where it is something else. */
export function membersOf({ body }: HttpAnswer): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** One request on a connection of its own; never rejects. */
function send(url: string, headers: Readonly<Record<string, string>>, form: HttpRequest['form']): Promise<HttpAnswer> {
  const nothing = { status: 0, body: '', location: '', cookies: [], retryAfterSeconds: undefined };
  const body = form && new URLSearchParams(form).toString();
  const method = body === undefined ? 'GET' : 'POST';
  const type =
    body === undefined
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      resolve({ ...nothing, failure: error.code ?? error.message });
    const outgoing = httpRequest(url, { method, headers: { ...type, ...headers }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', failed);
      response.on('end', () => {
        const { location = '', 'set-cookie': cookies = [], 'retry-after': later } = response.headers;
        const retryAfterSeconds = later === undefined ? undefined : Number(later);
        resolve({
          status: response.statusCode ?? 0,
          body: text,
          location,
          cookies,
          retryAfterSeconds,
          failure: undefined,
        });
      });
    });
    // Of the whole answer: a server that is stopped in the middle of one sends nothing more.
    const timer = setTimeout(
      () => outgoing.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })),
      PATIENCE_MS,
    );
    outgoing.once('close', () => clearTimeout(timer));
    outgoing.on('error', failed);
    outgoing.end(body);
  });
}
