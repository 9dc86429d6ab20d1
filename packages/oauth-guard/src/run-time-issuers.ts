/**
 * Issuers that are known only at run time. Nothing is asked about an issuer that no rule allows; of those that are allowed, one
 * question is asked at a time for each, with a bound on all, and what came of it is kept for a while, a refusal too.
 */

import type { Eventually } from './eventually.ts';
import type { Issuer } from './issuer.ts';
import type { ReadyIssuer, ReadyResolver } from './issuer-checks.ts';
import type { KeyOptions } from './options.ts';
import { Refusal } from './refusal.ts';
import type { Time } from './time.ts';

const MAX_QUESTIONS = 100;
const MAX_WAITING = 1000;
const MAX_REFUSED = 1000;

const NOT_ALLOWED = new Refusal('wrong_issuer', { detail: 'iss is not one that issuers.allow names' });
const NOT_KNOWN = new Refusal('wrong_issuer', { detail: 'iss is not one that issuers.resolve knows' });

interface Known {
  readonly issuer: Issuer;
  /** What the resolver said, written down: lists and profiles are the application's own, and may be changed in place. */
  readonly answer: string;
  /** Monotonic milliseconds. */
  readonly answeredAt: number;
}

/** What it takes to make issuers at run time. */
export interface RunTimePorts {
  readonly keys: Required<KeyOptions>;
  readonly time: Time;
  readonly make: (options: ReadyIssuer) => Issuer;
  readonly onFailure: (issuer: string, detail: string) => void;
}

/** The issuers that a resolver knows, the most recently used of them. */
export class RunTimeIssuers {
  readonly #resolver: ReadyResolver;
  readonly #ports: RunTimePorts;
  readonly #known = new Map<string, Known>();
  readonly #refused = new Map<string, { readonly refusal: Refusal; readonly until: number }>();
  readonly #questions = new Map<string, Promise<Issuer | Refusal>>();
  #waiting = 0;

  constructor(resolver: ReadyResolver, ports: RunTimePorts) {
    this.#resolver = resolver;
    this.#ports = ports;
  }

  /** The issuer of this name, or why its tokens are refused; a promise of these while somebody is asked. Never rejects. */
  find(name: string): Eventually<Issuer | Refusal> {
    const known = this.#known.get(name);
    const now = this.#ports.time.monotonic();
    if (known !== undefined && now < known.issuer.believedUntil) {
      this.#known.delete(name);
      this.#known.set(name, known);
      return known.issuer;
    }
    if (!this.#resolver.allows(name)) return NOT_ALLOWED;
    const refused = this.#refused.get(name);
    if (refused !== undefined && now < refused.until) return refused.refusal;
    if (this.#waiting >= MAX_WAITING) return this.#unavailable();
    return this.#wait(name, known);
  }

  async #wait(name: string, known: Known | undefined): Promise<Issuer | Refusal> {
    let question = this.#questions.get(name);
    if (question === undefined) {
      if (this.#questions.size >= MAX_QUESTIONS) return this.#unavailable();
      question = this.#ask(name, known).finally(() => this.#questions.delete(name));
      this.#questions.set(name, question);
    }
    this.#waiting++;
    try {
      return await question;
    } finally {
      this.#waiting--;
    }
  }

  async #ask(name: string, known: Known | undefined): Promise<Issuer | Refusal> {
    const { keys, time, make, onFailure } = this.#ports;
    let options: ReadyIssuer | undefined;
    try {
      options = await within(keys.timeoutSeconds * 1000, this.#resolver.resolve(name));
    } catch (error) {
      onFailure(name, `issuers.resolve failed: ${(error as TypeError).message}`);
      return this.#withoutAnswer(name, known);
    }
    if (options === undefined) {
      this.#known.delete(name);
      return this.#refuse(name, NOT_KNOWN, keys.unknownKeySeconds);
    }
    const answer = JSON.stringify(options, patternsToo);
    const answeredAt = time.monotonic();
    const issuer = known?.answer === answer ? known.issuer : make(options);
    if (!issuer.ready) await issuer.keys.refresh();
    // An issuer without keys takes no place from one that has some.
    if (!issuer.ready) return this.#refuse(name, this.#unavailable(), keys.cooldownSeconds);
    issuer.believedUntil = time.monotonic() + keys.cacheSeconds * 1000;
    this.#keep(name, { issuer, answer, answeredAt });
    return issuer;
  }

  /** Like its keys an issuer that was known serves on for `staleSeconds` when nobody can say whether it still is. */
  #withoutAnswer(name: string, known: Known | undefined): Issuer | Refusal {
    const { keys, time } = this.#ports;
    const isKnown = known?.issuer.ready === true && time.monotonic() - known.answeredAt <= keys.staleSeconds * 1000;
    if (!isKnown) return this.#refuse(name, this.#unavailable(), keys.cooldownSeconds);
    known.issuer.believedUntil = time.monotonic() + keys.cooldownSeconds * 1000;
    return known.issuer;
  }

  #keep(name: string, known: Known): void {
    this.#refused.delete(name);
    this.#known.delete(name);
    if (this.#known.size >= this.#resolver.maxIssuers) this.#known.delete(this.#known.keys().next().value as string);
    this.#known.set(name, known);
  }

  #refuse(name: string, refusal: Refusal, seconds: number): Refusal {
    this.#refused.delete(name);
    if (this.#refused.size >= MAX_REFUSED) this.#refused.delete(this.#refused.keys().next().value as string);
    this.#refused.set(name, { refusal, until: this.#ports.time.monotonic() + seconds * 1000 });
    return refusal;
  }

  #unavailable(): Refusal {
    const retryAfterSeconds = Math.max(1, Math.ceil(this.#ports.keys.cooldownSeconds));
    return new Refusal('keys_unavailable', { retryAfterSeconds });
  }
}

/** JSON knows no patterns. */
function patternsToo(_name: string, value: unknown): unknown {
  return value instanceof RegExp ? String(value) : value;
}

async function within<T>(ms: number, value: Promise<T>): Promise<T> {
  const timer = Promise.withResolvers<never>();
  const timeout = setTimeout(() => timer.reject(new TypeError('no answer in time')), ms);
  try {
    return await Promise.race([value, timer.promise]);
  } finally {
    clearTimeout(timeout);
  }
}
