/**
 * Users who sign in at the same moment, each a browser of its own, in a thread of its own: what they cost must not be seen in
 * the figures of the clients that are measured beside them.
 */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { Worker } from 'node:worker_threads';
import type { PlainAnswer } from './plain-request.ts';

/** Of one sign-in form that was sent. */
export interface SignInAnswer {
  readonly status: number;
  readonly tookMs: number;
  /** Present with 503. */
  readonly retryAfterSeconds: number | undefined;
}

/** How the users of one round fared. */
export interface StormReport {
  /** The answers to the forms that were all sent at once. */
  readonly first: readonly SignInAnswer[];
  /** Who came to an authorization code, those who were told to come back included. */
  readonly signedIn: number;
  /** Times that a form was sent again because the answer said so. */
  readonly repeated: number;
}

/** What the thread is told. */
export interface StormOrder {
  readonly origin: string;
  readonly people: readonly { readonly login: string; readonly password: string }[];
  /** Send the form again after `Retry-After` until it is taken. */
  readonly untilDone: boolean;
}

/** The thread. */
export class Storm {
  readonly #worker: Worker = new Worker(new URL('storm-thread.ts', import.meta.url));

  /** Opens a sign-in page for each of the users, as many at a time as a server takes without haste. */
  prepare(order: StormOrder): Promise<void> {
    return this.#ask(order) as Promise<void>;
  }

  /** Sends all the forms at once. */
  release(): Promise<StormReport> {
    return this.#ask('release') as Promise<StormReport>;
  }

  async #ask(message: StormOrder | 'release'): Promise<unknown> {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    this.#worker.postMessage(message);
    const [answer] = (await once(this.#worker, 'message')) as [{ result?: unknown; error?: string }];
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result;
  }

  stop(): Promise<number> {
    return this.#worker.terminate();
  }
}

/** A client that asks for a token every so many milliseconds, on kept connections, whatever happens beside it. */
export async function probe(
  url: string,
  { headers, body }: { headers: Record<string, string>; body: string },
  { everyMs, until }: { everyMs: number; until: Promise<unknown> },
): Promise<{ latenciesMs: number[]; errors: number }> {
  const agent = new Agent({ keepAlive: true });
  const under: Promise<void>[] = [];
  const latenciesMs: number[] = [];
  let errors = 0;
  const ask = async () => {
    const answer = await timed(url, { headers, body, agent });
    if (answer.status === 200) latenciesMs.push(answer.tookMs);
    else errors += 1;
  };
  const timer = setInterval(() => under.push(ask()), everyMs);
  await until;
  clearInterval(timer);
  await Promise.all(under);
  agent.destroy();
  return { latenciesMs, errors };
}

function timed(
  url: string,
  { headers, body, agent }: { headers: Record<string, string>; body: string; agent: Agent },
): Promise<PlainAnswer> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const done = (status: number) => resolve({ status, text: '', tookMs: performance.now() - startedAt });
    const outgoing = request(url, { method: 'POST', headers, agent, timeout: 10_000 }, (response) => {
      response.resume().on('end', () => done(response.statusCode ?? 0));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.on('error', () => done(0));
    outgoing.end(body);
  });
}
