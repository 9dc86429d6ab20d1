/**
 * The revocation feed of an authorization server: asked over and over, each question held open until there is something new. The
 * last known state serves on while the server is away; a token that was revoked stays revoked whatever comes.
 */

import { type ClientAuthentication, clientCredentials } from './client-authentication.ts';
import { readFeedDocument } from './feed-document.ts';
import { type FetchSettings, faultAt, fetchBytes } from './fetch-json.ts';
import type { FoundEndpoint } from './introspect.ts';
import type { RequestAuth } from './principal.ts';
import type { RevocationPort } from './revocation.ts';
import { type FeedContent, RevocationMarks } from './revocation-marks.ts';
import type { Time } from './time.ts';
import type { TrustedIssuer } from './verify-jwt.ts';

/** How a feed is read, with its defaults filled in. */
export interface FeedRules {
  readonly trusted: TrustedIssuer;
  readonly client: ClientAuthentication;
  readonly waitSeconds: number;
  readonly maxStaleSeconds: number;
  readonly whenStale: 'accept' | 'not-ready' | 'refuse';
}

/**
 * Told after each answer, and after each failure.
 *
 * @example
 * const isOld = ({ outcome, ageSeconds }: FeedEvent) => outcome === 'failed' && ageSeconds > 60;
 */
export interface FeedEvent {
  readonly outcome: 'loaded' | 'failed';
  readonly entries: number;
  /** How long ago the state was certain, in seconds; Infinity before the first time. */
  readonly ageSeconds: number;
  readonly detail?: string;
}

/**
 * How current what is known about revocations is.
 *
 * @example
 * const state: RevocationState | undefined = api.revocations;
 */
export interface RevocationState {
  /** Whether it was ever known. Before that, every request is answered 503. */
  readonly loaded: boolean;
  /** How long ago the authorization server last said what is revoked; Infinity before the first time. */
  readonly ageSeconds: number;
  readonly entries: number;
}

const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;

/** Reads one feed until it is stopped. */
export class RevocationFeed implements RevocationPort {
  readonly #rules: FeedRules;
  readonly #endpoint: () => Promise<FoundEndpoint>;
  readonly #fetchSettings: FetchSettings;
  readonly #time: Time;
  readonly #onEvent: (event: FeedEvent) => void;
  readonly #marks: RevocationMarks;
  /** Where the next question begins; undefined: ask for everything. */
  #cursor: string | undefined;
  #loaded = false;
  #heardAt = Number.NEGATIVE_INFINITY;
  readonly #replaced = new Set<string>();
  readonly #first = Promise.withResolvers<void>();
  #started = false;

  constructor(
    rules: FeedRules,
    ports: {
      endpoint: () => Promise<FoundEndpoint>;
      fetchSettings: FetchSettings;
      time: Time;
      onEvent: (event: FeedEvent) => void;
    },
  ) {
    this.#rules = rules;
    this.#endpoint = ports.endpoint;
    this.#fetchSettings = ports.fetchSettings;
    this.#time = ports.time;
    this.#onEvent = ports.onEvent;
    this.#marks = new RevocationMarks(ports.time);
  }

  /** What is known, and since when. */
  get state(): RevocationState {
    const ageSeconds = Math.max(0, (this.#time.monotonic() - this.#heardAt) / 1000);
    return { loaded: this.#loaded, ageSeconds, entries: this.#marks.size };
  }

  /** Whether requests may come: the state is known, and current as far as that was asked for. */
  get ready(): boolean {
    const { loaded, ageSeconds } = this.state;
    return loaded && (this.#rules.whenStale === 'accept' || ageSeconds <= this.#rules.maxStaleSeconds);
  }

  /** Begins to read, once. Resolves after the first answer or failure. */
  start(): Promise<void> {
    if (!this.#started) {
      this.#started = true;
      void this.#run();
    }
    return this.#first.promise;
  }

  isRevoked(auth: RequestAuth): boolean {
    const { trusted, whenStale, maxStaleSeconds } = this.#rules;
    if (auth.issuer !== trusted.issuer) return false;
    if (!this.#loaded) {
      void this.start();
      throw new Error('what is revoked is not known yet');
    }
    if (this.#marks.isRevoked(auth)) return true;
    if (whenStale === 'refuse' && this.state.ageSeconds > maxStaleSeconds) {
      throw new Error('what is revoked was not heard of for too long');
    }
    return false;
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    const { signal } = this.#fetchSettings;
    while (!signal.aborted) {
      const askedAt = this.#time.monotonic();
      const before = this.#cursor;
      const content = await this.#ask();
      if (signal.aborted) break;
      this.#tell(content);
      if (typeof content === 'string') {
        await pause(pauseMs / 2 + (Math.random() * pauseMs) / 2, signal);
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
        continue;
      }
      pauseMs = FIRST_PAUSE_MS;
      // A server that does not hold the question open is not to be asked without end.
      const quick = this.#time.monotonic() - askedAt < LONGEST_PAUSE_MS / 2;
      if (quick && before === this.#cursor) await pause(LONGEST_PAUSE_MS, signal);
    }
    this.#first.resolve();
  }

  #tell(content: FeedContent | string): void {
    if (typeof content !== 'string') {
      this.#marks.merge(content);
      void this.#replaceCompromisedKeys();
      this.#cursor = content.version;
      this.#loaded = true;
      this.#heardAt = this.#time.monotonic();
    }
    this.#first.resolve();
    const { entries, ageSeconds } = this.state;
    const failed = typeof content === 'string';
    this.#onEvent({ outcome: failed ? 'failed' : 'loaded', entries, ageSeconds, ...(failed && { detail: content }) });
  }

  /** A compromised key was replaced: the sooner its successor is known, the fewer good tokens are refused. */
  async #replaceCompromisedKeys(): Promise<void> {
    const { keys } = this.#rules.trusted;
    const compromised = keys.kids.filter((kid) => !this.#replaced.has(kid) && this.#marks.has('kid', kid));
    if (compromised.length === 0) return;
    for (const kid of compromised) this.#replaced.add(kid);
    await pause(keys.cooldownMs + 1, this.#fetchSettings.signal);
    await keys.refresh();
  }

  /** One question. */
  async #ask(): Promise<FeedContent | string> {
    const { trusted, client, waitSeconds } = this.#rules;
    const endpoint = await this.#endpoint();
    if (endpoint.url === undefined) return endpoint.detail;
    const after = this.#cursor;
    // The first answer is wanted at once; after that there is time.
    const wait = after === undefined ? 0 : waitSeconds;
    const { headers, parameters } = clientCredentials(client, trusted.issuer, this.#time.now() / 1000);
    const timeoutMs = this.#fetchSettings.timeoutMs + wait * 1000;
    const answer = await fetchBytes(
      endpoint.url,
      { ...this.#fetchSettings, timeoutMs },
      {
        method: 'POST',
        headers: {
          ...headers,
          accept: 'application/jose+json',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({
          ...parameters,
          wait: String(wait),
          ...(after !== undefined && { after }),
        }).toString(),
      },
      MAX_DOCUMENT_BYTES,
    );
    if (answer.status !== 200) return faultAt(endpoint.url, answer.detail ?? `status ${answer.status}`);
    const content = await readFeedDocument(answer.bytes, trusted, (kid) => this.#marks.has('kid', kid));
    if (typeof content === 'string') return faultAt(endpoint.url, content);
    if (content.after === undefined || content.after === after) return content;
    // News without what came before would leave a gap: ask for everything.
    this.#cursor = undefined;
    return faultAt(endpoint.url, 'answers another question');
  }
}

/** Resolves after a while, at once when the signal is aborted. The timer does not keep the process alive. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    timer.unref();
    signal.addEventListener('abort', done);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
